"""The table [pack] of procmap.toml: which procedure the log is of, and what its labels mean where procmap cannot tell.

[pack]
name = "bon_de_commande"         # a shipped pack, or a file that ends in .yml; "auto" proposes one, "none" asks for none
file = "our_orders.yml"          # instead of name: a pack of your own, beside procmap.toml

[pack.steps]
"Circuit long" = "visa_hierarchique"
"Mise à jour" = "-"              # no step
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from procmap.errors import UsageError
from procmap.procedures.matching import NO_STEP
from procmap.procedures.packs import Pack, pack_from, pack_named

TABLE = "pack"
AUTO, NONE = "auto", "none"
KEYS = ("name", "file", "steps")


@dataclass(frozen=True)
class PackChoice:
    """What is said of the pack.

    Attributes:
        name: Of a pack, "auto" or "none"; None where nothing is said.
        file: A pack of one's own, as a path.
        steps: (label, step or "-").
    """

    name: str | None = None
    file: str | None = None
    steps: tuple[tuple[str, str], ...] = ()

    def pack(self) -> Pack | None:
        """The pack that is named; None for "auto", "none" and where nothing is said.

        Raises:
            UsageError: No such pack, or a label is settled as a step that the pack does not have.
            ProcmapError: The file cannot be read or says what it may not.
        """
        if self.file is None and self.name in (None, AUTO, NONE):
            return None
        found = pack_from(Path(self.file)) if self.file is not None else pack_named(str(self.name))
        self.check(found)
        return found

    def check(self, pack: Pack) -> None:
        """Refuse a label settled as a step that the pack does not have."""
        names = [step.identity for step in pack.steps]
        for label, step in self.steps:
            if step != NO_STEP and step not in names:
                nearest = (get_close_matches(step, names, n=1, cutoff=0.0) or names)[0]
                raise UsageError("procedures.no_such_step", label=label, step=step, pack=pack.identity, nearest=nearest)


def read_pack_table(table: Mapping[str, Any], path: str) -> PackChoice:
    """What the table says; a relative file is looked for beside procmap.toml.

    Args:
        table: As TOML gives it.
        path: The file, for the message.

    Raises:
        UsageError: An unknown key, a value that is no text, a name and a file at once, an unknown pack or step.
    """
    for key in table:
        if key not in KEYS:
            nearest = (get_close_matches(key, KEYS, n=1, cutoff=0.0) or KEYS)[0]
            raise UsageError("config.unknown_key", path=path, setting=f"{TABLE}.{key}", nearest=f"{TABLE}.{nearest}")
    steps = table.get("steps", {})
    if not isinstance(steps, Mapping):
        raise UsageError("config.not_a_table", path=path, name=f"{TABLE}.steps")
    texts = {f"{TABLE}.{key}": table[key] for key in ("name", "file") if key in table}
    texts |= {f'{TABLE}.steps."{label}"': step for label, step in steps.items()}
    for setting, value in texts.items():
        if not isinstance(value, str) or not value:
            example = f'{setting.rpartition(".")[2]} = "..."'
            raise UsageError("config.wrong_value", path=path, setting=setting, value=str(value), example=example)
    if "name" in table and "file" in table:
        raise UsageError("procedures.pack_named_twice", path=path)
    file = str(Path(path).parent / table["file"]) if "file" in table else None
    found = PackChoice(table.get("name"), file, tuple(sorted(steps.items())))
    found.pack()
    return found


def chosen_pack(choice: PackChoice) -> list[tuple[str, str]]:
    """What is said as (name, value), for run.toml."""
    found = [(f"{TABLE}.{key}", value) for key, value in (("name", choice.name), ("file", choice.file)) if value]
    return found + [(f"{TABLE}.steps.{label}", step) for label, step in choice.steps]


def pack_from_chosen(chosen: Mapping[str, Any], path: str) -> PackChoice:
    """What `chosen_pack` came from; names without the leading "pack."."""
    steps = {name.removeprefix("steps."): value for name, value in chosen.items() if name.startswith("steps.")}
    table = {name: value for name, value in chosen.items() if not name.startswith("steps.")}
    return read_pack_table({**table, **({"steps": steps} if steps else {})}, path)
