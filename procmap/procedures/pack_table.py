"""The table [pack] of procmap.toml: which procedure the log is of, and what its labels mean where procmap cannot tell.

[pack]
name = "bon_de_commande"         # a shipped pack, or a file that ends in .yml; "auto" proposes one, "none" asks for none
file = "our_orders.yml"          # instead of name: a pack of your own, beside procmap.toml

[pack.steps]
"Circuit long" = "visa_hierarchique"
"Mise à jour" = "-"              # no step

[pack.reasons]                   # needed where a text protects what the label says, and not the step that it is taken for
"Visa du comptable" = "Le comptable de l'association, pas le comptable public"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmap.errors import UsageError

if TYPE_CHECKING:
    from procmap.procedures.packs import Pack

TABLE = "pack"
AUTO, NONE = "auto", "none"
NO_STEP = "-"
"""What is written for a label that is no step."""

KEYS = ("name", "file", "steps", "reasons")
TABLES = ("steps", "reasons")
"""Those of them that are tables by label."""


@dataclass(frozen=True)
class PackChoice:
    """What is said of the pack.

    Attributes:
        name: Of a pack, "auto" or "none"; None where nothing is said.
        file: A pack of one's own, as a path.
        steps: (label, step or "-").
        reasons: (label, why it is taken for a step that is protected less).
    """

    name: str | None = None
    file: str | None = None
    steps: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()

    def pack(self) -> Pack | None:
        """The pack that is named; None for "auto", "none" and where nothing is said.

        Raises:
            UsageError: No such pack, or a label is settled as a step that the pack does not have.
            ProcmapError: The file cannot be read or says what it may not.
        """
        if self.file is None and self.name in (None, AUTO, NONE):
            return None
        from procmap.procedures.packs import pack_from, pack_named

        found = pack_from(Path(self.file)) if self.file is not None else pack_named(str(self.name))
        self.check(found)
        return found

    def instead(self, typed: str) -> PackChoice:
        """What is said once the command line names a pack; labels settled for another pack are no longer.

        Raises:
            UsageError: No such pack, or a label is settled as a step that the pack does not have.
            ProcmapError: The file cannot be read or says what it may not.
        """
        from procmap.procedures.packs.catalogue import ENDINGS

        given = PackChoice(None, typed) if typed.lower().endswith(ENDINGS) else PackChoice(typed)
        other = self.file is not None or self.name not in {None, AUTO, NONE, typed}
        found = given if other else replace(given, steps=self.steps, reasons=self.reasons)
        found.pack()
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
    tables = {name: table.get(name, {}) for name in TABLES}
    for name, found in tables.items():
        if not isinstance(found, Mapping):
            raise UsageError("config.not_a_table", path=path, name=f"{TABLE}.{name}")
    texts = {f"{TABLE}.{key}": table[key] for key in ("name", "file") if key in table}
    texts |= {f'{TABLE}.{name}."{label}"': text for name, found in tables.items() for label, text in found.items()}
    for setting, value in texts.items():
        if not isinstance(value, str) or not value:
            example = f'{setting.rpartition(".")[2]} = "..."'
            raise UsageError("config.wrong_value", path=path, setting=setting, value=str(value), example=example)
    if "name" in table and "file" in table:
        raise UsageError("procedures.pack_named_twice", path=path)
    file = str(Path(path).parent / table["file"]) if "file" in table else None
    steps, reasons = (tuple(sorted(tables[name].items())) for name in TABLES)
    choice = PackChoice(table.get("name"), file, steps, reasons)
    choice.pack()
    return choice


def chosen_pack(choice: PackChoice) -> list[tuple[str, str]]:
    """What is said as (name, value), for run.toml."""
    found = [(f"{TABLE}.{key}", value) for key, value in (("name", choice.name), ("file", choice.file)) if value]
    found += [(f"{TABLE}.steps.{label}", step) for label, step in choice.steps]
    return found + [(f"{TABLE}.reasons.{label}", reason) for label, reason in choice.reasons]


def pack_from_chosen(chosen: Mapping[str, Any], path: str) -> PackChoice:
    """What `chosen_pack` came from; names without the leading "pack."."""
    table: dict[str, Any] = {}
    for name, value in chosen.items():
        inner, _, label = name.partition(".")
        if label:
            table.setdefault(inner, {})[label] = value
        else:
            table[name] = value
    return read_pack_table(table, path)
