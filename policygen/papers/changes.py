"""What changed for staff between two issues of a policy."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.outlines import PartEntry
from policygen.paper import Block, Box, Paragraph
from policygen.papers.material import Material, StaffChange


def changes(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Set each change apart: what was said, what is said now, why, and since when."""
    if not material.changes:
        yield Paragraph(text=material.plain(entry.labels["none"]))
    for change in material.changes:
        head = " ".join(filter(None, (change.number, change.title)))
        title = f"{material.plain(entry.labels[change.kind])}: {head}"
        yield Box(blocks=tuple(_told(material, entry, change)), title=title)


def _told(material: Material, entry: PartEntry, change: StaffChange) -> Iterator[Block]:
    numbers = {each.number for each in material.document.clauses}
    statements = (change.number,) if change.number in numbers else ()
    rows = (("before", change.before), ("after", change.after), ("why", change.why), ("since", change.since))
    for label, said in rows:
        if said:
            text = f"{material.plain(entry.labels[label])}: {said}"
            yield Paragraph(text=text, statements=statements if label == "after" else ())
