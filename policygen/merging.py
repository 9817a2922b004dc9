"""Merge two changes of one text on words: what an institution wrote, and what the library writes now.

The merge is the three-way merge of diff3 with words as its lines. Each end of a sentence is a token of
its own, so that changes of two neighbouring sentences do not touch. Changes of the same words, or of
words that stand side by side, are never merged: they come back as clashes for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"((?:\{\{[^{}]*\}\}|\S)+)(\s*)")
_ENDS_SENTENCE = re.compile(r"[.?!][*_\"')\u201d\u2019]*$")
_BLOCK = re.compile(r"\n\s*(?:\n|$|[-*+>|]\s|\d+[.)]\s)|\n(?=\s*\n)")


class Token(NamedTuple):
    """A word with the space after it, or the end of a sentence (an empty text)."""

    key: str
    """What is compared: wrapping of lines does not count, the end of a paragraph does."""
    raw: str


@dataclass(frozen=True)
class Clash:
    """Words that both sides changed."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """The merged text in order: texts that are settled, and clashes."""

    pieces: tuple[str | Clash, ...]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """List what a person must decide."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Clash))

    @property
    def text(self) -> str | None:
        """Give the merged text; None while anything clashes."""
        return None if self.clashes else "".join(str(piece) for piece in self.pieces).strip()

    @property
    def with_ours(self) -> str:
        """Give the merged text with what the first side says wherever both changed the same words."""
        return "".join(piece if isinstance(piece, str) else piece.ours for piece in self.pieces).strip()


def merge(base: str, ours: str, theirs: str) -> Merge:
    """Merge two changes of one text."""
    origin, mine, new = tokens(base), tokens(ours), tokens(theirs)
    pieces: list[str | Clash] = []
    for was, here, there in _chunks(origin, mine, new):
        before, own, other = _keys(was), _keys(here), _keys(there)
        if own == other and _raw(here) != _raw(was):
            pieces.append(_raw(here))
        elif own in (other, before):
            pieces.append(_raw(there))
        elif other == before:
            pieces.append(_raw(here))
        else:
            pieces.append(Clash(_raw(was), _raw(here), _raw(there)))
    return Merge(tuple(_joined(pieces)))


def tokens(text: str) -> list[Token]:
    """Cut a text into words, each with the space after it, and ends of sentences."""
    found: list[Token] = []
    stripped = text.strip()
    for match in _WORD.finditer(stripped):
        word, space = match.groups()
        after = stripped[match.end(1) : match.end() + 4]
        ends_block = bool(space) and bool(_BLOCK.match(after))
        found.append(Token(f"{word}\n" if ends_block else word, word + space))
        if ends_block or _ENDS_SENTENCE.search(word):
            found.append(Token("\u2029" if ends_block else "\u2028", ""))
    return found


def _chunks(
    base: Sequence[Token], ours: Sequence[Token], theirs: Sequence[Token]
) -> Iterator[tuple[Sequence[Token], Sequence[Token], Sequence[Token]]]:
    """Cut the three texts at the tokens that all of them keep."""
    mine, other = dict(_matches(base, ours)), dict(_matches(base, theirs))
    start = (0, 0, 0)
    for at in range(len(base)):
        if at not in mine or at not in other:
            continue
        here = (at, mine[at], other[at])
        if here != start:
            yield base[start[0] : here[0]], ours[start[1] : here[1]], theirs[start[2] : here[2]]
        yield base[at : at + 1], ours[mine[at] : mine[at] + 1], theirs[other[at] : other[at] + 1]
        start = (at + 1, mine[at] + 1, other[at] + 1)
    yield base[start[0] :], ours[start[1] :], theirs[start[2] :]


def _matches(base: Sequence[Token], side: Sequence[Token]) -> Iterator[tuple[int, int]]:
    blocks = SequenceMatcher(None, _keys(base), _keys(side), autojunk=False).get_matching_blocks()
    return ((first + step, second + step) for first, second, size in blocks for step in range(size))


def _keys(several: Sequence[Token]) -> list[str]:
    return [token.key for token in several]


def _raw(several: Sequence[Token]) -> str:
    return "".join(token.raw for token in several)


def _joined(pieces: Sequence[str | Clash]) -> Iterator[str | Clash]:
    """Put a space between words whose space stood with a neighbour that is gone."""
    last = ""
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece.ours or piece.theirs
        if not text and isinstance(piece, str):
            continue
        if last and not last[-1].isspace() and text and not text[0].isspace():
            yield " "
        yield piece
        last = text or last
