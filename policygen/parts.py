"""What the program can work out for a hand-out, by the name that outlines use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from policygen.outlines import PART_LABELS, PartEntry
from policygen.paper import Block
from policygen.papers.changes import changes
from policygen.papers.clocks import clocks
from policygen.papers.contacts import code, contacts, people, roles
from policygen.papers.material import Material
from policygen.papers.matrix import matrix_part
from policygen.papers.registers import accounts
from policygen.papers.rest import rest

PARTS: Mapping[str, Callable[[Material, PartEntry], Iterator[Block]]] = {
    "contacts": contacts,
    "code": code,
    "rest": rest,
    "clocks": clocks,
    "roles": roles,
    "people": people,
    "accounts": accounts,
    "changes": changes,
    **{name: matrix_part for name in PART_LABELS if name.startswith("matrix-")},
}
"""Each a function of the material and of the entry with its labels."""
