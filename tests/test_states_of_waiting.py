"""For whom a state lets a case wait: by its name, as a step of the log or as a value of a column beside the steps."""

import pytest

from procmap.detectors.case_log import load_case
from procmap.detectors.information.external_wait.detector import ExternalWait, Told
from procmap.detectors.information.external_wait.stands import find_stands
from procmap.findings import Grade
from procmap.judgement.guards import guarded
from procmap.log import build_log
from procmap.measures import measure
from procmap.procedures.waiting_state import WaitsFor, waits_for

OUTSIDE, UNSAID = WaitsFor.SOMEBODY_OUTSIDE, WaitsFor.UNSAID


@pytest.mark.parametrize("name", [
    "Wait - User", "Accepted - Wait - Customer", "Awaiting customer", "Waiting for customers", "Pending vendor",
    "Awaiting User Info",
    "On Hold – Awaiting Caller", "Pending customer response", "En attente usager", "En attente du demandeur",
    "EN ATTENTE FOURNISSEUR",
    "En attente de la réponse de l’usager", "Mise en attente (retour demandeur)", "En attente de pièces du demandeur",
    "Wartet auf Kunde", "Wacht op klant",
])  # fmt: skip
def test_the_name_says_that_somebody_outside_is_waited_for(name):
    assert waits_for(name) is OUTSIDE


@pytest.mark.parametrize("name", ["Wait", "Pending", "On hold", "En attente", "Mis en attente", "Waiting on user or escalation"])
def test_a_name_of_waiting_that_does_not_tell_for_whom_is_asked_about(name):
    assert waits_for(name) is UNSAID


@pytest.mark.parametrize("name", [
    "Awaiting Assignment", "Wait - Implementation", "En attente de validation", "En attente de transmission", "Awaiting approval",
    "Waiting for customer service", "En attente du service usagers", "Pending user acceptance test", "Waiting list",
    "Liste d’attente", "Fin de l’attente usager", "Sans attente", "Levée de la mise en attente", "Customer contacted",
    "User waiting",
    "In Progress", "Recherche de l’usager", "Waiting room applicants list",
])  # fmt: skip
def test_a_wait_for_the_house_or_none_is_no_wait_for_the_outside(name):
    assert waits_for(name) is None


def log_of(engine, *columns, more=""):
    """A third of 600 cases wait for the user as the columns say, and the steps do not."""
    waiting = "200 x  Call[open]@Desk > Call[Waiting for user]@Desk+1d > Call[open]@Desk+3d > Call[solved]@Desk+1d > End@Desk+2d"
    load_case({"log": f"400 x  Call[open]@Desk > Call[solved]@Desk+1d > End@Desk+2d\n{waiting}\n{more}"}, engine)
    told = ", ".join(f"{value} as {name}" for name, value in columns)
    engine.table("source_attribute", f"select pos, {told} from source_event order by pos")
    engine.run("update source_event set outcome_name = null")
    return measure(build_log(engine))


def found_in(measures):
    return [one for one in ExternalWait().find(measures) if one.grade is not Grade.REFUTED]


def test_a_column_beside_the_steps_is_asked_for_its_states(engine):
    (found,) = found_in(log_of(engine, ('"Kind"', "'call'"), ('"lifecycle:transition"', "outcome_name")))
    assert (found.activities, found.roles, found.aspect, found.grade) == (("Waiting for user",), (), Told.STANDS, Grade.A)
    assert (found.evidence.count, found.evidence.of) == (200, 600)
    figures = dict(found.evidence.figures)
    assert 12 < figures["stand_hours"] < 30, "three days of seven hours, until the next state"
    assert 15 < figures["time_share"] < 35


def test_its_guards_are_asked_though_it_is_no_step(engine):
    measures = log_of(engine, ("status", "outcome_name"))
    (found,) = found_in(measures)
    assert guarded(found, ExternalWait.guards, measures).guards.failed == ()


def test_the_state_that_a_row_ends_is_not_the_one_that_it_begins(engine):
    before = "lag(outcome_name) over (partition by case_name order by time, pos)"
    assert not found_in(log_of(engine, ('"Ancien statut"', before)))
    both = log_of(engine, ('"Old status"', before), ('"New status"', "outcome_name"))
    hours = {stand.name: stand.median for stand in find_stands(both.log)}
    alone = found_in(both)
    assert len(hours) == len(alone) == 1
    assert 12 < dict(alone[0].evidence.figures)["stand_hours"] < 30


def test_a_name_with_a_quotation_mark_is_read_as_it_is(engine):
    (found,) = found_in(log_of(engine, ('"l""état"', "replace(outcome_name, 'Waiting for user', 'Attente de l''usager')")))
    assert found.activities == ("Attente de l'usager",)
