"""Which gains are worth a proposal."""

import pytest

from procmap.findings import Gain, Indicative, Interval
from procmap.judgement.grade import matters

CASES, CYCLE, DAY = 1_000, 400.0, 7.0  # hours of a case, and of a day


def gain(hours, low, cases, **more):
    whole = Interval(hours, low, hours * 2)
    return Gain(whole, whole, whole, whole, "remove", cases=cases, **more)


@pytest.mark.parametrize(
    ("found", "worth"),
    [
        (gain(8.0, 7.0, 1_000), True),  # 2 % of the cycle, though an hour each would be little
        (gain(7.9, 7.0, 1_000), True),  # a day of each case
        (gain(3.4, 3.0, 1_000), False),  # less than half a day of each, less than 2 % of the cycle
        (gain(0.2, 0.1, 6), True),  # six cases gain four days each
        (gain(0.2, 0.1, 100), False),  # a hundred gain two hours
        (gain(0.007, 0.0, 1), False),  # one case gains a day: other weeks might have had none
        (gain(9.0, 0.0, 1_000), False),
        (gain(9.0, 0.0, 1_000, indicative=Indicative.MODEL), True),  # wide since the model is weak, not since few gain
        (gain(0.0, 0.0, 0), False),
    ],
)
def test_a_gain_matters_where_a_case_notices_it_or_all_do_and_chance_does_not_make_it(found, worth):
    assert matters(found, closed_cases=CASES, mean_cycle_hours=CYCLE, hours_a_day=DAY) is worth
