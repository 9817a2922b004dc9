"""Lay the policy out as a paper: control block, what to remember, contents, statements and annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policygen.document import AuthorityRow, Document, LimitRow, PlaceRow
from policygen.filling import Filled, filled
from policygen.paper import (
    Block,
    Box,
    Contents,
    Heading,
    Item,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    Statement,
    Table,
    Text,
)
from policygen.rendering.words import Words

POLICY = "policy"
"""The name of the policy among the documents."""


def policy_paper(document: Document, words: Words) -> Paper:
    """Lay a policy out as a paper, with the words of its language."""
    return _Layout(document, words).paper()


def policy_issue(document: Document, words: Words) -> str:
    """Write the number, version and first day of a policy on one line."""
    return _Layout(document, words).issue()


class _Layout:
    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words, self.control = document, words, document.control

    def paper(self) -> Paper:
        return Paper(
            name=POLICY,
            title=self.words["title"],
            institution=self.document.institution,
            language=self.document.language,
            paper=self.document.paper,
            as_of=self.document.as_of,
            issue=self.issue(),
            blocks=(*self.opening(), *self.parts(), *self.annexes()),
            draft=bool(self.document.draft),
            reasons=tuple(self.reason(each) for each in self.document.draft),
            stamp=self.document.stamp,
        )

    def issue(self) -> str:
        """Write number, version and first day on one line."""
        effective = f"{self.words['effective'].lower()} {self.control.effective}" if self.control.effective else ""
        version = f"{self.words['version'].lower()} {self.version()}"
        return ", ".join(filter(None, (self.control.number, version, effective)))

    def version(self) -> str:
        return f"{self.control.version} {self.words['draft_mark']}" if self.document.draft else self.control.version

    def reason(self, key: str) -> str:
        places = f" {_joined(self.document.uncovered)}" if key == "uncovered" else ""
        return self.words[f"draft_{key}"] + places

    def opening(self) -> Iterator[Block]:
        yield Table(head=(), rows=tuple(self.control_rows()), caption=self.words["control"])
        yield Paragraph(text=f"{self.words['not_legal_advice']} {self.words['official_copy']}", style="note")
        if self.document.remember:
            items = tuple(Item(text=line, statements=(number,)) for line, number in self.document.remember)
            yield Box(title=self.words["remember"], style="remember", blocks=(Listing(items=items),))
        yield PageBreak()
        yield Contents()
        yield PageBreak()

    def control_rows(self) -> Iterator[tuple[Text, ...]]:
        control = self.control
        yield self.words["policy_number"], control.number or self.words["no_number"]
        yield self.words["version"], self.version()
        yield self.words["owner"], control.owner
        yield self.words["approver"], control.approver
        if control.approval:
            yield self.words["approval"], control.approval
        yield self.words["effective"], control.effective
        yield self.words["review"], control.review or self.words["no_review"]
        yield self.words["supersedes"], _joined(control.supersedes, self.words["supersedes_nothing"])
        yield self.words["audience"], control.audience
        yield self.words["places"], control.places
        yield self.words["contact"], control.contact
        yield self.words["law_as_of"], self.document.as_of_words
        yield self.words["library"], self.document.library

    def parts(self) -> Iterator[Block]:
        for part in self.document.parts:
            yield Heading(text=part.title, level=1, number=part.number, anchor=f"p{part.number}")
            for section in part.sections:
                yield Heading(text=section.title, level=2, number=section.number, anchor=f"s{section.number}")
                for clause in section.clauses:
                    yield Statement(number=clause.number, title=clause.title, text=clause.text, label=clause.label)

    def annexes(self) -> Iterator[Block]:
        contents = {
            "roles": self.roles,
            "facts": self.facts,
            "law": self.law,
            "places_heading": self.places,
            "open_items": self.open_items,
            "refused": self.refused,
            "advice": self.advice,
            "revisions": self.revisions,
        }
        for key, letter in self.document.annexes:
            number = f"{self.words['annex']} {letter}"
            yield Heading(text=self.words[key], level=1, number=number, anchor=f"annex-{letter}")
            yield from contents[key]()

    def roles(self) -> Iterator[Block]:
        merged = f" {self.words['roles_merged']}" if self.document.merged else ""
        yield Paragraph(text=self.words["roles_lead"] + merged)
        rows = tuple((role.title, " ".join(role.holds), ", ".join(role.sections)) for role in self.document.roles)
        yield Table(head=self.named("role", "answers_for", "sections"), rows=rows, widths=(24, 52, 24))

    def facts(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["facts_lead"])
        rows = tuple((self.words[f"fact_{fact.question}"], _joined(fact.values)) for fact in self.document.facts)
        yield Table(head=self.named("fact", "now"), rows=rows, widths=(34, 66))

    def law(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["law_lead"])
        rows = tuple((_cited(row), ", ".join(row.clauses), self.checked(row)) for row in self.document.authorities)
        head = self.named("authority", "statements", "checked")
        yield Table(head=head, rows=rows, widths=(64, 18, 18), style="dense")
        yield Paragraph(text=self.words["law_recalled_note"], style="note")

    def checked(self, row: AuthorityRow) -> str:
        """Say what an authority's status is, unless it is in force, and to which date it was confirmed."""
        authority = row.authority
        status = (
            self.words[f"status_{authority.status.replace('-', '_').replace(' ', '_')}"] if not authority.binds else ""
        )
        partly = f" {self.words['status_partly']}" if status and authority.partly else ""
        recalled = f" {self.words['law_recalled']}" if row.recalled else ""
        return (f"{status}{partly}, " if status else "") + (row.checked or self.words["unknown_date"]) + recalled

    def places(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["places_lead"])
        rows = tuple(
            (self.place(row), _joined(row.clauses, self.words["place_none"]), self.limits(row))
            for row in self.document.places
        )
        yield Table(head=self.named("place", "place_statements", "limits"), rows=rows, widths=(26, 32, 42))

    def place(self, row: PlaceRow) -> str:
        lacks = "not_covered" if not row.covered else "no_own_law" if not row.own_law else ""
        return f"{row.name}. {self.words[lacks]}" if lacks else row.name

    def limits(self, row: PlaceRow) -> str:
        return "; ".join(map(self.limit, row.limits)) or self.words["limits_none"]

    def limit(self, limit: LimitRow) -> str:
        bound = self.words["at_most" if limit.longest else "at_least"]
        prevails = f", {self.words['prevails']}" if limit.prevails and len(self.document.places) > 1 else ""
        return f"{self.words.limit(limit.name)}: {bound} {limit.amount} ({limit.citation}){prevails}"

    def open_items(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["open_items_lead"])
        yield Listing(items=tuple(Item(text=item.says) for item in self.document.open_items), style="numbers")

    def refused(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["refused_lead"])
        yield Table(head=self.named("answer", "reason"), rows=self.document.refused, widths=(34, 66))

    def advice(self) -> Iterator[Block]:
        yield Listing(items=tuple(Item(text=each) for each in self.document.advice))

    def revisions(self) -> Iterator[Block]:
        yield Paragraph(text=self.words["revisions_lead"])
        rows = tuple(
            (each.version, each.on, each.approved_by, " ".join(each.changes)) for each in self.document.revisions
        )
        head = self.named("version", "effective", "approval", "revision_changes")
        yield Table(head=head, rows=rows, widths=(10, 17, 23, 50))

    def named(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.words[key] for key in keys)


def _joined(items: Sequence[str], nothing: str = "") -> str:
    return ", ".join(items) or nothing


def _cited(row: AuthorityRow) -> Filled:
    """Give an authority's title in bold, then its citation and the places in it."""
    at = f" ({'; '.join(row.at)})" if row.at else ""
    return filled(("**", row.authority.title, "** ", f"{row.authority.citation}{at}", ""))
