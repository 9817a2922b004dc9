"""Write tables that open safely in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What spreadsheets calculate, whatever blank stands before it; some take the wide letters of East Asia too."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can hold; every member carries it, so that bytes repeat."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table of a workbook."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def csv_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows under a heading as CSV; a cell that a spreadsheet would calculate is kept as text."""
    return _line(heading) + "".join(map(csv_row, rows))


def csv_row(cells: Sequence[str]) -> str:
    """Write one row of a table that is written as it grows, safe in the same way."""
    return _line([safe_cell(cell) for cell in cells])


def xlsx_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets as an Excel workbook; every cell is text, and the same sheets give the same bytes."""
    from openpyxl import Workbook  # openpyxl would slow every command
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        for row in (sheet.head, *sheet.rows):
            page.append([_UNPRINTABLE.sub("", safe_cell(cell)) for cell in row])
        for cells in page.iter_rows():
            for cell in cells:
                cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for column, name in enumerate(sheet.head, 1):
            longest = max((len(row[column - 1]) for row in sheet.rows), default=0)
            page.column_dimensions[get_column_letter(column)].width = min(60, max(len(name), longest) + 2)
    book.properties.created = book.properties.modified = datetime(*_EPOCH[:3])
    out = io.BytesIO()
    book.save(out)
    return _with_fixed_dates(out.getvalue())


def zip_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack files so that the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, data)
    return out.getvalue()


def safe_cell(cell: str) -> str:
    """Put an apostrophe before a cell that begins like a formula; line ends become plain, or they would end the row."""
    plain = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{plain}" if _STARTS_A_FORMULA.match(plain) else plain


def _with_fixed_dates(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    moment = b"1980-01-01T00:00:00Z"
    fixed = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    return zip_of(
        (name, fixed.sub(rb"\g<1>" + moment, data) if name == "docProps/core.xml" else data) for name, data in files
    )


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
