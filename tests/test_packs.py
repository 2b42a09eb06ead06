"""Procedure packs: the nine load, the schema refuses what it should, own packs extend them, terms are counted as the law does."""

import datetime as dt
import os

import pytest
import yaml
from click.testing import CliRunner

from procmap.cli.main import group
from procmap.detectors import detectors
from procmap.errors import ProcmapError, UsageError
from procmap.log import OfficeCalendar
from procmap.procedures.packs import Confidence, Shield, general_pack, legal_register, pack_from, pack_named, packs
from procmap.procedures.packs.new_pack import new_pack
from procmap.procedures.packs.page import packs_page
from procmap.procedures.packs.vocabulary import LETTING_GO, PATTERNS
from procmap.procedures.protection import protection_by, protection_of

from .conftest import ROOT

PAGE = ROOT / "procmap" / "procedures" / "README.md"
ALL = (*packs(), general_pack())
DAY = dt.date(2026, 12, 1)


@pytest.fixture
def skeleton(tmp_path):
    return new_pack("school_trips", tmp_path, DAY)


def changed(file, change):
    """The file with one change to what it says."""
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(written)
    file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return file


def own(tmp_path, text):
    file = tmp_path / "own.yml"
    file.write_text(text, encoding="utf-8")
    return file


# ---------------------------------------------------------------- what is shipped
def test_the_nine_packs_load_and_the_page_is_theirs():
    assert len({pack.identity for pack in packs()}) == 9
    page = packs_page()
    if os.environ.get("UPDATE"):
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page, "stale: UPDATE=1 python -m pytest tests/test_packs.py"


def test_patterns_named_by_pathologies_are_those_of_the_catalogue():
    with_packs = {"order_breach", "segregation_breach", "irregular_repetition"}
    catalogue = {cls.name for cls in detectors()}
    assert catalogue | with_packs <= set(PATTERNS)
    assert {name for pack in packs() for one in pack.pathologies for name in one.patterns} <= catalogue | with_packs


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.identity)
def test_what_a_text_requires_names_it_and_is_never_let_go(pack):
    for step in pack.steps:
        assert (step.amend is not None) == (step.shield is Shield.LOCAL_RULE)
        if step.shield.by_law:
            assert step.basis
            assert step.note
            assert not LETTING_GO & set(step.may)
            assert {"remove", "condition"} <= set(pack.forbids(step))
    assert all(one.basis and one.review_by > one.checked_on for one in pack.legal)


def test_references_to_be_verified_are_listed_and_held_out():
    held = {one.identity for one in legal_register() if one.confidence is Confidence.VERIFY}
    assert held == {"d2013-269-12", "cgct-l3121-17", "cgct-l2122-22"}
    pack = pack_named("deliberation")
    assert [one.identity for one in pack.held_out()] == ["cgct-l3121-17"]
    step = pack.step("liste_deliberations")
    assert pack.basis(step.basis) == ()
    told = protection_by(pack, step)
    assert (told.status, told.confidence) == ("unknown", "verify")
    assert {one.identity for pack in ALL for one in pack.held_out()} == held


def test_every_reference_is_used_or_for_a_lever():
    cited = {reference for pack in ALL for reference in pack.cited}
    assert {one.identity for one in legal_register()} == cited


def test_what_is_past_its_review_date_is_told():
    pack = pack_named("bon_de_commande")
    assert pack.stale(dt.date(2027, 11, 23)) == ()
    assert {one.what for one in pack.stale(dt.date(2027, 11, 24))} == {"pack", "legal", "comparator"}


def test_staff_and_care_are_described_in_groups_of_ten():
    assert {pack.identity for pack in packs() if pack.smallest_group == 10} == {"apa", "demande_rh", "entretien_professionnel"}


def test_the_same_facts_protect_with_a_pack_and_without():
    step = pack_named("bon_de_commande").step("engagement")
    found = protection_of("Engagement comptable", [])
    assert found.basis == protection_by(pack_named("bon_de_commande"), step).basis
    assert found.forbids == ("remove", "condition", "set_period", "move")
    assert protection_by(pack_named("bon_de_commande"), pack_named("bon_de_commande").step("devis")) is None


def test_a_signature_that_may_be_delegated_waits_for_no_session():
    """The law wants the signature, on whatever day; a vote keeps to the sessions that it is taken in."""
    orders, acts = pack_named("bon_de_commande"), pack_named("deliberation")
    steps = {step.identity: step for step in (*orders.steps, *acts.steps)}
    assert "set_period" not in orders.forbids(steps["signature_bc"])
    assert "remove" in orders.forbids(steps["signature_bc"])
    assert "set_period" in acts.forbids(steps["vote"])


def test_a_code_that_several_articles_share_is_named_once():
    assert protection_of("Service fait", []).basis == "Décret 2012-1246 art. 31, 33 ; CGCT D1617-23"
    assert protection_of("Visa d'élimination", []).basis == "Code du patrimoine R212-14, R212-51"


# ---------------------------------------------------------------- what is refused
def set_at(*path, value):
    def change(written):
        for key in path[:-1]:
            written = written[key]
        written[path[-1]] = value
    return change


@pytest.mark.parametrize(
    ("change", "key", "place"),
    [
        (set_at("colour", value="red"), "pack_unknown_key", ""),
        (set_at("steps", "visa", "colour", value="red"), "pack_unknown_key", "steps.visa"),
        (set_at("steps", "visa", "note", value={"fr": "a", "en": "b", "or c": None}), "pack_unknown_key", "steps.visa.note"),
        (lambda w: w["steps"]["visa"].pop("en"), "pack_missing_key", "steps.visa"),
        (lambda w: w.pop("review_by"), "pack_missing_key", ""),
        (lambda w: w["steps"]["notification"].pop("basis"), "pack_missing_key", "steps.notification"),
        (lambda w: w["steps"]["notification"].pop("note"), "pack_missing_key", "steps.notification"),
        (set_at("steps", value=[1]), "pack_wrong_value", "steps"),
        (set_at("steps", "visa", "kind", value="stamp"), "pack_wrong_value", "steps.visa.kind"),
        (set_at("steps", "visa", "media", value="app"), "pack_wrong_value", "steps.visa.media"),
        (set_at("review_by", value="soon"), "pack_wrong_value", "review_by"),
        (set_at("steps", "visa", "roles", value=["mayor"]), "pack_unknown_name", "steps.visa.roles"),
        (set_at("steps", "visa", "basis", value=["nothing"]), "pack_unknown_name", "steps.visa.basis"),
        (set_at("constraints", 0, "then", value=["vote"]), "pack_unknown_name", "constraints[1].then"),
        (set_at("constraints", 0, "then", value=[]), "pack_missing_key", "constraints[1]"),
        (set_at("steps", "notification", "may", value=["suppress"]), "pack_lets_go", "steps.notification"),
        (set_at("steps", "visa", "protection", value="local_rule"), "pack_missing_key", "steps.visa"),
        (set_at("without", value={"visa": "x"}), "pack_extends_nothing", None),
    ],
)  # fmt: skip
def test_a_file_is_refused_with_its_place(skeleton, change, key, place):
    changed(skeleton, change)
    with pytest.raises(ProcmapError) as caught:
        pack_from(skeleton)
    assert caught.value.key == f"procedures.{key}"
    assert caught.value.values["path"] == str(skeleton)
    if place is not None:
        assert caught.value.values["place"] == place


@pytest.mark.parametrize(
    ("text", "key"),
    [("pack: a\npack: b\n", "pack_key_twice"), ("pack: [", "pack_no_yaml"), ("- a\n", "pack_wrong_value")],
)
def test_what_is_no_table_is_refused(tmp_path, text, key):
    with pytest.raises(ProcmapError, match=key):
        pack_from(own(tmp_path, text))


def test_an_unreadable_file_and_an_unknown_pack_are_told(tmp_path):
    (tmp_path / "bytes.yml").write_bytes(b"pack: \xff\xfe")
    for file in (tmp_path / "absent.yml", tmp_path / "bytes.yml", tmp_path):
        with pytest.raises(ProcmapError, match="pack_unreadable"):
            pack_from(file)
    with pytest.raises(UsageError, match="bon_de_commande"):
        pack_named("bon_de_comande")


# ---------------------------------------------------------------- one's own
def test_a_new_pack_loads_at_once_and_nothing_is_written_over(skeleton, tmp_path):
    assert pack_from(skeleton).identity == "school_trips"
    before = skeleton.read_bytes()
    with pytest.raises(UsageError, match="pack_is_there"):
        new_pack("school_trips", tmp_path, DAY)
    assert skeleton.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["school_trips.yml"]
    for name, key in (("Trips", "pack_bad_name"), ("apa", "pack_taken"), ("any", "pack_taken")):
        with pytest.raises(UsageError, match=key):
            new_pack(name, tmp_path, DAY)
    with pytest.raises(ProcmapError, match="pack_unwritable"):
        new_pack("other", tmp_path / "absent", DAY)


def test_an_own_pack_adds_to_a_shipped_one_and_changes_it(tmp_path):
    found = pack_from(own(tmp_path, """
pack: our_orders
extends: bon_de_commande
steps:
  visa_hierarchique: {protection: local_rule, note: {fr: r, en: r}, amend: {fr: la note de service, en: the internal note}}
  visa_elu: {fr: Visa de l’élu, en: Councillor, roles: [direction], media: [paper], kind: approval, protection: none}
constraints:
  - {rule: precedence, first: [visa_elu], then: [signature_bc], status: local_rule}
"""))  # fmt: skip
    base = pack_named("bon_de_commande")
    assert found.step("visa_hierarchique").amend.en == "the internal note"
    assert len(found.steps) == len(base.steps) + 1
    assert len(found.constraints) == len(base.constraints) + 1
    assert found.step("visa_hierarchique").shield is Shield.LOCAL_RULE
    assert found.step("visa_hierarchique").synonyms == base.step("visa_hierarchique").synonyms
    assert (found.extends, found.lowered) == ("bon_de_commande", ())


LOWERED = """
pack: NAME
steps:
  engagement: {protection: local_rule, amend: {fr: le règlement, en: the rules} REASON}
without: {WITHOUT}
"""


@pytest.mark.parametrize("name", ["bon_de_commande", "our_orders\nextends: bon_de_commande"])
def test_a_protection_is_lowered_only_with_a_written_reason(tmp_path, name):
    text = LOWERED.replace("NAME", name)
    for reason, without in (("", "livraison: no delivery"), (", reason: '  '", ""), (", reason: trial", "paiement: ''")):
        with pytest.raises(ProcmapError, match="pack_no_reason"):
            pack_from(own(tmp_path, text.replace("REASON", reason).replace("WITHOUT", without)))
    found = pack_from(own(tmp_path, text.replace("REASON", ", reason: trial").replace("WITHOUT", "paiement: paid elsewhere")))
    assert [(one.step, one.now, one.reason) for one in found.lowered] == [
        ("engagement", Shield.LOCAL_RULE, "trial"), ("paiement", None, "paid elsewhere"),
    ]  # fmt: skip
    assert "dgp" not in {one.identity for one in found.deadlines}
    assert all("paiement" not in one.first + one.then for one in found.constraints)


# ---------------------------------------------------------------- on the command line
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.identity)
def test_the_command_shows_every_pack(pack, language):
    done = CliRunner().invoke(group, ["packs", pack.identity, "--language", language])
    assert done.exit_code == 0, done.output
    shown = " ".join(done.output.split())
    assert all(f"{step.name.fr} / {step.name.en}" in shown for step in pack.steps)
    assert all(one.name.of(language) in shown for one in (*pack.deadlines, *pack.levers))


def test_the_command_lists_and_begins_packs(tmp_path):
    listed = CliRunner().invoke(group, ["packs", "--language", "fr"]).output
    assert all(pack.identity in listed and pack.name.fr in listed and pack.name.en in listed for pack in packs())
    done = CliRunner().invoke(group, ["packs", "new", "school_trips", "--folder", str(tmp_path)])
    assert done.exit_code == 0, done.output
    shown = CliRunner().invoke(group, ["packs", str(tmp_path / "school_trips.yml")])
    assert shown.exit_code == 0, shown.output
    again = CliRunner().invoke(group, ["packs", "new", "school_trips", "--folder", str(tmp_path)])
    assert again.exit_code == 2
    assert "school_trips.yml" in again.output


def test_the_calendar_tells_public_holidays():
    found = OfficeCalendar().public_holidays(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert found == {dt.date(2026, 5, 1), dt.date(2026, 5, 8), dt.date(2026, 5, 14), dt.date(2026, 5, 25)}
