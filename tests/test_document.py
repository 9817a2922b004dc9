from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.answers import Answers
from policygen.assembling import add_months, assemble
from policygen.clauses import Role
from policygen.document import Document, Section, Standing
from policygen.library import Library
from policygen.selection import select
from policygen.strictyaml import Value
from tests.tools import (
    ON,
    TEA,
    any_answers,
    assemble_tea,
    clause_file,
    mistakes_with,
    name_of,
    select_tea,
    tea_with,
)

BOTH: Value = ["tealand-east", "tealand-west"]


def numbers(document: Document) -> dict[str, str]:
    return {name_of(each.clause): each.number for each in document.clauses}


def sections(document: Document) -> Iterator[Section]:
    for part in document.parts:
        yield from part.sections


def assembled(tea: Library, answers: Answers) -> Document:
    return assemble(tea, select(tea, answers, ON))


# Numbers and parts


def test_parts_sections_and_clauses_are_numbered_in_reading_order(tea: Library) -> None:
    document = assemble_tea(tea)
    assert [(part.number, part.title) for part in document.parts] == [("1", "At the table"), ("2", "Behind the kettle")]
    assert [(each.number, each.title) for each in sections(document)] == [
        ("1.1", "Pouring"),
        ("1.2", "Cake"),
        ("2.1", "The kettle"),
    ]
    assert numbers(document) == {
        "pouring/serve.tealand-east": "1.1.1",
        "pouring/warm-the-pot": "1.1.2",
        "cake/share-the-cake": "1.2.1",
        "kettle/descale-by-hand": "2.1.1",
        "kettle/lid": "2.1.2",
        "kettle/no-complaints": "2.1.3",
        "kettle/standing": "2.1.4",
    }


def test_a_part_without_clauses_is_left_out_and_leaves_no_gap(tmp_path: Path) -> None:
    frame = (TEA / "clauses/_library.yaml").read_text()
    empty = frame.replace("parts:\n", "parts:\n  garden: In the garden\n")
    document = assemble_tea(tea_with(tmp_path, {"clauses/_library.yaml": empty}))
    assert [(part.number, part.title) for part in document.parts] == [("1", "At the table"), ("2", "Behind the kettle")]


@given(data=st.data())
def test_numbers_count_from_one_without_gaps_and_carry_the_number_above(tea: Library, data: st.DataObject) -> None:
    document = assembled(tea, data.draw(any_answers(tea)))
    assert [part.number for part in document.parts] == [str(n) for n, _ in enumerate(document.parts, 1)]
    for part in document.parts:
        assert [each.number for each in part.sections] == [f"{part.number}.{n}" for n, _ in enumerate(part.sections, 1)]
        for section in part.sections:
            expected = [f"{section.number}.{n}" for n, _ in enumerate(section.clauses, 1)]
            assert [each.number for each in section.clauses] == expected


@given(data=st.data())
def test_the_document_holds_the_clauses_selected_and_no_others(tea: Library, data: st.DataObject) -> None:
    selection = select(tea, data.draw(any_answers(tea)), ON)
    document = assemble(tea, selection)
    assert sorted(name_of(each.clause) for each in document.clauses) == sorted(
        name_of(each.clause) for each in selection.clauses
    )


@given(data=st.data())
def test_the_same_answers_give_the_same_document(tea: Library, data: st.DataObject) -> None:
    answers = data.draw(any_answers(tea))
    assert assembled(tea, answers) == assembled(tea, answers)


@given(data=st.data())
def test_no_name_is_left_unfilled(tea: Library, data: st.DataObject) -> None:
    document = assembled(tea, data.draw(any_answers(tea)))
    for each in document.clauses:
        assert not any("{{" in words for words in each.text.pieces[::2])
        assert all(each.text.values)


@pytest.mark.parametrize(
    ("places", "cakes"),
    [
        pytest.param("tealand-west", [], id="the person said none"),
        pytest.param("tealand-east", ["rum-cake"], id="what the person said was refused"),
    ],
)
def test_an_answer_that_is_empty_is_not_printed_as_a_blank(tmp_path: Path, places: Value, cakes: Value) -> None:
    tea = tea_with(tmp_path, {"clauses/cake/plate.md": clause_file("Set out {{ cakes }}.")})
    document = assemble_tea(tea, jurisdictions=places, cakes=cakes)
    assert "Set out ." not in [str(each.text) for each in document.clauses]


# Labels for places


def test_a_clause_for_one_of_two_places_carries_its_name(tea: Library) -> None:
    labels = {name_of(each.clause): each.label for each in assemble_tea(tea, jurisdictions=BOTH).clauses}
    assert labels["pouring/serve.tealand-east"] == "East Tealand"
    assert labels["pouring/serve.tealand-west"] == "West Tealand"


def test_a_clause_for_every_place_carries_no_name(tea: Library) -> None:
    labels = {name_of(each.clause): each.label for each in assemble_tea(tea, jurisdictions=BOTH).clauses}
    assert labels["kettle/lid"] == ""
    assert {each.label for each in assemble_tea(tea, jurisdictions="tealand-east").clauses} == {""}


def test_each_clause_is_filled_with_the_words_of_its_own_places(tea: Library) -> None:
    text = {name_of(each.clause): str(each.text) for each in assemble_tea(tea, jurisdictions=BOTH).clauses}
    assert text["pouring/serve.tealand-east"].startswith("Hold a cup with both hands.")
    assert text["pouring/serve.tealand-west"] == "Push a mug across the table."
    assert text["kettle/standing"] == "Tea is drunk within 1 hour, and leaf is kept for 1 month."


# The head of the policy


def test_language_and_paper_come_from_the_nearest_place_that_sets_them(tea: Library) -> None:
    east, west = assemble_tea(tea), assemble_tea(tea, jurisdictions="tealand-west")
    assert (east.language, east.paper) == ("en-US", "a4")
    assert (west.language, west.paper) == ("en-US", "letter")
    assert east.as_of_words == "March 1, 2026"


def test_the_control_block_says_when_the_policy_holds_and_when_it_is_reviewed(tea: Library) -> None:
    control = assemble_tea(tea, effective_date="2026-08-31", review_months="6", jurisdictions=BOTH).control
    assert (control.effective, control.review) == ("August 31, 2026", "February 28, 2027")
    assert control.places == "East Tealand and West Tealand"
    assert control.version == "1.0"


def test_a_version_of_another_number_is_shown(tea: Library) -> None:
    assert assemble(tea, select_tea(tea), standing=Standing(version="2.1")).control.version == "2.1"


def test_what_the_library_does_not_ask_stays_empty(tea: Library) -> None:
    document = assemble_tea(tea)
    assert (document.control.number, document.control.supersedes) == ("", ())
    assert document.institution == "Leaf & Cup"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param(date(2026, 1, 15), 1, date(2026, 2, 15), id="the same day of the next month"),
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="into a short month"),
        pytest.param(date(2027, 1, 31), 13, date(2028, 2, 29), id="into a leap month"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="from a leap day"),
        pytest.param(date(2026, 8, 31), 1, date(2026, 9, 30), id="from a long month into a shorter one"),
        pytest.param(date(2026, 11, 30), 1, date(2026, 12, 30), id="into December"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 31), id="over the end of the year"),
        pytest.param(date(2026, 3, 31), 24, date(2028, 3, 31), id="over two years"),
        pytest.param(date(2026, 3, 31), 0, date(2026, 3, 31), id="no month at all"),
    ],
)
def test_a_date_some_months_later_stays_in_its_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(day=st.dates(date(1900, 1, 1), date(2500, 1, 1)), months=st.integers(0, 600))
def test_a_date_some_months_later_is_that_many_calendar_months_away(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and add_months(later.replace(day=1), 1).toordinal() - 1 == later.toordinal()
    )


def test_a_review_in_a_distant_future_does_not_stop_the_policy(tea: Library) -> None:
    assert assemble_tea(tea, review_months="9999999").control.effective


# Drafts


@pytest.mark.parametrize(
    ("answers", "draft"),
    [
        pytest.param({"legal_review": "done"}, (), id="nothing is open"),
        pytest.param({}, ("legal_review",), id="nobody has read it"),
        pytest.param({"legal_review": "done", "brewing": "not sure"}, ("open_items",), id="a doubt"),
        pytest.param(
            {"legal_review": "done", "jurisdictions": "tealand-west"},
            ("open_items", "uncovered"),
            id="a place that is not covered",
        ),
        pytest.param({"legal_review": "done", "brewing": "samovar"}, ("open_items",), id="a matter to settle"),
        pytest.param({"legal_review": "done", "headcount": "50"}, (), id="advice alone"),
        pytest.param({"legal_review": "done", "cakes": ["rum-cake"]}, (), id="a refused answer alone"),
    ],
)
def test_a_policy_is_a_draft_for_as_long_as_there_is_a_reason(
    tea: Library, answers: dict[str, Value], draft: tuple[str, ...]
) -> None:
    assert assemble_tea(tea, **answers).draft == draft


def test_the_places_not_covered_are_named(tea: Library) -> None:
    assert assemble_tea(tea, jurisdictions=BOTH).uncovered == ("West Tealand",)
    assert assemble_tea(tea, jurisdictions="tealand-east").uncovered == ()


# Roles


def test_each_role_has_the_sections_whose_duties_it_owns(tea: Library) -> None:
    assert [(row.title, row.sections) for row in assemble_tea(tea).roles] == [
        ("Tea Steward", ("1.1", "1.2")),
        ("Tea maker", ("2.1",)),
    ]


def test_a_role_that_is_only_named_in_a_clause_has_a_row_without_sections(tea: Library) -> None:
    rows = {row.title: row.sections for row in assemble_tea(tea, jurisdictions="tealand").roles}
    assert rows["Scribe"] == ()
    assert "Gardener" not in rows


def test_roles_are_merged_in_a_small_workforce(tea: Library) -> None:
    small, large = assemble_tea(tea, headcount="5"), assemble_tea(tea, headcount="6")
    assert [(row.title, row.holds, row.sections) for row in small.roles] == [
        ("Tea Steward", ("Keeps these rules.", "Brews the tea."), ("1.1", "1.2", "2.1"))
    ]
    assert (small.merged, large.merged) == (True, False)


@given(data=st.data())
def test_some_role_owns_every_clause(tea: Library, data: st.DataObject) -> None:
    document = assembled(tea, data.draw(any_answers(tea)))
    owned = {section for row in document.roles for section in row.sections}
    assert owned == {section.number for section in sections(document)}


@given(data=st.data())
def test_no_role_that_is_named_lacks_a_row(tea: Library, data: st.DataObject) -> None:
    document = assembled(tea, data.draw(any_answers(tea)))
    held = {words for row in document.roles for words in row.holds}
    for each in document.clauses:
        named = [name.removeprefix("role.") for name in each.clause.body.names if name.startswith("role.")]
        roles: list[Role] = [role for role in tea.frame.roles.values() if role.id in (*named, each.clause.owner)]
        assert {role.holds for role in roles} <= held


# What opens the policy, and its annexes


def test_the_lines_to_remember_come_in_the_order_of_the_library_with_their_numbers(tea: Library) -> None:
    document = assemble_tea(tea, milk="yes", milks=["oat"])
    assert [(str(line), number) for line, number in document.remember] == [
        ("Cut the cake before you count the guests.", "1.2.1"),
        ("Warm the pot first.", "1.1.4"),
        ("Never pour oat milk first.", "1.1.1"),
    ]


def test_a_clause_that_does_not_apply_is_not_to_be_remembered(tea: Library) -> None:
    assert [number for _, number in assemble_tea(tea, brewing="cup").remember] == ["1.2.1"]


def test_each_authority_has_one_row_with_its_clauses_and_pinpoints(tea: Library) -> None:
    document = assemble_tea(tea, milk="yes")
    rows = {str(row.authority.id): row for row in document.authorities}
    assert set(rows) == {"east-kettle-order", "leaf-charter", "pot-bulletin", "tea-act"}
    act = rows["tea-act"]
    assert (act.place, act.clauses, act.at) == ("Tealand", ("1.1.1", "1.1.2", "2.1.4"), ("s 1", "s 2", "s 3"))
    assert rows["east-kettle-order"].at == ("r 1",)


@pytest.mark.parametrize(
    ("authority", "checked"),
    [
        pytest.param("tea-act", "February 1, 2026", id="a day"),
        pytest.param("pot-bulletin", "January 2026", id="a month"),
        pytest.param("leaf-charter", "2025", id="a year"),
        pytest.param("east-kettle-order", "", id="no date"),
    ],
)
def test_an_authority_says_until_when_it_was_checked(tea: Library, authority: str, checked: str) -> None:
    rows = assemble_tea(tea, milk="yes").authorities
    assert [row.checked for row in rows if row.authority.id == authority] == [checked]


@pytest.mark.parametrize("number", [pytest.param(1, id="carried"), pytest.param(9, id="not carried")])
def test_a_law_is_recorded_from_memory_where_a_duty_is_that_the_policy_carries(number: int, tmp_path: Path) -> None:
    act = (TEA / "jurisdictions/tealand/tea-act.yaml").read_text(encoding="utf-8")
    duty = f"  {number}: {{says: Milk comes last., at: s 1, confidence: recalled}}"
    milk = "  1: {says: Milk comes last., at: s 1}"
    changed = act.replace(milk, duty if number == 1 else f"{milk}\n{duty}")
    tea = tea_with(tmp_path, {"jurisdictions/tealand/tea-act.yaml": changed})
    (row,) = (row for row in assemble_tea(tea, milk="yes").authorities if row.authority.id == "tea-act")
    assert row.recalled is (number == 1)


def test_a_month_that_does_not_exist_is_a_mistake_in_the_library(tmp_path: Path) -> None:
    act = (TEA / "jurisdictions/tealand/tea-act.yaml").read_text().replace("as_of: 2026-02-01", "as_of: 2026-13")
    assert mistakes_with(tmp_path, {"jurisdictions/tealand/tea-act.yaml": act})


@pytest.mark.parametrize(("confidence", "wrong"), [("recalled", False), ("recalled-medium", True)])
def test_a_duty_is_read_recalled_or_in_between_and_nothing_else(confidence: str, wrong: bool, tmp_path: Path) -> None:
    act = (TEA / "jurisdictions/tealand/tea-act.yaml").read_text(encoding="utf-8")
    changed = act.replace("at: s 1}", f"at: s 1, confidence: {confidence}}}")
    said = [each.says for each in mistakes_with(tmp_path, {"jurisdictions/tealand/tea-act.yaml": changed})]
    assert any(confidence in says for says in said) is wrong


@given(data=st.data())
def test_every_number_in_an_annex_is_that_of_a_clause(tea: Library, data: st.DataObject) -> None:
    document = assembled(tea, data.draw(any_answers(tea)))
    known = {each.number for each in document.clauses}
    said = [number for row in document.authorities for number in row.clauses]
    said += [number for row in document.places for number in row.clauses]
    said += [number for _, number in document.remember]
    assert set(said) <= known


def test_each_place_has_a_row_with_its_clauses_and_whether_its_limits_prevail(tea: Library) -> None:
    east, west = assemble_tea(tea, jurisdictions=BOTH).places
    assert (east.name, east.covered, east.own_law) == ("East Tealand", True, True)
    assert (west.name, west.covered, west.own_law) == ("West Tealand", False, False)
    assert [(limit.name, limit.amount, limit.prevails) for limit in east.limits] == [
        ("leaf_kept", "2 weeks", False),
        ("pot_stands", "1 hour", True),
    ]
    assert [(limit.name, limit.amount, limit.prevails) for limit in west.limits] == [
        ("leaf_kept", "1 month", True),
        ("pot_stands", "4 hours", False),
    ]
    assert [limit.citation for limit in east.limits] == ["Leaf Charter 1901, art. 1", "East Order 3"]
    assert [limit.citation for limit in west.limits] == ["Leaf Charter 1901, art. 1", "Tea Act 2020, s 3"]


def test_the_row_of_a_place_has_the_numbers_of_the_clauses_worded_for_it_alone(tea: Library) -> None:
    east, west = assemble_tea(tea, jurisdictions=BOTH).places
    assert (east.clauses, west.clauses) == (("1.1.1",), ("1.1.2",))
    assert [place.clauses for place in assemble_tea(tea, jurisdictions="tealand").places] == [()]


def test_a_limit_that_no_clause_prints_has_no_row(tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {"clauses/kettle/standing.md": clause_file("Tea is drunk within {{ limit.pot_stands }}.")})
    assert [[limit.name for limit in place.limits] for place in assemble_tea(tea).places] == [["pot_stands"]]


def test_facts_are_the_answers_that_change_on_their_own(tea: Library) -> None:
    document = assemble_tea(tea, privacy_contact="a@tea.example", platforms=["Leafbook", "Cupchat"])
    assert [(fact.question, fact.values) for fact in document.facts] == [
        ("privacy_contact", ("a@tea.example",)),
        ("platforms", ("Leafbook", "Cupchat")),
    ]
    assert assemble_tea(tea).facts == ()


def test_annexes_that_hold_something_are_lettered_without_gaps(tea: Library) -> None:
    assert assemble_tea(tea).annexes == (("roles", "A"), ("law", "B"), ("places_heading", "C"))
    full = assemble_tea(tea, brewing="not sure", cakes=["rum-cake"], headcount="50", platforms=["Leafbook"])
    assert full.annexes == (
        ("roles", "A"),
        ("facts", "B"),
        ("law", "C"),
        ("places_heading", "D"),
        ("open_items", "E"),
        ("refused", "F"),
        ("advice", "G"),
    )


def test_a_refused_answer_is_shown_by_its_label_with_the_reason(tea: Library) -> None:
    ((answer, reason),) = assemble_tea(tea, cakes=["scone", "rum-cake"]).refused
    assert answer == "Rum cake"
    assert reason.startswith("In East Tealand")
