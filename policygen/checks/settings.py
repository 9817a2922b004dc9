"""Find out from answers in which setting a text is to hold."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.answers import Answers
from policygen.checks.passages import Setting
from policygen.jurisdictions import Place, PlaceId
from policygen.library import Library
from policygen.questions import QuestionId
from policygen.selection import chosen_places

PUBLIC_OWNERS = frozenset({"public", "public-university", "nhs"})
"""Answers to ``ownership`` that make an institution a public body."""

_EMERGENCY = "emergency_number"


def setting_of(library: Library, answers: Answers, language: str) -> Setting:
    """Give the setting of an institution's texts in a language."""
    around = library.places.all_around(chosen_places(library, answers))
    return Setting(
        language=language,
        places=frozenset(around),
        public=is_public(library, answers),
        foreign=foreign_to(library, around),
    )


def foreign_to(library: Library, around: frozenset[PlaceId]) -> tuple[tuple[str, str], ...]:
    """List the words that belong to other places only, each with the name of its place."""
    places = library.places.by_id.values()
    own = {word for place in places if place.id in around for word, _ in _words(place)}
    return tuple(
        (word, place.name) for place in places if place.id not in around for word, _ in _words(place) if word not in own
    )


def is_public(library: Library, answers: Answers) -> bool:
    """Tell whether an institution is a public body; a library that does not ask takes it for private."""
    ownership = QuestionId("ownership")
    return ownership in library.questionnaire and answers.value(ownership) in PUBLIC_OWNERS


def _words(place: Place) -> Iterator[tuple[str, str]]:
    """List the words that only a place uses, emergency numbers among them."""
    for word in place.own_words:
        yield word, place.name
    for wording in place.terms.get(_EMERGENCY, ()):
        yield wording.says, place.name
