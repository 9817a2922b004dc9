"""Read one answer: what a person typed or wrote in a file, as the kind of value that a question takes.

This is the edge at which an answer is checked and normalised; behind it every value is safe to keep,
though still a stranger's text that must never be read as markup.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from policygen.jurisdictions import Places
from policygen.questions import AnswerValue, Kind, Question
from policygen.strictyaml import Value
from policygen.textfiles import unsafe_character
from policygen.typos import did_you_mean

LONGEST_ANSWER = 300
"""Characters in one text, or in one entry of a list."""
MOST_ENTRIES = 100
MOST_MARKS = 4
"""Combining marks and invisible characters in a row; real names need two."""

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,}")


class NotAnAnswer(ValueError):
    """The value does not answer the question; the text says why and what to write."""


def read_value(value: Value, question: Question, places: Places | None = None) -> AnswerValue:
    """Read an answer; raise NotAnAnswer with a sentence that says what is wrong and what to do.

    ``places`` lets a place be typed by another name it goes by.
    """
    if question.takes_several:
        return _several(value, question, places)
    if not isinstance(value, str):
        raise NotAnAnswer("This question takes one answer, not several.")
    text = _text(value)
    match question.kind:
        case Kind.CHOICE:
            return _choice(text, question, places)
        case Kind.BOOL:
            if text.lower() not in ("yes", "no", "true", "false"):
                raise NotAnAnswer(f"'{text}' is neither yes nor no. Write yes or no.")
            return text.lower() in ("yes", "true")
        case Kind.NUMBER:
            if not re.fullmatch(r"[0-9]{1,7}", text):
                raise NotAnAnswer(f"'{text}' is not a whole number. Write digits only.")
            return int(text)
        case Kind.DATE:
            return _date(text)
        case Kind.EMAIL:
            if text and not _EMAIL.fullmatch(text):
                raise NotAnAnswer(f"'{text}' is not an email address. Write it as privacy@example.org.")
            return text
        case _:
            return text


def _several(value: Value, question: Question, places: Places | None) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise NotAnAnswer("This is a table. Write a list, one entry a line.")
    entries = [value] if isinstance(value, str) else value
    if len(entries) > MOST_ENTRIES:
        raise NotAnAnswer(f"These are more than {MOST_ENTRIES} entries. Keep the ones that matter.")
    if not all(isinstance(entry, str) for entry in entries):
        raise NotAnAnswer("A list or table stands within the list. Write one entry a line.")
    texts = [_text(entry) for entry in entries if isinstance(entry, str)]
    kept = list(dict.fromkeys(text for text in texts if text))
    if question.kind is Kind.LIST:
        return tuple(kept)
    chosen = {_choice(text, question, places) for text in kept}
    return tuple(choice for choice in question.choices if choice in chosen)


def _choice(text: str, question: Question, places: Places | None) -> str:
    if text in question.choices:
        return text
    place = places.find(text) if places else None
    if place and place.id in question.choices:
        return place.id
    label = next((value for value, label in question.choices.items() if label.lower() == text.lower()), None)
    if label:
        return label
    takes_places = places is not None and any(places.find(value) for value in question.choices)
    names = places.names() if places and takes_places else []
    advice = did_you_mean(text, [*question.choices, *names])
    raise NotAnAnswer(f"'{text}' is not one of the choices. {advice}".strip())


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"[0-9-]{10}", text) else "")
    except ValueError:
        raise NotAnAnswer(f"'{text}' is not a date. Write it as 2027-02-01.") from None


def _text(value: str) -> str:
    unsafe = unsafe_character(value.replace("\n", " "))
    if unsafe:
        raise NotAnAnswer(f"This text holds {unsafe[1]}. Type it again without it.")
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if len(text) > LONGEST_ANSWER:
        raise NotAnAnswer(f"This text has {len(text):,} characters. Keep it to {LONGEST_ANSWER}.")
    if _has_many_marks(text):
        raise NotAnAnswer("This text piles up accents or invisible characters. Type the plain letters.")
    return text


def _has_many_marks(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 0
        if run > MOST_MARKS:
            return True
    return False
