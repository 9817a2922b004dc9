from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.explaining import selection_as_data, why, why_not
from policygen.library import Library
from policygen.selection import select
from policygen.strictyaml import Value
from tests.tools import ON, any_answers, assemble_tea, name_of, select_tea, tea_answers


def found(tea: Library, words: str, **values: Value) -> list[str]:
    return [name_of(each.clause.clause) for each in why(tea, assemble_tea(tea, **values), words)]


def left_out(tea: Library, words: str, **values: Value) -> list[tuple[str, str]]:
    return list(why_not(select_tea(tea, **values), words))


# As data


def test_a_selection_as_data_holds_clauses_omissions_open_items_refusals_and_advice(tea: Library) -> None:
    selection = select_tea(tea, brewing="not sure", cakes=["rum-cake"], headcount="50")
    data = selection_as_data(tea, selection)
    assert (data["as_of"], data["places"], data["library"]) == ("2026-03-01", ["tealand-east"], "1.2")
    assert data["advice"] == ["Fifty people need a second kettle."]
    assert data["refused"] == [
        {
            "question": "cakes",
            "answer": ["rum-cake"],
            "reason": "In East Tealand rum is not eaten before noon. The rules are made without it.",
            "authorities": ["east-kettle-order"],
        }
    ]
    assert [item["question"] for item in as_tables(data["open_items"])] == ["brewing"]


def as_tables(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def test_a_clause_as_data_says_where_on_what_and_why(tea: Library) -> None:
    data = selection_as_data(tea, select_tea(tea))
    clauses = {(clause["id"], clause["place"]): clause for clause in as_tables(data["clauses"])}
    assert clauses["pouring/serve", "tealand-east"] == {
        "id": "pouring/serve",
        "title": "Serve with both hands",
        "topic": "pouring",
        "place": "tealand-east",
        "applies_to": ["members"],
        "applies_in": ["tealand-east"],
        "rests_on": [{"authority": "east-kettle-order", "duty": 1}, {"authority": "tea-act", "duty": 2}],
        "because": ["jurisdictions holds tealand-east"],
    }


@given(data=st.data())
def test_every_clause_of_the_library_is_in_the_data_which_any_program_can_read(
    tea: Library, data: st.DataObject
) -> None:
    said = selection_as_data(tea, select(tea, data.draw(any_answers(tea)), ON))
    read = json.loads(json.dumps(said))
    assert read == said
    assert len(read["clauses"]) + len(read["omissions"]) == len(tea.clauses)
    assert all(omission["reason"] for omission in read["omissions"])


# Why


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Warm the pot", id="the title"),
        pytest.param("rinse the POT with", id="the text in other letters"),
        pytest.param("rinse   the\npot", id="the text with other spaces"),
        pytest.param("the tea maker pours it", id="what stands for a name"),
        pytest.param("1.1.2", id="the number"),
        pytest.param("**rinse** the _pot_", id="the text with marks"),
    ],
)
def test_a_clause_is_found_by_its_words(tea: Library, words: str) -> None:
    assert found(tea, words) == ["pouring/warm-the-pot"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("rinse the cup", id="words that no clause says"),
        pytest.param("{{ role.brewer }}", id="a name that is filled"),
        pytest.param("", id="nothing"),
        pytest.param("  ", id="spaces"),
        pytest.param("**", id="marks alone"),
        pytest.param("shake the carton", id="words of a clause that does not apply"),
    ],
)
def test_no_clause_is_found_by_other_words(tea: Library, words: str) -> None:
    assert found(tea, words) == []


def test_every_clause_that_says_the_words_is_found_in_reading_order(tea: Library) -> None:
    assert found(tea, "the lid") == ["kettle/lid"]
    assert found(tea, "kettle") == ["kettle/descale-by-hand"]
    assert found(tea, "cup with both hands") == ["pouring/serve.tealand-east"]


@pytest.mark.parametrize(
    "name", [pytest.param("Leaf_and_Cup", id="underscores"), pytest.param("*Leaf* `Cup`", id="stars and quotes")]
)
def test_an_answer_with_marks_in_it_is_found(tea: Library, name: str) -> None:
    assert found(tea, f"{name} holds to this", org_name=name, milk="yes") == ["pouring/milk-last"]


def test_a_clause_says_on_which_duties_it_rests(tea: Library) -> None:
    (serve,) = why(tea, assemble_tea(tea), "both hands")
    assert [(authority.id, at, says) for authority, at, says in serve.authorities] == [
        ("east-kettle-order", "r 1", "A cup takes two hands."),
        ("tea-act", "s 2", "Tea is served in a vessel."),
    ]


def test_a_clause_that_rests_on_an_authority_as_a_whole_names_no_duty(tea: Library) -> None:
    (serve,) = why(tea, assemble_tea(tea, jurisdictions="tealand"), "is handed over")
    authority, at, says = serve.authorities[0]
    assert (authority.id, at, says) == ("leaf-charter", "", "")


def test_good_practice_rests_on_no_authority(tea: Library) -> None:
    (share,) = why(tea, assemble_tea(tea), "everyone gets a piece")
    assert share.authorities == ()


# Why not


def test_a_clause_that_was_left_out_is_found_with_its_reason(tea: Library) -> None:
    assert left_out(tea, "milk comes last") == [("Milk comes last", "milk is no, not yes")]
    assert left_out(tea, "SHAKE the carton") == [
        ("Shake the oat milk", "milks is not asked, because milk is no, not yes")
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("warm the pot", id="words of a clause that applies"),
        pytest.param("coffee", id="words that no clause says"),
        pytest.param("", id="nothing"),
        pytest.param("*", id="a mark alone"),
    ],
)
def test_nothing_is_found_left_out_by_other_words(tea: Library, words: str) -> None:
    assert left_out(tea, words) == []


@given(data=st.data())
def test_the_title_of_every_clause_finds_it_in_or_out(tea: Library, data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from(tea.clauses))
    selection = select(tea, tea_answers(tea), ON)
    inside = [each.clause.clause for each in why(tea, assemble_tea(tea), clause.title)]
    outside = [title for title, _ in why_not(selection, clause.title)]
    assert clause in inside or clause.title in outside
