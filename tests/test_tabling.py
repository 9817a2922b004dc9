"""A table of institutions is read row by row, and every mistake in it is named with its row and column."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policygen.answerfile import read_answers
from policygen.errors import ProblemsFound
from policygen.library import Library
from policygen.tabling import Row, count_rows, folder_name, made_by_table, read_rows
from tests.tools import REQUIRED

HEADING = ",".join(REQUIRED)
ROW = ",".join(str(value) for value in REQUIRED.values())


def rows(tea: Library, path: Path, text: str | bytes) -> list[Row]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_rows(path, tea))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the place of a table."""
    return tmp_path / "clubs.csv"


def test_a_row_becomes_an_answers_file_and_the_name_of_a_folder(tea: Library, path: Path) -> None:
    row = rows(tea, path, f"{HEADING},platforms\n{ROW},oat; soy\n")[0]
    answers, problems = read_answers(row.answers.decode(), "answers.yaml", tea.questionnaire, tea.places)
    assert problems == []
    assert (row.folder, row.line, row.problems) == ("leaf-cup", 2, ())
    said = yaml.load(row.answers, Loader=yaml.BaseLoader)
    assert said == {**REQUIRED, "jurisdictions": ["tealand-east"], "platforms": ["oat", "soy"]}
    assert answers.value(tea.questionnaire["headcount"].id) == 12


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"\ufeff{HEADING}\n{ROW}\n".encode(), id="a byte order mark"),
        pytest.param(f"{HEADING}\r\n{ROW}\r\n".encode(), id="line ends of Windows"),
        pytest.param(f"{HEADING}\n\n{ROW}\n,,,,\n".encode(), id="empty rows"),
        pytest.param(f"{HEADING}\n{ROW}".encode(), id="no end to the last line"),
    ],
)
def test_a_table_is_read_as_programs_write_it(tea: Library, path: Path, data: bytes) -> None:
    assert [(row.folder, row.problems) for row in rows(tea, path, data)] == [("leaf-cup", ())]
    assert count_rows(path) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param("org_name,brewin\n", r"csv:1: .* 'brewin' \(column 2\)\. Did you mean", id="an unknown column"),
        pytest.param("org_name,brewing,brewing\n", "The column 'brewing' stands here twice", id="a column twice"),
        pytest.param("org_name,,brewing\n", "Column 2 has no heading", id="a column without a heading"),
        pytest.param("brewing,headcount\n", "neither a column 'folder' nor 'org_name'", id="no name"),
        pytest.param("org_name;brewing\n", "not separated by commas", id="semicolons"),
        pytest.param("", "The table is empty", id="nothing"),
        pytest.param("org_name,brewing\n".encode("utf-16"), "This file is UTF-16", id="UTF-16"),
    ],
)  # fmt: skip
def test_a_heading_that_cannot_be_used_is_refused(tea: Library, path: Path, data: str | bytes, says: str) -> None:
    with pytest.raises(ProblemsFound, match=says):
        rows(tea, path, data)


def test_all_mistakes_of_a_heading_are_shown_at_once(tea: Library, path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        rows(tea, path, "org_name,brewin,milkz\n")
    assert len(found.value.problems) == 2


def test_a_table_that_is_not_there_is_a_sentence(tea: Library, path: Path) -> None:
    with pytest.raises(ProblemsFound, match="This file cannot be read"):
        list(read_rows(path, tea))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param(ROW.replace("pot", "bucket"), "Column 'brewing': 'bucket' is not one", id="a wrong answer"),
        pytest.param(ROW.replace("pot", ""), "brewing is not answered", id="a missing answer"),
        pytest.param(f"{ROW},more", "This row has 6 cells, and the heading 5.", id="a cell too many"),
        pytest.param("Leaf", "This row has 1 cells, and the heading 5.", id="cells too few"),
        pytest.param(ROW.replace("Leaf & Cup", "\u8336"), "This row names no folder.", id="a name of other letters"),
        pytest.param(ROW.replace("Leaf & Cup", "CON"), "Windows cannot hold a folder 'con'.", id="a device"),
        pytest.param(ROW.replace("Leaf", "Le\u202eaf"), "Column 'org_name': This text holds", id="a reversed text"),
    ],
)  # fmt: skip
def test_a_row_with_mistakes_names_them_and_the_next_is_read(tea: Library, path: Path, row: str, says: str) -> None:
    wrong, right = rows(tea, path, f"{HEADING}\n{row}\n{ROW.replace('Leaf', 'Other')}\n")
    assert says in str(wrong.problems[0])
    assert str(wrong.problems[0]).startswith(f"{path.as_posix()}:2: ")
    assert (wrong.answers, right.problems, right.line) == (b"", (), 3)


def test_bytes_that_are_not_utf_8_spoil_only_their_own_row(tea: Library, path: Path) -> None:
    latin = ROW.replace("Leaf", "Th\xe9").encode("latin-1")
    wrong, right = rows(tea, path, b"\n".join([HEADING.encode(), latin, ROW.encode()]))
    assert "clubs.csv:2: Column 'org_name' holds bytes that are not UTF-8." in str(wrong.problems[0])
    assert right.problems == ()


def test_lines_are_those_of_the_file_where_a_cell_holds_several(tea: Library, path: Path) -> None:
    first = ROW.replace("Leaf & Cup", '"Leaf\n& Cup"')
    read = rows(tea, path, f"{HEADING}\n{first}\n{ROW.replace('pot', 'bucket').replace('Leaf', 'Other')}\n")
    assert [row.line for row in read] == [2, 4]


def test_a_quotation_mark_that_is_not_closed_is_told_after_the_rows_before_it(tea: Library, path: Path) -> None:
    path.write_text(f'{HEADING}\n{ROW}\n"{ROW}\n', encoding="utf-8")
    reading = read_rows(path, tea)
    assert next(reading).folder == "leaf-cup"
    with pytest.raises(ProblemsFound, match=r"clubs\.csv:3: From this line on the table cannot be read"):
        next(reading)


def test_two_rows_of_one_folder_are_not_made_over_each_other(tea: Library, path: Path) -> None:
    first, second = rows(tea, path, f"{HEADING}\n{ROW}\n{ROW}\n")
    assert first.problems == ()
    assert "Line 2 has the same folder, 'leaf-cup'." in str(second.problems[0])


@pytest.mark.parametrize("folder", ["../x", "/x", "Elm", "a b", "a.b", "-x", "x" * 81, "nul"])
def test_a_folder_that_leaves_its_place_or_that_some_system_cannot_hold_is_refused(
    tea: Library, path: Path, folder: str
) -> None:
    row = rows(tea, path, f"{HEADING},folder\n{ROW},{folder}\n")[0]
    assert row.folder == ""
    assert len(row.problems) == 1


def test_the_column_folder_names_the_folder(tea: Library, path: Path) -> None:
    assert rows(tea, path, f"{HEADING},folder\n{ROW},site-7\n")[0].folder == "site-7"


def test_several_answers_stand_between_semicolons_or_else_commas(tea: Library, path: Path) -> None:
    read = rows(tea, path, f'{HEADING},platforms\n{ROW},"oat, soy"\n{ROW.replace("Leaf", "Tea")},"oat, raw; soy"\n')
    said = [yaml.load(row.answers, Loader=yaml.BaseLoader)["platforms"] for row in read]
    assert said == [["oat", "soy"], ["oat, raw", "soy"]]


def test_an_answers_file_of_a_table_is_known_until_somebody_edits_it(tea: Library, path: Path) -> None:
    answers = rows(tea, path, f"{HEADING}\n{ROW}\n")[0].answers
    assert made_by_table(answers)
    assert not made_by_table(answers.replace(b"12", b"13"))
    assert not made_by_table(b"org_name: Leaf\n")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        pytest.param("St. Mary's Hospital & Clinics", "st-marys-hospital-clinics", id="marks"),
        pytest.param("CHU de Montr\u00e9al", "chu-de-montreal", id="accents"),
        pytest.param("../../etc", "etc", id="a path"),
    ],
)
def test_a_folder_is_named_from_the_institution(name: str, folder: str) -> None:
    assert folder_name(name) == folder


@given(st.text(max_size=120))
def test_any_name_makes_a_folder_that_stays_in_its_place(name: str) -> None:
    made = folder_name(name)
    assert made == folder_name(made)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(made) <= 80
