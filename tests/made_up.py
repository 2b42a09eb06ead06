"""Made-up procedures of offices, and tables that are no log: what tests of reading write to files."""

# ruff: noqa: E501 - tables read best in long lines

import csv
import datetime as dt
import io
import random
import zlib
from dataclasses import dataclass

BEGIN = dt.datetime(2023, 2, 1, 8, 30)
FRENCH = "%d/%m/%Y %H:%M"


@dataclass(frozen=True)
class Step:
    """One event of a made-up procedure."""

    case: str
    label: str
    time: dt.datetime
    agent: str
    service: str


PROCEDURES = {
    "leave": (["Saisie du congé", "Avis N+1", "Retour à l’agent", "Validation RH", "Clôture"], ["Équipe", "Encadrement", "RH"]),
    "notice": (["Draft notice", "Proofread", "Send back", "Sign notice", "Post notice"], ["Clerks", "Secretariat", "Board office"]),
    "care": (["Demande d’allocation", "Pièces manquantes", "Évaluation à domicile", "Commission", "Notification"],
             ["Guichet", "Équipe médico-sociale", "Présidence"]),
    "archive": (["Versement", "Tri", "Cotation", "Rangement"], ["Versant", "Magasin"]),
}  # fmt: skip
"""Steps and services; a case runs through the steps, with loops back over the first three."""

AGENTS = ("Odile Kermadec", "Basile Toutain", "Perrine Lescoat", "Yannick Auffret", "Maud Gicquel")
HOSTILE = ('Avis "réservé"; suite', "Visa\nsecond feuillet", "= Clôture, <fin> & 'suite'")


def procedure(name="leave", cases=12, seed=1, numbers="R-{:04d}", *, hostile=False):
    """The events of a procedure in the order in which they happened; several cases run at once, no two events share a moment."""
    chance = random.Random(f"{name} {seed}")
    labels, services = PROCEDURES[name]
    labels = [*labels[:-3], *HOSTILE] if hostile else labels
    found, begin, taken = [], BEGIN, set()
    for number in range(1, cases + 1):
        begin += dt.timedelta(hours=chance.randint(1, 30))
        time, place = begin, 0
        while place < len(labels):
            while time in taken:
                time += dt.timedelta(minutes=1)
            taken.add(time)
            found.append(Step(numbers.format(number), labels[place], time, chance.choice(AGENTS), services[place % len(services)]))
            place = place - 1 if place in (1, 2) and chance.random() < 0.2 else place + 1
            time += dt.timedelta(hours=chance.randint(2, 60), minutes=chance.randint(1, 59))
    return sorted(found, key=lambda step: step.time)


def table(head, rows, separator=";", end="\n"):
    """A text table; cells that need quotes have them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerows([head, *rows])
    return text.getvalue()


NAMES = [f"{first} {last}" for last in ("Kermadec", "Toutain", "Lescoat", "Auffret", "Gicquel", "Morvan", "Hascoët", "Le Guen")
         for first in ("Odile", "Basile", "Perrine", "Yannick", "Maud")]  # fmt: skip
"""Forty people."""


def day(chance, first=2024, years=2):
    """A day as an office writes it."""
    return (dt.date(first, 1, 1) + dt.timedelta(days=chance.randrange(365 * years))).strftime("%d/%m/%Y")


def not_logs(seed=0, rows=60):
    """Tables that are no log: (header, rows) by what they are. Each names people."""
    chance = random.Random(seed)
    people = [chance.choice(NAMES) for _ in range(rows)]
    pick = chance.choice
    town = ["Plouha", "Lanvollon", "Tréguier", "Pontrieux"]
    services = ["Voirie", "Urbanisme", "État civil", "Finances"]
    euros = [f"{chance.randint(100, 900)},{chance.randint(10, 99)}" for _ in range(rows)]
    months = ["Janvier", "Février", "Mars", "Avril", "Mai"]
    several = range(rows)
    return {
        "staff": (["Nom", "Prénom", "Né le", "Date d'entrée", "Service"],
                  [[p.split(" ", 1)[1], p.split()[0], day(chance, 1965, 30), day(chance, 2005, 18), pick(services)] for p in people]),
        "staff with number": (["Matricule", "Agent", "Date de naissance", "Entrée le", "Sortie le", "Grade"],
                              [[f"M{k:05d}", p, day(chance, 1965, 30), day(chance, 2005, 9), day(chance, 2015, 9), pick("ABC")]
                               for k, p in enumerate(people)]),
        "addresses": (["Civilité", "Nom", "Prénom", "Adresse", "Code postal", "Ville"],
                      [[pick(["M.", "Mme"]), p.split(" ", 1)[1], p.split()[0], f"{chance.randint(1, 90)} rue du Port", "22580", pick(town)]
                       for p in people]),
        "directory": (["Name", "Office", "Job", "Phone", "E-mail"],
                      [[p, pick(services), pick(["Clerk", "Head"]), f"02 96 20 {k // 10:02d} {k % 100:02d}",
                        f"{p.lower().replace(' ', '.')}@exemple.fr"] for k, p in enumerate(people)]),
        "survey": (["Timestamp", "Service", "Are you satisfied?", "Is it clear?", "Remarks"],
                   [[f"{day(chance)} 10:{k % 60:02d}:11", pick(services), pick(["Yes", "No"]), pick(["Rather", "Not at all"]),
                     pick(["", f"Thanks to {p}"])] for k, p in enumerate(people)]),
        "budget": (["N° mandat", "Date", "Imputation", "Tiers", "Libellé", "Montant"],
                   [[2000 + k, day(chance), pick(["606", "611", "6135"]), p, pick(["Facture", "Remboursement"]), euros[k]]
                    for k, p in enumerate(people)]),
        "stock": (["Référence", "Désignation", "Quantité", "Emplacement", "Dernier inventaire", "Magasinier"],
                  [[f"A{k:04d}", pick(["Ramette", "Toner", "Stylo", "Chemise"]), chance.randint(0, 90), pick("ABCD"), day(chance), p]
                   for k, p in enumerate(people)]),
        "counts, people as rows": (["Agent", *months, "Total"],
                                   [[p, *(chance.randint(0, 30) for _ in months), chance.randint(60, 90)] for p in NAMES]),
        "counts, people as columns": (["Mois", *NAMES[:12]], [[month, *(chance.randint(0, 30) for _ in range(12))] for month in months * 3]),
        "dates, people as columns": (["Formation", *NAMES[:8]], [[f"Formation {k}", *(day(chance) for _ in range(8))] for k in several]),
        "contracts": (["N° contrat", "Agent", "Début", "Fin", "Type"],
                      [[f"C{k:03d}", p, day(chance, 2022), day(chance, 2025), pick(["CDD", "CDI"])] for k, p in enumerate(people)]),
        "contracts by person": (["Agent", "Type de contrat", "Date de début", "Date de fin"],
                                [[p, pick(["CDD", "CDI", "Vacation"]), day(chance, 2022), day(chance, 2025)] for p in people]),
        "one date": (["N° dossier", "Demandeur", "Objet", "Date de dépôt", "Montant", "État"],
                     [[f"D{k:05d}", p, pick(["Travaux", "Aide"]), day(chance), euros[k], pick(["Refusé", "Accepté", "En cours"])]
                      for k, p in enumerate(people)]),
        "opening hours": (["Site", "Jour", "Ouverture", "Fermeture", "Responsable"],
                          [[pick(town), jour, "09:00", "17:00", pick(NAMES)] for jour in ["Lundi", "Mardi", "Jeudi"] * 8]),
        "meetings": (["Date", "Heure", "Lieu", "Objet", "Président"],
                     [[day(chance), f"{chance.randint(9, 17)}h00", pick(["Salle A", "Salle B", "Mairie"]), pick(["Budget", "Travaux", "Écoles"]),
                       p] for p in people]),
        "meetings, English": (["Date", "Place", "Chair"], [[day(chance), pick(["Room A", "Room B", "Town hall"]), p] for p in people]),
        "invoices": (["N° facture", "Date", "Fournisseur", "Montant"], [[f"F{k:05d}", day(chance), p, euros[k]] for k, p in enumerate(people)]),
        "invoices, due": (["Number", "Date", "Supplier", "Amount", "Due date"],
                          [[f"I{k:05d}", day(chance), p, euros[k], day(chance, 2026)] for k, p in enumerate(people)]),
        "leave planning": (["Agent", "Service", "Du", "Au", "Motif"],
                           [[p, pick(services), day(chance), day(chance), pick(["Congé", "RTT", "Maladie"])] for p in people]),
        "phone calls": (["Date", "Heure", "Appelant", "Service", "Motif"],
                        [[day(chance), f"{chance.randint(8, 17)}:{chance.randint(10, 59)}", p, pick(services), pick(["Info", "Plainte"])]
                         for p in people]),
        "badges": (["Date", "Badge", "Porte", "Nom"],
                   [[f"{day(chance)} {chance.randint(8, 17)}:{chance.randint(10, 59)}", chance.randint(1, 15), pick(["Nord", "Sud", "Est"]), p]
                    for p in people]),
        "no header": (people[:3], [[pick(people), day(chance), pick(town)] for _ in several]),
        "vehicle log": (["Véhicule", "Date", "Conducteur", "Km", "Destination"],
                        [[f"AB-{100 + k % 7}-CD", day(chance), p, 1000 + 37 * k, pick(town)] for k, p in enumerate(people)]),
    }  # fmt: skip


DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MEANINGLESS = ["col1", "A", "X_12", "zz", "F7", "champ_3", "K", "v9", "rub", "Q2", "w", "t_00", "n5", "B", "col_9"]


def disguised(seed):
    """A planted procedure under headers that say nothing, with columns that distract: (header, rows, planted (case, step, time))."""
    chance = random.Random(seed)
    numbers = chance.choice(["R-{:04d}", "{}", "2024/{:03d}", "{:07d}"])
    steps = procedure(chance.choice(list(PROCEDURES)), chance.randint(3, 60), seed, numbers)
    cases = sorted({step.case for step in steps})
    labels = sorted({step.label for step in steps})
    form = chance.choice(["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d.%m.%y %H:%M"])
    town, year, urgent, euros, phone, owner = (
        {case: choose() for case in cases}
        for choose in (
            lambda: chance.choice(["Plouha", "Lanvollon", "Tréguier"]), lambda: chance.choice(["2023", "2024"]),
            lambda: chance.choice(["Oui", "Non"]), lambda: f"{chance.randint(10, 9000)},{chance.randint(10, 99)}",
            lambda: f"02 96 {chance.randint(10, 99)} {chance.randint(10, 99)} {chance.randint(10, 99)}", lambda: chance.choice(NAMES),
        )
    )  # fmt: skip
    kind = {label: chance.choice(["interne", "externe", "mixte"]) for label in labels}
    codes = {label: f"E{place:02d}" for place, label in enumerate(labels)}
    villages = [f"Ker{end}" for end in ("goat", "huon", "ity", "maria", "lann", "dreux", "bihan", "bras", "veur", "vilin", "saux", "zec", "nevez", "iliz")]
    columns = {
        "service": lambda step: step.service,
        "agent": lambda step: step.agent,
        "amount": lambda step: euros[step.case],
        "town": lambda step: town[step.case],
        "year": lambda step: year[step.case],
        "urgent": lambda step: urgent[step.case],
        "priority": lambda _: chance.choice(["1", "2", "3"]),
        "clock": lambda step: f"{step.time:%H:%M}",
        "yes": lambda _: chance.choice(["Oui", "Non"]),
        "comment": lambda step: chance.choice(["", "RAS", f"vu avec {owner[step.case]}", "à relancer la semaine prochaine sans faute"]),
        "mail": lambda step: step.agent.lower().replace(" ", ".") + "@exemple.fr",
        "phone": lambda step: phone[step.case],
        "owner": lambda step: owner[step.case],
        "kind": lambda step: kind[step.label],
        "room": lambda _: chance.choice(["Salle 1", "Salle 2", "Salle 3", "Salle 4"]),
        "week": lambda step: f"S{step.time:%W}",
        "weekday": lambda step: DAYS[step.time.weekday()],
        "month": lambda step: f"{step.time:%Y-%m} ",
        "line": lambda step: str(steps.index(step) + 1),
        "village": lambda _: chance.choice(villages),
        "code": lambda step: codes[step.label],
        "supplier": lambda step: f"Fournisseur {zlib.crc32(step.case.encode()) % 9}",
        "batch": lambda step: f"Lot {cases.index(step.case) // 4}",
        "alias": lambda step: f"ID{zlib.crc32(step.case.encode()):x}",
        "minutes": lambda _: str(chance.randint(1, 90)),
    }
    distracting = chance.sample(list(columns), chance.randint(0, 6))
    planted = {"case": lambda step: step.case, "step": lambda step: step.label, "time": lambda step: step.time.strftime(form)}
    order = [*planted, *distracting]
    chance.shuffle(order)
    head = chance.sample(MEANINGLESS, len(order))
    value = planted | {name: columns[name] for name in distracting}
    if form.count("%") == 3 and "clock" not in distracting:  # no two rows of a day are the same
        steps = list({(step.case, step.label, step.time.date()): step for step in steps}.values())
    if chance.random() < 0.5:
        steps.sort(key=lambda step: step.case)
    rows = [[value[name](step) for name in order] for step in steps]
    names = dict(zip(order, head, strict=True))
    whole = form.count("%") > 3 or "clock" in distracting
    events = [(step.case, step.label, step.time if whole else step.time.replace(hour=0, minute=0)) for step in steps]
    return head, rows, names, sorted(events)
