"""The front page of the command line. It imports nothing, so that `procmap --help` answers as fast as Python starts."""

COMMANDS = {
    "audit": "Audit a log: everything that procmap can say of it, in one folder.",
    "read": "Show what is understood of a file, without auditing it.",
    "map": "Draw the process as it runs.",
    "find": "List what could be simpler, without writing a folder.",
    "redesign": "Draw an audit again from the accepted lines of its plan.toml.",
    "detectors": "List the patterns that are looked for, or explain one.",
}

PAGE = """Usage: procmap [OPTIONS] COMMAND [ARGS]...

  See a procedure as it really runs, and what could be simpler.

  Example:
    procmap audit examples/purchase_orders/log.csv --out audit

Options:
  --version  Show the version and exit.
  --help     Show this message and exit.

Commands:
{commands}

  procmap COMMAND --help explains a command.
"""


def front_page() -> str:
    """The page as it is printed."""
    width = max(map(len, COMMANDS))
    return PAGE.format(commands="\n".join(f"  {name:{width}}  {told}" for name, told in COMMANDS.items()))
