"""Folding, outcomes, the language of a log, phrases of the user's own, and the protection register."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmap.errors import ProcmapError
from procmap.language.words import words
from procmap.procedures import (
    CLASSES,
    classify,
    fold,
    language_of,
    outcome_of,
    outcome_value,
    without_repetition,
)
from procmap.procedures.lexicon_file import MAIN, OTHERS, _lexicon, lexicon
from procmap.procedures.phrases import Phrases, _expression, padded, pattern_of
from procmap.procedures.protection import _entry, _register, protection_of


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("T02 Check confirmation of receipt", "check confirmation of receipt"),
        ("1) Dépôt de la demande", "depot de la demande"),
        ("A10_Saisie", "saisie"),
        ("EnCoursVisa", "en cours visa"),
        ("REPASSER_EN_CONSTRUCTION", "repasser en construction"),
        ("Visa N+1", "visa n1"),
        ("N + 2 : visa", "n2 visa"),
        ("2e relance", "2e relance"),
        ("Manœuvre d’urgence", "manoeuvre d urgence"),
        ("E-mail au tiers", "email au tiers"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_folding(label, folded):
    assert fold(label) == folded


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_label_is_folded_once_and_classified(label):
    folded = fold(label)
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert classify(label) <= set(CLASSES)
    assert outcome_of(label)[1] in {None, "positive", "negative"}
    assert outcome_value(label) in {None, "positive", "negative"}


def test_every_class_is_known_to_both_main_languages_but_the_umbrella():
    for language in MAIN:
        assert set(CLASSES) - set(lexicon(language).classes) == {"media_break"}
    for language in OTHERS:
        assert {"approval", "check", "rework", "refusal", "entry"} <= set(lexicon(language).classes)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Revisión documental", {"check"}),  # no revision: the letter says which language it is
        ("Revision of the report", {"rework"}),
        ("Revision documental", {"rework"}),
        ("Decisión", {"decision"}),  # what its own language does not know the others may
        ("Handtekening directeur", {"approval"}),
        ("Handtekening klant ontvangen", set()),
    ],
)
def test_letters_that_french_and_english_do_not_write_tell_which_words_come_first(label, found):
    assert classify(label) & {"check", "rework", "decision", "approval"} == found


def test_an_unknown_key_in_a_lexicon_is_refused():
    with pytest.raises(ValueError, match="approvals"):
        _lexicon("xx", {"language": "xx", "classes": {"approvals": {"any": "visa"}}})
    with pytest.raises(ValueError, match="some"):
        _lexicon("xx", {"language": "xx", "classes": {"approval": {"any": "visa", "some": "x"}}})


@pytest.mark.parametrize("phrase", ["", "de la", "vi(sa", "*", "a||b"])
def test_a_phrase_without_words_or_with_foreign_signs_is_refused(phrase):
    with pytest.raises(ValueError, match=r"phrase|in "):
        pattern_of([phrase])


def test_phrases_of_the_user_add_classes():
    extra = {"approval": ["tamponnage rouge"], "media_scan": ["passage copieur"]}
    assert "approval" not in classify("Tamponnage rouge du dossier")
    assert "approval" in classify("Tamponnage rouge du dossier", extra)
    assert classify("Passage au copieur", extra) >= {"media_scan", "media_break"}
    assert classify("Paiement", extra) == classify("Paiement")


@pytest.mark.parametrize("extra", [{"aproval": ["visa"]}, {"approval": ["(visa"]}])
def test_a_mistake_in_phrases_of_the_user_is_told_in_both_languages(extra):
    with pytest.raises(ProcmapError) as raised:
        classify("Visa", extra)
    for language in ("fr", "en"):
        assert len(words(language).error(raised.value).splitlines()) == 2


PAIRS = [
    ("Declaration APPROVED by BUDGET OWNER", "Declaration REJECTED by BUDGET OWNER"),
    ("Permit FINAL_APPROVED by SUPERVISOR", "Permit REJECTED by SUPERVISOR"),
    ("Visa accordé - DGA", "Visa refusé - DGA"),
    ("Visa DGA", "Refus de visa DGA"),
    ("Avis favorable DAJ", "Avis défavorable DAJ"),
    ("Accepté", "Rejeté"),
    ("Validation N+1 OK", "Validation N+1 KO"),
    ("Validé N+1", "Non validé N+1"),
    ("Validation du directeur", "Rejet du directeur"),
    ("Contrôle conforme", "Contrôle non conforme"),
    ("Dossier complet", "Dossier incomplet"),
    ("Approve claim", "Reject claim"),
    ("Request accepted", "Request declined"),
    ("Recevabilité : oui", "Recevabilité : non"),
    ("Invoice approval granted", "Invoice approval denied"),
]


@pytest.mark.parametrize(("granted", "refused"), PAIRS)
def test_two_ends_of_one_check_share_their_key(granted, refused):
    assert outcome_of(granted) == (outcome_of(refused)[0], "positive")
    assert outcome_of(refused)[1] == "negative"


def test_checks_of_different_people_do_not_meet():
    assert outcome_of("Visa refusé N+1")[0] != outcome_of("Visa accordé N+2")[0]
    assert outcome_of("Rejected by DIRECTOR")[0] != outcome_of("Approved by SUPERVISOR")[0]
    assert outcome_of("Avis défavorable DAJ")[0] != outcome_of("Visa DAJ")[0]


@pytest.mark.parametrize(
    "label",
    ["Lettre de rejet", "Notification d'accord", "Envoi du refus", "Numérisation du dossier signé", "Correct file",
     "Contrôle de complétude", "Receive request", "Retour au service",
     "En attente de validation", "Awaiting Approval"],
)
def test_labels_that_carry_or_prepare_have_no_outcome(label):
    assert outcome_of(label)[1] is None


VALUES = {
    "positive": ["favorable", "Accepté", "conforme", "COMPLET", "OK", "oui", "approved", "Validé", "true", "granted",
                 "visé", "Avis favorable avec réserves", "Accord"],
    "negative": ["défavorable", "refusé", "non conforme", "incomplet", "KO", "non", "rejected", "returned",
                 "Sans suite", "Retour pour correction", "not approved", "sent back", "À compléter",
                 "Ajourné", "no", "Rejet", "NON VISÉ"],
    None: ["", "0", "1", "3,5", "en cours", "N/A", "pending", "Sans objet", "X", "transmis", "Partiel"],
}


@pytest.mark.parametrize(("meaning", "value"), [(key, value) for key, values in VALUES.items() for value in values])
def test_values_of_an_outcome_column(meaning, value):
    assert outcome_value(value) == meaning


@pytest.mark.parametrize(
    ("labels", "language"),
    [
        (["Dépôt du dossier", "Visa du chef de service", "Notification"], "fr"),
        (["DEPOT DOSSIER", "INSTRUCTION", "VISA DGA", "PAIEMENT"], "fr"),
        (["Receive request", "Check documents", "Notify applicant"], "en"),
        (["SUBMISSION", "REVIEW", "APPROVAL"], "en"),
        (["Create Fine", "Send Fine", "Add penalty", "Payment"], "en"),
        (["Visa", "Notification"], "fr"),
        ([], None),
        (["Depot", "Controle", "Visa", "Paiement"], "fr"),
        (["DEPOT", "CTRL", "VISA N+1", "VISA N+2", "PAIEMENT"], "fr"),
        (["Saisie", "Instruction", "Validation", "Notification"], "fr"),
        (["Receipt", "Check", "Approval", "Payment"], "en"),
        (["Start", "Review", "Sign", "Send", "End"], "en"),
        (["START", "REVIEW", "SIGN", "END"], "en"),
        (["T01", "T02", "T03"], None),
        (["A_001", "B_002"], None),
        (["Étape 1", "Étape 2"], "fr"),
        (["Step 1", "Step 2", "Step 3"], "en"),
        (["Etape 1", "Etape 2"], "fr"),
        (["ETAPE A", "ETAPE B"], "fr"),
        (["Stage A", "Stage B", "Task 7"], "en"),
        (["Tache 1", "Tache 2"], "fr"),
        (["Réception", "Examen", "Décision"], "fr"),
        (["Reception", "Examen", "Decision", "Notification"], "fr"),
        (["Reception", "Examination", "Decision", "Notification"], "en"),
        (["Reception", "Instruction", "Decision", "Notification"], "fr"),
        (["T01 Receive application", "T02 Check file", "T10 Determine necessity to stop advice"], "en"),
        (["Confirmation of receipt", "T02 Check confirmation of receipt", "T06 Determine necessity of stop advice"], "en"),
        (["Demande", "Accord", "Commande", "Livraison", "Facture", "Paiement"], "fr"),
        (["DEMANDE", "COMMANDE", "LIVRAISON", "FACTURE"], "fr"),
        (["Request", "Order", "Delivery", "Invoice", "Payment"], "en"),
        (["REQUEST", "ORDER", "GOODS", "INVOICE"], "en"),
        (["Declaration SUBMITTED by EMPLOYEE", "Declaration APPROVED by ADMINISTRATION", "Payment Handled"], "en"),
        (["Create Fine", "Send Fine", "Insert Fine Notification", "Add penalty", "Send for Credit Collection"], "en"),
        (["EnCoursVisa", "Vise", "PretSignature", "Signe", "Archive"], "fr"),
        (["Visa DGA", "Visa DGS", "OK President"], "fr"),
        (["Café order", "Approve résumé", "Check file"], "en"),
        (["Envoi mail", "Check-list", "Reporting", "Validation"], "fr"),
        (["Kick-off", "Brief", "Validation du devis", "Mise en ligne"], "fr"),
        (["Send mail", "Email to the maire", "Close case"], "en"),
        (["Clôture"], "fr"),
        (["Cloture"], "fr"),
        (["Closure"], "en"),
        (["Approved"], "en"),
        (["Approuve"], "fr"),
        (["dossier recu", "dossier traite", "dossier clos"], "fr"),
        (["file received", "file processed", "file closed"], "en"),
        (["Avis ABF", "Avis SDIS", "Arrete", "Affichage"], "fr"),
        (["Entretien", "Bilan", "Notation"], "fr"),
        (["Interview", "Report", "Rating"], "en"),
        (["Budget check", "Legal opinion", "Council vote", "Publication"], "en"),
        (["Controle budgetaire", "Avis juridique", "Vote", "Publication"], "fr"),
        (["Courrier arrivé", "Courrier ventilé"], "fr"),
        (["courrier", "tri", "scan", "envoi"], "fr"),
        (["Triage", "Assign", "Work", "Resolve"], "en"),
        (["Tri", "Affectation", "Traitement", "Resolution"], "fr"),
        (["Radicar solicitud", "Revisar curso", "Validar solicitud", "Notificar resultado"], None),
        (["Beoordelen aanvraag", "Goedkeuren aanvraag", "Afhandelen leads"], None),
        (["請求書受領", "承認", "支払"], None),
    ],
)
def test_the_language_of_a_log(labels, language):
    assert language_of(labels) == language
    assert language_of(reversed(labels * 2)) == language


PROTECTED = [
    ("Visa d'élimination du directeur des archives", (), "R212-14"),
    ("Visa du directeur des archives", ("Destruction",), "R212-14"),
    ("Disposal authorisation", (), "R212-14"),
    ("Engagement comptable", (), "L3341-1"),
    ("Budget commitment", (), "L3341-1"),
    ("Certification du service fait", (), "2012-1246"),
    ("Contrôle du comptable", ("Mandatement",), "2012-1246"),
    ("Contrôle et prise en charge par le comptable public", (), "2012-1246"),
    ("Vote de la délibération", (), "L3211-2"),
    ("Vote de la commission permanente", (), "L3211-2"),
    ("TRANSMISSION AU CONTROLE DE LEGALITE", (), "L3131-1"),
    ("Télétransmission des actes", (), "L3131-1"),
    ("Visite à domicile", ("Proposition de plan d'aide",), "L232-14"),
    ("Évaluation AGGIR", (), "L232-14"),
    ("Visa de l'autorité territoriale", ("Entretien professionnel",), "L521-3"),
    ("Signature de l'ordonnateur", (), "L3221-3"),
]


@pytest.mark.parametrize(("label", "context", "basis"), PROTECTED)
def test_protected_steps(label, context, basis):
    found = protection_of(label, [label, *context])
    assert found is not None
    assert found.status == "legal"
    assert basis in found.basis
    assert "remove" in found.forbids
    assert found.reason("fr") != found.reason("en")


FREE = [
    ("Visa du directeur", ("Visa d'élimination du directeur des archives", "Constat de destruction")),
    ("Visa du directeur des archives", ("Versement",)),
    ("Accord du chef de service producteur", ("Visa d'élimination du directeur des archives",)),
    ("Demande de visa d'élimination", ()),
    ("Refus d'élimination", ()),
    ("Validation budgétaire", ("Engagement comptable",)),
    ("Contrôle budgétaire", ("Engagement comptable",)),
    ("Autorisation d'engagement", ()),
    ("Contrôle comptable", ("Saisie",)),
    ("Visa N+2", ("Entretien professionnel",)),
    ("Visa DGS", ("Vote de la commission permanente",)),
    ("Avis juridique", ("Vote de la commission permanente",)),
    ("Rédaction de la délibération", ("Vote de la commission permanente",)),
    ("Visite à domicile", ("Devis",)),
    ("Visite sur place", ("Proposition de plan d'aide",)),
    ("Send Appeal to Prefecture", ("Create Fine",)),
    ("Budget approval", ()),
    ("Relecture de forme", ("Vote de la commission permanente",)),
]


@pytest.mark.parametrize(("label", "context"), FREE)
def test_ordinary_steps_are_free(label, context):
    assert protection_of(label, [label, *context]) is None


def test_only_a_text_that_was_checked_is_called_legal():
    for entry in _register():
        assert (entry.protection.confidence == "verify") == (entry.protection.status == "unknown")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry.protection.checked_on)
    assert len({entry.protection.identity for entry in _register()}) == len(_register())
    found = protection_of("Passage en commission thématique", [])
    assert found is not None
    assert found.status == "local_rule"


def test_an_unknown_key_in_the_register_is_refused():
    with pytest.raises(ValueError, match="x1"):
        _entry({"id": "x1", "phrases": "visa", "basis": "", "confidence": "certain", "checked": "2026-01-01"})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Contrôle budgétaire", "Contrôle budgétaire complémentaire"),
        ("Budget check", "Second budget check"),
        ("Vérification des pièces", "Re-vérification des pièces"),
        ("Visite", "Contre-visite"),
        ("Control of accounts", "Control of the accounts (again)"),
    ],
)
def test_the_same_thing_done_twice(first, second):
    assert without_repetition(first) == without_repetition(second)


def test_other_things_stay_apart():
    assert without_repetition("Contrôle budgétaire") != without_repetition("Contrôle technique")
    assert without_repetition("Visa N+1") != without_repetition("Visa N+2")
    assert without_repetition("Double") == "double"


DATA = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.mark.skipif(not DATA.exists(), reason="the real logs are not beside the project")
@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("receipt_permit/receipt.xes.gz", {"T05 Print and send confirmation of receipt": "media_print notification",
                                           "T02 Check confirmation of receipt": "check"}),
        ("road_fines/road_fine.xes.gz", {"Payment": "payment", "Create Fine": "submission"}),
        ("travel_2020/DomesticDeclarations.xes.gz", {"Declaration REJECTED by EMPLOYEE": "refusal",
                                                     "Declaration APPROVED by BUDGET OWNER": "approval",
                                                     "Payment Handled": "payment"}),
    ],
)
def test_labels_of_real_logs(log, expected):
    with gzip.open(DATA / log, "rt", encoding="utf-8") as lines:
        head = lines.read(2_000_000)
    labels = sorted(set(re.findall(r'key="concept:name" value="([A-Z][^"]* ?[^"]*)"', head)))
    assert language_of(labels) == "en"
    for label, classes in expected.items():
        assert label in labels
        assert set(classes.split()) <= classify(label)


@given(
    phrases=st.lists(
        st.lists(st.sampled_from(["visa", "vis*", "chef|dgs", "of|in", "..", "-", "^", "$", "a", "de", "b*|visa"]), max_size=4),
        min_size=1, max_size=4,
    ),
    label=st.lists(st.sampled_from(["visa", "visas", "chef", "dgs", "in", "au", "bon", "x"]), max_size=5),
)  # fmt: skip
def test_phrases_find_what_their_whole_expression_finds(phrases, label):
    """The expression is made only where a label holds a word of it: what is found must not depend on that."""
    try:
        told = [" ".join(words) for words in phrases]
        expressions = [_expression(phrase)[0] for phrase in sorted(told, key=lambda phrase: (-len(phrase.split()), phrase))]
    except ValueError:
        return
    text = padded(label)
    whole, sought = re.compile("|".join(expressions)), Phrases(told)
    assert bool(sought.search(text)) == bool(whole.search(text))
    assert sought.sub(" #", text) == whole.sub(" #", text)
