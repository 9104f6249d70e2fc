"""Write tables for spreadsheets: in this one place, so that nothing which people wrote is calculated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

# What spreadsheets take for the beginning of a formula.
_FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def table_of(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV below the names of their columns, a line each.

    Text that a spreadsheet would calculate gets an apostrophe in front, which shows it as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])
    return out.getvalue()


def cell(value: object) -> str:
    """A value in one line, and no formula."""
    text = " ".join(str(value).splitlines()).strip("\0")
    calculated = text.lstrip().startswith(_FORMULAS) and not isinstance(value, int | float)
    return f"'{text}" if calculated else text
