from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.selection import chosen_places, select, uncovered
from policygen.strictyaml import Value
from tests.tools import (
    ON,
    TEA,
    answers_of,
    any_answers,
    chosen,
    chosen_names,
    clause_file,
    name_of,
    reason_against,
    select_tea,
    tea_with,
)

DESCALED = date(2026, 6, 1)
"""The day on which descaling by hand gives way to descaling by machine."""


def authorities(tea: Library, clause: str, **values: Value) -> list[str]:
    rests_on = chosen(select_tea(tea, **values), clause).rests_on
    return [f"{basis.authority} {basis.duty}" if basis.duty else basis.authority for basis in rests_on]


# Places and wordings


@pytest.mark.parametrize(
    ("places", "served"),
    [
        pytest.param(["tealand"], ["pouring/serve"], id="the country takes everyone's wording"),
        pytest.param(["tealand-east"], ["pouring/serve.tealand-east"], id="a province takes its own"),
        pytest.param(
            ["tealand-east", "tealand-west"],
            ["pouring/serve.tealand-east", "pouring/serve.tealand-west"],
            id="siblings both show theirs",
        ),
    ],
)
def test_the_most_specific_wording_is_taken(tea: Library, places: list[Value], served: list[str]) -> None:
    names = chosen_names(select_tea(tea, jurisdictions=places))
    assert [name for name in names if name.startswith("pouring/serve")] == served


def test_the_wording_of_the_place_around_is_taken_where_a_place_has_none(tea: Library) -> None:
    names = chosen_names(select_tea(tea, date(2027, 1, 1), jurisdictions=["tealand-east", "tealand-west"]))
    assert [name for name in names if name.startswith("kettle/lid")] == ["kettle/lid.tealand"]


def test_a_wording_not_yet_in_force_leaves_the_one_around_it_in_use(tea: Library) -> None:
    selection = select_tea(tea, date(2026, 12, 31))
    assert "kettle/lid" in chosen_names(selection)
    assert reason_against(selection, "kettle/lid.tealand") == "it applies from 2027-01-01"


def test_siblings_of_which_one_has_a_wording_of_its_own_share_the_rest(tmp_path: Path) -> None:
    files = {"clauses/cake/share-the-cake.tealand-west.md": clause_file("Nobody shares cake.")}
    selection = select_tea(tea_with(tmp_path, files), jurisdictions=["tealand-east", "tealand-west"])
    for name, places in (
        ("cake/share-the-cake", ("tealand-east",)),
        ("cake/share-the-cake.tealand-west", ("tealand-west",)),
    ):
        assert (chosen(selection, name).places, chosen(selection, name).shared) == (places, False)


def test_a_wording_that_applies_in_every_place_is_shared(tea: Library) -> None:
    both = chosen(select_tea(tea, jurisdictions=["tealand-east", "tealand-west"]), "cake/share-the-cake")
    assert (both.places, both.shared) == (("tealand-east", "tealand-west"), True)


def test_a_wording_of_another_place_is_left_out_with_the_name_of_that_place(tea: Library) -> None:
    says = "it is for West Tealand, which is not among the places"
    assert reason_against(select_tea(tea, jurisdictions="tealand-east"), "pouring/serve.tealand-west") == says


def test_a_wording_that_gave_way_says_for_which_place(tea: Library) -> None:
    says = reason_against(select_tea(tea, date(2027, 1, 1)), "kettle/lid")
    assert says == "a wording of its own is used for Tealand"


def test_a_wording_that_gave_way_names_only_places_of_the_institution(tea: Library) -> None:
    says = reason_against(select_tea(tea, jurisdictions="tealand-east"), "pouring/serve")
    assert says == "a wording of its own is used for East Tealand"


def test_the_most_specific_wording_decides_even_where_its_condition_fails(tmp_path: Path) -> None:
    files = {"clauses/cake/share-the-cake.tealand-east.md": clause_file("Cut it.", when="{milk: yes}")}
    selection = select_tea(tea_with(tmp_path, files), milk="no")
    assert "cake/share-the-cake" not in chosen_names(selection)
    assert reason_against(selection, "cake/share-the-cake.tealand-east") == "milk is no, not yes"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param(["tealand", "tealand-east"], ("tealand-east",), id="a country around a province"),
        pytest.param(["tealand-east", "tealand-west"], ("tealand-east", "tealand-west"), id="two provinces"),
        pytest.param(["tealand"], ("tealand",), id="a country alone"),
        pytest.param([], ("int",), id="no place at all"),
    ],
)
def test_a_place_that_only_lies_around_another_is_not_counted(
    tea: Library, said: list[Value], kept: tuple[str, ...]
) -> None:
    assert chosen_places(tea, answers_of(tea, jurisdictions=said)) == kept


# Dates


@pytest.mark.parametrize(
    ("day", "by_hand"),
    [
        pytest.param(date(2026, 5, 31), True, id="the day before"),
        pytest.param(DESCALED, False, id="the day itself"),
        pytest.param(date(2026, 6, 2), False, id="the day after"),
    ],
)
def test_a_clause_applies_from_its_first_day_and_until_the_day_before_its_last(
    tea: Library, day: date, by_hand: bool
) -> None:
    names = chosen_names(select_tea(tea, day))
    assert ("kettle/descale-by-hand" in names, "kettle/descale-by-machine" in names) == (by_hand, not by_hand)


def test_a_clause_out_of_its_time_says_when_it_applies(tea: Library) -> None:
    assert reason_against(select_tea(tea, ON), "kettle/descale-by-machine") == "it applies from 2026-06-01"
    assert reason_against(select_tea(tea, DESCALED), "kettle/descale-by-hand") == "it applied until 2026-06-01"


# Conditions and reasons


@pytest.mark.parametrize(
    ("clause", "inside", "outside"),
    [
        pytest.param("pouring/warm-the-pot", {"brewing": "pot"}, {"brewing": "cup"}, id="a choice"),
        pytest.param("pouring/milk-last", {"milk": "yes"}, {"milk": "no"}, id="yes"),
        pytest.param(
            "pouring/oat-milk", {"milk": "yes", "milks": "oat"}, {"milk": "no", "milks": "oat"}, id="not asked"
        ),
        pytest.param("kettle/few-hands", {"headcount": "5"}, {"headcount": "6"}, id="at most"),
        pytest.param("cake/table-of-cakes", {"headcount": "20"}, {"headcount": "20", "brewing": "cup"}, id="two rows"),
        pytest.param("kettle/complaints", {"privacy_contact": "a@tea.example"}, {}, id="answered"),
        pytest.param("kettle/no-complaints", {}, {"privacy_contact": "a@tea.example"}, id="not answered"),
        pytest.param("pouring/warm-the-pot", {"brewing": "pot"}, {"brewing": "not sure"}, id="a cautious answer"),
    ],
)
def test_a_condition_decides(tea: Library, clause: str, inside: dict[str, Value], outside: dict[str, Value]) -> None:
    assert clause in chosen_names(select_tea(tea, **inside))
    assert clause not in chosen_names(select_tea(tea, **outside))


@pytest.mark.parametrize(
    ("clause", "because"),
    [
        pytest.param("cake/share-the-cake", ("it applies to every institution",), id="a clause for everyone"),
        pytest.param("pouring/warm-the-pot", ("brewing is pot",), id="an answer"),
        pytest.param("pouring/serve.tealand-east", ("jurisdictions holds tealand-east",), id="a place"),
        pytest.param("cake/table-of-cakes", ("headcount is 30", "brewing is pot", "cakes is scone"), id="answers"),
        pytest.param("kettle/no-complaints", ("privacy_contact is nothing",), id="an answer that was not given"),
    ],
)
def test_a_chosen_clause_says_why(tea: Library, clause: str, because: tuple[str, ...]) -> None:
    assert chosen(select_tea(tea, headcount="30"), clause).because == because


def test_an_omitted_clause_says_which_answer_keeps_it_out(tea: Library) -> None:
    assert reason_against(select_tea(tea, milk="no"), "pouring/milk-last") == "milk is no, not yes"


def test_clauses_come_in_the_order_of_parts_and_topics(tea: Library) -> None:
    topics = list(dict.fromkeys(each.clause.topic for each in select_tea(tea).clauses))
    assert topics == ["pouring", "cake", "kettle"]


@given(data=st.data(), on=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_every_clause_is_either_chosen_or_omitted_with_a_reason(tea: Library, data: st.DataObject, on: date) -> None:
    selection = select(tea, data.draw(any_answers(tea, complete=False)), on)
    said = chosen_names(selection) + [name_of(omission.clause) for omission in selection.omissions]
    assert sorted(said) == sorted(name_of(clause) for clause in tea.clauses)
    assert all(omission.reason for omission in selection.omissions)
    assert all(each.because and each.places for each in selection.clauses)


@given(data=st.data())
def test_the_same_answers_on_the_same_day_give_the_same_selection(tea: Library, data: st.DataObject) -> None:
    answers = data.draw(any_answers(tea))
    before = dict(answers.given)
    assert select(tea, answers, ON) == select(tea, answers, ON)
    assert answers.given == before


@given(data=st.data())
def test_every_chosen_wording_is_in_force_and_of_a_place_around(tea: Library, data: st.DataObject) -> None:
    selection = select(tea, data.draw(any_answers(tea)), ON)
    for each in selection.clauses:
        assert each.clause.in_force(ON)
        assert set(each.places) <= set(selection.places)
        if each.clause.place is not None:
            assert all(tea.places.lies_within(place, each.clause.place) for place in each.places)


@given(data=st.data())
def test_no_place_gets_two_wordings_of_one_clause(tea: Library, data: st.DataObject) -> None:
    selection = select(tea, data.draw(any_answers(tea)), ON)
    taken = [(each.clause.id, place) for each in selection.clauses for place in each.places]
    assert len(taken) == len(set(taken))


# Authorities


def test_authorities_of_the_places_and_of_those_around_them_are_kept(tea: Library) -> None:
    assert authorities(tea, "pouring/serve.tealand-east") == ["east-kettle-order 1", "tea-act 2"]
    assert authorities(tea, "pouring/serve", jurisdictions="tealand") == ["leaf-charter", "tea-act 2"]


def test_authorities_of_other_places_are_left_out(tea: Library) -> None:
    assert authorities(tea, "kettle/standing", jurisdictions="tealand-west") == ["tea-act 3"]
    assert authorities(tea, "kettle/standing", jurisdictions="tealand-east") == ["tea-act 3", "east-kettle-order 2"]


def test_an_authority_no_longer_in_force_is_left_out_and_one_struck_in_part_is_kept(tea: Library) -> None:
    assert authorities(tea, "pouring/milk-last", milk="yes") == ["tea-act 1", "pot-bulletin 1"]


def test_good_practice_rests_on_nothing(tea: Library) -> None:
    assert authorities(tea, "cake/share-the-cake") == []


# Cautions


def test_a_refused_choice_is_taken_out_of_the_answers_and_its_clause_out_of_the_policy(tea: Library) -> None:
    selection = select_tea(tea, jurisdictions="tealand-east", cakes=["scone", "rum-cake"])
    assert selection.answers.value(QuestionId("cakes")) == ("scone",)
    assert "cake/rum" not in chosen_names(selection)
    assert [(each.question, each.answer, each.authorities) for each in selection.refused] == [
        ("cakes", ("rum-cake",), ("east-kettle-order",))
    ]
    assert selection.refused[0].reason.startswith("In East Tealand rum")


def test_the_same_choice_is_obeyed_where_nothing_bars_it(tea: Library) -> None:
    selection = select_tea(tea, jurisdictions="tealand-west", cakes=["scone", "rum-cake"])
    assert selection.answers.value(QuestionId("cakes")) == ("scone", "rum-cake")
    assert "cake/rum" in chosen_names(selection)
    assert selection.refused == ()


def test_a_choice_is_refused_where_one_of_two_places_bars_it(tea: Library) -> None:
    selection = select_tea(tea, jurisdictions=["tealand-east", "tealand-west"], cakes=["rum-cake"])
    assert "cake/rum" not in chosen_names(selection)
    assert selection.answers.value(QuestionId("cakes")) == ()


def test_a_caution_whose_choices_were_not_made_refuses_nothing(tmp_path: Path) -> None:
    cautions = "cautions: {no-rum: {question: cakes, kind: refuse, drops: [rum-cake], says: No rum.}}\n"
    selection = select_tea(tea_with(tmp_path, {"clauses/cautions.yaml": cautions}), cakes=["scone"])
    assert selection.refused == ()
    assert selection.answers.value(QuestionId("cakes")) == ("scone",)


CAUTIONS = """\
cautions:
  no-pot:
    question: brewing
    kind: refuse
    when: {brewing: pot}
    drops: [pot]
    says: Pots are broken.
"""


def test_a_refused_single_choice_gives_way_to_the_cautious_answer(tmp_path: Path) -> None:
    selection = select_tea(tea_with(tmp_path, {"clauses/cautions.yaml": CAUTIONS}), brewing="pot")
    assert selection.answers.value(QuestionId("brewing")) == "cup"
    assert [each.answer for each in selection.refused] == [("pot",)]


def test_a_matter_to_settle_is_an_open_item_in_its_place_only(tea: Library) -> None:
    assert [item.says for item in select_tea(tea, brewing="samovar").open_items] == ["Find out who owns the samovar."]
    assert select_tea(tea, brewing="pot").open_items == ()
    elsewhere = select(tea, answers_of(tea, brewing="samovar"), ON)
    assert elsewhere.places == ("int",)
    assert elsewhere.open_items == ()


def test_advice_is_given_and_keeps_nothing_open(tea: Library) -> None:
    selection = select_tea(tea, headcount="50")
    assert selection.advice == ("Fifty people need a second kettle.",)
    assert selection.open_items == ()
    assert select_tea(tea, headcount="49").advice == ()


def test_an_answer_that_bars_a_policy_is_listed_with_the_reason_and_is_no_open_item(tea: Library) -> None:
    selection = select_tea(tea, headcount="0")
    assert [(each.question, each.says) for each in selection.barred] == [
        ("headcount", "A club of nobody has no rules.")
    ]
    assert selection.open_items == ()
    assert select_tea(tea, headcount="1").barred == ()


# Open items


def test_a_doubt_is_an_open_item_that_names_the_cautious_answer(tea: Library) -> None:
    items = select_tea(tea, brewing="not sure").open_items
    assert [(item.question, item.says) for item in items] == [
        ("brewing", "How do you brew? Built for now as: In the cup.")
    ]


def test_a_doubt_about_a_question_that_is_not_asked_is_no_open_item(tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {"clauses/questionnaire.yaml": questionnaire_with_unsure_milks()})
    assert [item.question for item in select_tea(tea, milk="yes", milks="not sure").open_items] == ["milks"]
    assert select_tea(tea, milk="no", milks="not sure").open_items == ()


def questionnaire_with_unsure_milks() -> str:
    text = (TEA / "clauses/questionnaire.yaml").read_text()
    return text.replace("    ask_when: {milk: yes}\n", "    ask_when: {milk: yes}\n    unsure: [cow]\n")


def test_a_place_whose_law_is_not_covered_is_an_open_item(tea: Library) -> None:
    says = "The law of West Tealand is not in this library yet. Counsel must add what it asks for."
    assert [item.says for item in select_tea(tea, jurisdictions=["tealand-east", "tealand-west"]).open_items] == [says]
    assert select_tea(tea, jurisdictions="tealand-east").open_items == ()


def test_a_place_around_that_is_not_covered_counts_once(tmp_path: Path) -> None:
    place = (TEA / "jurisdictions/tealand/_place.yaml").read_text().replace("covered: yes", "covered: no")
    tea = tea_with(tmp_path, {"jurisdictions/tealand/_place.yaml": place})
    assert uncovered(tea, [PlaceId("tealand-east"), PlaceId("tealand-west")]) == ("Tealand", "West Tealand")


@given(data=st.data())
def test_the_shipped_library_chooses_or_omits_every_clause_too(library: Library, data: st.DataObject) -> None:
    selection = select(library, data.draw(any_answers(library, complete=False)), date(2026, 11, 21))
    said = chosen_names(selection) + [name_of(omission.clause) for omission in selection.omissions]
    assert sorted(said) == sorted(name_of(clause) for clause in library.clauses)
    assert all(omission.reason for omission in selection.omissions)
