"""Labels are taken for the right step or for none; a pack is proposed where a log tells, and the analyst settles the rest."""

import importlib.util
import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from procmap.config import Config, load_config
from procmap.errors import ProcmapError, UsageError
from procmap.procedures.matching import Match, Reason, match_label, match_labels, propose_pack, require_fit
from procmap.procedures.pack_table import PackChoice, chosen_pack, pack_from_chosen, read_pack_table
from procmap.procedures.packs import Shield, pack_from, pack_named, packs
from procmap.procedures.procedure import recognise

from .conftest import ROOT


def step_of(pack, label):
    found = match_label(pack_named(pack), label)
    return (found.step.identity, found.reason) if isinstance(found, Match) else (None, None)


@pytest.mark.parametrize(
    ("pack", "label", "step", "reason"),
    [
        ("bon_de_commande", "Engagement comptable", "engagement", Reason.SAME),
        ("bon_de_commande", "MANDATEE", "mandatement", Reason.CODE),
        ("bon_de_commande", "BC-03 Visa N+1", "visa_hierarchique", Reason.SAME),
        ("bon_de_commande", "SF constaté", "service_fait", Reason.SAME),
        ("bon_de_commande", "Factures reçues", "reception_facture", Reason.SAME),
        ("bon_de_commande", "Invoices received", "reception_facture", Reason.SAME),
        ("bon_de_commande", "Contrôle budgétaire complémentaire", "controle_credits", Reason.WORDS),
        ("deliberation", "Télétransm. en préf.", "transmission_prefecture", Reason.WORDS),
        ("deliberation", "RejetVisa", "retour_correction", Reason.CODE),
        ("apcr", "Versement", "solde", Reason.SAME),
        ("bon_de_commande", "Engagement validé", "engagement", Reason.WORDS),  # that it is done
        ("deliberation", "Visa DAJ", "visa_juridique", Reason.WORDS),  # who does it, in other words
        ("deliberation", "Télétransmission S²LOW", "transmission_prefecture", Reason.WORDS),  # the tool
        ("apcr", "Complétude vérifiée", "completude", Reason.SAME),  # a participle
        ("archives_versement_elimination", "VISA DIR. ARCHIVES", "visa_elimination", Reason.SAME),
        ("demande_rh", "Ressaisie dans le SIRH", "ressaisie", Reason.SAME),
        ("bon_de_commande", "Liq. facture", "liquidation", Reason.WORDS),  # three letters and a dot
        ("bon_de_commande", "Engagt juridique", "engagement", Reason.WORDS),  # its first letters and its last
        ("archives_versement_elimination", "Rédac. BV", "redaction_bordereau", Reason.WORDS),  # initials of what recurs
        ("bon_de_commande", "Visa CdS", "visa_hierarchique", Reason.SAME),
        ("apa", "Dépôt MDPH", "depot", Reason.WORDS),  # a service that the pack does not know
        ("bon_de_commande", "Engagement validé DAF", "engagement", Reason.WORDS),  # done, and by whom
        ("apcr", "Notifiée au bénéficiaire", "notification", Reason.WORDS),  # who is told
        ("bon_de_commande", "Virement fournisseur", "paiement", Reason.SAME),
        ("bon_de_commande", "Scan du bon", "impression_scan", Reason.SAME),
        ("deliberation", "Retiré de l'ODJ", "ajournement", Reason.SAME),
        ("apcr", "Travaux achevés", "travaux", Reason.SAME),
        ("deliberation", "Avis com. Finances et budget", "avis_commission", Reason.WORDS),  # a commission, not the department
        ("apcr", "Avis commission aménagement du territoire", "avis_commission", Reason.WORDS),  # which, in some words
        ("bon_de_commande", "Scanner le bon signé", "impression_scan", Reason.SAME),  # a verb
        ("bon_de_commande", "Facture recyclée par le fournisseur", "complement_facture", Reason.SAME),
        ("deliberation", "Envoi de l'acte au bénéficiaire", "notification", Reason.WORDS),  # to whom
        ("deliberation", "Reliure des actes Genesis", "archivage", Reason.WORDS),  # software that nobody knows
        ("bon_de_commande", "Ressaisie dans le logiciel financier", "ressaisie", Reason.SAME),  # of the general pack
        ("bon_de_commande", "Création du BC, outil financier", "creation_bc", Reason.WORDS),  # which software, not who
        ("deliberation", "Vote en plénière de l'assemblée", "vote", Reason.WORDS),  # two names of one step
        ("deliberation", "Visa du service des assemblées", "relecture", Reason.SAME),
        (
            "deliberation",
            "Contrôle de forme du service des assemblées",
            "relecture",
            Reason.WORDS,
        ),  # its own
    ],
)
def test_each_kind_of_label_is_matched_with_its_reason(pack, label, step, reason):
    assert step_of(pack, label) == (step, reason)


@pytest.mark.parametrize(
    ("pack", "label"),
    [
        ("archives_versement_elimination", "Demande de visa d'élimination"),
        ("archives_versement_elimination", "Attente du visa d'élimination"),
        ("archives_versement_elimination", "Versement"),
        ("deliberation", "Projet de publication"),
        ("deliberation", "Visa du comptable"),
        ("bon_de_commande", "Accord exceptionnel du président"),
        ("bon_de_commande", "Validation Dir. finances"),
        ("demande_rh", "Visa finances DRH N+2"),
        ("apcr", "Avis du service communication"),
        ("demande_rh", "Passage en comité hebdomadaire"),  # before a board, but not that one
        ("demande_rh", "Étape 7"),
        ("demande_rh", "T07"),
        ("apa", ""),
        ("archives_versement_elimination", "Bar"),
        ("deliberation", "Note de service"),
        ("bon_de_commande", "Visa ABF"),  # initials of whoever approves are another approval
        ("apa", "Parapheur électronique signé"),
        ("apcr", "Classement DI"),
        ("bon_de_commande", "Commande annulable"),
        ("apa", "Paiement par l'usager"),  # done by another
        ("bon_de_commande", "Demande de devis par le fournisseur"),
        ("deliberation", "Visa de l'assemblée"),  # of the body itself, not of its department
        ("deliberation", "Contrôle du service des assemblées - juridique"),  # a remark that names another who judges
    ],
)
def test_what_is_doubtful_is_no_match(pack, label):
    assert step_of(pack, label) == (None, None)


@pytest.mark.parametrize(
    ("pack", "label"),
    [
        ("apa", "Accord du responsable"),
        ("apa", "Commission de décision"),
        ("apa", "Réunion d'équipe"),
        ("apcr", "Circuit de signature"),
        ("apcr", "Accord des élus"),
        ("archives_versement_elimination", "Visa du directeur"),  # of which: the archives' visa is the law's
        ("archives_versement_elimination", "Visa N+1"),
        ("archives_versement_elimination", "BE rejeté"),
        ("bon_de_commande", "Bon à payer signé"),
        ("bon_de_commande", "Facture certifiée"),
        ("bon_de_commande", "Devis accepté"),
        ("convocation", "Envoi par courrier"),
        ("convocation", "Remise à la poste"),
        ("deliberation", "Validation de l'assemblée"),
        ("deliberation", "Passage en bureau"),
        ("deliberation", "Registre papier"),
        ("demande_rh", "Visa de la collectivité"),
        ("demande_rh", "Certificat médical"),
        ("demande_rh", "Mandatement de la paie"),
        ("entretien_professionnel", "Formulaire complété par l'agent"),
        ("entretien_professionnel", "Visa de la direction générale"),
        ("rapport_commission", "Passage en commission permanente"),
        ("rapport_commission", "Avis conforme"),
        ("bon_de_commande", "Visa du président"),  # the authority, whatever role the pack gives it
        ("bon_de_commande", "Visa du service fait"),
        ("demande_rh", "Accord du directeur par délégation"),
        ("apa", "Avis de la commission permanente"),
        ("deliberation", "Signature du directeur général"),
    ],
)
def test_what_a_law_may_require_is_taken_for_no_step_that_nothing_protects(pack, label):
    found = match_label(pack_named(pack), label)
    assert not isinstance(found, Match) or found.step.shield not in {Shield.NONE, Shield.LOCAL_RULE}


def test_what_is_unmatched_comes_with_up_to_three_suggestions():
    found = match_label(pack_named("bon_de_commande"), "Contrôle interne")
    assert not isinstance(found, Match)
    assert 1 <= len(found.suggestions) <= 3
    assert all("contr" in " ".join(step.phrases).lower() for step in found.suggestions)


def test_a_label_that_two_steps_claim_is_matched_to_neither_and_suggests_both(tmp_path):
    (tmp_path / "own.yml").write_text(
        "pack: own\nextends: bon_de_commande\nsteps:\n  ordre: {fr: Mandatement, en: Order to pay, roles: [finances], "
        "media: [app], kind: entry, protection: none}\n", encoding="utf-8",
    )  # fmt: skip
    found = match_label(pack_from(tmp_path / "own.yml"), "Mandatement")
    assert not isinstance(found, Match)
    assert {step.identity for step in found.suggestions} >= {"mandatement", "ordre"}


def test_what_the_analyst_settles_counts():
    pack = pack_named("bon_de_commande")
    labels = ["Circuit long", "Visa N+1", "Mandatement", "Mandatement"]
    found = match_labels(pack, labels, {"Circuit long": "visa_hierarchique", "Visa N+1": "-"})
    assert [(m.label, m.step.identity, m.reason) for m in found.matches] == [
        ("Circuit long", "visa_hierarchique", Reason.SETTLED), ("Mandatement", "mandatement", Reason.SAME),
    ]  # fmt: skip
    assert [(one.label, one.settled) for one in found.unmatched] == [("Visa N+1", True)]
    assert found.step_of("Visa N+1") is None
    assert found.step_of("Circuit long").identity == "visa_hierarchique"


# ---------------------------------------------------------------- however a label is written
NAMES = [(pack.identity, phrase) for pack in packs() for step in pack.steps for phrase in step.phrases]
WRITTEN = st.sampled_from(
    [
        str.upper, str.lower, lambda text: unicodedata.normalize("NFC", text).title(),
        lambda text: f"  {text.replace(' ', '   ')} ",
        lambda text: "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)),
        lambda text: unicodedata.normalize("NFD", text), lambda text: f"T02 {text}", lambda text: f"ET-12 {text}",
        lambda text: f"3. {text}", lambda text: f"{text} (A7)", lambda text: text.replace(" ", "_"), lambda text: f"{text} :",
        lambda text: text.replace("’", "'"),
    ]
)  # fmt: skip


@example(("deliberation", "mise en œuvre de la délibération"), [str.upper])
@given(st.sampled_from(NAMES), st.lists(WRITTEN, max_size=3))
def test_case_accents_spaces_and_codes_change_nothing(named, ways):
    pack, label = named
    written = label
    for way in ways:
        written = way(written)
    if not label.isupper() and "n+" not in label.lower():
        assert step_of(pack, written)[0] == step_of(pack, label)[0]


def test_every_name_of_a_step_is_that_step_or_is_told_apart_by_no_one():
    missed = []
    for pack in packs():
        for step in pack.steps:
            for name in (step.name.fr, step.name.en):
                found = step_of(pack.identity, name)[0]
                assert found in (step.identity, None), (pack.identity, name)
                missed += [(pack.identity, name)] if found is None else []
    assert missed == []


def test_the_bars_of_labels_written_by_hand_and_of_their_variants():
    spec = importlib.util.spec_from_file_location("labels", ROOT / "tests" / "quality" / "labels.py")
    labels = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(labels)
    for labelled in (labels.by_hand(), labels.variants()):
        right, wrong, amiss = labels.scored(labelled)
        assert right >= labels.RIGHT, amiss
        assert wrong <= labels.WRONG, amiss


# ---------------------------------------------------------------- which pack
ORDERS = ["Saisie de la demande d'achat", "Analyse des devis", "Engagement comptable", "Signature de l'ordonnateur",
          "Envoi du bon au fournisseur", "Visa du directeur", "Code OK"]  # fmt: skip
ARCHIVES = ["Dépôt de la demande d'élimination", "Contrôle de complétude du bordereau", "Visa du chef de service",
            "Visa d'élimination du directeur des archives", "Constat de destruction", "Retour du bordereau au service"]  # fmt: skip
STAFF = ["Dépôt de la demande", "Visa du chef de service", "Vérification des droits", "Décision de l'autorité territoriale",
         "Notification à l'agent", "Mise à jour du dossier agent"]  # fmt: skip
CHORUS = ["DEPOSEE", "MISE_A_DISPOSITION", "SUSPENDUE", "COMPLETEE",
          "SERVICE_FAIT", "MANDATEE", "COMPTABILISEE", "MISE_EN_PAIEMENT"]  # fmt: skip
NONE = [
    ["Receive request", "Check entitlement", "Examine file", "Technical advice", "Award decision",
     "Notify claimant", "Monthly payment"],
    ["Submit claim", "Budget check", "Record invoice receipt", "Clear invoice", "Authorize payment",
     "Inform employee"],
    ["Register application", "Check documents", "Site visit", "Decide on permit", "Send decision letter", "Close file"],
    ["Aanvraag ontvangen", "Toets ontvankelijkheid", "Besluit nemen", "Verzenden beschikking", "Dossier sluiten", "Betaling"],
    ["Visa du chef de service", "Visa du directeur", "Impression du dossier", "Notification", "Réception des pièces",
     "Avis technique"],
    ["T01", "T02", "T03", "T04", "T05"],
    ["Visa"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("labels", "pack"),
    [(ORDERS, "bon_de_commande"), (ARCHIVES, "archives_versement_elimination"), (STAFF, "demande_rh"), (CHORUS, "bon_de_commande")],
)
def test_a_pack_is_proposed_with_its_evidence(labels, pack):
    counts = {label: 100 - at for at, label in enumerate(labels)}
    fit = propose_pack(counts)
    assert fit.pack is not None
    assert fit.pack.identity == pack
    assert fit.telling
    assert 0.5 <= fit.labels <= 1
    assert 0.5 <= fit.events <= 1
    assert fit.weight > fit.next_weight
    shuffled = list(counts.items())
    random.Random(3).shuffle(shuffled)
    assert propose_pack(dict(shuffled)).pack is fit.pack


@pytest.mark.parametrize("labels", NONE)
def test_no_pack_is_proposed_where_the_labels_do_not_tell(labels):
    assert propose_pack(dict.fromkeys(labels, 50)).pack is None


def test_a_log_of_nothing_known_has_no_best_pack():
    fit = propose_pack({"Foo": 3, "Bar": 1})
    assert (fit.pack, fit.best, fit.runner_up, fit.matching) == (None, None, None, None)


def test_a_pack_that_does_not_fit_is_refused_with_what_was_not_known():
    assert require_fit(pack_named("bon_de_commande"), dict.fromkeys(ORDERS, 1)).matches
    with pytest.raises(ProcmapError, match="pack_does_not_fit") as caught:
        require_fit(pack_named("entretien_professionnel"), {"Foo": 9, "Bar": 3, "Convocation": 1})
    assert caught.value.values["labels"] == "Foo, Bar"
    settled = {"Foo": "entretien"}
    assert require_fit(pack_named("entretien_professionnel"), {"Foo": 9, "Convocation": 1}, settled).step_of("Foo")


# ---------------------------------------------------------------- procmap.toml
def test_the_table_of_the_pack_is_read_and_kept(tmp_path):
    file = tmp_path / "procmap.toml"
    file.write_text('[pack]\nname = "apa"\n[pack.steps]\n"Tri" = "-"\n"Grille v2" = "visite_domicile"\n', encoding="utf-8")
    config = load_config(file)
    assert config.pack == PackChoice("apa", None, (("Grille v2", "visite_domicile"), ("Tri", "-")))
    assert config.pack.pack().identity == "apa"
    assert Config.from_chosen(dict(config.chosen())).pack == config.pack
    assert Config().chosen() == ()
    for name in ("auto", "none"):
        assert read_pack_table({"name": name}, "p").pack() is None


def test_a_file_of_ones_own_is_looked_for_beside_the_settings(tmp_path):
    (tmp_path / "own.yml").write_text("pack: own\nextends: apa\n", encoding="utf-8")
    choice = read_pack_table({"file": "own.yml", "steps": {"X": "depot"}}, str(tmp_path / "procmap.toml"))
    assert choice.pack().extends == "apa"
    assert pack_from_chosen({name.removeprefix("pack."): value for name, value in chosen_pack(choice)}, "run.toml") == choice


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"nmae": "apa"}, "config.unknown_key"),
        ({"name": 3}, "config.wrong_value"),
        ({"steps": ["a"]}, "config.not_a_table"),
        ({"name": "apa", "steps": {"Tri": 1}}, "config.wrong_value"),
        ({"name": "apaa"}, "procedures.no_such_pack"),
        ({"name": "apa", "steps": {"Tri": "visite"}}, "procedures.no_such_step"),
        ({"name": "apa", "file": "a.yml"}, "procedures.pack_named_twice"),
        ({"file": "absent.yml"}, "procedures.pack_unreadable"),
    ],
)
def test_a_wrong_table_is_refused_before_any_work(table, key):
    with pytest.raises(ProcmapError) as caught:
        read_pack_table(table, "procmap.toml")
    assert caught.value.key == key
    assert isinstance(caught.value, UsageError) == (key != "procedures.pack_unreadable")


def test_the_law_of_a_pack_is_proposed_to_no_log_that_is_not_french():
    labels = ("Bon de commande", "Livraison", "Service fait", "Réception de la facture", "Mandatement", "Paiement")
    french = dict.fromkeys(labels, 90)
    labels = ("Create Purchase Order Item", "Record Goods Receipt", "Record Invoice Receipt", "Clear Invoice", "Service Entry")
    english = dict.fromkeys(labels, 90)
    assert propose_pack(english).pack is not None
    assert recognise(PackChoice(), french).pack.identity == "bon_de_commande"
    assert recognise(PackChoice(), english).pack is None
    assert recognise(PackChoice(name="auto"), english).pack is None
    assert recognise(PackChoice(name="bon_de_commande"), english).named


NEAR = ["Saisie de la demande", "Visa chef de service", "Contrôle budgétaire", "Signature DGS", "Envoi au fournisseur"]
"""Five steps of an order, most of which other procedures have too."""


def test_a_pack_that_is_near_is_named_and_not_taken():
    fit = propose_pack(dict.fromkeys(NEAR, 50))
    assert fit.pack is None
    assert fit.near is not None
    assert fit.near.identity == "bon_de_commande"
    taken = propose_pack(dict.fromkeys(ORDERS, 1))
    assert taken.pack is not None
    assert taken.near is None


def test_one_step_of_its_own_may_be_that_of_a_procedure_that_no_pack_knows():
    """A home visit is made for housing, children and disability too."""
    labels = ["Dépôt", "Numérisation", "Recevabilité", "Visite à domicile", "Décision CDAPH", "Notification", "Recours amiable"]
    fit = propose_pack(dict.fromkeys(labels, 50))
    assert fit.pack is None
    assert fit.near.identity == "apa"
    assert propose_pack(dict.fromkeys([*labels, "Proposition de plan d'aide"], 50)).pack.identity == "apa"


@pytest.mark.parametrize("labels", NONE)
def test_a_pack_without_a_step_of_its_own_or_that_is_hardly_ahead_is_not_near(labels):
    assert recognise(PackChoice(), dict.fromkeys(labels, 50)).fit.near is None


def test_no_pack_is_near_to_a_log_that_is_not_french():
    assert recognise(PackChoice(), dict.fromkeys(NEAR, 50)).fit.near is not None
    english = {"Receive order": 50, "Budget check": 50, "Approve purchase order": 50, "Send to supplier": 50,
               "Certify service rendered": 50, "Payment order": 50}  # fmt: skip
    assert propose_pack(english).best is not None
    assert recognise(PackChoice(), english).fit.near is None
