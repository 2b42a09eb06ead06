"""The SQL of what a source's columns mean: case, step, agent, role; over the numbered rows of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from procmap.reading.derived import JOINT
from procmap.reading.sources.recognising import Spelling
from procmap.reading.sources.source_file import KnownSource, Steps
from procmap.reading.table import Table, quoted

NOTHING = "cast(null as varchar)"

ROW, PLACE, RULE, PASSAGE = "source_row", "source_place", "source_rule", "source_passage"
"""Columns beside those of the table: the row from 1, its line, the rule of Steps that it falls under (-1: none), the passage."""

LABEL = "{} (libellé)"
ROLE = "{} (rôle)"
DATES = " / "
"""What stands between the names of date columns that become one."""


class Meaning:
    """What a source's file says, for one table.

    Args:
        source: What is known.
        table: The export.
    """

    def __init__(self, source: KnownSource, table: Table) -> None:
        self._source, self._table = source, table
        self._spelling = Spelling(table.names)

    def spelt(self, names: Sequence[str]) -> list[str]:
        """Those of the columns that the table has, as it spells them."""
        return [column for name in names if (column := self._spelling.of(name)) is not None]

    def kind(self, kind: str) -> list[str]:
        """The columns of a kind."""
        return self.spelt(self._source.columns.get(kind, ()))

    def text(self, name: str) -> str:
        """SQL of a column's text; NULL where the table has no such column."""
        column = self._spelling.of(name)
        return self._table.cleaned(column) if column is not None else NOTHING

    def rule(self) -> str:
        """SQL of the place of the first rule that a row falls under."""
        if not self._source.steps:
            return "0"
        whens = " ".join(f"when {self._falls_under(rule)} then {k}" for k, rule in enumerate(self._source.steps))
        return f"case {whens} else -1 end"

    def order(self) -> str:
        """SQL of the order in which things happened, as far as the export tells it."""
        name = self._source.order
        number = f"try_cast({self.text(name)} as hugeint) nulls last, " if name and self._spelling.of(name) else ""
        return f"{number}{ROW}"

    def added(self) -> dict[str, tuple[str, str]]:
        """(name, SQL) of each kind whose meaning no column holds as it is."""
        found = {
            "case": self._case(), "activity": self._activity(), "resource": self._resource(), "role": self._role(),
            **self._passages(),
        }  # fmt: skip
        return {kind: each for kind, each in found.items() if each is not None}

    def robot(self) -> str:
        """SQL of whether a row was written by a robot."""
        names = self.kind("resource")
        return self._among(names[0], self._source.robots) if len(names) == 1 and self._source.robots else "false"

    def _case(self) -> tuple[str, str] | None:
        if name := self._source.row_is_case:
            return name, f"cast({ROW} as varchar)"
        names = self.kind("case")
        told_apart = self.spelt([self._source.case_id] if self._source.case_id else [])
        if not told_apart or not names:
            return None
        case, number = self.text(names[0]), self.text(told_apart[0])
        several = f"min({number}) over (partition by {case}) <> max({number}) over (partition by {case})"
        return names[0], f"case when {several} then concat({case}, ' (', {number}, ')') else {case} end"

    def _activity(self) -> tuple[str, str] | None:
        names, rules = self.kind("activity"), self._source.steps
        if not names or not (self._source.labels or len(names) > 1 or any(rule.label or rule.activity for rule in rules)):
            return None
        usual = self._labelled(names)
        cases = [
            f"when {k} then {quoted(rule.label) if rule.label else self._labelled([rule.activity])}"
            for k, rule in enumerate(rules)
            if rule.label or rule.activity
        ]
        return LABEL.format(names[0]), f"case {RULE} {' '.join(cases)} else {usual} end" if cases else usual

    def _labelled(self, names: Sequence[str | None]) -> str:
        """The label of the first column that is filled; a code that is not known stands for itself."""
        texts = [self.text(name or "") for name in names]
        labels = " ".join(f"when {quoted(code)} then {quoted(label)}" for code, label in (self._source.labels or {}).items())
        told = f"coalesce({', '.join(texts)}, null)"
        return f"case {told} {labels} else {told} end" if labels else told

    def _resource(self) -> tuple[str, str] | None:
        names = self.kind("resource")
        if len(names) > 1:
            return JOINT.join(names), f"nullif(concat_ws(' ', {', '.join(map(self.text, names))}), '')"
        if names and self._source.robots:
            return names[0], f"case when not {self.robot()} then {self.text(names[0])} end"
        return None

    def _role(self) -> tuple[str, str] | None:
        role, cases = self._source.role, self.kind("case")
        if role is None or not cases or self._spelling.of(role.column) is None:
            return None
        said = f"nullif(trim(regexp_extract({self.text(role.column)}, {quoted(role.pattern)}, 1)), '')"
        here = f"case when {self._holds(role.where)} then {said} end"
        window = f"partition by {self.text(cases[0])} order by {self.order()} rows between unbounded preceding and current row"
        carried = f"last_value({here} ignore nulls) over ({window})"
        return ROLE.format(self.spelt([role.column])[0]), f"case when {self._holds(role.to)} then {carried} end"

    def _passages(self) -> dict[str, tuple[str, str] | None]:
        """The step, its date and the outcome, where a row is a case with one date for each step."""
        if not (passages := self._source.passages):
            return {}
        columns = [self.spelt([it.column])[0] for it in passages]
        dates = " ".join(f"when {k} then {self.text(name)}" for k, name in enumerate(columns))
        steps, outcomes = [], []
        for k, (name, it) in enumerate(zip(columns, passages, strict=True)):
            if it.state and (state := self.spelt([it.state])):
                final = f"{PASSAGE} = {k} and {self._among(state[0], it.final)}"
                steps.append(f"when {final} then {self.text(state[0])}")
                outcomes.append((state[0], f"case when {final} or {self._is_last(columns)} then {self.text(state[0])} end"))
            steps.append(f"when {PASSAGE} = {k} then {quoted(name)}")
        return {
            "activity": ("étape", f"case {' '.join(steps)} end"),
            "time": (DATES.join(columns), f"case {PASSAGE} {dates} end"),
            "outcome": outcomes[0] if outcomes else None,
        }

    def _is_last(self, dated: Sequence[str]) -> str:
        """SQL of whether a passage is the last so far, with others to come: the state is then what it led to."""
        none = [f"{self.text(name)} is null" for name in dated]
        waits = " ".join(f"when {k} then {' and '.join(none[k + 1 :])}" for k in range(len(dated) - 1))
        return f"(case {PASSAGE} {waits} else false end)" if waits else "false"

    def _falls_under(self, rule: Steps) -> str:
        matched = [
            f"regexp_matches(coalesce({self.text(name)}, ''), {quoted(pattern)})" for name, pattern in rule.match.items()
        ]
        return " and ".join([self._holds(rule.where), *matched])

    def _holds(self, where: Mapping[str, tuple[str, ...]]) -> str:
        return " and ".join(self._among(name, values) for name, values in where.items()) or "true"

    def _among(self, name: str, values: Sequence[str]) -> str:
        return f"coalesce({self.text(name)}, '') in ({', '.join(map(quoted, values))})"
