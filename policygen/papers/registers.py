"""Lists to keep by hand, begun from the answers."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.outlines import PART_LABELS, PartEntry
from policygen.paper import Block, Table
from policygen.papers.material import Material
from policygen.questions import QuestionId

SPARE_ROWS = 4
"""Empty rows for accounts that nobody has named yet."""


def accounts(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Begin the register of official accounts with a row for each approved platform."""
    name = QuestionId("platforms")
    asked = material.library.questionnaire
    said = material.selection.answers.value(name) if name in asked else ()
    platforms = [asked[name].choices.get(each, each) for each in said] if isinstance(said, tuple) else []
    labels = PART_LABELS["accounts"]
    blank = ("",) * (len(labels) - 1)
    rows = tuple((platform, *blank) for platform in platforms) + (("", *blank),) * SPARE_ROWS
    yield Table(head=tuple(material.plain(entry.labels[label]) for label in labels), rows=rows)
