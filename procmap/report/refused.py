"""Why the plan does not make a change, and who still decides where it makes one, in words."""

from __future__ import annotations

from procmap.judgement.plan import PlanLine
from procmap.language import Words
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


def remains(w: Words, line: PlanLine) -> str:
    """Who still decides; "" where the change takes no decision from any case."""
    return w("report.plan.kept", steps=labels(w, line.kept)) if line.kept else ""
