"""Checks and what they refuse.

A check is an activity that the vocabulary knows as an approval or a control, a pair of labels for its two outcomes ("approved
by X", "rejected by X"), an activity whose outcome column says favourable or not, or one of which the vocabulary knows nothing
and directly after which cases break off as they do after other steps. A step whose outcome is its own label is none. What a
check refuses is told by the column, else by the pair of labels, else by the path that the case takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from procmap.engine.duckdb_engine import sql_of
from procmap.log import ByPart, EventLog
from procmap.measures.control.beginning import begins
from procmap.measures.control.label_pairs import LabelPair, find_label_pairs
from procmap.procedures import Classes, Group, StepClass, Vocabulary
from procmap.procedures.outcomes import result_of
from procmap.procedures.signature import signed_outside

ROOM = "procmap.measures.control"

ALTERNATIVE = 0.01
"""Refusals after the step before, as a share of the grantings after it, from which the two are alternative ends of that step."""

HANDED = 0.5
"""Share of the instances of a step of unknown label that come from somebody else, for it to be a check."""

BREAK_OFFS = 2
"""Cases that must break off directly after a step of unknown label before it is read as a check: one may be a lost event."""

REGULAR = 0.5
"""Share of the cases from which such a step is a regular one, unless it exists only for a loop."""

VERDICT = 0.95
"""Share of its instances at which the case is stopped, from which a step is no check but what a check has found: "Inadmissible"."""


class VerdictOf(StrEnum):
    """Where the verdicts of a check stand: in the column of outcomes, in its labels, or in what the case does next."""

    COLUMN = "column"
    LABELS = "labels"
    PATH = "path"


@dataclass(frozen=True)
class Check:
    """One check over the closed cases.

    Attributes:
        activities: The labels (codes) of the check: those that pass, then those that refuse.
        passing: How many of `activities` pass.
        approval: Whether the vocabulary knows it as an approval; else it is a control or known by its outcomes only.
        worded: Whether its label says that it is a check; else only the cases that break off after it do.
        told_by: Where its verdicts stand.
        of: Instances; `of_by_part` for the two parts.
        refused: Instances refused; `refused_by_part` for the two parts.
        cases: Cases with at least one instance.
        examples: Up to five cases (codes) with a refusal, else with an instance.
    """

    activities: tuple[int, ...]
    passing: int
    approval: bool
    worded: bool
    told_by: VerdictOf
    of: int
    refused: int
    of_by_part: ByPart
    refused_by_part: ByPart
    cases: int
    examples: tuple[int, ...]


def find_checks(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary, robots: frozenset[int]) -> tuple[Check, ...]:
    """All checks of the log, in the order of their first activity; needs `excursion`, `loop_only` and `following`.

    Args:
        log: The log.
        classes: The vocabulary's classes of each activity code.
        vocabulary: What labels and the values of the outcome column say.
        robots: Activities that a robot does.
    """
    log.engine.table("bail_out", sql_of(ROOM, "bail_out"))
    pairs = find_label_pairs(log, classes, vocabulary)
    paired = {code for pair in pairs for code in pair.passing + pair.refusing}
    results = _results(log)
    ends = _alternatives(log, classes, vocabulary)
    by_column = _outcome_activities(log, vocabulary) - results
    checking, beside = vocabulary.group(Group.CHECKING), vocabulary.group(Group.NO_CHECKING)
    by_path = [
        code
        for code, found in enumerate(classes)
        if found & checking and not found & beside and code not in paired | by_column | results | ends
    ]
    # the other party of a contract does not check what the house does
    by_path = [code for code in by_path if not begins(log, code) and not signed_outside(log.activities[code])]
    unworded = _breaking_off(log, classes, paired | by_column | results | ends)
    by_path = sorted({*by_path, *unworded})
    _store_codes(log, "path_check", by_path)
    _store_codes(log, "negative_activity", _negatives(log, classes, vocabulary, robots))
    log.engine.table("verdict", sql_of(ROOM, "verdict"))
    subjects = [(passing + refusing, len(passing), VerdictOf.LABELS) for passing, refusing in pairs]
    subjects += [((code,), 1, VerdictOf.COLUMN) for code in sorted(by_column - paired)]
    subjects += [((code,), 1, VerdictOf.PATH) for code in by_path]
    _store_verdicts(log, pairs)
    counted = _counts(log)
    found = []
    for activities, passing, told_by in sorted(subjects):
        of, refused = counted.get(activities[0], (0, 0))[:2]
        if of and not (told_by is VerdictOf.PATH and refused >= VERDICT * of):
            approval = told_by == VerdictOf.LABELS or StepClass.APPROVAL in classes[activities[0]]
            worded = activities[0] not in unworded
            found.append(Check(activities, passing, approval, worded, told_by, *counted[activities[0]]))
    return tuple(found)


def _results(log: EventLog) -> set[int]:
    """Activities whose outcome is their own label: "Accepté" is how a decision ended, and can itself refuse nobody."""
    rows = log.engine.rows(
        """select activity from event join activity_ using (activity) where outcome_name is not null
           group by activity having bool_and(lower(outcome_name) = lower(activity_name))""",
    )
    return {code for (code,) in rows}


def _alternatives(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary) -> set[int]:
    """Activities that are how a decision ended, as the path shows: a refusal, and what is granted in its stead.

    After the step that mostly comes before "Licence granted" there comes "Application refused" in other cases, by the same role:
    whoever decides has decided then, and neither of the two can itself refuse anybody.
    """
    refusals = {code for code, found in enumerate(classes) if StepClass.REFUSAL in found and StepClass.CHECK not in found}
    granted = {
        code for code, label in enumerate(log.activities)
        # "Visa granted", or nothing but the outcome: "Accord"
        if result_of(label)[1] == "positive" or vocabulary.outcome_of(label) == ("", "positive")
    } - refusals  # fmt: skip
    roles = dict(log.engine.rows("select activity, role from activity_figures"))
    before: dict[int, dict[int, int]] = defaultdict(dict)
    for source, target, times in log.engine.rows("select source, target, times from directly_follows"):
        before[target][source] = times
    found = set(refusals)
    for code in granted:
        source = max(before[code], key=lambda one: (before[code][one], -one), default=None)
        if source is None:
            continue
        refused = sum(before[other].get(source, 0) for other in refusals if roles[other] == roles[code])
        if refused > ALTERNATIVE * before[code][source]:
            found.add(code)
    return found


def _breaking_off(log: EventLog, classes: tuple[Classes, ...], known: set[int]) -> frozenset[int]:
    """Activities of unknown label whose cases go on or break off: BREAK_OFFS of them at an end that other steps reach too.

    Who does it must not be who did the step before: one's own next step looks at nothing.
    """
    ends = ", ".join(str(code) for (code,) in log.engine.rows("select activity from bail_out")) or "-1"
    rows = log.engine.rows(
        f"""select e.activity, count(*) filter (where e.next_activity in ({ends})) as refused,
                   count(*) filter (where e.prev_role is distinct from e.role) as handed, count(*) as instances
            from event e join case_ c using (case_id)
            where c.closed and e.prev_activity is not null and e.activity not in ({ends})
            group by e.activity""",
    )
    return frozenset(
        code
        for code, refused, handed, instances in rows
        if not classes[code] and code not in known and refused >= BREAK_OFFS and handed >= HANDED * instances
    )


def _outcome_activities(log: EventLog, vocabulary: Vocabulary) -> set[int]:
    """Activities with a readable outcome; stores `outcome_value(outcome_name, refused)`."""
    values = [
        value
        for (value,) in log.engine.rows(
            "select distinct outcome_name from event where outcome_name is not null order by outcome_name limit 1000",
        )
    ]
    known = [(value, vocabulary.outcome_value(value)) for value in values]
    log.engine.run("create or replace table outcome_value (outcome_name varchar, refused boolean)")
    for value, outcome in known:
        if outcome:
            log.engine.run("insert into outcome_value values (?, ?)", [value, outcome == "negative"])
    rows = log.engine.rows(
        """select activity from event left join outcome_value using (outcome_name)
           group by activity having count(refused) >= 0.5 * count(*)""",
    )
    return {code for (code,) in rows}


def _negatives(log: EventLog, classes: tuple[Classes, ...], vocabulary: Vocabulary, robots: frozenset[int]) -> list[int]:
    back = vocabulary.group(Group.SENDING_BACK)
    cases = dict(log.engine.rows("select activity, closed_cases from activity_figures"))
    rare = {code for code, count in cases.items() if count < REGULAR * log.profile.closed_cases}
    refusing = {
        code for code, found in enumerate(classes)
        # a label that is nothing but an unfavourable outcome ("Inadmissible") is what a check has found
        if StepClass.REFUSAL in found
        and (StepClass.CHECK not in found or vocabulary.outcome_of(log.activities[code]) == ("", "negative"))
    }  # fmt: skip
    # what a robot corrects, prices changed by a script, no check has sent back
    by_script = {code for code in robots if classes[code] & back <= {StepClass.REWORK}}
    sending = {code for code, found in enumerate(classes) if found & back} & rare - by_script
    # who is paid was not refused, whatever the others have and he has not
    by_path = {code for (code,) in log.engine.rows("select activity from bail_out") if StepClass.PAYMENT not in classes[code]}
    by_loop = {code for (code,) in log.engine.rows("select distinct inside from loop_only")}
    return sorted(refusing | sending | by_path | by_loop)


def _store_codes(log: EventLog, table: str, codes: list[int]) -> None:
    log.engine.run(f"create or replace table {table} (activity integer)")
    if codes:
        log.engine.run(f"insert into {table} values " + ", ".join(f"({code})" for code in codes))


def _store_verdicts(log: EventLog, pairs: tuple[LabelPair, ...]) -> None:
    """Add to `verdict` what columns and pairs of labels say, under the first activity of each pair."""
    log.engine.run(
        """insert into verdict select case_id, k, activity, o.refused from event join outcome_value o using (outcome_name)
           where activity not in (select activity from path_check)""",
    )
    for passing, refusing in pairs:
        codes = ", ".join(str(code) for code in passing + refusing)
        negative = ", ".join(str(code) for code in refusing)
        log.engine.run(f"delete from verdict where activity in ({codes})")
        log.engine.run(
            f"insert into verdict select case_id, k, {passing[0]}, activity in ({negative}) from event where activity in ({codes})",
        )


def _counts(log: EventLog) -> Mapping[int, tuple[int, int, ByPart, ByPart, int, tuple[int, ...]]]:
    rows = log.engine.rows(
        """select v.activity, count(*), count(*) filter (where refused),
                  count(*) filter (where part = 1), count(*) filter (where part = 2),
                  count(*) filter (where refused and part = 1), count(*) filter (where refused and part = 2),
                  count(distinct case_id),
                  list_sort(list(distinct case_id) filter (where refused))[1:5], list_sort(list(distinct case_id))[1:5]
           from verdict v join case_ using (case_id) where closed group by v.activity""",
    )
    return {
        activity: (of, refused, ByPart(of_1, of_2), ByPart(refused_1, refused_2), cases, tuple(examples or others))
        for activity, of, refused, of_1, of_2, refused_1, refused_2, cases, examples, others in rows
    }
