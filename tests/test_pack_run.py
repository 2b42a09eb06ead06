"""The pack of a run: named on the command line, in procmap.toml or told by the labels; said everywhere, kept for the next run."""

import json
import tomllib

import pytest

from procmap.config import Config
from procmap.errors import ProcmapError, UsageError
from procmap.procedures.pack_table import PackChoice, read_pack_table
from procmap.procedures.procedure import recognise

from .conftest import DAY, EXAMPLES, findings_of, short_example

pytestmark = pytest.mark.usefixtures("computed_once")

ORDERS = EXAMPLES / "purchase_orders" / "log.csv"
OWN = """pack: own
extends: bon_de_commande
steps:
  signature_bc: {protection: none, basis: [], reason: Délégation générale du 3 mars}
"""


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    return short_example(tmp_path_factory.mktemp("orders"), "purchase_orders", 120)


def found(procmap, *arguments):
    done = procmap("find", *arguments, "--json", "--quiet", "--date", DAY)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_the_labels_tell_the_pack_and_its_evidence_is_given(procmap, orders):
    log = found(procmap, orders)["log"]
    assert log["pack"] == "bon_de_commande"
    evidence = log["pack_evidence"]
    assert not evidence["named"]
    assert evidence["best"] == "bon_de_commande"
    assert 14 <= evidence["labels"] <= evidence["of"] <= 19
    assert "engagement" in evidence["telling"]
    assert "Correction de la demande" in evidence["unknown"]
    assert 0.5 < evidence["events"] <= 1


def test_none_asked_and_none_that_fits_are_told_apart(procmap, orders, table):
    asked = found(procmap, orders, "--pack", "none")["log"]
    assert (asked["pack"], asked["pack_evidence"]) == (None, None)
    log = found(procmap, table)["log"]
    assert log["pack"] is None
    assert log["pack_evidence"]["of"] == 3


@pytest.mark.parametrize(("locale", "typed"), [("fr", ["--pack none", "[pack]"]), ("en", ["--pack none", "[pack]"])])
def test_the_summary_says_it_in_a_line_with_what_to_type(procmap, orders, locale, typed):
    done = procmap("find", orders, "--quiet", "--language", locale, locale=locale)
    told = " ".join(done.out.split())
    assert "bon_de_commande" in told
    assert all(word in told for word in typed)
    none = " ".join(procmap("find", orders, "--quiet", "--pack", "none", "--language", locale, locale=locale).out.split())
    assert "--pack NAME" in none or "--pack NOM" in none


@pytest.mark.parametrize(("day", "stale"), [("2027-11-23", False), ("2027-11-24", True)])
def test_a_pack_past_its_review_warns_by_the_day_of_the_run(procmap, orders, day, stale):
    told = " ".join(procmap("find", orders, "--quiet", "--language", "en", "--date", day).out.split())
    assert ("was to be reviewed by 23 November 2027" in told) == stale
    assert ("Others past their review date" in told) == stale


def test_a_pack_that_is_not_there_or_does_not_fit_is_refused(procmap, orders, tmp_path):
    unknown = procmap("find", orders, "--pack", "bon_commande")
    assert unknown.code == 2
    assert "bon_de_commande" in unknown.err
    other = procmap("find", orders, "--pack", "entretien_professionnel", "--quiet")
    assert other.code == 1
    assert "Visa de la commande p" in other.err
    absent = procmap("find", orders, "--pack", tmp_path / "absent.yml")
    assert absent.code == 1
    assert "absent.yml" in absent.err
    assert "Traceback" not in unknown.err + other.err + absent.err


def test_the_file_of_a_pack_is_kept_relative_to_the_audit_and_read_again(procmap, tmp_path):
    source = short_example(tmp_path / "log", "purchase_orders", 120)
    own = tmp_path / "packs" / "own.yml"
    own.parent.mkdir()
    own.write_text(OWN, encoding="utf-8")
    done = procmap("audit", source, "--out", tmp_path / "audit", "--pack", own, "--quiet", "--date", DAY)
    assert done.code == 0, done.err
    run = tomllib.loads((tmp_path / "audit" / "run.toml").read_text(encoding="utf-8"))
    assert run["options"]["pack.file"] == "../packs/own.yml"
    first = findings_of(tmp_path / "audit")
    assert first["log"]["pack"] == "own"
    page = (tmp_path / "audit" / "report.html").read_text(encoding="utf-8")
    assert "Délégation générale du 3 mars" in page  # why it protects less
    assert str(tmp_path) not in page
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("audit", "packs", "log"):
        (tmp_path / name).rename(moved / name)
    again = procmap("redesign", moved / "audit", "--quiet")
    assert again.code == 0, again.err
    assert findings_of(moved / "audit")["log"] == first["log"]
    assert tomllib.loads((moved / "audit" / "run.toml").read_text(encoding="utf-8"))["options"] == run["options"]
    (moved / "packs" / "own.yml").unlink()
    gone = procmap("redesign", moved / "audit", "--quiet")
    assert gone.code == 1
    assert "own.yml" in gone.err
    other = procmap("redesign", moved / "audit", "--pack", "none", "--quiet")
    assert other.code == 0, other.err
    assert findings_of(moved / "audit")["log"]["pack"] is None
    kept = tomllib.loads((moved / "audit" / "run.toml").read_text(encoding="utf-8"))["options"]
    assert (kept["pack.name"], "pack.file" in kept) == ("none", False)


def test_figures_to_compare_with_stand_beside_those_of_the_log(procmap, orders, tmp_path):
    done = procmap("audit", orders, "--out", tmp_path / "audit", "--quiet", "--date", DAY, "--language", "en")
    assert done.code == 0, done.err
    page = (tmp_path / "audit" / "report.html").read_text(encoding="utf-8")
    section = page[page.index('id="procedure"') : page.index('id="quality"')].replace("\u202f", " ").replace("\u00a0", " ")
    assert "60,000 EUR HT" in section
    assert "of the cases are below" in section
    assert "to be reviewed by 23 November 2027" in section
    assert "Engagement comptable" in section
    assert "Numérisation du bon signé" in section  # not known to the pack


def test_a_path_that_names_people_is_left_out_and_asked_for_again(procmap, tmp_path):
    source = tmp_path / "log.csv"
    rows = [f"D{i};{step};0{day}/09/2024 1{i % 8}:00:00;Zéphyrine Quatrebarbes" for i in range(40)
            for day, step in ((2, "Visa du directeur"), (3, "Mandatement"), (4, "Paiement"))]  # fmt: skip
    source.write_text("Dossier;Étape;Date;Agent\n" + "\n".join(rows) + "\n", encoding="utf-8")
    own = tmp_path / "Quatrebarbes.yml"
    own.write_text(OWN, encoding="utf-8")
    done = procmap("audit", source, "--out", tmp_path / "audit", "--pack", own, "--resource", "Agent", "--quiet", "--date", DAY)
    assert done.code == 0, done.err
    written = (tmp_path / "audit" / "run.toml").read_text(encoding="utf-8")
    assert "pack" in tomllib.loads(written)["left_out"]
    assert not any("Quatrebarbes" in path.read_text(encoding="utf-8") for path in (tmp_path / "audit").iterdir())
    asked = procmap("redesign", tmp_path / "audit", "--quiet")
    assert asked.code == 1
    assert "--pack" in asked.err
    again = procmap("redesign", tmp_path / "audit", "--pack", own, "--quiet")
    assert again.code == 0, again.err


def test_the_command_line_wins_over_the_settings_and_drops_what_was_settled_for_another_pack():
    said = PackChoice("apa", None, (("Tri", "-"), ("Grille", "visite_domicile")))
    assert said.instead("apa") == said
    assert said.instead("bon_de_commande") == PackChoice("bon_de_commande")
    assert PackChoice(None, None, (("Tri", "-"),)).instead("apa") == PackChoice("apa", None, (("Tri", "-"),))
    with pytest.raises(UsageError, match="no_such_pack"):
        said.instead("apaa")


def test_a_notebook_names_the_pack_as_the_command_line_does(orders):
    import procmap

    assert procmap.audit(orders, pack="none").log.pack is None
    with pytest.raises(UsageError, match="no_such_pack"):
        procmap.audit(orders, pack="bon_commande")


def test_the_map_takes_it_too(procmap, orders, tmp_path):
    assert procmap("map", orders, "--pack", "none", "--out", tmp_path / "a.svg", "--quiet").code == 0
    assert procmap("map", orders, "--pack", "nothing", "--out", tmp_path / "b.svg", "--quiet").code == 2


# ---------------------------------------------------------------- a protection lowered by procmap.toml
LABELS = {"Service fait": 9, "Mandatement": 9, "Engagement comptable": 9, "Envoi au fournisseur": 9, "Visa du directeur": 9}


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ({"Service fait": "visa_hierarchique"}, True),
        ({"Service fait": "-"}, True),
        ({"Service fait": "liquidation"}, False),
        ({"Visa du directeur": "envoi_fournisseur"}, False),
        ({"Visa du directeur": "-"}, False),
        ({"Not in the log": "visa_hierarchique"}, False),
    ],
)
def test_a_label_is_taken_for_less_than_it_says_only_with_a_written_reason(steps, refused):
    choice = read_pack_table({"name": "bon_de_commande", "steps": steps}, "procmap.toml")
    if not refused:
        assert recognise(choice, LABELS).pack.identity == "bon_de_commande"
        return
    with pytest.raises(UsageError, match="settled_without_reason"):
        recognise(choice, LABELS)
    with pytest.raises(UsageError, match="settled_without_reason"):
        recognise(PackChoice(steps=choice.steps), LABELS)
    reasons = dict.fromkeys(steps, "Simple relecture, selon la note du 3 mars")
    choice = read_pack_table({"name": "bon_de_commande", "steps": steps, "reasons": reasons}, "procmap.toml")
    assert recognise(choice, LABELS).pack.identity == "bon_de_commande"
    assert Config.from_chosen(dict(Config(pack=choice).chosen())).pack == choice


def test_the_reason_stands_in_the_report(procmap, tmp_path):
    source = short_example(tmp_path / "log", "purchase_orders", 120)
    settings = source.parent / "procmap.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text + '\n[pack.steps]\n"Liquidation" = "visa_hierarchique"\n[pack.reasons]\n"Liquidation" = "Pré-liquidation"\n',
        encoding="utf-8",
    )
    done = procmap("audit", source, "--out", tmp_path / "audit", "--quiet", "--date", DAY)
    assert done.code == 0, done.err
    assert "Pré-liquidation" in (tmp_path / "audit" / "report.html").read_text(encoding="utf-8")


def test_reasons_are_texts():
    with pytest.raises(ProcmapError, match="wrong_value"):
        read_pack_table({"name": "apa", "reasons": {"Tri": 3}}, "procmap.toml")


NEAR = ("Saisie de la demande", "Visa chef de service", "Contrôle budgétaire", "Signature DGS", "Envoi au fournisseur")


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_nearest_pack_is_offered_by_its_name_and_taken_when_typed(procmap, tmp_path, locale):
    rows = [f"D{case};{step};{day:02d}/09/2024 09:{case:02d}:00" for case in range(1, 31) for day, step in enumerate(NEAR, 2)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["N° dossier;Étape;Date de fin", *rows]) + "\n", encoding="utf-8")
    told = " ".join(procmap("find", log, "--quiet", "--language", locale, locale=locale).out.split())
    assert "--pack bon_de_commande" in told
    assert found(procmap, log)["log"]["pack"] is None
    assert found(procmap, log, "--pack", "bon_de_commande")["log"]["pack"] == "bon_de_commande"
