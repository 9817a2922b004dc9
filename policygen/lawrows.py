"""The law behind a policy, as its annex shows it: a row for each authority, and the time limits of each place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from policygen.document import AuthorityRow, LimitRow, NumberedClause, PlaceRow
from policygen.filling import Filler, long_date
from policygen.jurisdictions import AuthorityId, Limit, PlaceId
from policygen.library import Library
from policygen.selection import uncovered


def authority_rows(library: Library, numbered: Sequence[NumberedClause], language: str) -> Iterator[AuthorityRow]:
    """Give what the clauses of a policy rest on, the law that holds the widest first."""
    clauses: dict[AuthorityId, dict[str, None]] = {}
    pinpoints: dict[AuthorityId, dict[str, None]] = {}
    recalled: set[AuthorityId] = set()
    for each in numbered:
        for basis in each.chosen.rests_on:
            authority = library.authorities[basis.authority]
            clauses.setdefault(basis.authority, {})[each.number] = None
            duty = authority.duties.get(basis.duty) if basis.duty is not None else None
            if duty is not None and duty.at:
                pinpoints.setdefault(basis.authority, {})[duty.at] = None
            if authority.is_recalled(basis.duty):
                recalled.add(basis.authority)

    def order(name: AuthorityId) -> tuple[int, PlaceId, AuthorityId]:
        place = library.authorities[name].place
        return len(library.places.lineage(place)), place, name

    for name in sorted(clauses, key=order):
        authority = library.authorities[name]
        yield AuthorityRow(
            authority=authority,
            place=library.places.by_id[authority.place].name,
            clauses=tuple(clauses[name]),
            at=tuple(pinpoints.get(name, ())),
            checked=partial_date(authority.as_of, language),
            recalled=name in recalled,
        )


def place_rows(
    library: Library, places: Sequence[PlaceId], numbered: Sequence[NumberedClause], filler: Filler
) -> Iterator[PlaceRow]:
    """Give the places of a policy: whether their law is covered, their own clauses and the limits that are printed."""
    printed = {name for each in numbered for name in each.clause.body.names}
    for name in places:
        place = library.places.by_id[name]
        limits = sorted({limit for each in library.places.lineage(place.id) for limit in each.limits})
        yield PlaceRow(
            name=place.name,
            covered=not uncovered(library, [place.id]),
            own_law=place.within is None
            or any(authority.place == place.id for authority in library.authorities.values()),
            clauses=tuple(
                each.number for each in numbered if each.clause.place is not None and place.id in each.chosen.places
            ),
            limits=tuple(
                _limit_row(library, place.id, places, limit, filler) for limit in limits if f"limit.{limit}" in printed
            ),
        )


def _limit_row(library: Library, place: PlaceId, places: Sequence[PlaceId], name: str, filler: Filler) -> LimitRow:
    """Give a limit as one place has it; it prevails where no other place of the policy is stricter."""
    limit: Limit = library.limits(name, frozenset([place]))[0]
    strictest = library.limits(name, frozenset(places))[0]
    authority = library.authorities[limit.authority]
    duty = authority.duties.get(limit.duty) if limit.duty is not None else None
    return LimitRow(
        name=limit.name,
        amount=filler.amount(limit.amount),
        longest=limit.longest,
        citation=f"{authority.citation}, {duty.at}" if duty and duty.at else authority.citation,
        prevails=limit.amount == strictest.amount,
    )


@lru_cache(maxsize=1024)
def partial_date(iso: str, language: str) -> str:
    """Write a date of which the day or the month may be missing; what is no date stands as it is."""
    match iso.count("-") if iso else -1:
        case 2:
            return long_date(date.fromisoformat(iso), language)
        case 1:
            from babel.dates import format_date  # babel's locale data would slow every command

            return format_date(date.fromisoformat(f"{iso}-01"), "MMMM y", locale=language.replace("-", "_"))
        case _:
            return iso
