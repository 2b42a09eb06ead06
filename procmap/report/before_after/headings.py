"""What the picture says in words and figures: title, headline, the four figures of a state, the text alternative."""

from __future__ import annotations

import datetime as dt

from procmap.language import Words
from procmap.measures.figures import ProcessFigures
from procmap.report.audit import Audit
from procmap.report.before_after import font, style
from procmap.report.before_after.badges import text
from procmap.report.before_after.changes import Changes, decimals, gained, said
from procmap.report.before_after.deciding import MARGIN, Drawn
from procmap.report.before_after.durations import duration
from procmap.report.before_after.empty_lanes import left_lanes
from procmap.report.before_after.grid import Point
from procmap.report.before_after.panel import State
from procmap.report.before_after.placement import NO_ROLE
from procmap.report.quantities import Quantity
from procmap.report.shares import Shares
from procmap.report.svg import Markup, tag


def title_of(audit: Audit, made: Changes, say: Words) -> str:
    """The title in one line."""
    return say("picture.title" if made.accepted else "picture.title.before", title=font.one_line(audit.title))


def head(drawn: Drawn) -> tuple[list[Markup], float]:
    """Title, period and cases, the headline."""
    audit, say = drawn.audit, drawn.say
    room = drawn.width - 2 * MARGIN
    y, parts = MARGIN, []
    for line, size, bold, colour in (
        *((line, 24, True, style.INK) for line in font.wrap(title_of(audit, drawn.made, say), 24, room, lines=2, bold=True)),
        *((line, 14, False, style.QUIET) for line in font.wrap(period(audit, say), 14, room, lines=2)),
        *((line, 18, True, style.AFTER) for line in font.wrap(headline(audit, drawn.made, say), 18, room, lines=3, bold=True)),
    ):
        y += size * 1.3
        parts.append(text(line, MARGIN, y, size, bold=bold, colour=colour, anchor="start"))
    return [tag("g", *parts, class_="head")], y + 12


def period(audit: Audit, say: Words) -> str:
    """From when to when, and how many cases."""
    if not (audit.log.first and audit.log.last):
        return say("picture.period.unknown", cases=audit.log.cases)
    first, last = (say.date(dt.date.fromisoformat(day[:10])) for day in (audit.log.first, audit.log.last))
    return say("picture.period", first=first, last=last, cases=audit.log.cases)


def headline(audit: Audit, made: Changes, say: Words) -> str:
    """One sentence: what the accepted changes bring together, or that none is accepted."""
    places = decimals(audit)
    if not made.accepted:
        return say("picture.nothing" if made.others else "picture.nothing.found")
    before, after = audit.before.cycle_time.mean_days, audit.after.cycle_time.mean_days
    same = say.number(before, places) == say.number(after, places)
    told = say(
        f"picture.headline{'.same' if same else ''}{'' if len(made.accepted) > 1 else '.one'}",
        count=len(made.accepted),
        before=say.number(before, places),
        after=say.number(after, places),
    )
    if audit.plan.gain is None:
        return told
    joint, total = audit.plan.gain.expected_days, Shares.of(audit).total
    gain = total.days if total else Quantity.of(joint.estimate, places)
    high = Quantity.of(joint.high, places).at_most().number(say)
    return f"{told} {say('picture.joint', gain=gain.counted(say, 'days'), low=say.number(joint.low, places), high=high)}"


def compared(drawn: Drawn, at: Point, width: float) -> tuple[list[Markup], float]:
    """The four figures of both states, a line each: before, arrow, after; and how high they are."""
    (x, y), say, audit = at, drawn.say, drawn.audit
    sides = [figures_told(process, audit, say) for process in (audit.before, audit.after)[: len(drawn.states)]]
    parts: list[Markup] = []
    for told in zip(*sides, strict=True):
        key = told[0][0]
        y += 20
        left = x
        for number, (_, value) in enumerate(told):
            colour = style.AFTER if number else style.BEFORE
            if number:
                parts.append(text("\u2192", left, y, 18, anchor="start"))
                left += font.width("\u2192", 18) + 6
            side = "after" if number else "before"
            value_ = text(value, left, y, 18, bold=True, colour=colour, anchor="start")
            parts.append(tag("g", value_, class_="figure", data_figure=key, data_side=side))
            left += font.width(value, 18, bold=True) + 6
        for line in font.wrap(say(f"picture.figure.{key}"), style.SMALL, width, lines=2):
            y += 15
            parts.append(text(line, x, y, style.SMALL, colour=style.QUIET, anchor="start"))
        y += 8
    return parts, y - at[1]


def figures(drawn: Drawn, state: State, at: Point, *, short: bool) -> tuple[list[Markup], float]:
    """The name of a state and its four figures, and how high they are."""
    (x, y), say = at, drawn.say
    name = state_name(state, say, both=bool(drawn.made.accepted))
    colour = style.AFTER if state.after else style.BEFORE
    parts = [text(name, x, y + 17, 17, bold=True, colour=colour, anchor="start")]
    if short:
        return parts, 26
    wide, high = drawn.laid.widths[state.after] / 4, 0.0
    told = figures_told(drawn.audit.after if state.after else drawn.audit.before, drawn.audit, say)
    for number, (key, value) in enumerate(told):
        left = x + number * wide
        lines = font.wrap(say(f"picture.figure.{key}"), style.SMALL, wide - 10, lines=3)
        high = max(high, 74 + 14 * (len(lines) - 1))
        parts.append(
            tag(
                "g",
                text(value, left, y + 46, 20, bold=True, colour=colour, anchor="start"),
                *(
                    text(line, left, y + 62 + 14 * place_, style.SMALL, colour=style.QUIET, anchor="start")
                    for place_, line in enumerate(lines)
                ),
                class_="figure",
                data_figure=key,
                data_side="after" if state.after else "before",
            )
        )
    return parts, high


def state_name(state: State, say: Words, *, both: bool) -> str:
    """What a state is called: before and after are said where there are both."""
    return say("picture.state.after" if state.after else "picture.state.before" if both else "picture.state.only")


def figures_told(process: ProcessFigures, audit: Audit, say: Words) -> tuple[tuple[str, str], ...]:
    """The four figures of a state as they are printed: steps, median days, handovers, approvals, if the log has any."""
    days = process.cycle_time.median_days
    median = duration(days, say) if days < 1 else say("picture.days", days=say.number(days, decimals(audit)))
    handovers = "—" if process.handovers is None else say.number(process.handovers, 1)
    sides = audit.before, audit.after
    known = any(side.handovers is not None for side in sides), any(round(side.approvals, 1) for side in sides)
    return (
        ("steps", say.number(process.steps, 1)),
        ("median", median),
        *((("handovers", handovers),) if known[0] else ()),
        *((("approvals", say.number(process.approvals, 1)),) if known[1] else ()),
    )


def shown(drawn: Drawn, state: State, at: Point) -> tuple[list[Markup], float]:
    """What share of the procedure is drawn, and how high that is."""
    say, selection = drawn.say, drawn.selection
    share = selection.passages_after if state.after else selection.passages_before
    told = say("picture.shown", share=_whole_only(share, say))
    if selection.hidden and not state.after:
        told += " " + say(
            "picture.folded" if selection.hidden > 1 else "picture.folded.one",
            count=selection.hidden,
            share=_whole_only(selection.cases, say),
        )
    left = left_lanes(drawn.sheet) if state.after else {}
    if left:
        named = [_left(name, gone, say) for name, gone in left.items()]
        told += " " + say("picture.lane.left.named", services=say.listed(named))
    lines = font.wrap(told, style.SMALL, drawn.laid.widths[state.after], lines=4)
    parts = [
        text(line, at[0], at[1] + 15 * number, style.SMALL, colour=style.QUIET, anchor="start") for number, line in enumerate(lines)
    ]
    return [tag("g", *parts, class_="shown")], 15.0 * len(lines)


def _left(service: str, steps: tuple[str, ...], say: Words) -> str:
    """A service without steps, and the steps that it had and nobody has any more."""
    gone = [font.one_line(label) or say("picture.no_label") for label in steps]
    named = say("picture.lane.unnamed") if service == NO_ROLE else font.one_line(service)
    return named + (f" ({', '.join(gone)})" if gone else "")


def _whole_only(share: float, say: Words) -> str:
    """A percentage that says 100 only of the whole."""
    return say.percent(share) if share >= 1 else say.percent(min(share, 0.99))


def describe(drawn: Drawn) -> str:
    """The picture in words, for those who do not see it."""
    audit, say = drawn.audit, drawn.say
    parts = [period(audit, say) + ".", headline(audit, drawn.made, say)]
    for state in drawn.states:
        process = audit.after if state.after else audit.before
        name = state_name(state, say, both=bool(drawn.made.accepted))
        figures = (f"{say(f'picture.figure.{key}')} {value}" for key, value in figures_told(process, audit, say))
        parts.append(f"{name} – {', '.join(figures)}.")
    for change in drawn.made.accepted:
        labels = say.listed(
            [say.quoted(font.one_line(label)) for label in change.steps]
        )
        gain = "" if change.days is None else f" ({gained(change.days, say)})"
        parts.append(f"{change.finding.identity} {labels} – {said(change, drawn.made, say)}{gain}.")
    return " ".join(parts)
