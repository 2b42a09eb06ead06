"""procmap packs [NAME], and procmap packs new NAME."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procmap.cli.console import message_language, write
from procmap.cli.explained import Explained
from procmap.cli.values import Language
from procmap.cli.with_new import WithNew
from procmap.language import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procmap.language import Words
    from procmap.procedures.packs.pack import Pack
    from procmap.procedures.packs.types import Act, Constraint, Deadline, Step

NARROWEST, WIDEST = 60, 100
"""Columns of a page; beyond, lines are hard to read."""


@click.command("packs new", cls=Explained, examples=["procmap packs new school_trips"])
@click.argument("name")
@click.option("--folder", metavar="folder", type=click.Path(path_type=Path), default=Path())
@click.option("--language", type=Language())
def new(name: str, folder: Path, language: str | None) -> None:
    """Begin a pack."""
    from procmap.procedures.packs.new_pack import new_pack

    say = words(language or message_language(sys.argv))
    written = new_pack(name, folder, dt.date.today())  # noqa: DTZ011 - the user's own day
    write(say("cli.new_pack", path=str(written)))
    write(f"  procmap packs {written}")


@click.command(
    "packs",
    cls=WithNew,
    new=new,
    examples=["procmap packs", "procmap packs bon_de_commande", "procmap packs new school_trips"],
)
@click.argument("name", required=False)
@click.option("--language", type=Language())
def command(name: str | None, language: str | None) -> None:
    """List the procedures that are known, or show one: steps, protections, deadlines, levers, sources."""
    from procmap.procedures.packs import pack_named, packs

    say = words(language or message_language(sys.argv))
    if name is not None:
        _show(pack_named(name), say)
        return
    width = max(len(pack.identity) for pack in packs())
    for pack in packs():
        other = "en" if say.language == "fr" else "fr"
        write(f"{pack.identity:{width}}  {pack.name.of(say.language)} ({pack.name.of(other)})")


def _show(pack: Pack, say: Words) -> None:
    write(f"{pack.identity}\n{pack.name.fr} / {pack.name.en}\n")
    write(_wrapped(say("cli.pack_case", case=pack.case.of(say.language), groups=pack.smallest_group), "") + "\n")
    if pack.extends:
        write(say("cli.pack_extends", name=pack.extends) + "\n")
    for one in pack.stale(dt.date.today()):  # noqa: DTZ011 - the user's own day
        write(_wrapped(say("cli.pack_stale", name=one.name, day=say.date(one.review_by)), ""))
    _part(say("cli.pack_steps"), (line for step in pack.steps for line in _step(pack, step, say)))
    _part(say("cli.pack_lowered"), (f"{one.step}: {one.reason}" for one in pack.lowered))
    _part(say("cli.pack_rules"), (_rule(pack, one, say) for one in pack.constraints))
    _part(say("cli.pack_deadlines"), (_deadline(pack, one, say) for one in pack.deadlines))
    _part(say("cli.pack_levers"), (_act(one, say) for one in pack.levers))
    _part(say("cli.pack_sessions"), (_with(one.name.of(say.language), one.minimum, say) for one in pack.sessions))
    _part(say("cli.pack_comparators"), (
        f"{one.name.of(say.language)}{_colon(say)}{one.told(say)} ({one.source}, {say.date(one.checked_on)})"
        for one in pack.comparators
    ))  # fmt: skip
    _part(say("cli.pack_not_required"), (one.of(say.language) for one in pack.not_required))
    _part(say("cli.pack_sources"), (
        f"{one.basis}{_colon(say)}{one.says.of(say.language)} "
        f"({say(f'cli.pack_confidence_{one.confidence.value}')}, {say.date(one.checked_on)})"
        for one in (*pack.basis(pack.cited), *pack.held_out())
    ))  # fmt: skip
    write(say("cli.pack_lawyers"))


def _step(pack: Pack, step: Step, say: Words) -> Iterable[str]:
    cited = ", ".join(one.basis for one in pack.basis(step.basis))
    cited += "".join(f", {one.basis} {say('cli.pack_to_verify')}" for one in pack.held_out(step.basis))
    shield = say(f"cli.pack_shield_{step.shield.value}")
    yield f"{step.name.fr} / {step.name.en} [{step.identity}]"
    yield f"  {shield}" + (f" ({cited.removeprefix(', ')})" if cited else "")
    if step.note is not None:
        yield f"  {step.note.of(say.language)}"
    if step.may:
        yield f"  {say('cli.pack_may', may=', '.join(say(f'cli.pack_may_{may.value}') for may in step.may))}"


def _rule(pack: Pack, one: Constraint, say: Words) -> str:
    first, then = (", ".join(pack.step(name).name.of(say.language) for name in names) for names in (one.first, one.then))
    unit = say(f"cli.pack_clock_{one.clock.value}") if one.clock else ""
    role = next((known.name.of(say.language) for known in pack.roles if known.identity == one.role), "")
    told = say(f"cli.pack_rule_{one.rule.value}", first=first, then=then, days=one.days or 0, unit=unit, role=role)
    return _with(told, one.when or one.told, say)


def _deadline(pack: Pack, one: Deadline, say: Words) -> str:
    unit = say(f"cli.pack_clock_{one.clock.value}")
    told = f"{one.name.of(say.language)}{_colon(say)}{one.within} {unit}"
    cited = [found.basis for found in pack.basis(one.basis)]
    cited += [f"{found.basis} {say('cli.pack_to_verify')}" for found in pack.held_out(one.basis)]
    target = f", {say('cli.pack_target')}" if one.target else ""
    return _with(f"{told}{target}, {', '.join(cited)}", one.when or one.consequence, say)


def _act(one: Act, say: Words) -> str:
    parts = [say(f"cli.pack_effort_{one.effort.value}"), say("cli.pack_decides", who=one.decides.of(say.language))]
    parts += [text.of(say.language) for text in (*one.prerequisites, *((one.caution,) if one.caution else ()))]
    return f"{one.name.of(say.language)} ({', '.join(parts)})"


def _with(told: str, more: Any, say: Words) -> str:
    return told if more is None else f"{told} ({more.of(say.language)})"


def _colon(say: Words) -> str:
    return "\u00a0: " if say.language == "fr" else ": "


def _part(heading: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        write(heading)
        for line in told:
            write(_wrapped(line.lstrip(), "  " + " " * (len(line) - len(line.lstrip()))))
        write("")


def _wrapped(text: str, margin: str) -> str:
    width = min(max(shutil.get_terminal_size((WIDEST, 24)).columns, NARROWEST), WIDEST)
    return textwrap.fill(text, width, initial_indent=margin, subsequent_indent=margin + "  ", break_on_hyphens=False)
