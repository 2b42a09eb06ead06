"""Who acts in no step of the house: told by the name of a group."""

from __future__ import annotations

import pytest

from procmap.log.people import is_outsider


@pytest.mark.parametrize("group", ["Applicant", "Les demandeurs", "Client externe", "CANDIDATS", "Bénéficiaire", "Supplier"])
def test_who_asks_or_supplies_is_outside(group):
    assert is_outsider(group)


@pytest.mark.parametrize("group", ["Customer service", "Relations usagers", "Service fournisseurs", "Direction", "", "Le", "12"])
def test_who_serves_them_is_of_the_house(group):
    assert not is_outsider(group)
