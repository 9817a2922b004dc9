"""Where the rules stand that a short guide had no room for, so that none is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.filling import joined
from policygen.outlines import LinesEntry, ListEntry, PartEntry, TextEntry, applies_of
from policygen.paper import Block, Paragraph
from policygen.papers.material import Material


def rest(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Name the sections of the policy whose one-line rules the guide does not print."""
    sections = left_out(material)
    if sections:
        sentence = material.plain(entry.labels["sentence"])
        yield Paragraph(text=f"{sentence} {joined(sections, material.document.language)}.", style="note")


def left_out(material: Material) -> list[str]:
    """List the sections with a one-line rule for these readers that stands nowhere in the guide."""
    printed, restated = _printed(material), _restated(material)
    return [
        section.number
        for part in material.document.parts
        for section in part.sections
        if any(
            (each.clause.do or each.clause.dont)
            and material.concerns(each.clause)
            and each.number not in restated
            and str(material.line(each, "any")) not in printed
            for each in section.clauses
        )
    ]


def _printed(material: Material) -> set[str]:
    """Gather the one-line rules that the guide prints; a rule that reads the same as another is printed with it."""
    return {str(line) for entry in _lines(material) for _, line in material.chosen(entry)}


def _restated(material: Material) -> set[str]:
    """Gather the numbers of the statements that other words of the guide restate."""
    found: set[str] = set()
    for entry in material.outline.all_entries:
        if isinstance(entry, TextEntry) and material.applies(applies_of(entry)):
            found.update(material.numbers(applies_of(entry).restates))
        if isinstance(entry, ListEntry) and material.applies(entry.applies):
            for item in entry.items:
                found.update(material.numbers(item.applies.restates))
    return found


def _lines(material: Material) -> Iterator[LinesEntry]:
    for entry in material.outline.all_entries:
        if isinstance(entry, LinesEntry) and material.applies(entry.applies):
            yield entry
