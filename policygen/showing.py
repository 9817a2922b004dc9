"""Write out one entry of the library for a person: a clause with its wordings, an authority or a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from policygen.clauses import Basis, Clause
from policygen.coverage import name_with_place
from policygen.errors import PolicygenError
from policygen.jurisdictions import Authority, AuthorityId, Duty, LegalChange, Place
from policygen.library import Library
from policygen.typos import did_you_mean


@dataclass(frozen=True)
class Ground:
    """An authority that a clause rests on, and the duty of it that the clause carries; None for the whole."""

    authority: Authority
    duty: Duty | None


def grounds(library: Library, bases: Iterable[Basis]) -> tuple[Ground, ...]:
    """Give what a clause rests on as it stands in the register."""
    found = [(library.authorities[each.authority], each.duty) for each in bases]
    return tuple(Ground(law, law.duties.get(number) if number is not None else None) for law, number in found)


def show(library: Library, name: str) -> Iterator[str]:
    """Give the lines that show an entry; raise PolicygenError when nothing has that name."""
    wordings = [clause for clause in library.clauses if clause.id == name or name_with_place(clause) == name]
    authority = library.authorities.get(AuthorityId(name))
    place = library.places.find(name)
    if not wordings and authority is None and place is None:
        known = [*(clause.id for clause in library.clauses), *library.authorities, *library.places.names()]
        raise PolicygenError(f"The library holds nothing called '{name}'. {did_you_mean(name, known)}".strip())
    for clause in wordings:
        yield from _clause(library, clause)
    if authority is not None:
        yield from _authority(library, authority)
    elif place is not None and not wordings:
        yield from _place(library, place)


def legal_changes(library: Library, since: date | None, place: str | None) -> list[LegalChange]:
    """List the changes of law, oldest first: since a day, and of one place with those around it."""
    found = library.places.find(place) if place else None
    if place and found is None:
        raise PolicygenError(f"'{place}' is not a place. {library.places.suggest(place)}")
    around = library.places.all_around([found.id]) if found else frozenset(library.places.by_id)
    changes = [
        change
        for each in library.places.by_id.values()
        if each.id in around
        for change in each.changes
        if since is None or change.date >= since
    ]
    return sorted(changes, key=lambda change: (change.date, change.authority))


def _clause(library: Library, clause: Clause) -> Iterator[str]:
    yield f"{name_with_place(clause)}: {clause.title}"
    yield f"  file: {clause.path}"
    yield f"  for: {', '.join(library.frame.audiences[audience] for audience in clause.applies_to)}"
    for table in clause.when:
        yield "  when: " + "; ".join(f"{question} is {test.words}" for question, test in table)
    for each in grounds(library, clause.rests_on):
        number = f" {each.duty.number}" if each.duty else ""
        yield f"  rests on: {each.authority.id}{number}: {each.duty.says if each.duty else each.authority.title}"
    if not clause.rests_on:
        yield "  rests on: good practice"
    yield ""
    yield clause.body.text
    yield ""


def _authority(library: Library, authority: Authority) -> Iterator[str]:
    yield f"{authority.id}: {authority.title}"
    yield f"  {authority.citation}"
    dated = f"as of {authority.as_of or 'no date'}"
    yield f"  {authority.issuer}; {authority.kind}; {authority.status.value}; {dated}; {authority.confidence}"
    yield f"  {authority.url}"
    yield from (f"  note: {text}" for text in (authority.status_note, authority.note) if text)
    for duty in authority.duties.values():
        yield f"  {duty.number}. {duty.says}" + (f" ({duty.at})" if duty.at else "")
    for clause in library.clauses:
        numbers = [str(basis.duty) for basis in clause.rests_on if basis.authority == authority.id]
        if numbers:
            yield f"  carried by: {name_with_place(clause)} ({', '.join(numbers)})"


def _place(library: Library, place: Place) -> Iterator[str]:
    around = " within ".join(each.name for each in library.places.lineage(place.id))
    yield f"{place.id}: {around}"
    yield f"  law in this library: {'yes' if place.covered else 'not yet'}"
    for name, wordings in place.terms.items():
        yield f"  {name}: {' / '.join(wording.says for wording in wordings)}"
    for limit in place.limits.values():
        yield f"  {limit.name}: {'at most' if limit.longest else 'at least'} {limit.amount} ({limit.authority})"
    for change in place.changes:
        yield f"  {change.date}: {change.says} ({change.authority})"
    for authority in library.authorities.values():
        if authority.place == place.id:
            yield f"  {authority.id}: {authority.title} [{authority.status.value}]"
