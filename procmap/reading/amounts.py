"""Amounts: any writing of a number, by one reader wherever a number is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from procmap.engine import Engine

BLANKS = r"[\s\x{a0}\x{202f}\x{2009}\x{2007}\x{200a}\x{2005}''\x{2019}]"
"""What groups digits, besides commas and points; quotes doubled as in SQL."""

CURRENCY = r"(?:€|\$|£|EUROS?|EUR|CHF|USD|GBP|XPF|(?:F ?)?CFP)"

NUMBER = (
    rf"(?i)^(\(?)([-+]?)[^0-9(+-]{{0,6}}([-+]?)([0-9][0-9.,]*)(E[-+]?[0-9]{{1,3}})?"
    rf"((?:K|MDS?|M){CURRENCY}|K$|MDS?$|M$)?({CURRENCY}?)([-+]?)({CURRENCY}?)(\)?)(.*)$"
)
"""Signs and currency on either side, digits, exponent, thousands (k€) or millions (M€), words behind."""

PARTS = ("open", "before", "sign", "digits", "exponent", "scale", "unit", "behind", "unit2", "close", "words")

MEASURED = """
select count(*),
  count(*) filter (regexp_full_match(v, '-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?')),
  count(*) filter (regexp_matches(d, ',([0-9]{1,2}|[0-9]{4,})$|^0,|[0-9]{4},|[.].*,[0-9]+$')),
  count(*) filter (regexp_matches(d, '[.]([0-9]{1,2}|[0-9]{4,})$|^0[.]|[0-9]{4}[.]|,.*[.][0-9]+$')),
  count(*) filter (regexp_matches(d, ',[0-9]+,|[.][0-9]+,[0-9]{3},')),
  count(*) filter (regexp_matches(d, '[.][0-9]+[.]')),
  count(*) filter (regexp_matches(d, '^(0|[0-9]{4,})([.,]|$)')),
  min(v) filter (regexp_matches(d, '^[1-9][0-9]{0,2},[0-9]{3}$')),
  min(v) filter (regexp_matches(d, '^[1-9][0-9]{0,2}[.][0-9]{3}$'))
from (select v, regexp_extract({stripped}, '[0-9][0-9.,]*') as d from ({values}) where v is not null)
"""
"""Values, and how many: are plain; show a decimal comma, a decimal point; hold groups between several commas, several points;
are too long to be a first group; and one that reads as groups or decimals, with a comma, with a point."""


@dataclass(frozen=True)
class Writing:
    """How a column writes numbers.

    Attributes:
        plain: As a program writes them throughout the sample: digits, a point, an exponent.
        comma, point: Whether "1,234" and "1.234" are 1 and a fraction rather than 1234.
        doubtful: A value that reads both ways where nothing else in the column says which, else None.
    """

    plain: bool
    comma: bool
    point: bool
    doubtful: str | None = None


def writing_of(engine: Engine, values: str) -> Writing:
    """How the texts `v` of a SELECT write numbers: each settles its own signs where it can, the column the others."""
    total, plain, comma, point, commas, points, ungrouped, with_comma, with_point = engine.rows(
        MEASURED.replace("{values}", values).replace("{stripped}", _stripped("v"))
    )[0]
    comma_is_decimal = bool(comma) or (bool(ungrouped) and not point and not commas)
    point_is_decimal = bool(point) or (bool(ungrouped) and not comma and not points)
    doubtful = None
    if with_comma and not (comma or commas or point or ungrouped):
        doubtful = with_comma
    if with_point and not (point or points or comma or ungrouped):
        doubtful = with_point
    return Writing(plain == total and (point_is_decimal or not with_point), comma_is_decimal, point_is_decimal, doubtful)


def number(writing: Writing, text: str, kind: str) -> str:
    """SQL of the number that a text writes, as a decimal type; NULL where unreadable or too large.

    Args:
        writing: Of the column.
        text: SQL of the text.
        kind: The type, as "decimal(16, 2)".
    """
    quick = f"try_cast({text} as {kind})" if writing.plain else _usual(writing, text, kind)
    names = ", ".join(f"'{part}'" for part in PARTS)
    parts = f"list_transform([{_stripped(text)}], lambda s: regexp_extract(s, '{NUMBER}', [{names}]))"
    slow = f"list_transform({parts}, lambda p: try_cast({_plain(writing)} as {kind}))[1]"
    return f"coalesce({quick}, {slow})"


def _usual(writing: Writing, text: str, kind: str) -> str:
    """SQL of the number in the commonest writings, read ten times as fast: digits, one decimal sign, blanks, euros."""
    bare = f"regexp_replace(replace({text}, chr(8722), '-'), '{BLANKS}|€|EUR', '', 'g')"
    signs = [sign for sign, is_decimal in ((",", writing.comma), (".", writing.point)) if not is_decimal]
    allowed = " and ".join(["true", *(f"not contains({text}, '{sign}')" for sign in signs)])
    return f"case when {allowed} then try_cast(replace({bare}, ',', '.') as {kind}) end"


def _plain(writing: Writing) -> str:
    """SQL of the number in the parts `p`, as programs write it."""
    negative = "(p.open <> '' and p.close <> '') <> contains(p.before || p.sign || p.behind, '-')"
    exponent = "case upper(left(p.scale, 2)) when '' then p.exponent when 'MD' then 'e9' else case upper(left(p.scale, 1)) "
    exponent += "when 'K' then 'e3' else 'e6' end end"
    told = "p.scale || p.unit || p.unit2 <> '' or length(p.words) <= 5 and not regexp_matches(p.words, '[0-9]')"
    return f"""case when p.digits <> '' and ({told}) then
      case when {negative} then '-' else '' end || {_digits("rtrim(p.digits, '.,')", writing)} || {exponent} end"""


def _digits(digits: str, writing: Writing) -> str:
    """SQL of digits with a point for the decimals and nothing between groups; NULL where signs stand without sense."""
    both = f"contains({digits}, ',') and contains({digits}, '.')"
    comma_is_last = f"instr(reverse({digits}), ',') < instr(reverse({digits}), '.')"
    cases = [
        f"when {both} and {comma_is_last} then replace(replace({digits}, '.', ''), ',', '.')",
        f"when {both} then replace({digits}, ',', '')",
    ]
    for sign, is_decimal in ((",", writing.comma), (".", writing.point)):
        one = f"[{sign}]"
        read = f"replace({digits}, '{sign}', '{'.' if is_decimal else ''}')"
        cases += [
            f"when regexp_full_match({digits}, '[1-9][0-9]{{0,2}}{one}[0-9]{{3}}') then {read}",
            f"when regexp_full_match({digits}, '[0-9]{{1,3}}({one}[0-9]{{3}}){{2,}}') then replace({digits}, '{sign}', '')",
        ]
    return f"case {' '.join(cases)} else replace({digits}, ',', '.') end"


def cents(writing: Writing, text: str) -> str:
    """SQL of an amount in cents, rounded half away from zero; NULL where unreadable or of 10^14 and more."""
    return f"cast({number(writing, text, 'decimal(16, 2)')} * 100 as bigint)"  # beyond: NULL, times 100 still in range


def _stripped(text: str) -> str:
    return f"regexp_replace(replace({text}, chr(8722), '-'), '{BLANKS}', '', 'g')"
