"""What the checks of words read: passages of a text, and the setting in which it is to hold."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

T = TypeVar("T")

_ITEM = re.compile(r"^\s*(?:[-*+\u2022]|\d{1,2}[.)]|\(?[a-z]\))\s+")
_END = re.compile(r"(?<!\b(?:Dr|Mr|Ms|vs|No|cf)\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.?!])[\"\u201d\u00bb)]?\s+(?=\S)")
_LINK = re.compile(r"\[([^\]\[]{0,300})\]\((?:https?://|mailto:|#)[^)\s]{0,2000}\)")
_MARKS = re.compile(r"\*+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|\\(?=[^\w\s])")


LONGEST_SENTENCE = 800
"""Characters; what is longer is read in pieces."""
KNOWN = 3072
"""Texts that are known again, because many policies say the same; what was found in them need not be found again."""


class Genre(StrEnum):
    """What a passage is part of; some checks judge only one kind of paper."""

    POLICY = "policy"
    HOUSE_RULES = "house rules"
    """Rules for the public that comments on the institution's pages."""
    SCRIPT = "script"
    """Words to post or to say as they stand, such as a reply to a review."""
    ACKNOWLEDGEMENT = "acknowledgement"
    """What staff sign."""
    PATIENT_FORM = "patient form"
    HANDOUT = "hand-out"
    """Any other paper made from the policy."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Some sentences that stand together: a clause, a statement of an old policy, a block of a hand-out."""

    text: str
    """Plain words or Markdown."""
    own: str = ""
    """The author's own words, with a short name in place of each answer; empty when nothing was filled in."""
    number: str = ""
    """The number of the statement, or where it stands: a heading, a page."""
    lead: str = ""
    """What opens the list in which the passage is an item, such as "You must not:"."""
    clause: str = ""
    path: str = ""
    line: int = 0
    genre: Genre = Genre.POLICY

    @cached_property
    def authored(self) -> str:
        """Give the words for which the author answers, without marks; an answer may be as long as it likes."""
        return plain(self.own or self.text)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Cut the passage into whole sentences; an item of a list is read together with what opens the list."""
        return _cut(self.text, self.lead)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where and for whom a text is to hold."""

    language: str = "en"
    """The language tag of the text, such as fr-CA."""
    places: frozenset[str] = frozenset()
    """The institution's places and all that lie around them."""
    public: bool = False
    """Whether the institution is a public body."""
    foreign: tuple[tuple[str, str], ...] = ()
    """Words that belong to other places, each with the name of that place."""

    @cached_property
    def tongue(self) -> str:
        """Give the language without its place: fr for fr-CA."""
        return self.language.partition("-")[0]

    def spoken(self, by_tongue: Mapping[str, T]) -> T:
        """Choose what is kept for each language; English where the text's own has none."""
        return by_tongue.get(self.tongue, by_tongue["en"])


@dataclass(frozen=True)
class Passages:
    """A whole text: its passages in reading order, and its setting."""

    all: tuple[Passage, ...]
    setting: Setting

    def __iter__(self) -> Iterator[Passage]:
        """Go through the passages in reading order."""
        return iter(self.all)

    def sentences(self) -> Iterator[tuple[Passage, str]]:
        """Go through the sentences, each with its passage."""
        return iter(self._sentences)

    @cached_property
    def _sentences(self) -> tuple[tuple[Passage, str], ...]:
        return tuple((passage, sentence) for passage in self.all for sentence in passage.sentences)


@lru_cache(maxsize=KNOWN)
def plain(text: str) -> str:
    """Take the marks of Markdown out of a text; lines and lists stay."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def start(sentence: str, words: int = 12) -> str:
    """Give the first words of a sentence, to quote it."""
    found = sentence.split()
    return " ".join(found[:words]) + (" ..." if len(found) > words else "")


@lru_cache(maxsize=KNOWN)
def _cut(text: str, lead: str) -> tuple[str, ...]:
    return tuple(piece for each in _sentences(plain(text), lead) for piece in _bearable(each))


def _sentences(text: str, lead: str) -> Iterator[str]:
    opening = lead
    for is_item, block in _blocks(text):
        first, *others = (each.strip() for each in _END.split(block))
        yield _joined(opening, first) if opening and (is_item or lead) else first
        yield from others
        if not is_item:
            opening = others[-1] if others and others[-1].endswith(":") else first if first.endswith(":") else ""


def _bearable(sentence: str) -> Iterator[str]:
    """Cut what is too long for a sentence, so that a hostile text costs no more than its length."""
    if len(sentence) <= LONGEST_SENTENCE:
        yield sentence
    else:
        yield from textwrap.wrap(sentence, LONGEST_SENTENCE)


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into paragraphs and items of lists, each on one line."""
    block: list[str] = []
    is_item = False
    for line in [*text.splitlines(), ""]:
        begins = bool(_ITEM.match(line))
        if (begins or not line.strip()) and block:
            yield is_item, " ".join(block)
            block = []
        if line.strip():
            is_item = begins if not block else is_item
            block.append(_ITEM.sub("", line).strip() if begins else line.strip())


def _joined(opening: str, item: str) -> str:
    """Read an item of a list as the end of the sentence that opens the list."""
    return f"{opening.rstrip(' :')} {item[:1].lower()}{item[1:]}" if item[1:2].islower() else f"{opening} {item}"
