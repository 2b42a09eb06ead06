"""Dates that people write out: names of months and days, "le ... à 8 h 31", "9.15 Uhr", "a.m.", rewritten in digits.

The rules are regular expressions that the engine and Python read alike, so that what is recognised on a sample is what
the engine rewrites. They cost far more than reading digits: they run only where a sample shows such a value.
"""

from __future__ import annotations

import re
import unicodedata

from procmap.reading.table import quoted

MONTH_NAMES = {
    "01": "jan janv janvier january januar januari enero gennaio janeiro",
    "02": "fev feb fevr fevrier february februar februari febr febrero febbraio fevereiro",
    "03": "mar mars march marz maerz maart mrt mrz marzo marco",
    "04": "avr apr avril april abril aprile",
    "05": "mai may mei mayo maggio maio",
    "06": "juin jun june juni junio junho giugno",
    "07": "juil jul juillet july juli julio julho luglio",
    "08": "aout aug august augustus ago agosto",
    "09": "sep sept septembre september septiembre setiembre set settembre setembro",
    "10": "oct octobre october oktober okt octubre ottobre outubro out",
    "11": "nov novembre november noviembre novembro",
    "12": "dec decembre december dezember dez diciembre dic dicembre dezembro",
}
"""The months in French, English, German, Dutch, Spanish, Italian and Portuguese, without accents, and how they are cut short."""

_EVERY = " ".join(MONTH_NAMES.values()).split()

MONTHS = {
    name[: 4 if name.startswith(("juin", "juil")) else 3]: number for number, names in MONTH_NAMES.items() for name in names.split()
}
"""What the name of a month begins with."""

_REST = sorted({name[len(part) :] for name in _EVERY for part in MONTHS if name.startswith(part)} - {""}, reverse=True)
_MONTH = rf"({'|'.join(MONTHS)})(?:{'|'.join(_REST)})?\.?"
_DAY = (
    "lundi|lun|mardi|mercredi|mer|jeudi|jeu|vendredi|ven|samedi|sam|dimanche|dim|"
    "monday|mon|tuesday|tues|tue|wednesday|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday|sun|"
    "montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sonnabend|sa|sonntag|so|"
    "maandag|ma|dinsdag|woensdag|wo|donderdag|vrijdag|vr|zaterdag|za|zondag|zo|"
    "lunes|martes|miercoles|mie|jueves|jue|viernes|vie|sabado|sab|domingo|dom|"
    "lunedi|martedi|mercoledi|giovedi|gio|venerdi|sabato|domenica|(?:segunda|terca|quarta|quinta|sexta)-feira"
)
_GAP = r"(?:[ .,/'-]|del? |di )*"

BLANKS = "[ \t\u00a0\u202f\u2009]+"

NAMES: tuple[tuple[str, str], ...] = (
    ("^(?:le|du|on|am|il|el|op) ", ""),
    (r"\b(\d{1,2})(?:ᵉʳ|(?:er|st|nd|rd|th)\b)", r"\1"),
    (rf"^(?:{_DAY})(?:\.,? *|, *| )", ""),
    (r"^mar(?:\.,? *|, *| )(\d{1,2}(?: *-?[a-z]|[/.-]\d))", r"\1"),  # mardi, not March: its day and month follow
    (rf"^(\d{{1,2}}){_GAP}{_MONTH}{_GAP}(\d{{4}})", r"\3-\2-\1"),
    (rf"^(\d{{1,2}}){_GAP}{_MONTH}{_GAP}([0-6]\d)( |,|$)", r"20\3-\2-\1\4"),
    (rf"^(\d{{1,2}}){_GAP}{_MONTH}{_GAP}([7-9]\d)( |,|$)", r"19\3-\2-\1\4"),
    (rf"^{_MONTH}{_GAP}(\d{{1,2}})(?:, *| |-)(\d{{4}})", r"\3-\1-\2"),
    (rf"^(\d{{4}}){_GAP}{_MONTH}{_GAP}(\d{{1,2}})", r"\1-\2-\3"),
    (rf"^{_MONTH} (\d{{1,2}}) (\d{{1,2}}:\d{{2}}(?::\d{{2}})?) (\d{{4}})$", r"\4-\1-\2 \3"),  # as Unix prints a date
)
"""What is replaced by what, in order, in a text in lower case without accents; then come the numbers of months ..."""

CLOCKS: tuple[tuple[str, str], ...] = (
    (r"^(\d{4}-\d\d-)(\d)( |,|t|$)", r"\g<1>0\2\3"),
    (r"^([\d./-]{6,10})(?:,| -)? (?:a |at |um |om |alle |ore |as |a las |vers )?(\d)", r"\1 \2"),
    (r" (\d{1,2}) ?h(?:eures?)? ?(\d{2}) ?(?:minutes|min|mn|m|:|') ?(\d{2}) ?(?:sec|s)?( |$)", r" \1:\2:\3\4"),
    (r" (\d{1,2})(?: ?h(?:eures?)? ?|[.:])(\d{2}) ?(?:minutes|min|mn|m|u[hu]r)?( |$|[-+z])", r" \1:\2\3"),
    (r" (\d{1,2}) ?(?:h(?:eures?)?|u[hu]r)( |$|[-+z])", r" \1:00\2"),
    (r"(\d) ?([ap])\.? ?m\.?( |$)", r"\1 \2m\3"),
    (r" (\d{1,2}) ([ap]m)", r" \1:00 \2"),
    (r" (\d):", r" 0\1:"),
)
"""... and then these."""

UNNAMED = re.compile(r"\\g<(\d)>")
"""How Python writes a group that a digit follows: the engine takes one digit for the group in any case."""

_COMPILED = {pattern: re.compile(pattern, re.ASCII) for pattern, _ in (*NAMES, *CLOCKS)}

_HINT = re.compile(
    r"jan|feb|f[eé]v|m[aä][irsyz]|maa|mag|mei|mr[tz]|apr|avr|abr|ju[iln]|giu|lug|aug|ago|ao[uû]|sep|set|o[ck]t|ott|out|nov|d[eé][cz]|dic|"
    r"ene|gen|\d\s?h|\d\s?[ap]\.?\s?m|u[hu]r$|^(?:le|du|on|am|il|el|op|lun|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sun)",
    re.IGNORECASE,
)


def is_worded(value: str) -> bool:
    """Whether a text may be a date that is written out: a quick look, that rewriting then confirms."""
    return any(letter.isdigit() for letter in value) and _HINT.search(value) is not None


def in_digits(value: str) -> str:
    """A text as the engine rewrites it: see in_digits_sql."""
    parts = unicodedata.normalize("NFD", value.lower())
    text = "".join(letter for letter in parts if not unicodedata.combining(letter))
    text = re.sub(BLANKS, " ", text)
    for pattern, put in NAMES:
        text = _COMPILED[pattern].sub(put, text, count=1)
    for name, number in MONTHS.items():
        text = text.replace(f"-{name}-", f"-{number}-")
    for pattern, put in CLOCKS:
        text = _COMPILED[pattern].sub(put, text, count=1)
    return text.upper()


def in_digits_sql(text: str) -> str:
    """SQL of a date in digits: year first where the month has a name, else in the order written."""
    sql = f"regexp_replace(strip_accents(lower({text})), {quoted(BLANKS)}, ' ', 'g')"
    for pattern, put in NAMES:
        sql = _replaced(sql, pattern, put)
    for name, number in MONTHS.items():
        sql = f"replace({sql}, '-{name}-', '-{number}-')"
    for pattern, put in CLOCKS:
        sql = _replaced(sql, pattern, put)
    return f"upper({sql})"


def _replaced(sql: str, pattern: str, put: str) -> str:
    put = UNNAMED.sub(r"\\\1", put)
    return f"regexp_replace({sql}, {quoted(pattern)}, {quoted(put)})"
