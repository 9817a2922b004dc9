from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.library import Library
from policygen.questions import AnswerValue, Kind, Question, QuestionId
from policygen.strictyaml import Value
from policygen.values import LONGEST_ANSWER, MOST_ENTRIES, MOST_MARKS, NotAnAnswer, read_value

CHOICES = {"green-tea": "Green tea", "black-tea": "Black tea", "none": "No tea"}


def question(kind: Kind) -> Question:
    choices = CHOICES if kind in (Kind.CHOICE, Kind.MULTICHOICE) else {}
    return Question(
        id=QuestionId("tea"), section="tea", ask="?", help="", kind=kind, quick=True, required=True, choices=choices
    )


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        pytest.param(Kind.TEXT, "Leaf & Cup", "Leaf & Cup", id="a text"),
        pytest.param(Kind.TEXT, "  Leaf \n\t &  Cup ", "Leaf & Cup", id="a text with spaces and line ends"),
        pytest.param(Kind.TEXT, "the\u0301", "thé", id="a text with a letter in two parts"),
        pytest.param(Kind.TEXT, "", "", id="no text"),
        pytest.param(Kind.TEXT, "<b>*x*</b>", "<b>*x*</b>", id="a text with marks, kept as it is"),
        pytest.param(Kind.CHOICE, "green-tea", "green-tea", id="a choice by its value"),
        pytest.param(Kind.CHOICE, "Green tea", "green-tea", id="a choice by its label"),
        pytest.param(Kind.CHOICE, "GREEN TEA", "green-tea", id="a choice by its label in capitals"),
        pytest.param(Kind.MULTICHOICE, ["none", "green-tea"], ("green-tea", "none"), id="choices, put in order"),
        pytest.param(Kind.MULTICHOICE, ["none", "none", "No tea"], ("none",), id="a choice made three times"),
        pytest.param(Kind.MULTICHOICE, "none", ("none",), id="one choice without a list"),
        pytest.param(Kind.MULTICHOICE, [], (), id="no choice"),
        pytest.param(Kind.MULTICHOICE, "", (), id="an empty text for choices"),
        pytest.param(Kind.BOOL, "yes", True, id="yes"),
        pytest.param(Kind.BOOL, "No", False, id="no with a capital"),
        pytest.param(Kind.BOOL, "true", True, id="true"),
        pytest.param(Kind.NUMBER, "0", 0, id="zero"),
        pytest.param(Kind.NUMBER, "0012", 12, id="leading zeros"),
        pytest.param(Kind.NUMBER, "9999999", 9_999_999, id="the greatest number"),
        pytest.param(Kind.DATE, "2028-02-29", date(2028, 2, 29), id="a leap day"),
        pytest.param(Kind.EMAIL, "o'hara+tea@pot.example.org", "o'hara+tea@pot.example.org", id="an address"),
        pytest.param(Kind.EMAIL, "", "", id="no address"),
        pytest.param(Kind.LIST, ["b", "a", "b"], ("b", "a"), id="a list, as it was ordered, without repetition"),
        pytest.param(Kind.LIST, [" ", "a", ""], ("a",), id="a list with empty entries"),
        pytest.param(Kind.LIST, "a, b", ("a, b",), id="one entry without a list"),
    ],
)
def test_a_good_answer_is_read(kind: Kind, written: Value, read: AnswerValue) -> None:
    assert read_value(written, question(kind)) == read


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        pytest.param(Kind.TEXT, ["a"], "takes one answer, not several", id="a list for a text"),
        pytest.param(Kind.TEXT, {"a": "b"}, "takes one answer, not several", id="a table for a text"),
        pytest.param(Kind.TEXT, "a\0b", "holds a control character", id="NUL"),
        pytest.param(Kind.TEXT, "a\u202eb", "reverses the direction of text", id="a right-to-left override"),
        pytest.param(Kind.TEXT, "a\ue000b", "private-use character", id="private use, which the renderer needs itself"),
        pytest.param(Kind.TEXT, "x" * (LONGEST_ANSWER + 1), "has 301 characters", id="a text that is too long"),
        pytest.param(Kind.TEXT, "e" + "\u0316" * (MOST_MARKS + 1), "piles up accents", id="a pile of accents"),
        pytest.param(Kind.CHOICE, "coffee", "'coffee' is not one of the choices", id="an unknown choice"),
        pytest.param(Kind.CHOICE, "", "'' is not one of the choices", id="no choice where one is needed"),
        pytest.param(Kind.CHOICE, "green-tee", "Did you mean 'green-tea'?", id="a choice misspelt"),
        pytest.param(Kind.MULTICHOICE, ["none", "coffee"], "'coffee' is not one of", id="an unknown choice of several"),
        pytest.param(Kind.MULTICHOICE, "none, green-tea", "is not one of the choices", id="choices with a comma"),
        pytest.param(Kind.MULTICHOICE, {"none": "yes"}, "This is a table", id="a table for choices"),
        pytest.param(Kind.BOOL, "maybe", "neither yes nor no", id="maybe"),
        pytest.param(Kind.BOOL, "", "neither yes nor no", id="nothing for yes or no"),
        pytest.param(Kind.NUMBER, "-1", "not a whole number", id="a negative number"),
        pytest.param(Kind.NUMBER, "1.5", "not a whole number", id="a fraction"),
        pytest.param(Kind.NUMBER, "1,000", "not a whole number", id="a thousand with a comma"),
        pytest.param(Kind.NUMBER, "10000000", "not a whole number", id="a number that is too great"),
        pytest.param(Kind.NUMBER, "twelve", "not a whole number", id="a number in words"),
        pytest.param(Kind.DATE, "2027-02-29", "is not a date", id="a leap day in another year"),
        pytest.param(Kind.DATE, "01/02/2027", "Write it as 2027-02-01", id="a date as Americans write it"),
        pytest.param(Kind.EMAIL, "tea", "is not an email address", id="no at sign"),
        pytest.param(Kind.EMAIL, "a@b", "is not an email address", id="no dot after the at sign"),
        pytest.param(Kind.EMAIL, "<a@b.org>", "is not an email address", id="angle brackets"),
        pytest.param(Kind.EMAIL, "a@b.org, c@d.org", "is not an email address", id="two addresses"),
        pytest.param(Kind.LIST, ["x" * (LONGEST_ANSWER + 1)], "has 301 characters", id="a long entry"),
        pytest.param(Kind.LIST, [str(n) for n in range(MOST_ENTRIES + 1)], "more than 100 entries", id="a long list"),
        pytest.param(
            Kind.LIST,
            ["a", ["b"]],
            "",
            id="a list within a list",
        ),
        pytest.param(
            Kind.LIST,
            ["a", {"b": "c"}],
            "",
            id="a table within a list, as a colon makes it",
        ),
        pytest.param(
            Kind.TEXT,
            "caf\udce9",
            "",
            id="half a surrogate pair, as a terminal of another encoding sends it",
        ),
        pytest.param(
            Kind.TEXT,
            "a\ufffeb",
            "",
            id="a character that YAML cannot hold",
        ),
    ],
)
def test_a_wrong_answer_is_refused_with_advice(kind: Kind, written: Value, says: str) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read_value(written, question(kind))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * LONGEST_ANSWER, id="the longest text"),
        pytest.param("e" + "\u0316" * MOST_MARKS, id="as many accents as are allowed"),
        pytest.param("Nguyễn Thị Hồng", id="Vietnamese"),
        pytest.param("מרפאת התה", id="Hebrew"),
        pytest.param("கோப்பை தேநீர்", id="Tamil"),
        pytest.param("👩🏽\u200d⚕️ tea", id="an emoji of several characters"),
    ],
)
def test_a_text_at_the_limit_or_in_another_script_is_kept(text: str) -> None:
    assert read_value(text, question(Kind.TEXT)) == text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        pytest.param("tealand", "tealand", id="its id"),
        pytest.param("East Tealand", "tealand-east", id="its name"),
        pytest.param("leaf", "tealand", id="another name"),
        pytest.param("The Leafy Land", "tealand", id="another name of several words"),
        pytest.param(" TEALAND-WEST ", "tealand-west", id="capitals and spaces"),
    ],
)
def test_a_place_is_found_by_every_name_it_goes_by(tea: Library, typed: str, place: str) -> None:
    assert read_value(typed, tea.questionnaire["jurisdictions"], tea.places) == (place,)


def test_a_list_of_the_greatest_length_is_kept() -> None:
    entries: Value = [f"cup {number}" for number in range(MOST_ENTRIES)]
    assert len(entries) == MOST_ENTRIES
    assert read_value(entries, question(Kind.LIST)) == tuple(f"cup {number}" for number in range(MOST_ENTRIES))


def test_two_names_of_one_place_are_one_place(tea: Library) -> None:
    several: Value = ["tealand-west", "leaf", "Tealand"]
    assert read_value(several, tea.questionnaire["jurisdictions"], tea.places) == ("tealand", "tealand-west")


def test_a_place_that_is_not_among_the_choices_is_refused(tea: Library) -> None:
    with pytest.raises(NotAnAnswer, match="'Everywhere' is not one of the choices"):
        read_value("Everywhere", tea.questionnaire["jurisdictions"], tea.places)


def test_another_name_is_not_known_without_places(tea: Library) -> None:
    with pytest.raises(NotAnAnswer, match="'leaf' is not one of the choices"):
        read_value("leaf", tea.questionnaire["jurisdictions"])


def test_another_name_misspelt_is_suggested(library: Library) -> None:
    with pytest.raises(NotAnAnswer, match="Did you mean 'hipaa'"):
        read_value("hipa", library.questionnaire["jurisdictions"], library.places)


def test_a_wrong_choice_of_few_brings_the_choices_though_there_are_many_places(library: Library) -> None:
    with pytest.raises(NotAnAnswer, match="Use one of: "):
        read_value("xyzzy", library.questionnaire["legal_review"], library.places)


def test_a_place_is_not_suggested_for_a_question_about_something_else(library: Library) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read_value("usa", library.questionnaire["facility_type"], library.places)
    assert "Did you mean 'usa'" not in str(refused.value)


def refused_or_read(text: Value, kind: Kind) -> AnswerValue | None:
    try:
        return read_value(text, question(kind))
    except NotAnAnswer:
        return None


@given(text=st.text(max_size=400))
def test_any_text_is_refused_or_comes_back_normal_single_spaced_and_within_limits(text: str) -> None:
    read = refused_or_read(text, Kind.TEXT)
    if read is not None:
        assert isinstance(read, str)
        assert unicodedata.is_normalized("NFC", read)
        assert read == " ".join(read.split())
        assert len(read) <= LONGEST_ANSWER


@given(text=st.text(max_size=400), kind=st.sampled_from([Kind.TEXT, Kind.EMAIL]))
def test_a_text_read_again_is_the_same(text: str, kind: Kind) -> None:
    read = refused_or_read(text, kind)
    if isinstance(read, str):
        assert read_value(read, question(kind)) == read


@given(texts=st.lists(st.text(max_size=20), max_size=120))
def test_any_list_is_refused_or_comes_back_without_repetitions_and_empty_entries(texts: list[str]) -> None:
    read = refused_or_read([*texts], Kind.LIST)
    if read is not None:
        assert isinstance(read, tuple)
        assert len(set(read)) == len(read) <= MOST_ENTRIES
        assert "" not in read
        assert read_value([*read], question(Kind.LIST)) == read


@given(text=st.text(max_size=20), kind=st.sampled_from(list(Kind)))
def test_no_text_is_taken_for_an_answer_of_another_kind(text: str, kind: Kind) -> None:
    read = refused_or_read(text, kind)
    expected: dict[Kind, type] = {
        Kind.BOOL: bool,
        Kind.NUMBER: int,
        Kind.DATE: date,
        Kind.LIST: tuple,
        Kind.MULTICHOICE: tuple,
    }
    assert read is None or type(read) is expected.get(kind, str)
