"""The outcome by what a column holds: favourable and unfavourable words that vary within cases and within steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from procmap.engine import Engine
from procmap.procedures.outcomes import outcome_value
from procmap.reading.names import words_of
from procmap.reading.profile import SAMPLE, Profile

MOST_VALUES = 50
LONGEST, MOST_WORDS = 50, 6
"""Characters and words of a value; longer ones are reasons and comments."""

DECISIVE = 0.3
"""Share of the different values that must be favourable or unfavourable."""

VARYING = 0.1
"""Share of the cases of several rows in which the value must change: else it is an attribute of the case."""

FREE_TEXT = frozenset("""
motif motifs motivation motive motives reason reasons raison raisons commentaire commentaires comment comments observation
observations remarque remarques note notes justification objet description detail details piece pieces url lien""".split())  # noqa: SIM905 - words read best unquoted
"""Words of a name that say reasons and comments: no outcome, whatever else the name says."""

YES_OR_NO = frozenset("oui non yes no true false vrai faux o n y si ja nein nee sim nao".split())  # noqa: SIM905 - words read best unquoted
"""They answer any question: an outcome only under a name that says so."""

VARIED = """
select count(*) filter (events > 1), count(*) filter (events > 1 and different > 1) from (
  select count(*) as events, count(distinct coalesce({value}, '')) as different from {sample} group by {case})
"""

SPLIT = """
select count(*) from (
  select {activity} from {sample} where {activity} <> '' group by {activity}
  having count(distinct coalesce({value}, '')) > 1 and count(*) filter (trim({value}) in ({decisive})) > 0)
"""


def may_be_outcome(it: Profile) -> bool:
    """Whether a column may say how a step ended: few values, under a name that announces no reasons."""
    return bool(it.values) and it.distinct <= MOST_VALUES and it.dates < 0.5 and not set(words_of(it.name)) & FREE_TEXT


def _is_short(it: Profile) -> bool:
    return all(len(value) <= LONGEST and len(value.split()) <= MOST_WORDS for value in it.values)


def decisive_values(it: Profile) -> dict[str, str]:
    """The values that are favourable or unfavourable, with which."""
    return {value: found for value in it.values if not re.search(r"\d", value) and (found := outcome_value(value))}


def outcome_by_content(
    engine: Engine, profiles: Sequence[Profile], free: Sequence[Profile], case: str, activity: str
) -> str | None:
    """The column, among those that nothing else took, that says how steps ended; None where there is none.

    Args:
        engine: Holds the sample.
        profiles: Of all columns, in the order of the sample's.
        free: The columns that may be it.
        case: The column of the case.
        activity: The column of the step: an outcome does not follow from it, and doesn't repeat its labels (the old status of
            a step called after the new one).
    """
    places = {it.name: f"c{place}" for place, it in enumerate(profiles)}
    labels = {value.casefold() for it in profiles if it.name == activity for value in it.values}
    found: list[tuple[int, int, str]] = []
    for place, it in enumerate(free):
        if not may_be_outcome(it) or not _is_short(it) or it.distinct < 2 - (it.filled < it.rows):
            continue
        if sum(value.casefold() in labels for value in it.values) > 0.5 * len(it.values):
            continue
        decisive = {value: said for value, said in decisive_values(it).items() if "".join(words_of(value)) not in YES_OR_NO}
        if len(decisive) < max(1.0, DECISIVE * len(it.values)):
            continue
        columns = {"value": places[it.name], "case": places[case], "activity": places[activity], "sample": SAMPLE}
        listed = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(decisive))
        several, varied = engine.rows(VARIED.format(**columns))[0]
        if varied and varied >= VARYING * several and engine.value(SPLIT.format(**columns, decisive=listed)):
            found.append((-len(set(decisive.values())), place, it.name))
    return min(found)[2] if found else None
