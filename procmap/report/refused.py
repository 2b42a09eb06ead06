"""Why the plan does not make a change, and who still decides where it makes one, in words."""

from __future__ import annotations

import re
from functools import cache

from procmap.judgement.plan import PlanLine, WhyNot
from procmap.language import LANGUAGES, Words, words
from procmap.report.quantities import share
from procmap.report.sentences import labels


def reason(w: Words, line: PlanLine) -> str:
    """What the analyst wrote, else why the change is not accepted by default; "" where it is."""
    refusal = line.refusal
    if line.reason or refusal is None:
        return line.reason or ""
    return w(
        f"report.plan.refused.{refusal.why}",
        steps=labels(w, refusal.steps),
        cases=w.number(refusal.cases),
        of=w.number(refusal.of),
        share=share(w, refusal.share),
    )


def is_own(text: str) -> bool:
    """Whether a written reason is the analyst's: not what a plan says by itself, in either language."""
    return bool(text.strip()) and not any(pattern.fullmatch(text) for pattern in _said_by_itself())


@cache
def _said_by_itself() -> tuple[re.Pattern[str], ...]:
    quoted, number = "\1", "\2"
    keys = [f"report.plan.refused.{why}" for why in WhyNot]
    told = [words(one)(key, steps=quoted, cases=number, of=number, share=number) for one in LANGUAGES for key in keys]
    return tuple(
        re.compile(re.escape(text).replace(quoted, "[«“].+[»”]").replace(number, r"[\d\s.,%]+")) for text in told
    )  # fmt: skip


def remains(w: Words, line: PlanLine) -> str:
    """Who still decides; "" where the change takes no decision from any case."""
    return w("report.plan.kept", steps=labels(w, line.kept)) if line.kept else ""
