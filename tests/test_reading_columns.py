"""Reading: which column is what by what it holds, words for nothing, spoiled numbers, unseen blanks, lifecycles, amounts."""

# ruff: noqa: E501, ARG005 - tables of cases read best in long lines; columns are functions of case and step

import datetime as dt
from itertools import cycle

import pytest

from procmap.errors import ProcmapError
from procmap.language import words
from procmap.reading import ReadingOptions, read
from procmap.reading.labels import label_beside
from procmap.reading.profile import profiles
from procmap.reading.table import Table
from procmap.reading.transitions import Step, step_of

from .conftest import fresh_engine

EPOCH = dt.datetime(1970, 1, 1)
STEPS = ("Dépôt", "Contrôle", "Visa", "Notification")


@pytest.fixture(scope="module")
def engine():
    with fresh_engine(2) as one:
        yield one


class Log:
    def __init__(self, engine, reading):
        self.reading = reading
        self.columns = {choice.kind: choice.name for choice in reading.columns}
        self.notes = {key.removeprefix("reading."): values for key, values in reading.notes}
        names = engine.names("source_event")
        self.events = [dict(zip(names, row, strict=True)) for row in engine.rows("select * from source_event order by pos")]
        self.refusals = [row[0] for row in engine.rows("select reason from refusal order by line")]
        for key, values in reading.notes:
            assert words("fr")(key, **values)
            assert words("en")(key, **values)

    def values(self, kind):
        return [event[kind] for event in self.events]

    def spans(self):
        """(activity, minutes from start to end) of each event; None where no start is known."""
        return [
            (event["activity_name"], None if event["start"] is None else (event["time"] - event["start"]) / 60e6)
            for event in self.events
        ]


@pytest.fixture
def parse(engine, tmp_path):
    def parse(header, rows, **options):
        path = tmp_path / "log.csv"
        lines = [header, *(";".join(map(str, row)) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        return Log(engine, read(path, ReadingOptions(**options), engine))

    return parse


def at(case, step, minute=0):
    return (dt.datetime(2024, 1, 8, 9) + dt.timedelta(days=case, hours=step, minutes=minute)).strftime("%d/%m/%Y %H:%M")


def rows_with(*columns, cases=12, steps=STEPS):
    """Rows of cases that go through the steps, with what each column (a function of case and step number) adds."""
    return [(f"D{c}", name, at(c, k), *(column(c, k) for column in columns)) for c in range(cases) for k, name in enumerate(steps)]


# ------------------------------------------------------------------------------------------------ outcome


def decided(yes, no, rest):
    return lambda c, k: (no if c % 4 == 0 else yes) if k == 2 else rest


@pytest.mark.parametrize("name", ["Statut", "Sens", "État de l'avis", "Suite donnée", "x7"])
@pytest.mark.parametrize(
    ("yes", "no", "rest"),
    [
        ("Accepté", "Refusée", "Fait"), ("Favorable", "Défavorable", "Transmis"), ("OK", "KO", ""), ("granted", "denied", "sent"),
        ("Validé", "Retourné", "En cours"), ("Accordé", "Classé sans suite", "Fait"), ("Complet", "Incomplet", "Reçu"),
        ("Fait", "Ajourné", "Fait"),
    ],
)  # fmt: skip
def test_a_column_of_favourable_and_unfavourable_words_is_the_outcome(parse, name, yes, no, rest):
    found = parse(f"Dossier;Étape;Date;{name}", rows_with(decided(yes, no, rest)))
    assert (found.columns.get("outcome"), found.columns["activity"]) == (name, "Étape")
    assert set(found.values("outcome_name")) == {yes, no, rest or None}


@pytest.mark.parametrize(
    "column",
    [
        lambda c, k: "Refusé" if c % 4 else "Accepté",  # of the case, on every row of it
        lambda c, k: "Accepté" if (c, k) == (1, 3) or c % 4 == 0 else "Refusé",  # of the case, but for one row
        lambda c, k: ("Reçu", "Validation", "Accord", "Envoi")[k],  # follows from the step
        lambda c, k: STEPS[k - 1] if k else "",  # the step before
        lambda c, k: "Oui" if (c + k) % 2 else "Non",  # answers we know not what
        lambda c, k: "Papier" if (c + k) % 2 else "Internet",
    ],
)
def test_what_is_no_outcome(parse, column):
    found = parse("Dossier;Étape;Date;Statut", rows_with(column))
    assert "outcome" not in found.columns


def test_an_old_status_beside_the_new_one_is_no_outcome(parse):
    ends = ("Déposé", "En cours", "Validé", "Refusé", "Clos")
    rows = []
    for c in range(12):
        path = [ends[0], ends[1], ends[2 + c % 2], ends[4]]
        rows += [(f"D{c}", path[k - 1] if k else "", path[k], at(c, k)) for k in range(4)]
    found = parse("Dossier;Ancien statut;Etape;Date", rows)
    assert "outcome" not in found.columns


def test_reasons_are_no_outcome_whatever_else_their_name_says(parse):
    reasons = ("Refusé : pièce manquante au dossier et hors délai", "Accord de la commission du mois de mars", "")
    found = parse(
        "Dossier;Étape;Date;Motivation de la décision;Statut",
        rows_with(lambda c, k: reasons[(c + k) % 3], decided("Accepté", "Refusé", "Fait")),
    )
    assert found.columns["outcome"] == "Statut"


def test_a_decision_column_without_any_decision_gives_way(parse):
    found = parse("Dossier;Étape;Date;Résultat;Statut", rows_with(lambda c, k: f"R{c % 3}", decided("Accepté", "Refusé", "Fait")))
    assert found.columns["outcome"] == "Statut"


# ------------------------------------------------------------------------------------------------ people and groups

NAMES = ("Bruno Martin", "Élodie Petit", "Sophie Bernard", "Luc Moreau")


@pytest.mark.parametrize(
    "name",
    ["Intervenant", "Traité par", "Traitant", "Agent traitant", "Gestionnaire", "Instructeur", "assigned_to", "processor_id",
     "responsible", "handled_by", "Matricule", "Saisi par"],
)  # fmt: skip
@pytest.mark.parametrize("written", ["{0}", "{0}.0", "E{0}"])
def test_names_of_columns_of_agents(parse, name, written):
    found = parse(f"Dossier;Étape;Date;{name}", rows_with(lambda c, k: written.format(10861 + (c + k) % 5)))
    assert found.columns.get("resource") == name
    assert "amount" not in found.columns
    assert "10861" in {value.lstrip("E") for value in found.values("resource_name")}


def test_who_acts_rather_than_who_owns_the_case(parse):
    header = "Dossier;Étape;Date;Responsable;Intervenant;Service"
    rows = rows_with(lambda c, k: NAMES[c % 4], lambda c, k: NAMES[(c + k) % 4], lambda c, k: ("Accueil", "Finances")[k % 2])
    assert parse(header, rows).columns["resource"] == "Intervenant"
    swapped = parse(header.replace("Intervenant", "Agents").replace("Responsable", "Gestionnaire"), rows)
    assert swapped.columns["resource"] == "Agents"


def test_names_under_a_title_that_sounds_like_a_service_are_people(parse):
    found = parse("Dossier;Étape;Date;Chef de service", rows_with(lambda c, k: NAMES[(c + k) % 4]))
    assert "role" not in found.columns
    assert found.columns["resource"] == "Chef de service"


def test_applicants_do_not_act(parse):
    found = parse("Dossier;Étape;Date;Demandeur", rows_with(lambda c, k: NAMES[c % 4]))
    assert "resource" not in found.columns


@pytest.mark.parametrize("header", ["Direction;Service", "Service;Equipe", "org:role;org:group"])
def test_the_finer_group_where_work_moves_within_the_coarser(parse, header):
    finer = ("A1", "A2", "B1", "B2")
    rows = rows_with(lambda c, k: finer[k][0], lambda c, k: finer[k], lambda c, k: f"p{finer[k]}{c % 3}")
    assert parse(f"Dossier;Étape;Date;{header};Agent", rows).columns["role"] == header.split(";")[1]


def test_the_coarser_group_stays_where_the_other_names_single_people_or_crosses_it(parse):
    alone = rows_with(lambda c, k: "AB"[k // 2], lambda c, k: f"g{k}", lambda c, k: f"p{k}")
    assert parse("Dossier;Étape;Date;org:role;org:group;Agent", alone).columns["role"] == "org:role"
    crossing = rows_with(lambda c, k: "AB"[k // 2], lambda c, k: f"g{(c + k) % 3}", lambda c, k: f"p{(c * 5 + k) % 7}")
    assert parse("Dossier;Étape;Date;org:role;org:group;Agent", crossing).columns["role"] == "org:role"


# ------------------------------------------------------------------------------------------------ labels beside codes


def sampled(engine, columns):
    names = tuple(columns)
    rows = " union all ".join(
        "select " + ", ".join(f"'{columns[name][k]}' as c{place}" for place, name in enumerate(names))
        for k in range(len(columns[names[0]]))
    )
    table = Table("csv", f"({rows})", names)
    return profiles(engine, table)


@pytest.mark.parametrize("codes", [("A01", "A02", "B10"), ("1", "2", "3"), ("1.0", "2.0", "3.0"), ("01_HOOFD_010", "01_HOOFD_020", "X_3")])
def test_the_label_beside_a_code(engine, codes):
    of = dict(zip(codes, ("Dépôt", "Contrôle des pièces", "Visa"), strict=True))
    told = [code for code, _ in zip(cycle(codes), range(30), strict=False)]
    looked_at = sampled(engine, {"code": told, "n": [str(k) for k in range(30)], "libellé": [of[code] for code in told]})
    assert label_beside(engine, looked_at, "code") == "libellé"
    assert label_beside(engine, looked_at, "libellé") is None
    assert label_beside(engine, looked_at, "code", {"libellé"}) is None


def test_no_label_where_the_words_say_something_else(engine):
    told = [str(k % 3) for k in range(30)]
    looked_at = sampled(engine, {"code": told, "canal": [("Internet", "Papier", "Guichet")[(k // 3) % 3] for k in range(30)]})
    assert label_beside(engine, looked_at, "code") is None


@pytest.mark.parametrize(("heading", "codes"), [
    ("etape", ("10", "20", "30", "99")), ("ACT_ID_", ("UT_1", "UT_2", "UT_3", "UT_9")), ("status", ("INIT", "COU", "VIS", "END")),
])  # fmt: skip
def test_steps_are_named_by_the_label_beside_their_code(parse, heading, codes):
    of = dict(zip(STEPS, codes, strict=True))
    rows = [(case, of[name], name, time) for case, name, time in rows_with()]
    found = parse(f"Dossier;{heading};x7;Date", rows)
    assert (found.columns["activity"], set(found.values("activity_name"))) == ("x7", set(STEPS))
    assert parse(f"Dossier;{heading};x7;Date", rows, activity=heading).columns["activity"] == heading


def test_steps_of_an_xes_log_are_named_in_a_language_that_is_read(parse):
    of = dict(zip(STEPS, ("01_HOOFD_010", "01_HOOFD_015", "01_HOOFD_020", "08_AWB45_005"), strict=True))
    rows = [(case, of[name], f"stap {name.lower()} x", name, time) for case, name, time in rows_with()]
    found = parse("case:concept:name;concept:name;activityNameNL;activityNameEN;time:timestamp", rows)
    assert (found.columns["activity"], set(found.values("activity_name"))) == ("activityNameEN", set(STEPS))


def test_codes_that_share_a_label_stay_steps_of_their_own(parse):
    of = dict(zip(STEPS, ("A10", "A20", "A30", "A99"), strict=True))
    label = {name: "Avis demandé" if k in (1, 2) else name for k, name in enumerate(STEPS)}
    rows = [(case, of[name], label[name], time) for case, name, time in rows_with()]
    found = parse("Dossier;etape;x7;Date", rows)
    assert found.columns["activity"] == "x7 + etape"
    assert set(found.values("activity_name")) == {f"{label[name]} – {code}" for name, code in of.items()}
    assert parse("Dossier;etape;x7;Date", rows, activity="x7 + etape").values("activity_name") == found.values("activity_name")
    assert parse("Dossier;etape;x7;Date", rows, activity="etape").columns["activity"] == "etape"


def test_a_phase_beside_the_codes_is_no_label(parse):
    steps = [f"A{k}" for k in range(8)]
    rows = [(f"D{c}", code, ("Instruction", "Décision")[k // 4], at(c, k)) for c in range(12) for k, code in enumerate(steps)]
    assert parse("Dossier;etape;x7;Date", rows).columns["activity"] == "etape"


def test_services_are_named_by_their_label(parse):
    of = {"S1": "Accueil", "S2": "Finances"}
    found = parse("Dossier;Étape;Date;Service;Libellé du poste", rows_with(lambda c, k: f"S{1 + k % 2}", lambda c, k: of[f"S{1 + k % 2}"]))
    assert set(found.values("role_name")) == {"Accueil", "Finances"}


# ------------------------------------------------------------------------------------------------ lifecycle


@pytest.mark.parametrize(
    ("word", "step"),
    [
        ("Début", Step.START), ("commencé", Step.START), ("DÉMARRÉE", Step.START), ("Démarrage", Step.START), ("started", Step.START),
        ("TaskStarted", Step.START), ("fin de la tâche", Step.END), ("Terminées", Step.END), ("COMPLETED", Step.END),
        ("Activity completed", Step.END), ("en cours", Step.PROGRESS), ("in-progress", Step.PROGRESS), ("InProgress", Step.PROGRESS),
        ("activated", Step.PROGRESS), ("suspendu", Step.MARK), ("Reprise", Step.MARK), ("ready", Step.MARK), ("reserved", Step.MARK),
        ("ASSIGNED", Step.MARK), ("pi_abort", Step.BREAK), ("Approved", None), ("", None), ("Awaiting customer", None),
    ],
)  # fmt: skip
def test_words_of_a_lifecycle(word, step):
    assert step_of(word) is step


def two_rows(begin, end, cases=6, steps=STEPS):
    return [
        (f"D{c}", name, at(c, k, minute), word)
        for c in range(cases) for k, name in enumerate(steps) for minute, word in ((0, begin), (20, end))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("Transition", "Commencé", "Terminée"), ("Type", "Début", "Fin"), ("Sens", "start", "COMPLETED"), ("lifecycle", "claimed", "done"),
        ("Statut", "En cours", "Clôturé"), ("événement", "Démarrage", "Achèvement"),
    ],
)  # fmt: skip
def test_two_rows_tell_one_execution_in_any_words(parse, name, begin, end):
    found = parse(f"Dossier;Étape;Date;{name}", two_rows(begin, end), activity="Étape")
    assert found.spans() == [(step, 20) for _ in range(6) for step in STEPS]


def test_an_end_written_before_its_start_of_the_same_moment(parse):
    rows = two_rows("start", "complete")
    rows[0:2] = [("D0", "Dépôt", at(0, 0), "complete"), ("D0", "Dépôt", at(0, 0), "start")]
    found = parse("Dossier;Étape;Date;Transition", rows)
    assert len(found.events) == 24
    assert found.spans()[0] == ("Dépôt", 0)
    assert "note_open_starts" not in found.notes


def test_an_unknown_word_between_start_and_end_is_a_mark(parse):
    rows = [row for first, second in zip(*[iter(two_rows("start", "complete"))] * 2, strict=True) for row in
            (first, (*first[:2], first[2][:-2] + "05", "tamponné"), second)]  # fmt: skip
    found = parse("Dossier;Étape;Date;lifecycle:transition", rows)
    assert {span for _, span in found.spans()} == {20}
    assert len(found.events) == 24
    assert found.notes["note_unknown_mark"] == {"words": "tamponné"}


def test_an_unknown_word_where_the_end_should_be_is_one(parse):
    rows = two_rows("start", "complete")
    rows[1::6] = [(*row[:3], "zzz") for row in rows[1::6]]
    found = parse("Dossier;Étape;Date;lifecycle:transition", rows)
    assert found.spans() == [(step, 20) for _ in range(6) for step in STEPS]
    assert found.notes["note_unknown_end"] == {"words": "zzz"}


def test_an_unknown_word_alone_in_its_step_is_an_event(parse):
    rows = [*two_rows("start", "complete"), ("D0", "Archivage", at(20, 0), "zzz")]
    found = parse("Dossier;Étape;Date;lifecycle:transition", rows)
    assert found.spans()[-1] == ("Archivage", None)
    assert len(found.events) == 25


def test_statuses_under_the_name_of_a_lifecycle_are_none(parse):
    states = {"Dépôt": "In Progress", "Contrôle": "Awaiting Assignment", "Visa": "Resolved", "Notification": "Closed"}
    rows = rows_with(lambda c, k: states[STEPS[k]])
    found = parse("Dossier;Étape;Date;lifecycle:transition", rows)
    assert len(found.events) == len(rows)
    assert "lifecycle" not in found.columns


def test_work_without_end_is_the_same_in_both_forms(parse):
    two = two_rows("start", "complete")
    del two[-1]
    by_rows = parse("Dossier;Étape;Date;Transition", two)
    one = [(*first[:3], second[2]) for first, second in zip(two[::2], [*two[1::2], ("", "", "", "")][: len(two[::2])], strict=True)]
    one[-1] = (*one[-1][:3], "")
    by_cells = parse("Dossier;Étape;Début;Fin", one)
    assert by_cells.spans() == by_rows.spans()
    assert by_cells.spans()[-1] == ("Notification", 0)
    assert (by_cells.notes["note_open_ends"], by_rows.notes["note_open_starts"]) == ({"count": 1}, {"count": 1})
    assert by_cells.reading.rows_refused == 0


def test_an_end_that_cannot_be_read_is_refused_all_the_same(parse):
    rows = [(*row[:3], at(0, 8)) for row in rows_with()]
    rows[3] = (*rows[3][:3], "demain")
    assert parse("Dossier;Étape;Début;Fin", rows).refusals == ["refused_time"]


# ------------------------------------------------------------------------------------------------ words for nothing


@pytest.mark.parametrize(
    "word", ["NULL", "NaN", "None", "\\N", "#N/A", "N/A", "n.c.", "NC", "-", "--", "(vide)", "EMPTY", "UNDEFINED", "Non renseigné",
             "#REF!", "#VALEUR!", "<NA>"]
)  # fmt: skip
def test_words_for_nothing_are_nothing(parse, word):
    rows = rows_with(lambda c, k: word if c % 3 == 0 else f"agent {k}", lambda c, k: word if k == 1 else ("Accueil", "", "Finances", "Paie")[k])
    rows[0] = (word, *rows[0][1:])
    rows[1] = (rows[1][0], word, *rows[1][2:])
    rows[2] = (*rows[2][:2], word, *rows[2][3:])
    found = parse("Dossier;Étape;Date;Agent;Service", rows)
    assert found.refusals == ["refused_no_case", "refused_no_activity", "refused_no_time"]
    assert set(found.values("resource_name")) == {None, *(f"agent {k}" for k in range(4))}
    assert set(found.values("role_name")) == {None, "Accueil", "Finances", "Paie"}


def test_words_for_nothing_do_not_hide_what_a_column_is(parse):
    rows = rows_with(lambda c, k: ("100", "NULL", "250", "n.c.", "#N/A")[(c + k) % 5])
    found = parse("Dossier;Étape;Date;Montant", rows)
    assert set(found.values("amount")) == {10000, 25000, None}
    assert "note_unread_amounts" not in found.notes


def test_a_word_for_nothing_far_below_the_sample(parse):
    rows = rows_with(lambda c, k: f"agent {k}", cases=6_000)
    rows[-1] = (*rows[-1][:3], "null")
    found = parse("Dossier;Étape;Date;Agent", rows)
    assert found.values("resource_name")[-1] is None


def test_codes_and_findings_that_look_like_words_for_nothing_stay(parse):
    found = parse(
        "Dossier;Étape;Date;Agent;Avis",
        rows_with(lambda c, k: ("AB", "NC", "JD", "NA")[(c + k) % 4], lambda c, k: ("C", "NC")[c % 3 == 0] if k == 2 else ""),
    )
    assert {"NC", "NA"} <= set(found.values("resource_name"))
    assert set(found.values("outcome_name")) == {"C", "NC", None}
    signs = parse("Dossier;Étape;Date;Résultat", rows_with(lambda c, k: "+" if (c + k) % 2 else "-"))
    assert set(signs.values("outcome_name")) == {"+", "-"}


def test_nobody_known_is_nobody_but_a_value_elsewhere(parse):
    found = parse("Dossier;Étape;Date;Agent;Canal", rows_with(lambda c, k: ("inconnu", "a1", "a2")[(c + k) % 3], lambda c, k: ("Inconnu", "Papier")[c % 2]))
    assert set(found.values("resource_name")) == {None, "a1", "a2"}
    assert set(found.values("channel_name")) == {"Inconnu", "Papier"}


def test_no_group_of_nothing_when_a_log_is_split(engine, tmp_path):
    from procmap.reading import split_values

    path = tmp_path / "log.csv"
    rows = rows_with(lambda c, k: ("NULL", "Accueil", "Finances")[c % 3])
    path.write_text("\n".join(["Dossier;Étape;Date;Service", *(";".join(row) for row in rows)]), encoding="utf-8")
    assert {value.written for value in split_values(path, ReadingOptions(by="Service"), engine)} == {"Accueil", "Finances"}


# ------------------------------------------------------------------------------------------------ spoiled numbers, blanks


def test_whole_numbers_written_as_floats_are_one_with_those_that_are_not(parse):
    rows = [(f"{1 + c}.0" if (c + k) % 2 else str(1 + c), name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    found = parse("Dossier;Étape;Date", rows)
    assert set(found.values("case_name")) == {str(1 + c) for c in range(12)}
    assert found.notes["note_whole_numbers"]["column"] == "Dossier"
    versions = [(f"{1 + c}.{c % 2}", name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    assert "1.0" in parse("Dossier;Étape;Date", versions, case="Dossier").values("case_name")


def test_whole_floats_are_numbers_of_cases_only_under_a_name_that_says_so(parse):
    rows = [(f"D{c}", name, at(c, k), f"{100 + 3 * c + k % 2}.0") for c in range(12) for k, name in enumerate(STEPS)]
    assert parse("x;y;z;Durée", rows).columns["case"] == "x"


def test_rounded_case_numbers_are_an_error_that_says_what_to_do(parse):
    rows = [(f"2,0240{c % 2}E+11", name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    with pytest.raises(ProcmapError, match="rounded_ids") as caught:
        parse("Dossier;Étape;Date", rows)
    assert "Dossier" in words("fr").error(caught.value)


@pytest.mark.parametrize("odd", ["Visa\u200b du chef", "Visa\u00a0du chef", "Visa\u202fdu chef", "Visa  du chef", "\ufeffVisa du\u00ad chef", "Visa du\u2003chef"])
def test_labels_that_differ_in_blanks_nobody_sees_are_one(parse, odd):
    rows = rows_with(steps=("Dépôt", "Visa du chef", "Notification"))
    rows[1] = (rows[1][0], odd, *rows[1][2:])
    rows[4] = (rows[4][0] + "\u200d", *rows[4][1:])
    found = parse("Dossier;Étape;Date", rows)
    assert set(found.values("activity_name")) == {"Dépôt", "Visa du chef", "Notification"}
    assert len(set(found.values("case_name"))) == 12
    assert found.reading.notes[0][0] == "reading.note_joined_spellings"
    assert "note_joined_spellings" in found.notes


def test_blanks_that_all_rows_write_alike_stay(parse):
    found = parse("Dossier;Étape;Date", rows_with(steps=("Dépôt n°\u00a01", "Visa  du chef")))
    assert set(found.values("activity_name")) == {"Dépôt n°\u00a01", "Visa  du chef"}
    assert not found.notes


def test_two_columns_of_one_name_are_told(parse):
    found = parse("Dossier;Étape;Date;Note;Note", rows_with(lambda c, k: c, lambda c, k: k))
    assert found.notes["note_double_names"] == {"columns": "Note"}


# ------------------------------------------------------------------------------------------------ amounts and conditions


@pytest.mark.parametrize(
    ("values", "cents"),
    [
        (["100,50", "100.50"], [10050, 10050]),
        (["1,5E+03", "2,5"], [150000, 250]),
        (["(100,50)", "30,50"], [-10050, 3050]),
        (["100,50-", "30,50 €-"], [-10050, -3050]),
        (["10 k€", "12,50"], [1000000, 1250]),
        (["1,5 M€", "12,50 €"], [150000000, 1250]),
        (["1010 € (3 lots)", "12 € HT"], [101000, 1200]),
        (["3 lots à 1010 €", "12,50"], [None, 1250]),
        (["1'234,50", "1’234,50"], [123450, 123450]),
        (["1.234.567", "1.000"], [123456700, 100000]),
        (["1.234,5", "1.234"], [123450, 123400]),
        (["1,234.5", "1,234"], [123450, 123400]),
        (["EUR 12,50", "R$ 12"], [1250, 1200]),
    ],
)
def test_any_writing_of_an_amount(parse, values, cents):
    rows = [(n, "a", "2024-01-31", value) for n, value in enumerate(values)]
    found = parse("dossier;étape;date;montant", rows, amount="montant", case="dossier", activity="étape")
    assert found.values("amount") == cents
    assert ("note_unread_amounts" in found.notes) == (None in cents)


def test_an_amount_that_reads_two_ways_is_told(parse):
    rows = [(n, "a", "2024-01-31", value) for n, value in enumerate(["1.234", "5.678"])]
    found = parse("dossier;étape;date;montant", rows, amount="montant")
    assert found.notes["note_doubtful_amounts"] == {"column": "montant", "value": "1.234"}


AMOUNTS = ("1.007", "(2.000)", "950", "3.000", "1.000.000", "12.500")


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("Montant > 1000", "0345"), ("Montant <= 950", "12"), ("Montant = 3000", "3"), ("Montant < 0", "1"), ("Montant != 3000", "01245"),
        ("Montant >= 12500", "45"), ("Date <= 2024-01-09", "01"), ("Date < 2024-01-09", "0"), ("Date = 2024-01-09", "1"),
        ("Date > 09/01/2024", "2345"), ("Date >= 2024-01-09", "12345"), ("Date != 2024-01-09", "02345"),
        ("Montant >= 3.000,00", "345"), ("Montant >= 3 000,00 €", "345"), ("Montant >= 3\u202f000 EUR", "345"), ("Montant >= 3 k€", "345"),
        ("Montant < (1.000,00)", "1"), ("Montant = 3,000.00", "3"), ("Montant <= \u22122000", "1"), ("Montant = € 950", "2"),
        ("Date > 9 janvier 2024", "2345"), ("Date = mardi 9 janv. 2024", "1"), ("Date = 9/1/2024", "1"), ("Date < 09.01.2024", "0"),
        ("Date >= 09-Jan-2024", "12345"), ("Date <= 09/01/24", "01"), ("Date = le 9 janvier 2024", "1"), ("Date > 2024/01/09", "2345"),
    ],
)  # fmt: skip
def test_conditions_read_amounts_and_days_as_the_rest_does(parse, condition, kept):
    rows = [(f"D{c}", name, at(c, k), AMOUNTS[c]) for c in range(6) for k, name in enumerate(STEPS)]
    found = parse("Dossier;Étape;Date;Montant", rows, where=(condition,))
    assert "".join(sorted({name[1:] for name in found.values("case_name")})) == kept


@pytest.mark.parametrize(("condition", "kept"), [
    ("Lieu = Bureau 3", "3"), ("Lieu = 3 bis", ""), ("Lieu != 3 bis", "012345"), ("Version = 1.2.3", "012345"), ("Version != 1.2.3", ""),
])  # fmt: skip
def test_texts_with_digits_are_no_amounts_and_no_days(parse, condition, kept):
    rows = [(f"D{c}", name, at(c, k), f"Bureau {c}", "1.2.3") for c in range(6) for k, name in enumerate(STEPS)]
    if not kept:
        with pytest.raises(ProcmapError) as caught:
            parse("Dossier;Étape;Date;Lieu;Version", rows, where=(condition,))
        assert caught.value.key == "reading.nothing_left"
        return
    found = parse("Dossier;Étape;Date;Lieu;Version", rows, where=(condition,))
    assert "".join(sorted({name[1:] for name in found.values("case_name")})) == kept


def named_and_counted(parse, values, condition):
    """The places of the values whose case a condition keeps."""
    rows = [(f"D{c}", name, at(c, k), value) for c, value in enumerate(values) for k, name in enumerate(STEPS)]
    try:
        found = parse("Dossier;Étape;Date;Lieu", rows, where=(condition,))
    except ProcmapError as error:
        assert error.key == "reading.nothing_left"  # noqa: PT017 - another error is a failure of its own
        return ""
    return "".join(sorted({name[1:] for name in found.values("case_name")}))


PLACES = ("3", "Bureau 3", "Lot 3", "n° 3", "3 bis", "Bureau 4", "3ème étage", "4")
PRICES = ("3 €", "3 EUR", "€ 3", "3,00", "3 k€", "3 € TTC", "3 %", "4 euros", "env 3", "3 000 F CFP")
DELAYS = ("3 jours", "1 jour", "12 jours", "3 jour(s)", "3 mois", "3", "Jour 3")
HOUSES = ("3", "3 bis", "4 bis", "5 bis", "6 bis", "4")


@pytest.mark.parametrize(
    ("values", "condition", "kept"),
    [
        (PLACES, "Lieu = 3", "0"), (PLACES, "Lieu <> 3", "1234567"), (PLACES, "Lieu < 4", "0"), (PLACES, "Lieu >= 3", "07"),
        (PLACES, "Lieu = Bureau 3", "1"), (PLACES, "Lieu = 3 bis", "4"), (PLACES[1:], "Lieu > 0", "6"),
        (PRICES, "Lieu = 3", "012356"), (PRICES, "Lieu = 3000", "49"), (PRICES, "Lieu = 3 €", "012356"),
        (PRICES, "Lieu < 4", "012356"), (PRICES, "Lieu >= 4 €", "479"),
        (DELAYS, "Lieu = 3", "035"), (DELAYS, "Lieu > 2", "0235"), (DELAYS, "Lieu <> 3", "1246"), (DELAYS, "Lieu = 3 jours", "0"),
        (HOUSES, "Lieu = 3", "0"), (HOUSES, "Lieu >= 3", "05"), (HOUSES, "Lieu = 4 bis", "2"),
    ],
)  # fmt: skip
def test_a_number_is_compared_with_cells_that_are_one_and_not_with_names(parse, values, condition, kept):
    assert named_and_counted(parse, values, condition) == kept


@pytest.mark.parametrize("condition", ["Montant >= beaucoup", "Montant > 3 dossiers", "Date > hier", "Date > 32/01/2024", "Date > 9 janvier"])
def test_a_comparison_with_neither_amount_nor_day_is_refused(parse, condition):
    rows = [(f"D{c}", name, at(c, k), AMOUNTS[c]) for c in range(6) for k, name in enumerate(STEPS)]
    with pytest.raises(ProcmapError) as caught:
        parse("Dossier;Étape;Date;Montant", rows, where=(condition,))
    assert caught.value.key == "reading.malformed_where"


@pytest.mark.parametrize("kind", ["case", "activity", "start"])
def test_the_only_dates_named_for_something_else_are_told_so(parse, kind):
    rows = [(f"D{c}", name, at(c, k)) for c in range(6) for k, name in enumerate(STEPS)]
    with pytest.raises(ProcmapError) as caught:
        parse("Dossier;Étape;Date", rows, **{kind: "Date"})
    assert (caught.value.key, caught.value.values["option"]) == ("reading.only_date_taken", f"--{kind}")


def test_no_column_is_the_time_where_dates_stand_among_other_words(parse):
    rows = [(f"D{c}", name, at(c, k) if k < 3 else f"vu {c}") for c in range(6) for k, name in enumerate(STEPS)]
    with pytest.raises(ProcmapError) as caught:
        parse("Dossier;Étape;Vu", rows, case="Dossier")
    assert caught.value.key == "reading.no_time_column"


def test_dates_that_cannot_be_read_are_told_so_though_another_column_is_named_by_hand(parse):
    rows = [(f"D{c}", name, "hier") for c in range(6) for name in STEPS]
    with pytest.raises(ProcmapError) as caught:
        parse("Dossier;Étape;Date", rows, case="Dossier")
    assert caught.value.key == "reading.no_readable_date"


@pytest.mark.parametrize("heading", ["N° BC", "Bordereau", "Courrier n°", "Nº de marché", "Numéro de titre", "Réf. courrier", "No engagement", "№ AR"])
def test_a_heading_that_names_the_number_of_a_document_is_no_guess(parse, heading):
    rows = [(f"x{c}", name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    found = parse(f"{heading};Étape;Date", rows)
    assert next((each.name, each.reason) for each in found.reading.columns) == (heading, "reading.chosen_by_name")
    assert "note_guessed_case" not in found.notes


@pytest.mark.parametrize("heading", ["Objet", "N° fournisseur", "Id commune", "Code", "xy", "N°2", "Type de courrier"])
def test_any_other_heading_of_what_is_taken_for_the_case_is_one(parse, heading):
    rows = [(f"x{c}", name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    assert "note_guessed_case" in parse(f"{heading};Étape;Date", rows).notes


def test_the_order_of_the_rows_says_which_number_of_a_document_is_the_case(parse):
    rows = [(f"m{(c * 7 + k * 3) % 5}", f"x{c}", name, at(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    assert parse("N° marché;N° BC;Étape;Date", rows).columns["case"] == "N° BC"


@pytest.mark.parametrize(("marked", "ended"), [("ASSIGNED", "COMPLETED"), ("created", "closed")])
def test_a_step_that_is_given_and_then_done_is_one_step(parse, marked, ended):
    rows = [(f"D{c}", name, word, at(c, k, minute)) for c in range(12) for k, name in enumerate(STEPS)
            for word, minute in ((marked, 0), (ended, 25))]  # fmt: skip
    found = parse("Dossier;task;event;Date", rows)
    assert (found.columns["lifecycle"], found.spans()) == ("event", [(name, None) for _ in range(12) for name in STEPS])


def test_yes_and_no_with_accents_are_no_outcome_under_a_name_that_says_none(parse):
    rows = rows_with(lambda c, k: ("Sí", "No")[(c + k * k) % 3 == 0])
    assert "outcome" not in parse("Expediente;Trámite;Fecha;Telemático", rows).columns
