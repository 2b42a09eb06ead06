"""rejected_rows.csv: which rows of the source were refused, where, and why; made to be opened in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from procmap.language import words

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet run a cell, also full-width (OWASP, CSV injection)."""


def rejected_rows_csv(rows: Iterable[tuple[int, str, str, str]], *, language: str) -> str:
    r"""The refused rows as CSV with semicolons, to be written as UTF-8 with newline="".

    Args:
        rows: Source line, column, value (already masked where it concerns a person) and reason of each.
        language: Of the heading.

    Returns:
        Text with a byte order mark and \r\n line ends, as French and English spreadsheets expect.
    """
    w = words(language)
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([w("report.rows.line"), w("report.rows.column"), w("report.rows.value"), w("report.rows.reason")])
    for line, column, value, reason in rows:
        writer.writerow([line, safe_cell(column), safe_cell(value), safe_cell(reason)])
    return text.getvalue()


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    text = text.replace("\x00", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip(" \u00a0").startswith(_FORMULA) else text
