from __future__ import annotations

import pytest

from policygen.typos import did_you_mean

TEAS = ("assam", "Darjeeling", "sencha")
MANY = tuple(f"blend{number:02}" for number in range(15))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("asam", "assam", id="a letter left out"),
        pytest.param("sencah", "sencha", id="two letters swapped"),
        pytest.param("SENCHA", "sencha", id="capitals"),
        pytest.param("darjeling", "Darjeeling", id="a known word with a capital"),
    ],
)
def test_the_nearest_word_is_suggested_as_it_is_spelled(typed: str, meant: str) -> None:
    assert did_you_mean(typed, TEAS) == f"Did you mean '{meant}'?"


def test_few_words_are_listed_when_none_is_near() -> None:
    assert did_you_mean("coffee", TEAS) == "Use one of: Darjeeling, assam, sencha."


def test_many_words_are_not_listed() -> None:
    assert did_you_mean("coffee", MANY) == ""


def test_the_nearest_of_many_words_is_still_suggested() -> None:
    assert did_you_mean("blend3", MANY).startswith("Did you mean 'blend")


def test_a_word_known_twice_is_listed_once() -> None:
    assert did_you_mean("coffee", ["assam", "assam"]) == "Use one of: assam."


def test_nothing_is_suggested_when_nothing_is_known() -> None:
    assert did_you_mean("assam", []) == ""


def test_no_typing_at_all_brings_the_list() -> None:
    assert did_you_mean("", TEAS).startswith("Use one of:")
