"""L18 and L19: every clause rests on something, and that is in force and was checked within a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined, at
from policygen.clauses import Clause
from policygen.document import AuthorityRow
from policygen.findings import Severity

CHECKED_WITHIN = timedelta(days=365)
_MOST_NAMED = 8


def resting_on_nothing(examined: Examined) -> Iterator[Hit]:
    """Find clauses that name authorities of which none binds; good practice says so in its own file."""
    for numbered in examined.document.clauses:
        if numbered.clause.rests_on and not _binds(examined, numbered.clause):
            yield Hit(
                says="None of the authorities on which this statement rests is in force.",
                better="Rest it on one that is, or mark it as good practice.",
                at=at(numbered),
                authorities=tuple(dict.fromkeys(basis.authority for basis in numbered.clause.rests_on)),
            )


def stale_authorities(examined: Examined) -> Iterator[Hit]:
    """Find authorities that are not in force, and count those that nobody checked for a year."""
    rows = examined.document.authorities
    for row in rows:
        if not row.authority.binds and not row.authority.partly:
            yield Hit(
                says=f"{row.authority.title} is {row.authority.status.value}.",
                better=f"Look at the statements that rest on it: {', '.join(row.clauses)}.",
                authorities=(row.authority.id,),
            )
    day = examined.selection.on - CHECKED_WITHIN
    old = [row for row in rows if not row.authority.as_of or _last_day(row) < day.isoformat()]
    if old:
        yield Hit(
            says=f"{len(old)} of the {len(rows)} authorities were not checked within a year: {_named(old)}.",
            better="Check each against its source and date it; policygen library review lists them.",
            authorities=tuple(row.authority.id for row in old),
        )


def _binds(examined: Examined, clause: Clause) -> bool:
    found = (examined.library.authorities[basis.authority] for basis in clause.rests_on)
    return any(authority.binds or authority.partly for authority in found)


def _last_day(row: AuthorityRow) -> str:
    """Give the last day that a date of year, month or day can mean, so that doubt does not count as stale."""
    return row.authority.as_of + "-12-31"[3 * row.authority.as_of.count("-") :]


def _named(rows: Sequence[AuthorityRow]) -> str:
    names = [row.authority.id for row in rows]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


CLAUSES_REST_ON_SOMETHING = Check[Examined](
    id="L18",
    severity=Severity.ERROR,
    title="Every clause has an authority or is marked as good practice.",
    why="A rule without a ground is somebody's taste.",
    find=resting_on_nothing,
)
AUTHORITIES_ARE_CURRENT = Check[Examined](
    id="L19",
    severity=Severity.WARNING,
    title="Every authority is in force and was checked in the last 12 months.",
    why="Law that has moved makes a policy wrong without a sign.",
    find=stale_authorities,
)
