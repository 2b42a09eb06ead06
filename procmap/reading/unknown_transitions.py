"""Lifecycle words that nobody knows, settled by where their rows stand between the starts and ends of their activity."""

from __future__ import annotations

from collections.abc import Sequence

from procmap.engine import Engine
from procmap.reading.listing import listing
from procmap.reading.table import quoted

NEARLY_ALL = 0.8
"""Share of a word's rows that must stand alike for it to be settled."""

SHOWN = 60
"""Characters of a word that a note shows."""

AROUND = """
create or replace table lifecycle_around as
select pos, transition, step, before, after from (
  select pos, transition, step,
    last_value(case step when 'break' then 'end' when 'mark' then null else step end ignore nulls)
      over (w rows between unbounded preceding and 1 preceding) as before,
    first_value(case step when 'break' then 'end' when 'mark' then null else step end ignore nulls)
      over (w rows between 1 following and unbounded following) as after
  from lifecycle_step
  window w as (partition by case_name, activity_name, instance order by time, pos))
where step is null
"""
"""The rows of unknown words, with the start or end of their activity and case that stands before and after each."""

COUNTED = """
select transition, count(*), count(*) filter (before = 'start' and after = 'end'),
  count(*) filter (before = 'start' and after is distinct from 'end'),
  count(*) filter (before is distinct from 'start' and after = 'end')
from lifecycle_around where before is not null or after is not null group by transition order by transition
"""

Notes = list[tuple[str, dict[str, object]]]


def settle_unknown(engine: Engine, words: Sequence[str], notes: Notes) -> None:
    """Give each row of lifecycle_step without a step one, and tell the words.

    A word that nearly always stands between a start and an end is a mark; one that follows starts, where no end comes, is an
    end; one that ends follow, without a start, is a start; what can't be settled is a mark. A row alone in its activity and
    case is an event whatever its word: nothing of the log is lost.
    """
    if not engine.value("select count(*) filter (step is null) from lifecycle_step"):
        return
    engine.run(AROUND)
    steps = {word: _settled(*counts) for word, *counts in engine.rows(COUNTED)}
    for step in ("start", "end"):
        if listed := ", ".join(quoted(word) for word in sorted(steps) if steps[word] == step):
            engine.run(f"update lifecycle_step set step = '{step}' where step is null and transition in ({listed})")
    alone = "select pos from lifecycle_around where before is null and after is null"
    engine.run(f"update lifecycle_step set step = 'end' where step is null and pos in ({alone})")
    engine.run("update lifecycle_step set step = 'mark' where step is null")
    engine.drop("lifecycle_around")
    told: dict[str, list[str]] = {"start": [], "end": [], "mark": []}
    for word in sorted(words):
        told[steps.get(word, "end")].append(word[:SHOWN])
    for step, listed_words in told.items():
        if listed_words:
            notes.append((f"reading.note_unknown_{step}", {"words": listing(listed_words)}))


def _settled(rows: int, between: int, closing: int, opening: int) -> str:
    if closing >= NEARLY_ALL * rows:
        return "end"
    return "start" if opening >= NEARLY_ALL * rows and not between else "mark"
