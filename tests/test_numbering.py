"""Numbers that were issued keep their meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.numbering import by_number, give_numbers


@pytest.mark.parametrize(
    ("keys", "before", "numbers"),
    [
        pytest.param("abc", {}, ["1", "2", "3"], id="all new"),
        pytest.param("abxc", {"a": "1", "b": "2", "c": "3"}, ["1", "2", "2A", "3"], id="one between"),
        pytest.param("axyb", {"a": "1", "b": "2"}, ["1", "1A", "1B", "2"], id="two between"),
        pytest.param("xab", {"a": "1", "b": "2"}, ["A1", "1", "2"], id="one before the first"),
        pytest.param("abx", {"a": "1", "b": "2"}, ["1", "2", "3"], id="one at the end"),
        pytest.param("abx", {"a": "1", "b": "2", "gone": "3"}, ["1", "2", "4"], id="a retired number is not reused"),
        pytest.param("ac", {"a": "1", "b": "2", "c": "3"}, ["1", "3"], id="a gap stays"),
        pytest.param("axb", {"a": "1", "b": "2", "gone": "1A"}, ["1", "1B", "2"], id="nor one with a letter"),
    ],
)
def test_numbers_stay_and_what_is_new_fits_between(keys: str, before: dict[str, str], numbers: list[str]) -> None:
    assert list(give_numbers(list(keys), before).values()) == numbers


@given(st.sets(st.integers(0, 12), min_size=1), st.sets(st.integers(0, 12), min_size=1), st.sets(st.integers(0, 12)))
def test_over_three_versions_no_number_ever_means_two_things(one: set[int], two: set[int], three: set[int]) -> None:
    known: dict[int, str] = {}
    for version in (one, two, three):
        given_now = give_numbers(sorted(version), known)
        assert len(set(given_now.values())) == len(given_now)
        assert all(known[key] == number for key, number in given_now.items() if key in known)
        known |= given_now
    assert len(set(known.values())) == len(known)


def test_numbers_stand_in_the_order_of_a_policy() -> None:
    ordered = ["A1", "1", "1.2", "1.2A", "1.10", "2", "2A", "10"]
    shuffled = ordered[1::2] + ordered[::2]
    assert sorted(shuffled, key=by_number) == ordered
