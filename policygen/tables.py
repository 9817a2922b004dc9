"""Write tables that open safely in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What spreadsheets calculate, whatever blank stands before it; some take the wide letters of East Asia too."""


def csv_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows under a heading as CSV; a cell that a spreadsheet would calculate is kept as text."""
    return _line(heading) + "".join(map(csv_row, rows))


def csv_row(cells: Sequence[str]) -> str:
    """Write one row of a table that is written as it grows, safe in the same way."""
    return _line([safe_cell(cell) for cell in cells])


def safe_cell(cell: str) -> str:
    """Put an apostrophe before a cell that begins like a formula; line ends become plain, or they would end the row."""
    plain = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{plain}" if _STARTS_A_FORMULA.match(plain) else plain


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
