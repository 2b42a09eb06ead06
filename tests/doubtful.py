"""Sources that leave something in doubt, each by the note of the reading that says it."""

# ruff: noqa: E501, ARG005 - tables of cases read best in long lines; columns are functions of case and step

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .workbooks import xlsx

STEPS = ("Dépôt", "Contrôle", "Visa", "Notification")


@dataclass(frozen=True)
class Doubtful:
    """A source, what is typed with it at first, and what stands for the words that a remedy leaves open."""

    text: bytes
    typed: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    ending: str = "csv"
    write: Callable | None = None

    def at(self, folder):
        """The source, written to a folder."""
        path = folder / f"source.{self.ending}"
        if self.write:
            self.write(path)
        else:
            path.write_bytes(self.text)
        return path


def moment(case, step, form="%Y-%m-%d %H:%M:%S"):
    """The time of a step, in the order of cases and steps."""
    return (dt.datetime(2024, 1, 8, 9) + dt.timedelta(days=case, hours=step)).strftime(form)


def table(header, rows, encoding="utf-8"):
    """A source with a separator that nothing else uses."""
    return "\n".join([header, *(";".join(map(str, row)) for row in rows)]).encode(encoding) + b"\n"


def rows(cases=12, form="%Y-%m-%d %H:%M:%S", more=lambda case, step: ()):
    """Cases that take the same four steps."""
    return [(f"D{c}", name, moment(c, k, form), *more(c, k)) for c in range(cases) for k, name in enumerate(STEPS)]


def events(header="Dossier;Étape;Date", **given):
    """A log of such cases."""
    return table(header, rows(**given))


def timed(times):
    """A log of one line a step, with these times."""
    return table("Dossier;Étape;Date", [(f"D{k // 2}", STEPS[k % 2], time) for k, time in enumerate(times)])


def _blocks():
    kept = [(row[0] if not k % 4 else "", *row[1:], f"V{k % 3}") for k, row in enumerate(rows())]
    return table("N° courrier;Étape;Date;Service", kept)


def _wide():
    lines = [(f"D{c}", *(moment(c, k) for k in range(4)), f"S{c % 3}") for c in range(24)]
    return table("N° délibération;Date saisine;Date visa;Date séance;Date publication;Service", lines)


def _series():
    lines = [(2022 + year, n, name, moment(40 * year + n, k)) for year in range(3) for n in range(1, 21) for k, name in enumerate(STEPS)]
    return table("Exercice;N°;Étape;Date", lines)


def _statuses():
    before = ("", *STEPS)
    lines = [(f"D{c}", before[k], name, moment(c, k)) for c in range(12) for k, name in enumerate(STEPS)]
    return table("Dossier;Ancien statut;Nouveau statut;Date", lines)


def _newest():
    lines = [(f"D{c}", name, moment(c, k // 2, "%d/%m/%Y %H:%M")) for c in range(20) for k, name in enumerate(STEPS)]
    return table("Dossier;Étape;Date", reversed(lines))


def _lifecycle(first, mark, last):
    words = [word for word in (first, mark, last) if word]
    return [(f"D{c}", name, moment(c, k) if at == 0 else f"{moment(c, k)[:-5]}{20 * at:02d}:00", word, word)
            for c in range(8) for k, name in enumerate(STEPS) for at, word in enumerate(words)]  # fmt: skip


def _unknown(place):
    lines = _lifecycle("start", None, "complete")
    lines = [(*row[:3], "zzz", row[4]) if k % 6 == place else row for k, row in enumerate(lines)]
    return table("Dossier;Étape;Date;lifecycle:transition;Transition bis", lines)


def _sheets(path):
    filled = [["Dossier", "Étape", "Date"], *([*row[:2], dt.datetime.fromisoformat(row[2])] for row in rows())]
    xlsx(path, {"Suivi": filled, "Archives": [["Dossier", "Acte", "Le"], *filled[1:9]]})


def _other_shape(path):
    path.write_bytes(events())
    path.with_name("procmap.toml").write_text('shape = "0123456789abcdef"\n[columns]\ncase = "Numéro"\n', encoding="utf-8")


AMOUNTS = {"--amount": "Autre montant"}
ZONES = {"--time-zone": "Europe/Athens"}
SOURCE = "ID;Email;Archivé;État du dossier;Dernière mise à jour le;Dernière mise à jour du dossier le;Déposé le;Passé en instruction le;Traité le"

DOUBTFUL = {
    "note_guessed_case": Doubtful(events("aa;bb;cc;dd", more=lambda c, k: (f"n{c}",)), named={"--case": "dd"}),
    "note_guessed_activity": Doubtful(events("aa;bb;cc;dd", more=lambda c, k: (f"n{k}",)), named={"--activity": "dd"}),
    "note_guessed_time": Doubtful(events("aa;bb;cc;dd", more=lambda c, k: (moment(c, k + 1),)), named={"--time": "dd"}),
    "note_several_columns": Doubtful(
        events("Dossier;Étape;Date;Horodatage", more=lambda c, k: (moment(c, k + 1),)), named={"--time": "Horodatage"},
    ),
    "note_ambiguous_dates": Doubtful(timed(["01/02/2024", "03/04/2024"] * 3)),
    "note_month_first": Doubtful(timed(["01/02/2024", "01/13/2024", "01/03/2024", "01/04/2024", "01/05/2024", "01/06/2024"])),
    "note_replaced_bytes": Doubtful(events() + b"D1;Visa \x81;2024-01-09 12:00:00\n", typed=("--encoding", "utf-8")),
    "note_sheet": Doubtful(b"", named={"--sheet": "Archives"}, ending="xlsx", write=_sheets),
    "note_other_shape": Doubtful(
        b"", named={"--case": "Dossier", "--activity": "Étape", "--time": "Date"}, write=_other_shape,
    ),
    "note_wide": Doubtful(_wide(), named={"--case": "N° délibération", "--activity": "Service", "--time": "Date visa"}),
    "note_one_moment": Doubtful(
        events("Dossier;Étape;Fait le;Extrait le", more=lambda c, k: ("2024-03-01 08:00:00",)),
        typed=("--time", "Extrait le"), named={"--time": "Fait le"},
    ),
    "note_blocks": Doubtful(_blocks(), named={"--case": "Service"}),
    "note_series": Doubtful(_series()),
    "note_newest_first": Doubtful(_newest()),
    "note_doubles": Doubtful(table("Dossier;Étape;Date", [*rows(), rows()[0]])),
    "note_status_changes": Doubtful(_statuses()),
    "note_utc": Doubtful(events(form="%Y-%m-%dT%H:%M:%SZ")),
    "note_mixed_offsets": Doubtful(
        timed(["2024-01-31T10:00:00+05:00", "2024-01-31T10:00:00-03:00", "2024-01-31T11:00:00+01:00"]), named=ZONES,
    ),
    "note_local_beside_offsets": Doubtful(timed(["2024-02-20T09:00:00Z", "2024-02-20 11:00:00"] * 2), named=ZONES),
    "note_utc_beside_offsets": Doubtful(
        timed(["2024-02-20T09:00:00Z", "2024-02-20T11:00:00+01:00", "2024-07-20T12:00:00+02:00"]), named=ZONES,
    ),
    "note_unread_starts": Doubtful(
        events("Dossier;Étape;Date;Début;Commencé", more=lambda c, k: ("hier" if c == 3 else moment(c, k), moment(c, k))),
        typed=("--start", "Début"), named={"--start": "Commencé"},
    ),
    "note_unread_amounts": Doubtful(
        events("Dossier;Étape;Date;Montant;Autre montant", more=lambda c, k: ("gratuit" if c == 3 else 12, 13)),
        typed=("--amount", "Montant"), named=AMOUNTS,
    ),
    "note_unread_deadlines": Doubtful(
        events("Dossier;Étape;Date;Échéance;Limite", more=lambda c, k: ("jamais" if c == 3 else moment(c + 9, 0), moment(c + 9, 0))),
        typed=("--deadline", "Échéance"), named={"--deadline": "Limite"},
    ),
    "note_doubtful_amounts": Doubtful(
        events("Dossier;Étape;Date;Montant;Autre montant", more=lambda c, k: ("1.234", 13)), typed=("--amount", "Montant"), named=AMOUNTS,
    ),
    "note_unknown_start": Doubtful(_unknown(0), named={"--lifecycle": "Transition bis"}),
    "note_unknown_end": Doubtful(_unknown(1), named={"--lifecycle": "Transition bis"}),
    "note_unknown_mark": Doubtful(
        table("Dossier;Étape;Date;lifecycle:transition;Transition bis", [
            (*row[:4], "complete" if row[3] == "tamponné" else row[3]) for row in _lifecycle("start", "tamponné", "complete")
        ]), named={"--lifecycle": "Transition bis"},
    ),
    "note_source": Doubtful(
        table(SOURCE, [(c, f"u{c}@ex.fr", "Non", "Accepté", *(moment(c, k) for k in range(5))) for c in range(1, 25)]),
        named={"--case": "ID", "--activity": "État du dossier", "--time": "Traité le"},
    ),
    "doubt_activity_of_case": Doubtful(
        events("Dossier;Étape;Date;Nature", more=lambda c, k: (f"N{c % 3}",)), typed=("--case", "Dossier", "--activity", "Nature"),
        named={"--case": "Dossier", "--activity": "Étape"},
    ),
}  # fmt: skip
"""One source for each note that asks, by the name of the note; of those on columns named by hand, whose words are the same, one."""
