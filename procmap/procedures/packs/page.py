"""The page of the packs, procedures/README.md: the schema, then what each pack says, put together from the files themselves."""

from __future__ import annotations

from enum import StrEnum

from procmap.procedures.packs.catalogue import general_pack, packs
from procmap.procedures.packs.legal import Confidence, legal_register
from procmap.procedures.packs.pack import Pack
from procmap.procedures.packs.types import Step
from procmap.procedures.packs.vocabulary import Clock, Effort, Kind, Lever, May, Medium, Rule, Sensitive, Shield

HEAD = """# What procmap knows of procedures

Written by `packs/page.py` from `packs/*.yml` and `legal.yml`: change those, then run
`UPDATE=1 python -m pytest tests/test_packs.py`. `procmap packs NAME` shows a pack in French or English.

- `lexicon/` says what words mean; `matching/` takes labels for steps of a pack, and says why, or what they resemble.
- `packs/*.yml` hold one procedure each, `any.yml` what belongs to none; `legal.yml` is the one register of references.
- `signs.yml` holds phrases by which a protected step is known in any log, no pack named; what protects it stands in the pack.
- `terms.py` counts terms as the law does.

Nothing here is legal advice. A reference of confidence `verify` protects and is held out of what reports state.

## The file

Every key is checked: an unknown one, a missing one, a name that refers to nothing is refused with file, place and what to write.
Texts are `{fr: ..., en: ...}`; one with a comma, a colon or an apostrophe stands between quotation marks.

| key | what it is |
|---|---|
| `pack`, `name`, `case` | its name; what it is called; what one case is |
| `law_checked_on`, `review_by` | the day of the check; the day from which the pack is stale |
| `sensitive` | SENSITIVE; not `none`: groups of ten |
| `tools` | software in use |
| `telling` | steps that no other procedure has: one at least must be in a log for the pack to be proposed |
| `roles.ID` | `fr`, `en`, `words` for it in labels |
| `steps.ID` | `fr`, `en`, `synonyms` by language, `codes` by tool, `roles`, `media`, `kind`, `note`, `reason` |
| | `protection`, its `basis`, what `may` still be changed; of a local rule, the text to `amend` and who votes it |
| `constraints` | `rule`, `first`, `then`, `days`, `clock`, `unless`, `role`, `status`, `basis`, `when`, `told` |
| `deadlines.ID` | `fr`, `en`, `from` (the latest counts), `to`, `within`, `clock`, `target`, `when`, `consequence`, `basis` |
| | `pause`: `at` a step, `until` another, only `before` a third, `restart` with so many units at least |
| `pathologies` | `fr`, `en`, `patterns` of the catalogue, `steps`, `levers` |
| `levers.ID` | `fr`, `en`, `lever`, `effort`, `decides`, `prerequisites`, `caution`, `basis` |
| `sessions` | `step`, `fr`, `en`, `minimum`, `basis` |
| `comparators` | `fr`, `en`, `value`, `unit`, `valid_from`, `source`, `checked_on`, `review_by`, `basis` |
| | of a length of time also the `deadline` whose steps it lies between |
| `not_required` | what is often believed compulsory |
| `legal.ID` | own references: `basis`, `confidence`, `checked_on`, `review_by`, `fr`, `en` |
| `extends` | a shipped pack: tables are joined by name, lists are added, a step given again needs only what changes |
| `without.STEP` | steps left out, each with the reason |

A step with `protection: legal` or `legal_if` names its `basis` and says why in `note`, and `may` never lets it go. Lowering or
leaving out such a step of a shipped pack needs a reason; `Pack.lowered` hands it to the report.
"""

WORDS: tuple[tuple[str, type[StrEnum]], ...] = (
    ("sensitive", Sensitive), ("protection", Shield), ("kind", Kind), ("media", Medium), ("may", May), ("rule", Rule),
    ("clock", Clock), ("lever", Lever), ("effort", Effort), ("confidence", Confidence),
)  # fmt: skip


def packs_page() -> str:
    """The page, as Markdown."""
    words = [f"- `{key}`: {', '.join(f'`{word.value}`' for word in kinds)}" for key, kinds in WORDS]
    listed = [f"- [{pack.identity}](#{pack.identity}): {pack.name.en} · *{pack.name.fr}*" for pack in (*packs(), general_pack())]
    sections = [line for pack in (*packs(), general_pack()) for line in _section(pack)]
    held = [f"- {one.basis}: {one.says.en}" for one in legal_register() if not one.firm]
    head = HEAD.replace("SENSITIVE", ", ".join(f"`{one.value}`" for one in Sensitive))
    lines = [head, *words, "", "## The packs", "", *listed, "", *sections, "## Held out until verified", "", *held]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(pack: Pack) -> list[str]:
    checked = f"Law checked on {pack.law_checked_on}, to be reviewed by {pack.review_by}."
    rows = [_row(pack, step) for step in pack.steps]
    terms = [f"- {one.name.en}: {one.within} {one.clock.value}{', a target' if one.target else ''}" for one in pack.deadlines]
    levers = [f"- {one.name.en} ({one.lever.value}, {one.effort.value})" for one in pack.levers]
    found = [f"## {pack.identity}", "", f"**{pack.name.en}** · *{pack.name.fr}*. One case is {pack.case.en}. {checked}", ""]
    found += ["| step | English | French | protection | basis |", "|---|---|---|---|---|", *rows, ""]
    for heading, lines in (("Deadlines", terms), ("Levers", levers)):
        found += [f"{heading}:", "", *lines, ""] if lines else []
    return found


def _row(pack: Pack, step: Step) -> str:
    cited = [one.basis for one in pack.basis(step.basis)] + [f"{one.basis} (verify)" for one in pack.held_out(step.basis)]
    return f"| `{step.identity}` | {step.name.en} | {step.name.fr} | {step.shield.value} | {', '.join(cited)} |"
