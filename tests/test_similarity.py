from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.auditing.similarity import Measure, cosine, language_of, shared

TEXTS = ("The pot is warm.", "The pot is cold.", "The kettle sings at the window.", "Milk comes last.")


@pytest.fixture(scope="module")
def measure() -> Measure:
    return Measure(TEXTS, "en")


def test_the_weights_are_those_of_the_textbook(measure: Measure) -> None:
    rare, common = math.log(5 / 2) + 1, math.log(5 / 3) + 1
    length = math.hypot(rare, common)
    assert measure.vector("A warm pot") == pytest.approx({"warm": rare / length, "pot": common / length})


def test_a_word_said_twice_weighs_more_but_not_twice_as_much(measure: Measure) -> None:
    once, twice = measure.vector("pot kettle"), measure.vector("pot pot kettle")
    assert once["pot"] < twice["pot"] < 2 * once["pot"]


def test_the_same_words_are_wholly_alike_and_other_words_not_at_all(measure: Measure) -> None:
    assert cosine(measure.vector("warm pots"), measure.vector("The pot, warmed.")) == pytest.approx(1)
    assert cosine(measure.vector("warm pot"), measure.vector("kettle window")) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("employees", "workforce members", id="staff"),
        pytest.param("photographs", "an image", id="pictures"),
        pytest.param("PHI", "protected health information", id="patient information"),
        pytest.param("written consent", "a signed authorization", id="permission"),
        pytest.param("authorized users", "authorizing a user", id="endings"),
        pytest.param("the patient\u2019s chart", "patient charts", id="a curly apostrophe"),
    ],
)
def test_words_that_mean_the_same_count_as_one(measure: Measure, one: str, other: str) -> None:
    assert cosine(measure.vector(one), measure.vector(other)) == pytest.approx(1)


def test_words_that_every_policy_has_count_for_nothing(measure: Measure) -> None:
    assert measure.vector("the hospital on social media must not") == {}


def test_french_words_are_known_by_their_stems() -> None:
    measure = Measure(("Le personnel publie.", "La photo."), "fr")
    one, other = "les renseignements personnels d\u2019un patient", "le renseignement de l'usager"
    assert cosine(measure.vector(one), measure.vector(other)) == pytest.approx(1)
    assert measure.vector("dans les médias sociaux") == {}


@given(one=st.text(max_size=60), other=st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_lies_between_nothing_and_one(one: str, other: str) -> None:
    measure = Measure(TEXTS, "en")
    first, second = measure.vector(one), measure.vector(other)
    score = cosine(first, second)
    assert -1e-9 <= score <= 1 + 1e-9
    assert score == pytest.approx(cosine(second, first))
    assert sum(shared(first, second).values()) == pytest.approx(score)


def test_the_words_that_explain_a_likeness_come_heaviest_first(measure: Measure) -> None:
    parts = shared(measure.vector("a warm pot"), measure.vector("warm the pot"))
    assert list(parts) == ["warm", "pot"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Staff must not post pictures of the patients.", "en", id="English"),
        pytest.param("Le personnel ne doit pas publier d\u2019images des usagers.", "fr", id="French"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_the_language_of_a_text_is_known_by_its_common_words(text: str, language: str) -> None:
    assert language_of(text) == language
