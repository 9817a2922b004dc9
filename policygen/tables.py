"""Write tables that open safely in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows under a heading as CSV; a cell that a spreadsheet would calculate is kept as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def safe_cell(cell: str) -> str:
    """Put an apostrophe before a cell that begins like a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
