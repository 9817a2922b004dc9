"""Say of a selection what is in it and why, for programs and for people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policygen.document import Document, NumberedClause
from policygen.filling import Filled
from policygen.jurisdictions import Authority, AuthorityId
from policygen.library import Library
from policygen.selection import Selection

_MARKS = re.compile(r"[*_\\`|]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Why:
    """A clause of a policy, and why it is there."""

    clause: NumberedClause
    authorities: tuple[tuple[Authority, str, str], ...]
    """Each with its pinpoint and what the duty says."""


def selection_as_data(library: Library, selection: Selection) -> dict[str, object]:
    """Give a selection as plain data: clauses, omissions, open items, refused answers and advice."""
    return {
        "as_of": selection.on.isoformat(),
        "places": list(selection.places),
        "clauses": [
            {
                "id": chosen.clause.id,
                "title": chosen.clause.title,
                "topic": chosen.clause.topic,
                "place": chosen.clause.place,
                "applies_in": list(chosen.places),
                "applies_to": list(chosen.clause.applies_to),
                "rests_on": [{"authority": basis.authority, "duty": basis.duty} for basis in chosen.rests_on],
                "because": list(chosen.because),
            }
            for chosen in selection.clauses
        ],
        "omissions": [
            {"id": omission.clause.id, "place": omission.clause.place, "reason": omission.reason}
            for omission in selection.omissions
        ],
        "open_items": [{"question": item.question, "says": item.says} for item in selection.open_items],
        "refused": [
            {
                "question": refusal.question,
                "answer": list(refusal.answer),
                "reason": refusal.reason,
                "authorities": list(refusal.authorities),
            }
            for refusal in selection.refused
        ],
        "advice": list(selection.advice),
        "library": library.frame.version,
    }


def why(library: Library, document: Document, words: str) -> tuple[Why, ...]:
    """Find the clauses that say some words, in their title or text."""
    wanted = _folded(words)
    return tuple(
        each
        for each in reasons(library, document)
        if wanted and wanted in _folded(f"{each.clause.number} {each.clause.title} {_plain(each.clause.text)}")
    )


def reasons(library: Library, document: Document) -> tuple[Why, ...]:
    """Say of every clause of a policy, in reading order, why it is there."""
    return tuple(
        Why(
            clause=numbered,
            authorities=tuple(_authorities(library.authorities, numbered)),
        )
        for numbered in document.clauses
    )


def why_not(selection: Selection, words: str) -> tuple[tuple[str, str], ...]:
    """Find the clauses that would say some words but were left out: title and reason."""
    wanted = _folded(words)
    return tuple(
        (omission.clause.title, omission.reason)
        for omission in selection.omissions
        if wanted and wanted in _folded(f"{omission.clause.title} {omission.clause.body.text}")
    )


def _authorities(
    register: Mapping[AuthorityId, Authority], numbered: NumberedClause
) -> Sequence[tuple[Authority, str, str]]:
    found = []
    for basis in numbered.chosen.rests_on:
        authority = register[basis.authority]
        duty = authority.duties.get(basis.duty) if basis.duty is not None else None
        found.append((authority, duty.at if duty else "", duty.says if duty else ""))
    return found


def _plain(text: Filled) -> str:
    return "".join(piece if number % 2 else _MARKS.sub("", piece) for number, piece in enumerate(text.pieces))


def _folded(text: str) -> str:
    return _SPACE.sub(" ", _MARKS.sub("", text)).strip().lower()
