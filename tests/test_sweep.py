"""Every kind of institution in every place of the United States and Canada gets a whole policy.

CI takes each place with each kind of institution; `pytest --all-combinations` takes each with each ownership too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from policygen.assembling import assemble
from policygen.document import Document
from policygen.jurisdictions import PlaceId
from policygen.selection import select
from tests.test_profiles import TODAY, answers_of, appears, shipped, should_appear, specials

PLACES = [name for name in shipped().questionnaire["jurisdictions"].choices if name.startswith(("us", "ca"))]
FACILITIES = list(shipped().questionnaire["facility_type"].choices)
OWNERSHIPS = [name for name in shipped().questionnaire["ownership"].choices if name != "nhs"]

BLANK = re.compile(r"\{\{|\}\}|\b(?:TBD|TODO)\b|\s[,.;]|\(\)|\.\.|[Tt]he the |: \.")


def combinations(facility: str, everything: bool) -> Iterator[tuple[str, str]]:
    for number, place in enumerate(PLACES):
        offset = FACILITIES.index(facility)
        yield from (
            ((place, each) for each in OWNERSHIPS)
            if everything
            else [(place, OWNERSHIPS[(number + offset) % len(OWNERSHIPS)])]
        )


def policy(place: str, facility: str, ownership: str) -> Document:
    answers = answers_of(
        {
            "org_name": "Elm Health",
            "org_short_name": "the Service",
            "facility_type": facility,
            "jurisdictions": [place],
            "ownership": ownership,
            "effective_date": "2027-02-01",
            "privacy_contact": "privacy@elm.example",
            "headcount": 400 if facility == "hospital" else 40,
        }
    )
    return assemble(shipped(), select(shipped(), answers, TODAY))


@pytest.mark.parametrize("facility", FACILITIES)
def test_a_policy_is_whole_in_every_place(facility: str, all_combinations: bool) -> None:
    wrong = []
    for place, ownership in combinations(facility, all_combinations):
        document = policy(place, facility, ownership)
        texts = [f"{clause.title}\n{clause.text}" for clause in document.clauses]
        wrong += [(place, ownership, text[:80]) for text in texts if BLANK.search(" ".join(text.split()))]
        numbers = [clause.number for clause in document.clauses]
        assert len(set(numbers)) == len(numbers) > 60
        assert document.roles
        assert document.uncovered == ()
        assert all(role.title for role in document.roles)
    assert wrong == []


@pytest.mark.parametrize("place", PLACES)
def test_special_clauses_of_a_place_are_on_and_off_with_their_conditions(place: str) -> None:
    for switches in (
        {"ai_use": "no", "headcount": 20},
        {"ai_use": "drafting", "headcount": 80, "union_status": "some"},
    ):
        answers = answers_of({"jurisdictions": [place], "facility_type": "hospital", "ownership": "public", **switches})
        selection = select(shipped(), answers, TODAY)
        wrong = [
            special.id
            for special in specials().values()
            if appears(special, selection) != should_appear(special, selection, answers)
        ]
        assert wrong == []


def test_each_place_of_north_america_is_covered_or_says_why_not() -> None:
    library = shipped()
    assert [place for place in PLACES if not library.places.by_id[PlaceId(place)].covered] == []
