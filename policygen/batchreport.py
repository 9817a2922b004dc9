"""Report what became of many institutions, as a table for a spreadsheet and as a page to read.

Rows are written as they come, so that a long run needs no memory for them; both files take their places at the end.
"""

from __future__ import annotations

import html
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from policygen.batching import Outcome, Result
from policygen.counting import counted
from policygen.errors import WorkspaceError
from policygen.tables import csv_row, csv_table
from policygen.writing import STAGED

NAMES = ("batch.csv", "batch.html")
"""The files of a report."""
_HEADING = ("folder", "result", "reason", "open items", "to settle before approval")

_TOP = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Policies made</title>
<style>
:root { color-scheme: light dark }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
h1 { font-size: 1.5rem; margin-bottom: .25rem }
table { border-collapse: collapse; margin-top: 1.5rem; width: 100% }
th, td { border-bottom: 1px solid #8886; overflow-wrap: anywhere; padding: .45rem .75rem .45rem 0; text-align: left;
  vertical-align: top }
th { border-bottom: 2px solid }
th:first-child { width: 22% }
th:last-child { white-space: nowrap }
td:nth-child(2) { white-space: nowrap }
.refused td:nth-child(2), .incomplete td:nth-child(2) { font-weight: bold }
ul { margin: 0; padding-left: 1.1rem }
p.why { margin: 0; white-space: pre-line }
</style>
</head>
<body>
<main>
<h1>Policies made</h1>
"""
_END = "</tbody>\n</table>\n</main>\n</body>\n</html>\n"


class Report:
    """A report that is being written."""

    def __init__(self, table: TextIO, rows: TextIO) -> None:
        self.table, self.rows = table, rows
        self.counts: Counter[Result] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Write down what became of an institution."""
        self.counts[outcome.result] += 1
        items = outcome.open_items
        row = (str(outcome.folder), outcome.result.value, outcome.reason, str(len(items)), "\n".join(items))
        self.table.write(csv_row(row))
        self.rows.write(_row(outcome))

    def in_words(self, *, stopped: bool = False) -> str:
        """Sum the report up in a sentence."""
        parts = ", ".join(f"{self.counts[result]:,} {result}" for result in Result)
        told = f"{counted(self.counts.total(), 'institution', 'institutions')}: {parts}."
        return f"{told} The run was stopped before its end." if stopped else told


@contextmanager
def reporting(folder: Path, stopped: list[bool]) -> Iterator[Report]:
    """Write a report into a folder; it is put in place when the run ends, even if it ends in a failure.

    ``stopped`` holds something once the run was stopped. Raises WorkspaceError when the report cannot be written.
    """
    table, page, rows = (folder / f"{name}{STAGED}" for name in (*NAMES, "batch-rows"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _fresh(table) as csv_file, _fresh(rows) as row_file:
            report = Report(csv_file, row_file)
            csv_file.write("\ufeff" + csv_table(_HEADING, ()))  # a spreadsheet takes it as UTF-8 by this mark
            try:
                yield report
            except BaseException:
                stopped.append(True)
                if report.counts:
                    _put(report, (table, page), row_file, stopped=True)
                raise
            _put(report, (table, page), row_file, stopped=bool(stopped))
    except OSError as error:
        says = f"The report in {folder} cannot be written: {error.strerror or error}."
        raise WorkspaceError(f"{says} The policies made so far stand in their folders.") from error
    finally:
        for each in (table, page, rows):
            with suppress(OSError):
                each.unlink(missing_ok=True)


def _put(report: Report, staged: tuple[Path, Path], rows: TextIO, *, stopped: bool) -> None:
    """Finish both files and put them in their places."""
    report.table.close()
    rows.seek(0)
    _write_page(staged[1], report.in_words(stopped=stopped), rows)
    for path in staged:
        path.replace(path.with_name(path.name.removesuffix(STAGED)))


def _fresh(path: Path) -> TextIO:
    path.unlink(missing_ok=True)  # a link that somebody laid there is not written through
    return path.open("x+", encoding="utf-8", errors="replace", newline="")


def _write_page(page: Path, summary: str, rows: TextIO) -> None:
    heading = "".join(f'<th scope="col">{title}</th>' for title in ("Folder", "Result", "Reason", "Open items"))
    with _fresh(page) as file:
        file.write(f"{_TOP}<p>{html.escape(summary)}</p>\n<table>\n<thead><tr>{heading}</tr></thead>\n<tbody>\n")
        shutil.copyfileobj(rows, file)
        file.write(_END)


def _row(outcome: Outcome) -> str:
    why = f'<p class="why">{html.escape(outcome.reason)}</p>' if outcome.reason else ""
    items = "".join(f"<li>{html.escape(item)}</li>" for item in outcome.open_items)
    listed = f"<details><summary>{len(outcome.open_items)}</summary><ul>{items}</ul></details>" if items else "0"
    cells = (html.escape(str(outcome.folder)), outcome.result.value, why, listed)
    return f'<tr class="{outcome.result}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
