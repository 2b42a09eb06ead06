"""What is said of a deadline that the procedure pack sets."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from procmap.detectors.pack_rules import QUESTION, Verdict, dashed, doubts, grounds, length
from procmap.detectors.waiting.deadline_breach.pack_terms import Kept, Term, count_kept, find_terms
from procmap.findings import Aspect, Finding, GuardName, Guards, Lever, Unseen
from procmap.language.words import Bilingual
from procmap.measures import Measures

BY_COUNTING = (GuardName.OPEN_CASES, GuardName.CALENDAR, GuardName.DAY_ONLY_DATES, GuardName.STATUTORY_TIMER)
"""Guards that the count fulfils: in days, with the holidays, on open cases once they are late, and a term that runs is not late."""


class TermTold(Aspect):
    """What is stated of a term of the pack."""

    PACK = "pack"
    PACK_IF = "pack_if"
    TARGET = "target"
    START_UNSEEN = "start_unseen"


def pack_findings(
    measures: Measures, pattern: tuple[str, Lever], settled: Collection[int], *, rate: float, cases: int
) -> Iterator[Finding]:
    """One finding for each term of the pack that cases miss.

    Args:
        measures: Of the log.
        pattern: Its name and lever.
        settled: Activities of which another deadline has been told: the same is not said twice.
        rate: Share of late cases that slips of recording may explain.
        cases: Fewer late cases are a question.
    """
    terms = [term for term in find_terms(measures) if not {*term.end.codes} & {*settled}]
    for term in terms:
        kept = count_kept(measures, term)
        if kept.count:
            yield _finding(measures, pattern, term, kept, kept.judged(measures, rate=rate, rules=len(terms), least=cases))


def _finding(
    measures: Measures, pattern: tuple[str, Lever], term: Term, kept: Kept, verdict: Verdict
) -> Finding:
    pack = measures.procedure.pack
    assert pack is not None
    rule, aspect = term.deadline, _aspect(term)
    sure = aspect is TermTold.PACK and all(one.dated for one in term.starts)
    told = verdict if sure else QUESTION
    codes = tuple(dict.fromkeys(code for one in (*term.starts, term.end) for code in one.codes))
    unseen = [pack.step(one).name for one in term.unseen]
    figures = (("late_days", kept.days), ("open_late", kept.open_late), ("interrupted", kept.paused))
    return Finding(
        detector=pattern[0],
        activities=measures.labels(codes),
        roles=(),
        lever=pattern[1],
        evidence=kept.evidence(measures, figures),
        p_value=told.p_value,
        guards=Guards(weak=told.weak, by_construction=BY_COUNTING),
        weak=(*doubts(measures, term.steps), *((Unseen.SUSPENSION,) if rule.pause and term.at is None else ())),
        grade=told.grade,
        aspect=aspect,
        words=(
            ("term", rule.name), ("within", length(rule.within, rule.clock)), ("end", measures.labels(term.end.codes[:1])[0]),
            ("starts", _or([measures.labels(one.codes[:1])[0] for one in term.starts])),
            ("unseen", Bilingual(_or([one.fr for one in unseen]), _or([one.en for one in unseen]))),
            ("rule", grounds(measures.procedure, rule.basis, rule.when)), ("called", dashed(rule.consequence)),
        ),
    )


def _aspect(term: Term) -> TermTold:
    if term.deadline.target:
        return TermTold.TARGET
    if term.deadline.when:
        return TermTold.PACK_IF
    return TermTold.START_UNSEEN if term.unseen else TermTold.PACK


def _or(names: list[str]) -> str:
    return " / ".join(names)
