"""What the checks of a policy read: one edition of it, what it was made from, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from policygen.checks.passages import Genre, Passage, Passages, Setting
from policygen.checks.settings import setting_of
from policygen.document import Document, NumberedClause
from policygen.filling import Filled
from policygen.jurisdictions import AuthorityId
from policygen.library import Library
from policygen.lock import Lock
from policygen.paper import Block, Box, Edited, Heading, Listing, Paper, Paragraph, Statement, Table, Text
from policygen.paper import Field as FormField
from policygen.questions import AnswerValue, QuestionId
from policygen.selection import Selection

STAND_IN = "Pat"
"""Stands for an answer while the author's own words are judged."""

_KNOWN = 1024
"""Passages that are known again; a policy has some two hundred, and its hand-outs twice as many."""

GENRES: Mapping[str, Genre] = {
    "house-rules": Genre.HOUSE_RULES,
    "acknowledgement": Genre.ACKNOWLEDGEMENT,
    "authorization": Genre.PATIENT_FORM,
}
"""What a hand-out is, by its name; others are read like the policy."""


@dataclass(frozen=True, kw_only=True)
class Examined:
    """One edition of a policy, with all that it is judged by."""

    library: Library
    """In the language of the edition."""
    selection: Selection
    document: Document
    editions: tuple[Document, ...] = ()
    """All editions of the policy, this one among them."""
    issued: Lock = field(default_factory=Lock)
    """What the last issue was made from; an empty lock when there was none."""
    papers: tuple[Paper, ...] = ()
    """The hand-outs made from the policy."""
    rendered: Mapping[str, bytes] = field(default_factory=dict)
    """Files made of this edition, by name; checks of a format that is not there find nothing."""

    @cached_property
    def setting(self) -> Setting:
        """Give the setting in which the edition holds."""
        return setting_of(self.library, self.selection.answers, self.document.language)

    @cached_property
    def passages(self) -> Passages:
        """Give the statements of the policy and the words of the hand-outs."""
        clauses = (at(numbered) for numbered in self.document.clauses)
        papers = (passage for paper in self.papers for passage in paper_passages(paper))
        return Passages((*clauses, *papers), self.setting)

    def answer(self, name: str) -> AnswerValue | None:
        """Give the answer with which the policy was made; None where the library does not ask."""
        question = QuestionId(name)
        return self.selection.answers.value(question) if question in self.library.questionnaire else None

    def choices(self, name: str) -> tuple[str, ...]:
        """Give the choices that were made, without "none"."""
        value = self.answer(name)
        said = value if isinstance(value, tuple) else (str(value),) if value not in (None, "") else ()
        return tuple(choice for choice in said if choice != "none")

    def clause(self, name: str) -> NumberedClause | None:
        """Find a clause of the policy by its id; of several wordings the first."""
        return next(iter(self.document.by_name.get(name, ())), None)

    def of_topic(self, topic: str) -> tuple[NumberedClause, ...]:
        """List the clauses of a topic."""
        return self.document.by_name.get(topic, ())

    def carries(self, authority: str, topic: str = "") -> bool:
        """Tell whether a clause of the policy, or of one of its topics, rests on an authority."""
        return any(
            basis.authority == AuthorityId(authority)
            for each in self.document.clauses
            if topic in ("", each.clause.topic)
            for basis in each.chosen.rests_on
        )

    def paper(self, name: str) -> Paper | None:
        """Find a hand-out by its name."""
        return next((paper for paper in self.papers if paper.name == name), None)

    def words(self, ending: str) -> Iterator[tuple[str, str]]:
        """Go through the rendered files of a text format: name and text."""
        for name, data in self.rendered.items():
            if name.endswith(f".{ending}"):
                yield name, data.decode(errors="replace")


def at(numbered: NumberedClause) -> Passage:
    """Give a clause of the policy as a passage."""
    clause = numbered.clause
    name = f"{clause.id}.{clause.place}" if clause.place else clause.id
    return _of_clause(numbered.text, numbered.number, name, clause.path, clause.line)


@lru_cache(maxsize=_KNOWN)
def _of_clause(text: Filled, number: str, clause: str, path: str, line: int) -> Passage:
    """Make a passage of a clause; the same clause under the same number gives the same passage."""
    own = "".join(STAND_IN if place % 2 else piece for place, piece in enumerate(text.pieces))
    return Passage(text=str(text), own=own, number=number, clause=clause, path=path, line=line)


def paper_passages(paper: Paper) -> Iterator[Passage]:
    """Give the words of a hand-out, block by block; words to post as they stand are scripts."""
    genre = GENRES.get(paper.name, Genre.HANDOUT)
    for text, style in _texts(paper.blocks):
        if words := in_words(text).strip():
            yield _of_paper(words, paper.title, Genre.SCRIPT if style == "script" else genre)


@lru_cache(maxsize=_KNOWN)
def _of_paper(words: str, title: str, genre: Genre) -> Passage:
    """Make a passage of a hand-out; the same words of the same hand-out give the same passage."""
    return Passage(text=words, number=title, genre=genre)


def in_words(text: Text) -> str:
    """Write the text of a block as plain words; what was taken out of an edited text does not count."""
    if isinstance(text, Edited):
        return "".join(words for mark, words in text.runs if mark != "deleted")
    return str(text)


def _texts(blocks: tuple[Block, ...]) -> Iterator[tuple[Text, str]]:
    for block in blocks:
        match block:
            case Heading(text=text) | Statement(text=text):
                yield text, ""
            case Paragraph(text=text, style=style):
                yield text, style
            case Listing(items=items):
                yield from ((item.text, "") for item in items)
            case Table(rows=rows):
                yield from ((cell, "") for row in rows for cell in row)
            case FormField(label=label):
                yield label, ""
            case Box(blocks=inner):
                yield from _texts(inner)
