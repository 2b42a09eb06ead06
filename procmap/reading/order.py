"""How much order the rows of a table show, once they are taken as the steps of cases.

A step depends on the one before it in its case: after a request comes its check. Where the column taken for the case is
none, what stands before a row says nothing about it. The strength is Cramér's V between a step and its predecessor (the
beginning of a case is one too), corrected for the size of the sample: Bergsma (2013), Journal of the Korean Statistical
Society 42(3).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from procmap.engine import Engine

PAIRED = """
with e as (select {case} as c, {activity} as a, {time} as t, rowid as k from {relation}
           where {case} is not null and {activity} is not null and {time} is not null),
p as (select c, a, lag(a) over (partition by c order by t, k) as b from e),
n as (select b, a, count(*) as n from p group by all),
x as (select b, sum(n) as n from n group by all),
y as (select a, sum(n) as n from n group by all),
own as (select c, a, count(*) as n, sum(count(*)) over (partition by c) as size from e group by c, a),
m as (select n.b, n.a, any_value(n.n) as n,
        sum(case when n.b is null then o.n when n.b = n.a then o.n * (o.n - 1) else f.n * o.n end / o.size) as mean
      from n join own o on o.a = n.a left join own f on f.c = o.c and f.a = n.b where n.b is null or f.n is not null group by all)
select coalesce(sum(n.n * n.n / (x.n * y.n)), 0), coalesce(sum(n.n), 0), (select count(*) from x), (select count(*) from y),
  (select count(*) from p where b is not null), (select coalesce(sum(n * n / mean), 0) - sum(n) from m where mean > 0)
from n join x on n.b is not distinct from x.b join y using (a)
"""

SURE = 3.7
"""Standard deviations of the normal from which order is no chance: one table in ten thousand without order gets there."""


@dataclass(frozen=True)
class Order:
    """How far steps follow from the steps before them.

    Attributes:
        strength: 0 none, 1 each step tells the next.
        surprise: Standard deviations above what shuffled cases give.
        follow: Rows that follow another one of their case.
    """

    strength: float
    surprise: float
    follow: int

    @property
    def is_sure(self) -> bool:
        """Whether chance does not explain it."""
        return self.surprise >= SURE


def order_of(engine: Engine, relation: str, case: str, activity: str, time: str) -> Order:
    """The order of a table's rows.

    Args:
        engine: Where the table stands.
        relation: A table of the engine.
        case: SQL of the case; rows that lack one of the three are left aside.
        activity: SQL of the step.
        time: SQL of the moment.
    """
    found = engine.rows(PAIRED.format(relation=relation, case=case, activity=activity, time=time))[0]
    total, n, before, after, follow, shuffled = (float(each or 0) for each in found)
    free = (before - 1) * (after - 1)
    if n < 2 or free <= 0:
        return Order(0.0, 0.0, int(follow))
    phi = total - 1
    rows = before - (before - 1) ** 2 / (n - 1)
    columns = after - (after - 1) ** 2 / (n - 1)
    least = min(rows, columns) - 1
    strength = math.sqrt(max(0.0, phi - free / (n - 1)) / least) if least > 0 else 0.0
    return Order(min(strength, 1.0), _normal(shuffled, free), int(follow))


def _normal(chi_square: float, free: float) -> float:
    """A chi-square of so many degrees of freedom as standard deviations of a normal."""
    spread = 2 / (9 * free)
    return float((max(0.0, chi_square) / free) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
