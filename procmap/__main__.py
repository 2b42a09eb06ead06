"""python -m procmap."""

from procmap.cli import main

if __name__ == "__main__":
    main()
