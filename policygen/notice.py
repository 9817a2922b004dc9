"""Lay out the notice of changes: what the policy said and will say, since when, why, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policygen.changes import Change, Changes, audience_labels
from policygen.document import Document
from policygen.filling import long_date
from policygen.library import Library
from policygen.paper import Block, Box, Heading, Item, Listing, Paper, Paragraph, Table
from policygen.rendering.words import Words


def notice(library: Library, document: Document, changes: Changes, words: Words) -> Paper:
    """Lay out the changes that lead to a document; the library and the words are in its language."""
    return _Notice(library, document, changes, words).paper()


class _Notice:
    def __init__(self, library: Library, document: Document, changes: Changes, words: Words) -> None:
        self.library, self.document, self.changes, self.words = library, document, changes, words
        self.substantive = changes.substantive
        self.editorial = tuple(change for change in changes.clauses if not change.substantive)

    def paper(self) -> Paper:
        return Paper(
            name="changes",
            title=self.words["notice_title"],
            institution=self.document.institution,
            language=self.document.language,
            paper=self.document.paper,
            as_of=self.document.as_of,
            issue=", ".join(filter(None, (self.document.control.number, self.document.as_of_words))),
            blocks=tuple(self.blocks()),
            stamp=self.document.stamp,
        )

    def blocks(self) -> Iterator[Block]:
        yield Paragraph(text=self.lead(), style="lead")
        yield self.again()
        if len(self.changes.clauses) > 1:
            yield Heading(text=self.words["notice_glance"])
            yield self.glance()
        for key, changes in (("notice_substantive", self.substantive), ("notice_editorial", self.editorial)):
            if changes:
                yield Heading(text=self.words[key])
            for change in changes:
                yield from self.change(change)
        yield from self.tables()

    def lead(self) -> str:
        since = self.day(self.changes.since) if self.changes.since else "-"
        same = len(self.document.clauses) - sum(change.after is not None for change in self.changes.clauses)
        counts = len(self.substantive), len(self.editorial), same
        return self.words["notice_lead"].format(since, self.day(self.changes.on), *counts)

    def again(self) -> Block:
        audiences = audience_labels(self.library, self.changes.acknowledge)
        if not audiences:
            key = "notice_again_none" if self.changes.clauses else "notice_nothing"
            return Paragraph(text=self.words[key])
        blocks = (
            Paragraph(text=self.words["notice_again_lead"]),
            Listing(items=tuple(Item(text=each) for each in audiences)),
        )
        return Box(title=self.words["notice_again"], style="remember", blocks=blocks)

    def glance(self) -> Table:
        rows = tuple(
            (
                f"{change.number} {change.title}",
                self.words[f"notice_{change.kind}"],
                self.since(change),
                self.audiences(change),
            )
            for change in self.changes.clauses
        )
        head = tuple(self.words[f"notice_{key}"] for key in ("statement", "what", "since", "who"))
        return Table(head=head, rows=rows, widths=(48, 14, 18, 20))

    def change(self, change: Change) -> Iterator[Block]:
        yield Heading(text=change.title, level=2, number=change.number)
        if change.before and change.after and change.before.title != change.after.title:
            yield Paragraph(text=self.words["notice_title_before"].format(change.before.title), style="note")
        yield Paragraph(text=change.redline)
        rows = [
            (self.words["notice_what"], self.words[f"notice_{change.kind}"]),
            (self.words["notice_since"], self.since(change)),
            (self.words["notice_why"], "; ".join(reason.said(self.words) for reason in change.reasons)),
            (self.words["notice_who"], self.audiences(change)),
        ]
        yield Table(head=(), rows=tuple((name, value) for name, value in rows if value), widths=(20, 80))

    def tables(self) -> Iterator[Block]:
        if self.changes.law:
            yield Heading(text=self.words["notice_law"])
            rows = tuple(
                (self.day(law.date), law.says, self.library.authorities[law.authority].citation)
                for law in self.changes.law
            )
            yield self.table(("date", "what", "why"), rows, (18, 56, 26))
        standing = [each for each in self.changes.authorities if each.standing]
        if standing:
            yield Heading(text=self.words["notice_authorities"])
            yield Listing(items=tuple(Item(text=each.says) for each in standing))
        if self.changes.answers:
            yield Heading(text=self.words["notice_answers"])
            questions = self.library.questionnaire
            rows = tuple(
                (
                    questions[each.question].ask if each.question in questions else each.question,
                    each.before,
                    each.after,
                )
                for each in self.changes.answers
            )
            yield self.table(("question", "before", "after"), rows, (44, 28, 28))

    def table(self, keys: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[int, ...]) -> Table:
        return Table(head=tuple(self.words[f"notice_{key}"] for key in keys), rows=rows, widths=widths)

    def since(self, change: Change) -> str:
        return self.day(change.since) if change.since else ""

    def audiences(self, change: Change) -> str:
        return "; ".join(audience_labels(self.library, change.applies_to))

    def day(self, day: date) -> str:
        return long_date(day, self.document.language)
