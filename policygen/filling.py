"""Put values where a clause's text has names.

The clause's own words and the values that stand in them stay apart in a ``Filled`` text, so that every
format can parse the words as Markdown and escape the values as what they are: a stranger's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from policygen.amounts import Amount
from policygen.answers import Answers
from policygen.bodies import Body
from policygen.clauses import Role, RoleId
from policygen.conditions import holds
from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.questions import Kind, QuestionId

_ARTICLE = re.compile(r"(?:the|la|le|les) |l['\u2019]", re.IGNORECASE)
_ADDRESS = re.compile(r"(\]\([^)]*\))")
_WORD = re.compile(r"[A-Za-z]+")
_KNOWN = 2048
"""Texts that are known again; a policy and its hand-outs have some six hundred."""


@dataclass(frozen=True)
class Filled:
    """A text with values in it: literal, value, literal, ..., literal."""

    pieces: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Give the values, which are plain text."""
        return self.pieces[1::2]

    def __str__(self) -> str:
        """Give the text as if it were plain."""
        return self._plain

    def __hash__(self) -> int:
        """Tell texts apart by their words, which are put together once."""
        return hash(self._plain)

    @cached_property
    def _plain(self) -> str:
        return "".join(self.pieces)


@lru_cache(maxsize=_KNOWN)
def filled(pieces: tuple[str, ...]) -> Filled:
    """Make a text of pieces; the same pieces give the same text, since many policies say the same."""
    return Filled(pieces)


def literal(text: str) -> Filled:
    """Make a text of plain words that must not be read as Markdown."""
    return Filled(("", text, ""))


@dataclass(frozen=True)
class Filler:
    """Fills texts for one institution."""

    library: Library
    answers: Answers
    language: str

    def fill(self, body: Body, places: tuple[PlaceId, ...]) -> Filled:
        """Fill a body as it applies in some of the institution's places."""
        key = body.pieces, places
        kept = self._texts.get(key)
        if kept is None:
            kept = self._texts[key] = self._fill(body, places)
        return kept

    @cached_property
    def _texts(self) -> dict[tuple[tuple[str, ...], tuple[PlaceId, ...]], Filled]:
        """Keep what was filled, since several papers print the same line."""
        return {}

    def _fill(self, body: Body, places: tuple[PlaceId, ...]) -> Filled:
        if len(body.pieces) == 1:
            return filled((self.respell(body.pieces[0], places),))
        pieces = []
        for number, piece in enumerate(body.pieces):
            if number % 2 == 0:
                pieces.append(self.respell(piece, places))
            else:
                value = self.value(piece, places)
                pieces.append(_capital(value) if self._capitalised(body, number // 2, value) else value)
        return filled(tuple(pieces))

    def value(self, name: str, places: tuple[PlaceId, ...]) -> str:
        """Give what is printed for a name."""
        if (name, places) not in self._values:
            self._values[name, places] = self._value(name, places)
        return self._values[name, places]

    @cached_property
    def _values(self) -> dict[tuple[str, tuple[PlaceId, ...]], str]:
        """Keep what is printed for a name, since hundreds of texts print the same few."""
        return {}

    def _value(self, name: str, places: tuple[PlaceId, ...]) -> str:
        kind, _, key = name.rpartition(".")
        match kind:
            case "term":
                return self.term(key, places)
            case "limit":
                return self.amount(self.library.limits(key, frozenset(places))[0].amount)
            case "role":
                return self.role(RoleId(key), places)
            case _:
                return self.answer(QuestionId(key))

    def amount(self, amount: Amount) -> str:
        """Write an amount of time in the language of the document."""
        number, _, unit = str(amount).partition(" ")
        return f"{number} {self.library.frame.units.get(unit, unit)}"

    def role(self, name: RoleId, places: tuple[PlaceId, ...]) -> str:
        """Give the name of a role's holder, with its article, as it stands within a sentence."""
        says = self.holder(name).says
        return "".join(
            self.value(piece, places) if number % 2 else self.respell(piece, places)
            for number, piece in enumerate(says.pieces)
        )

    def term(self, name: str, places: tuple[PlaceId, ...]) -> str:
        """Give the word that places use; where they differ, all of them."""
        words = dict.fromkeys(self._term_in(name, place) for place in places)
        return joined([word for word in words if word], self.language, style="or")

    def holder(self, name: RoleId) -> Role:
        """Give the role that holds another's duties, which in a small workforce may be one person's."""
        role = self.library.frame.roles[name]
        if role.held_by is None or not self.is_small:
            return role
        return self.holder(role.held_by)

    @property
    def is_small(self) -> bool:
        """Tell whether the workforce is small enough for one person to hold several roles."""
        small = self.library.frame.when_small
        return bool(small) and holds(small, self.answers)

    def answer(self, name: QuestionId) -> str:
        """Write an answer as running text has it: dates in full, lists with "and"."""
        question = self.library.questionnaire[name]
        value = self.answers.value(name)
        if isinstance(value, date):
            return long_date(value, self.language)
        if isinstance(value, tuple):
            labels = [question.choices.get(item, item) for item in value]
            return joined(labels, self.language)
        if question.kind is Kind.CHOICE:
            return question.choices.get(str(value), str(value))
        return "" if value is None else str(value)

    def _term_in(self, name: str, place: PlaceId) -> str:
        for around in self.library.places.lineage(place):
            for wording in around.terms.get(name, ()):
                if holds(wording.when, self.answers):
                    return wording.says
        return ""

    def respell(self, text: str, places: tuple[PlaceId, ...]) -> str:
        """Spell the library's own words as the first of some places does."""
        if not places:
            return text
        if places[0] not in self._spellers:
            self._spellers[places[0]] = _speller(self.library.places.spelling(places[0]))
        return self._spellers[places[0]](text)

    @cached_property
    def _spellers(self) -> dict[PlaceId, Callable[[str], str]]:
        """Keep what spells texts as a place does."""
        return {}

    def _capitalised(self, body: Body, number: int, value: str) -> bool:
        name = body.names[number]
        ours = name.startswith(("term.", "role.")) or bool(_ARTICLE.match(value))
        return ours and body.opens_sentence(number)


@lru_cache(maxsize=16)
def _speller(pairs: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    """Give what spells texts in one way, and knows those again that many policies print."""
    spelling = dict(pairs)

    @lru_cache(maxsize=_KNOWN)
    def spelled(text: str) -> str:
        return "".join(
            piece if number % 2 else _WORD.sub(lambda found: _as_spelled(found[0], spelling), piece)
            for number, piece in enumerate(_ADDRESS.split(text))
        )

    return spelled if spelling else str


@lru_cache(maxsize=1024)
def long_date(day: date, language: str) -> str:
    """Write a date in full, in the order of the language's place."""
    from babel.dates import format_date  # babel's locale data would slow every command

    written = format_date(day, "long", locale=language.replace("-", "_"))
    return re.sub(r"^1 ", "1er ", written) if language.startswith("fr") else written


def joined(words: list[str], language: str, *, style: Literal["standard", "or"] = "standard") -> str:
    """Join words with commas and "and" (or "or"), in the manner of the language's place."""
    return _joined(tuple(words), language, style) if words else ""


@lru_cache(maxsize=1024)
def _joined(words: tuple[str, ...], language: str, style: Literal["standard", "or"]) -> str:
    from babel.lists import format_list  # as above

    return format_list(words, style=style, locale=language.replace("-", "_"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_spelled(word: str, spelling: dict[str, str]) -> str:
    other = spelling.get(word.lower())
    if other is None:
        return word
    return other.upper() if word.isupper() and len(word) > 1 else _capital(other) if word[0].isupper() else other
