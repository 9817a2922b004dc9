"""The evidence matrix: what each statement rests on, who owns it and what proof to keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from policygen.answers import NOT_SURE, in_words
from policygen.clauses import Basis
from policygen.coverage import coverage
from policygen.jurisdictions import Authority, AuthorityId
from policygen.lawrows import partial_date
from policygen.library import Library
from policygen.outlines import PART_LABELS, PartEntry
from policygen.paper import Block, Paragraph, Table
from policygen.papers.material import Material
from policygen.tables import Sheet

Rows = Iterator[tuple[str, ...]]

_DUTY_WORDS = {
    "en": re.compile(r"\b(must not|must|should not|should|may not|may)\b", re.IGNORECASE),
    "fr": re.compile(
        r"\bne (?:doit|doivent|devez) (?:pas|ni|jamais)\b|\b(?:doit|doivent|devez|devr\w+|peut|peuvent|pouvez)\b",
        re.IGNORECASE,
    ),
}
_WIDTHS = {
    "matrix-statements": (22, 9, 13, 34, 22),
    "matrix-law": (60, 22, 18),
    "matrix-limits": (34, 16, 34, 16),
    "matrix-not-carried": (50, 50),
    "matrix-topics": (44, 16, 40),
    "matrix-answers": (56, 30, 14),
    "matrix-open": (78, 22),
    "matrix-findings": (14, 22, 64),
}
_IN_PRINT = {"matrix-statements": 5}
"""How many columns of a sheet are printed, where not all; the others stand in the CSV and the workbook."""


def matrix_part(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Print one sheet of the matrix as a table; an empty one says so."""
    sheet = _sheet(material, entry)
    width = _IN_PRINT.get(entry.name, len(sheet.head))
    if sheet.rows:
        rows = tuple(row[:width] for row in sheet.rows)
        yield Table(head=sheet.head[:width], rows=rows, widths=_WIDTHS[entry.name], style="dense")
    else:
        yield Paragraph(text=material.plain(entry.labels["none"]))


def sheets(material: Material) -> tuple[Sheet, ...]:
    """Give the whole matrix as sheets, for a spreadsheet."""
    parts = [entry for entry in material.outline.all_entries if isinstance(entry, PartEntry)]
    return tuple(_sheet(material, entry) for entry in parts if entry.name in _ROWS)


def _sheet(material: Material, entry: PartEntry) -> Sheet:
    return Sheet(
        name=entry.name.removeprefix("matrix-"),
        head=tuple(material.plain(entry.labels[label]) for label in PART_LABELS[entry.name] if label != "none"),
        rows=tuple(_ROWS[entry.name](material)),
    )


def _statements(material: Material) -> Rows:
    law = _namer(material.library, material.document.language)
    roles = material.library.frame.roles
    for each in material.document.clauses:
        owner = str(material.filler.fill(material.filler.holder(each.clause.owner).says, each.chosen.places))
        yield (
            f"{each.number} {each.title}",
            duty_words(str(each.text), material.document.language),
            _bare(owner) if each.clause.owner in roles else "",
            law(each.chosen.rests_on),
            each.clause.evidence,
            "; ".join(material.repeated.get(each.number, ())),
        )


@lru_cache(maxsize=4096)
def duty_words(text: str, language: str) -> str:
    """Give the words of duty that a statement uses, in order and once each; empty for a plain instruction."""
    pattern = _DUTY_WORDS.get(language[:2])
    found = pattern.findall(text) if pattern else []
    return ", ".join(dict.fromkeys(word.lower() for word in found))


@lru_cache(maxsize=4)
def _namer(library: Library, language: str) -> Callable[[tuple[Basis, ...]], str]:
    """Give what names the law on which statements rest, and knows that again on which many rest."""

    @lru_cache(maxsize=1024)
    def named(rests_on: tuple[Basis, ...]) -> str:
        pinpoints: dict[AuthorityId, dict[str, None]] = {}
        for basis in rests_on:
            duty = library.authorities[basis.authority].duties.get(basis.duty or 0)
            at = pinpoints.setdefault(basis.authority, {})
            if duty is not None and duty.at:
                at[duty.at] = None
        return "; ".join(_authority(library.authorities[name], tuple(at), language) for name, at in pinpoints.items())

    return named


def _authority(authority: Authority, at: tuple[str, ...], language: str) -> str:
    """Name an authority with its pinpoints and the date to which it was checked."""
    checked = partial_date(authority.as_of, language)
    return ", ".join(filter(None, (authority.citation, *at))) + (f" ({checked})" if checked else "")


def _law(material: Material) -> Rows:
    for row in material.document.authorities:
        authority = row.authority
        state = ", ".join(filter(None, (authority.status.value, row.checked, authority.confidence)))
        yield f"{authority.title}. {authority.citation}", state, ", ".join(row.clauses)


def _limits(material: Material) -> Rows:
    for place in material.document.places:
        for limit in place.limits:
            name = f"{place.name}: {limit.name.replace('_', ' ')}"
            yield name, limit.amount, limit.citation, "x" if limit.prevails else ""


def _not_carried(material: Material) -> Rows:
    """List the duties of the policy's places that no statement of the library carries, each with the reason."""
    for each in coverage(material.library):
        if each.place in material.around and each.not_carried is not None:
            yield f"{each.authority} {each.duty}: {each.says}", each.not_carried


def _topics(material: Material) -> Rows:
    numbers = {section.topic: section.number for part in material.document.parts for section in part.sections}
    for topic in material.library.topics.values():
        yield topic.title, topic.priority, numbers.get(topic.id, "")


def _answers(material: Material) -> Rows:
    answers = material.selection.answers
    for question in material.library.questionnaire:
        value = answers.value(question.id)
        said = ", ".join(value) if isinstance(value, tuple) else in_words(value) if value is not None else ""
        given = NOT_SURE if question.id in answers.unsure else "x" if question.id in answers.given else ""
        yield question.ask, said, given


def _open(material: Material) -> Rows:
    for item in material.document.open_items:
        yield item.says, "open"
    for answer, reason in material.document.refused:
        yield f"{answer}: {reason}", "refused"


def _findings(material: Material) -> Rows:
    for each in material.findings:
        where = " ".join(filter(None, (each.number, each.clause)))
        yield f"{each.check} {each.severity}", where, " ".join(filter(None, (each.says, each.better)))


@lru_cache(maxsize=256)
def _bare(owner: str) -> str:
    bare = re.sub(r"^(?:the|la|le|les) |^l['\u2019]", "", owner, flags=re.IGNORECASE)
    return bare[:1].upper() + bare[1:]


_ROWS = {
    "matrix-statements": _statements,
    "matrix-law": _law,
    "matrix-limits": _limits,
    "matrix-not-carried": _not_carried,
    "matrix-topics": _topics,
    "matrix-answers": _answers,
    "matrix-open": _open,
    "matrix-findings": _findings,
}
