"""The clocks that run after an incident: every time limit that the policy prints, the shortest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policygen.document import NumberedClause
from policygen.jurisdictions import Limit
from policygen.outlines import PartEntry
from policygen.paper import Block, Table
from policygen.papers.material import Material

TOPICS = ("reporting-and-incident-response", "breach-notification", "long-term-care-resident-dignity")
"""The topics whose limits are clocks of an incident."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One time limit of one place, with the statements that print it."""

    limit: Limit
    clauses: tuple[NumberedClause, ...]


def clocks(material: Material, entry: PartEntry) -> Iterator[Block]:
    """Make a table of the clocks, the shortest first; nothing where the policy prints none."""
    rows = tuple(
        (
            material.filler.amount(clock.limit.amount),
            "; ".join(dict.fromkeys(each.title for each in clock.clauses)),
            citation(material, clock.limit),
            ", ".join(each.number for each in clock.clauses),
        )
        for clock in running(material)
    )
    if rows:
        head = tuple(material.plain(entry.labels[label]) for label in ("time", "what", "law", "statement"))
        yield Table(head=head, rows=rows, caption=material.plain(entry.labels["caption"]), widths=(18, 36, 32, 14))


def running(material: Material) -> list[Clock]:
    """List the clocks of all places of the policy, the shortest first; a longer one of another place stays."""
    printing: dict[str, list[NumberedClause]] = {}
    for numbered in material.numbered(TOPICS):
        for name in dict.fromkeys(numbered.clause.body.names):
            if name.startswith("limit."):
                printing.setdefault(name.removeprefix("limit."), []).append(numbered)
    places = frozenset(material.selection.places)
    found = [
        Clock(limit=limit, clauses=tuple(clauses))
        for name, clauses in printing.items()
        for limit in material.library.limits(name, places)
        if limit.longest
    ]
    return sorted(found, key=lambda clock: (clock.limit.amount.hours, clock.limit.name, clock.limit.place))


def citation(material: Material, limit: Limit) -> str:
    """Give the law that sets a limit, with its pinpoint."""
    authority = material.library.authorities[limit.authority]
    duty = authority.duties.get(limit.duty) if limit.duty is not None else None
    return f"{authority.citation}, {duty.at}" if duty and duty.at else authority.citation
