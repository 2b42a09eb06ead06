"""python -m procmap."""

from procmap.cli import run

if __name__ == "__main__":
    run()
