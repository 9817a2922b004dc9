"""The evidence matrix: every statement with its duty, owner, law and proof, on paper and in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import lru_cache

import pytest
from openpyxl import load_workbook

from policygen.findings import Finding, Severity
from policygen.handouts import matrix_sheets
from policygen.languages import in_language
from policygen.outputs import Wanted, make_outputs
from policygen.papers.matrix import duty_words
from policygen.tables import Sheet, xlsx_workbook
from tests.sets import QUEBEC, SETS, answers, edition, papers
from tests.test_profiles import TODAY, shipped

OHIO = "p1-ohio-family-practice"


@lru_cache
def sheets(name: str) -> dict[str, Sheet]:
    made = edition(name)
    spoken = in_language(shipped(), made.language[:2])
    finding = Finding(check="L13", severity=Severity.ERROR, says="=cmd", number="1.1.1")
    found = matrix_sheets(spoken, made.selection, made.document, papers(name).values(), (finding,))
    return {sheet.name: sheet for sheet in found}


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in SETS])
def test_every_statement_has_a_row_and_an_owner(name: str) -> None:
    document = edition(name).document
    rows = sheets(name)["statements"].rows
    assert [row[0].split()[0] for row in rows] == [clause.number for clause in document.clauses]
    assert all(row[2] for row in rows)


def test_a_row_names_each_authority_with_its_pinpoint_and_the_date_checked() -> None:
    document = edition(OHIO).document
    first = next(each for each in document.clauses if each.clause.id == "patient-authorization/authorization-first")
    row = next(row for row in sheets(OHIO)["statements"].rows if row[0].startswith(first.number))
    assert "45 CFR 164.508" in row[3]
    assert "164.508(a)(1), (a)(3)" in row[3]
    assert "(June 30, 2026)" in row[3]
    assert row[4].startswith("The signed form")
    assert "Social media in one page" in row[5]


def test_a_statement_of_good_practice_names_no_law() -> None:
    document = edition(OHIO).document
    rows = dict(zip((each.number for each in document.clauses), sheets(OHIO)["statements"].rows, strict=True))
    assert {bool(each.chosen.rests_on) == bool(rows[each.number][3]) for each in document.clauses} == {True}


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param(OHIO, {"must", "must not", "should", "may", "should not", "may not"}, id="English"),
        pytest.param(QUEBEC, {"doit", "devez", "peut", "pouvez"}, id="French"),
    ],
)
def test_duty_words_are_those_of_the_language(name: str, known: set[str]) -> None:
    document = edition(name).document
    said = {
        word for each in document.clauses for word in duty_words(str(each.text), document.language).split(", ") if word
    }
    assert known & said
    assert said <= known or name == QUEBEC


def test_what_is_not_carried_is_of_the_places_of_the_policy_and_has_its_reason() -> None:
    quebec, ohio = sheets(QUEBEC)["not-carried"].rows, sheets(OHIO)["not-carried"].rows
    assert any(row[0].startswith("ca-qc-") for row in quebec)
    assert not any(row[0].startswith("ca-") for row in ohio)
    assert all(row[1] for row in (*quebec, *ohio))


def test_answers_show_what_was_given_and_what_took_its_default() -> None:
    rows = {row[0]: row for row in sheets(OHIO)["answers"].rows}
    asked = shipped().questionnaire
    assert rows[asked["headcount"].ask][1:] == ("58", "x")
    assert rows[asked["idle_days"].ask][1:] == ("90", "")
    assert rows[asked["trackers"].ask][2] == "x"


def test_open_items_and_findings_stand_in_the_matrix() -> None:
    assert any("trackers" in row[0] for row in sheets(OHIO)["open"].rows)
    assert sheets(OHIO)["findings"].rows == (("L13 error", "1.1.1", "=cmd"),)


def test_every_topic_is_there_whether_covered_or_not() -> None:
    rows = sheets(OHIO)["topics"].rows
    assert len(rows) == len(shipped().topics)
    assert {bool(row[2]) for row in rows} == {True, False}


def test_the_workbook_holds_every_sheet_as_text_that_calculates_nothing() -> None:
    book = load_workbook(io.BytesIO(xlsx_workbook(tuple(sheets(OHIO).values()))))
    assert book.sheetnames == list(sheets(OHIO))
    assert book["findings"]["C2"].value == "'=cmd"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    assert all(
        cell.value is None for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n"
    )


def test_the_same_sheets_give_the_same_bytes_that_carry_no_clock() -> None:
    first, second = (xlsx_workbook(tuple(sheets(OHIO).values())) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_control_characters_do_not_break_the_workbook() -> None:
    sheet = Sheet(name="odd", head=("a",), rows=(("x\x0by",), ("+1",)))
    book = load_workbook(io.BytesIO(xlsx_workbook((sheet,))))
    assert [row[0].value for row in book["odd"].iter_rows(min_row=2)] == ["xy", "'+1"]


def test_the_matrix_is_made_as_csv_and_workbook_beside_the_others() -> None:
    from policygen.editions import make_editions

    editions = make_editions(shipped(), answers(OHIO), TODAY)
    made = make_outputs(shipped(), editions, Wanted(formats=["csv", "xlsx"], documents=["evidence-matrix"]))
    assert sorted(made.files) == ["documents/evidence-matrix.csv", "documents/evidence-matrix.xlsx"]
    rows = list(csv.reader(io.StringIO(made.files["documents/evidence-matrix.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(edition(OHIO).document.clauses) + 1
