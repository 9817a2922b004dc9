"""Read a table of institutions: a CSV file with a column for each question, and a row for each institution.

The heading is read first and refused as a whole when a column is wrong. Rows are read one at a time, and a row with
mistakes does not keep the others from being read.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from policygen.answerfile import missing, write_answers
from policygen.answers import Standard
from policygen.answertables import read_table
from policygen.errors import Problem, ProblemsFound
from policygen.library import Library
from policygen.questions import Questionnaire
from policygen.strictyaml import Value
from policygen.typos import did_you_mean

FOLDER, NAME = "folder", "org_name"
"""The column that names an institution's folder, and the one that its name is made from where that is empty."""

_FOLDER = re.compile(r"[a-z0-9-]{1,80}")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_MARK = re.compile(rb"# Made from a row of a table ([0-9a-f]{64})\. [^\n]*\n")
_LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class Row:
    """One institution of a table."""

    line: int
    """The line of the file on which it begins."""
    folder: str
    """The name of its folder; empty when it has none that can be used."""
    answers: bytes
    """The text of its answers file."""
    problems: tuple[Problem, ...] = ()
    """With any of them there are no answers."""


def count_rows(path: Path) -> int:
    """Count the rows below the heading, without looking into them; a broken table counts as far as it can be read."""
    with _opened(path) as file:
        try:
            return max(0, sum(any(cells) for cells in csv.reader(file)) - 1)
        except csv.Error:
            return 0


def read_rows(path: Path, library: Library, standard: Standard | None = None) -> Iterator[Row]:
    """Read a table row by row; raise ProblemsFound for a heading that cannot be used, and for a broken end.

    What a health system says for all of them, ``standard``, need not stand in the table.
    """
    with _opened(path) as file:
        reader, taken = csv.reader(file, strict=True), dict[str, int]()
        heading = _heading(reader, path, library.questionnaire)
        line = reader.line_num + 1
        while (cells := _next(reader, path, line)) is not None:
            if any(cell.strip() for cell in cells):
                row = _row(cells, heading, library, standard, Problem(path.as_posix(), line, ""))
                yield _refuse_taken(row, taken, path)
            line = reader.line_num + 1


def made_by_table(answers: bytes) -> bool:
    """Tell whether an answers file was made from a table, and nobody edited it since."""
    found = _MARK.match(answers)
    return bool(found and found[1].decode() == hashlib.sha256(answers[found.end() :]).hexdigest())


def folder_name(name: str) -> str:
    """Make the name of a folder from that of an institution: small letters, digits and hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", name.replace("'", "").replace("\u2019", "")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:_LONGEST].strip("-")


def _opened(path: Path) -> TextIO:
    try:
        with path.open("rb") as file:
            if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                problem = Problem(path.as_posix(), 1, "This file is UTF-16.", "Save it as CSV in UTF-8.")
                raise ProblemsFound([problem], _ABOUT)
        # a byte that is not UTF-8 spoils only its own row
        return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        problem = Problem(path.as_posix(), 1, f"This file cannot be read ({error.strerror}).", "Check its name.")
        raise ProblemsFound([problem], _ABOUT) from error


_ABOUT = "The table cannot be read."


def _next(reader: Iterator[list[str]], path: Path, line: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        says = f"From this line on the table cannot be read ({error})."
        advice = "Look for a quotation mark that is not closed."
        raise ProblemsFound([Problem(path.as_posix(), line, says, advice)], _ABOUT) from error


def _heading(reader: Iterator[list[str]], path: Path, questionnaire: Questionnaire) -> list[str]:
    names = [cell.strip() for cell in _next(reader, path, 1) or []]
    problems = [Problem(path.as_posix(), 1, says, advice) for says, advice in _mistakes(names, questionnaire)]
    if problems:
        raise ProblemsFound(problems, "The heading of the table has mistakes; nothing was made.")
    return names


def _mistakes(names: Sequence[str], questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    if not names:
        yield "The table is empty.", "Begin it with a row of question ids."
    elif len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        yield "The columns are not separated by commas.", "Save the table as CSV with commas."
    elif FOLDER not in names and NAME not in names:
        yield f"There is neither a column '{FOLDER}' nor '{NAME}'.", "Each institution needs a folder of its own."
    else:
        known = {FOLDER, *questionnaire.questions, *questionnaire.renamed}
        for number, name in enumerate(names, 1):
            if not name:
                yield f"Column {number} has no heading.", "Write a question id there, or delete the column."
            elif name in names[: number - 1]:
                yield f"The column '{name}' stands here twice.", "Keep one of them."
            elif name not in known:
                shown = name.encode(errors="replace").decode()
                yield f"There is no question '{shown}' (column {number}).", did_you_mean(shown, known)


def _row(cells: Sequence[str], heading: Sequence[str], library: Library, standard: Standard | None, at: Problem) -> Row:
    """Read a row; ``at`` says where it stands."""
    said = {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if cell.strip()}
    folder = said.pop(FOLDER, "") if FOLDER in said else folder_name(said.get(NAME, ""))
    found = [*_wrong_cells(cells, heading), *_wrong_folder(folder)]
    usable = folder if not list(_wrong_folder(folder)) else ""
    if found:
        return _refused(usable, at, found)
    read, wrong = read_table(_values(said, library.questionnaire), library.questionnaire, library.places)
    answers = read.under(standard)
    spoken = {name for name, _, _ in wrong}
    found = [(f"Column '{name}': {says.removeprefix(f'{name}: ')}", advice) for name, says, advice in wrong]
    found += [
        (each.says, "Fill in that column.") for each in missing(answers, "") if each.says.split()[0] not in spoken
    ]
    if found:
        return _refused(usable, at, found)
    return Row(line=at.line, folder=folder, answers=_marked(write_answers(answers).encode()))


def _refused(folder: str, at: Problem, found: Sequence[tuple[str, str]]) -> Row:
    problems = tuple(Problem(at.path, at.line, says, advice) for says, advice in found)
    return Row(line=at.line, folder=folder, answers=b"", problems=problems)


def _wrong_cells(cells: Sequence[str], heading: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(cells) != len(heading):
        yield f"This row has {len(cells)} cells, and the heading {len(heading)}.", "Put cells with commas in quotes."
    for name, cell in zip(heading, cells, strict=False):
        if any("\udc80" <= character <= "\udcff" for character in cell):
            yield f"Column '{name}' holds bytes that are not UTF-8.", "Save the table as CSV in UTF-8."


def _wrong_folder(folder: str) -> Iterator[tuple[str, str]]:
    advice = f"Write one in the column '{FOLDER}', with small letters, digits and hyphens, 80 at most."
    if not folder:
        yield "This row names no folder.", advice
    elif not _FOLDER.fullmatch(folder) or folder.startswith("-"):
        yield "The name of its folder cannot be used.", advice
    elif _DEVICE.fullmatch(folder):
        yield f"Windows cannot hold a folder '{folder}'.", advice


def _refuse_taken(row: Row, taken: dict[str, int], path: Path) -> Row:
    first = taken.setdefault(row.folder, row.line) if row.folder else row.line
    if first == row.line:
        return row
    says = f"Line {first} has the same folder, '{row.folder}'."
    return _refused("", Problem(path.as_posix(), row.line, ""), [(says, f"Give it another in the column '{FOLDER}'.")])


def _values(said: Mapping[str, str], questionnaire: Questionnaire) -> dict[str, Value]:
    """Give cells as answers; several answers in a cell stand between semicolons, or else between commas."""
    values: dict[str, Value] = {}
    for name, cell in said.items():
        now = questionnaire.renamed.get(name, name)
        several = now in questionnaire and questionnaire[now].takes_several
        entries = [part.strip() for part in cell.split(";" if ";" in cell else ",")]
        values[name] = [part for part in entries if part] if several and cell != "not sure" else cell
    return values


def _marked(answers: bytes) -> bytes:
    digest = hashlib.sha256(answers).hexdigest()
    return f"# Made from a row of a table {digest}. Edit the table, not this file.\n".encode() + answers
