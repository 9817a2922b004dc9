"""The library browser: clauses by topic and place, the law they rest on, how it moved, and what is carried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus

from starlette.responses import Response

from policygen.clauses import Clause, Topic
from policygen.coverage import coverage, name_with_place, review
from policygen.errors import PolicygenError
from policygen.jurisdictions import Authority, AuthorityId, Place
from policygen.library import Library
from policygen.showing import grounds, legal_changes
from policygen.web.desk import NoSuchPage
from policygen.web.menu import LIBRARY
from policygen.web.replies import page
from policygen.web.visit import Visit
from policygen.web.wording import clause_address, shown

CLAUSE = "/at/{institution}/library/clauses/{topic}/{name}"
AUTHORITIES = "/at/{institution}/library/authorities"
AUTHORITY = "/at/{institution}/library/authorities/{authority}"
LAW = "/at/{institution}/library/law"
COVERAGE = "/at/{institution}/library/coverage"

SHELVES = {LIBRARY: "Clauses", AUTHORITIES: "Authorities", LAW: "Changes of law", COVERAGE: "Coverage"}
"""The pages of the library, by address."""


def clauses(visit: Visit) -> Response:
    """List the clauses by topic, all of them or those that may apply in a place."""
    library, place = visit.beneath, _place(visit)
    around = library.places.all_around([place.id]) if place else None
    found = [each for each in library.clauses if around is None or each.place is None or each.place in around]
    return _page(visit, "library.html", "Library", place=place, topics=_by_topic(library, found))


def clause(visit: Visit) -> Response:
    """Show a clause in each of its wordings, with the law that each rests on."""
    library, name = visit.beneath, f"{visit.parts['topic']}/{visit.parts['name']}"
    wordings = [each for each in library.clauses if each.id == name]
    if not wordings:
        raise NoSuchPage("The library has no clause of this name.")
    return _page(
        visit,
        "library-clause.html",
        wordings[0].title,
        wordings=wordings,
        text=lambda each: shown(each.body.text),
        grounds=lambda each: grounds(library, each.rests_on),
    )


def authorities(visit: Visit) -> Response:
    """List the authorities with their standing and the day to which each was checked."""
    library, place = visit.beneath, _place(visit)
    around = library.places.all_around([place.id]) if place else frozenset(library.places.by_id)
    found = [each for each in review(library, visit.on) if each.authority.place in around]
    return _page(visit, "authorities.html", "Authorities", place=place, found=found)


def authority(visit: Visit) -> Response:
    """Show an authority: its standing, its duties and the clauses that carry them."""
    library = visit.beneath
    found = library.authorities.get(AuthorityId(visit.parts["authority"]))
    if found is None:
        raise NoSuchPage("The library has no authority of this name.")
    return _page(visit, "authority.html", found.title, authority=found, carriers=_carriers(library, found))


def law(visit: Visit) -> Response:
    """Show the changes of law and guidance as a timeline, the newest first."""
    library, place = visit.beneath, _place(visit)
    found = legal_changes(library, None, place.id if place else None)[::-1]
    return _page(visit, "law.html", "Changes of law", place=place, found=found)


def carried(visit: Visit) -> Response:
    """Show which duties clauses carry, and why the others are not carried."""
    library, place = visit.beneath, _place(visit)
    duties = [each for each in coverage(library) if place is None or each.place == place.id]
    by_place = {each.place: [duty for duty in duties if duty.place == each.place] for each in duties}
    return _page(visit, "coverage.html", "Coverage", place=place, by_place=by_place)


def _page(visit: Visit, template: str, title: str, **names: object) -> Response:
    library = visit.beneath
    return page(
        visit,
        template,
        title=title,
        status=HTTPStatus.OK,
        library=library,
        shelves={visit.to(address): name for address, name in SHELVES.items()},
        name_of=name_with_place,
        clause_address=partial(clause_address, visit, address=CLAUSE),
        wording_address=partial(clause_address, visit),
        authority_address=lambda name: visit.to(AUTHORITY, authority=name),
        on=visit.on,
        **names,
    )


def _place(visit: Visit) -> Place | None:
    """Read the place that was chosen; None for all."""
    wanted, places = visit.query.one("place"), visit.beneath.places
    found = places.find(wanted) if wanted else None
    if wanted and found is None:
        raise PolicygenError(f"'{wanted}' is not a place. {places.suggest(wanted)}")
    return found


def _by_topic(library: Library, found: Sequence[Clause]) -> Mapping[Topic, Sequence[Clause]]:
    """Gather clauses by topic, one of each id."""
    once = {each.id: each for each in reversed(found)}
    kept = [each for each in found if once[each.id] is each]
    gathered = {topic: [each for each in kept if each.topic == topic.id] for topic in library.topics.values()}
    return {topic: several for topic, several in gathered.items() if several}


def _carriers(library: Library, authority: Authority) -> dict[int, list[Clause]]:
    """Give the clauses that carry each duty of an authority."""
    return {
        number: [
            each
            for each in library.clauses
            if any(basis.authority == authority.id and basis.duty == number for basis in each.rests_on)
        ]
        for number in authority.duties
    }
