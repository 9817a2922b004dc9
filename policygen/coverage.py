"""Which clauses carry which duties, what is not carried and why, and how well each authority was checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from policygen.clauses import Clause
from policygen.jurisdictions import RECALLED, Authority, AuthorityId, PlaceId
from policygen.library import Library

YEAR = 366
"""Days after which an authority counts as unchecked."""

_RANKS = {"recalled": 0, "partly-verified": 1, "verified": 2}


@dataclass(frozen=True, kw_only=True)
class DutyCoverage:
    """One duty in force, the clauses that carry it, and the reason where none does."""

    authority: AuthorityId
    duty: int
    place: PlaceId
    says: str
    clauses: tuple[str, ...]
    not_carried: str | None

    @property
    def settled(self) -> bool:
        """Tell whether the duty is carried, or left out for a stated reason."""
        return bool(self.clauses) or self.not_carried is not None


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """How long ago and how well an authority was checked."""

    authority: Authority
    days: int | None
    """Days since the date to which its status can be vouched for; None when there is none."""

    @property
    def overdue(self) -> bool:
        """Tell whether the authority has gone unchecked for more than a year."""
        return self.days is None or self.days > YEAR


@lru_cache(maxsize=4)
def coverage(library: Library) -> tuple[DutyCoverage, ...]:
    """List the duties of every authority in force, in order of place and authority."""
    return tuple(_duties(library))


def _duties(library: Library) -> Iterator[DutyCoverage]:
    carriers: dict[tuple[AuthorityId, int], list[str]] = {}
    for clause in library.clauses:
        for basis in clause.rests_on:
            if basis.duty is not None:
                carriers.setdefault((basis.authority, basis.duty), []).append(name_with_place(clause))
    for authority in sorted(library.authorities.values(), key=lambda each: (each.place, each.id)):
        if not authority.binds:
            continue
        reasons = library.places.by_id[authority.place].not_carried
        for number, duty in authority.duties.items():
            yield DutyCoverage(
                authority=authority.id,
                duty=number,
                place=authority.place,
                says=duty.says,
                clauses=tuple(carriers.get((authority.id, number), ())),
                not_carried=reasons.get((authority.id, number)),
            )


def review(library: Library, today: date) -> list[Reviewed]:
    """List the authorities, those checked least well and longest ago first; one duty from memory counts for all."""
    found = [
        Reviewed(authority=authority, days=_days(authority.as_of, today)) for authority in library.authorities.values()
    ]
    return sorted(
        found,
        key=lambda each: (
            _RANKS[RECALLED if each.authority.recalled_duties else each.authority.confidence],
            -(each.days if each.days is not None else 10**6),
            each.authority.id,
        ),
    )


def name_with_place(clause: Clause) -> str:
    """Give the id of a wording: the clause's id, and its place where it has one."""
    return f"{clause.id}.{clause.place}" if clause.place else clause.id


def _days(as_of: str, today: date) -> int | None:
    """Give the days since a date that may lack its day or month, which then count as the first."""
    if not as_of:
        return None
    year, month, day = (*as_of.split("-"), "01", "01")[:3]
    return (today - date(int(year), int(month), int(day))).days
