"""Duty by duty: carried, or left out for a reason; and how well each authority was checked."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from policygen.coverage import coverage, review
from policygen.jurisdictions import AuthorityId
from policygen.library import Library
from policygen.tables import csv_table, safe_cell
from tests.test_formats import policygen

TODAY = date(2026, 11, 21)


def test_every_duty_in_force_is_carried_or_left_out_for_a_reason(library: Library) -> None:
    assert [(each.authority, each.duty) for each in coverage(library) if not each.settled] == []


def test_no_duty_is_both_carried_and_left_out(library: Library) -> None:
    assert [each for each in coverage(library) if each.clauses and each.not_carried is not None] == []


def test_an_authority_that_is_not_in_force_has_no_duty_to_carry(library: Library) -> None:
    listed = {each.authority for each in coverage(library)}
    assert "us-hipaa-repro-rule-2024" not in listed
    assert "us-hipaa-breach-rule" in listed


def test_every_recommendation_is_followed_or_settled(library: Library) -> None:
    followed = {name for clause in library.clauses for name in clause.follows}
    assert len(library.recommendations) == 97
    for name, recommendation in library.recommendations.items():
        assert (name in followed) != bool(recommendation.settled), name


def test_review_puts_what_was_checked_least_well_and_longest_ago_first(library: Library) -> None:
    found = review(library, TODAY)
    order = ("recalled", "partly-verified", "verified")
    ranks = [0 if each.authority.recalled_duties else order.index(each.authority.confidence) for each in found]
    assert ranks == sorted(ranks)
    recalled = [each.days for each in found if each.authority.recalled_duties and each.days is not None]
    assert recalled == sorted(recalled, reverse=True)


def test_review_names_the_duties_that_rest_on_memory(library: Library, tmp_path: Path) -> None:
    said = policygen("library", "review", where=tmp_path).stdout.splitlines()
    named = {each.id: each.recalled_duties for each in library.authorities.values() if each.confidence != "recalled"}
    for line in said[:-1]:
        name = line.split(":")[0].split()[-1]
        duties = ", ".join(map(str, named.get(AuthorityId(name), ())))
        assert line.endswith(f"(from memory: duty {duties})") is bool(duties), line
    assert any(named.values())


def test_an_authority_is_overdue_after_a_year_and_not_before(library: Library) -> None:
    one = next(each for each in review(library, TODAY) if each.authority.as_of == "2026-06-30")
    later = next(each for each in review(library, date(2027, 7, 2)) if each.authority.id == one.authority.id)
    assert (one.overdue, later.overdue) == (False, True)


def test_coverage_as_json_and_csv_say_the_same(tmp_path: Path) -> None:
    data = json.loads(policygen("library", "coverage", "--json", where=tmp_path).stdout)["duties"]
    table = list(csv.DictReader(io.StringIO(policygen("library", "coverage", "--csv", where=tmp_path).stdout)))
    assert len(data) == len(table) > 400
    assert set(data[0]) == {"authority", "duty", "place", "clauses", "not_carried"}
    assert [(each["authority"], str(each["duty"])) for each in data] == [
        (each["authority"], each["duty"]) for each in table
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_a_cell_that_a_spreadsheet_would_calculate_stays_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_an_ordinary_cell_is_left_alone() -> None:
    assert safe_cell("a = b") == "a = b"
    assert csv_table(["a"], [["x, y"]]) == 'a\n"x, y"\n'
