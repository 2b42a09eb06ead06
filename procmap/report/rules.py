"""Rules of decision in words."""

from __future__ import annotations

from procmap.findings import Clause, Rule
from procmap.language import Words
from procmap.measures.control.choices import Known, Telling


def rules_text(w: Words, rules: tuple[Rule, ...]) -> str:
    """All rules of a finding, one after the other; empty where it states none."""
    return "\u202f; ".join(rule_text(w, rule) for rule in rules) if w.language == "fr" else "; ".join(
        rule_text(w, rule) for rule in rules
    )


def rule_text(w: Words, rule: Rule) -> str:
    """If what, then what, and how often it held: "if amount below 5,000: goes on (612 of 614)"."""
    clauses = w.listed([_clause(w, clause) for clause in rule.clauses])
    known = rule.outcome if rule.told_by == Telling.VERDICT else rule.told_by
    outcome = w(f"report.rule.{known}", outcome=w.quoted(rule.outcome))
    return w("report.rule", clauses=clauses, outcome=outcome, count=rule.count, of=rule.of)


def _clause(w: Words, clause: Clause) -> str:
    kind = f"report.rule.{clause.about}.{'yes' if clause.holds else 'no'}"
    if clause.about == Known.AMOUNT:
        money = int(clause.value)
        return w(kind, value=w.number(money / 100, 0 if money % 100 == 0 else 2))
    if clause.about == Known.RETURNS:
        return w(f"report.rule.returned.{'yes' if clause.holds else 'no'}") if clause.value == 1 else w(kind, value=clause.value)
    return w(kind, value=w.quoted(str(clause.value)))
