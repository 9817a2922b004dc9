"""Read places and authorities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policygen.clauses import GOOD_PRACTICE, Basis
from policygen.jurisdictions import (
    Authority,
    AuthorityId,
    Duty,
    LegalChange,
    Limit,
    Place,
    PlaceId,
    Places,
    Wording,
)
from policygen.questions import Questionnaire
from policygen.shapes import AuthorityFile, PlaceFile
from policygen.sources import Sources
from policygen.strictyaml import Position, Tree, Value
from policygen.typos import did_you_mean

_BASIS = re.compile(r"(?P<authority>[a-z0-9][a-z0-9-]*)(?: (?P<duties>\d+(?: *, *\d+)*))?")


def read_places(sources: Sources, questionnaire: Questionnaire) -> Places:
    """Read every ``_place.yaml``."""
    places: dict[PlaceId, Place] = {}
    for name in sources.names("jurisdictions", "/_place.yaml"):
        read = sources.shape(name, PlaceFile)
        if read is not None:
            place = _place(sources, PlaceId(name.split("/")[1]), *read, questionnaire)
            places[place.id] = place
    return Places(places)


def read_authorities(sources: Sources, places: Places) -> dict[AuthorityId, Authority]:
    """Read every authority; the folder is its place and the file name its id."""
    authorities = {}
    for name in sources.names("jurisdictions", ".yaml"):
        folder, file_name = name.split("/")[1:]
        read = sources.shape(name, AuthorityFile) if file_name != "_place.yaml" else None
        if read is None:
            continue
        if PlaceId(folder) not in places.by_id:
            advice = did_you_mean(folder, places.by_id) or "Add a _place.yaml beside it."
            sources.problem(name, f"The folder '{folder}' is not a place.", advice)
        authority = _authority(sources, AuthorityId(file_name.removesuffix(".yaml")), PlaceId(folder), *read)
        authorities[authority.id] = authority
    return authorities


def read_bases(sources: Sources, tree: Tree, entries: Sequence[str], at: Position) -> Iterator[Basis]:
    """Read entries such as ``us-crfa 1, 2``: an authority and the numbers of its duties."""
    for number, entry in enumerate(entries):
        found = _BASIS.fullmatch(entry.strip())
        where = (*at, number) if (*at, number) in tree.lines else at
        if entry.strip().isdigit():
            advice = "Inside [ ] a comma begins a new entry. Write one entry a line: - us-crfa 1, 2."
            sources.mistake(tree, where, f"The number {entry} stands alone.", advice)
            continue
        if not found:
            advice = f"Write an authority and the numbers of its duties, as in 'us-crfa 1, 2', or '{GOOD_PRACTICE}'."
            sources.mistake(tree, where, f"'{entry}' is not an authority.", advice)
            continue
        for duty in found["duties"].split(",") if found["duties"] else [None]:
            yield Basis(AuthorityId(found["authority"]), int(duty) if duty is not None else None)


def read_wordings(
    sources: Sources, tree: Tree, at: Position, value: Value, questionnaire: Questionnaire
) -> Iterator[Wording]:
    """Read a term: one text, or a list of wordings the first of which holds."""
    if isinstance(value, str):
        yield Wording(says=value)
        return
    for number, entry in enumerate(value if isinstance(value, list) else [value]):
        here = (*at, number)
        if not isinstance(entry, dict) or not isinstance(entry.get("says"), str) or set(entry) - {"says", "when"}:
            sources.mistake(tree, here, f"This wording of '{at[-1]}' is not right.", "Write says: and when:.")
            continue
        when = sources.when(tree, entry.get("when"), (*here, "when"), questionnaire)
        yield Wording(says=str(entry["says"]), when=when)


def _place(sources: Sources, place: PlaceId, file: PlaceFile, tree: Tree, questionnaire: Questionnaire) -> Place:
    return Place(
        id=place,
        name=file.name,
        within=PlaceId(file.within) if file.within else None,
        also_called=tuple(name.lower() for name in file.also_called),
        covered=file.covered,
        paper=file.paper,
        language=file.language,
        terms={
            name: tuple(read_wordings(sources, tree, ("terms", name), value, questionnaire))
            for name, value in file.terms.items()
        },
        spelling=file.spelling,
        own_words=tuple(file.own_words),
        limits=_limits(sources, place, file, tree),
        changes=tuple(
            LegalChange(
                date=change.date,
                place=place,
                authority=AuthorityId(change.authority),
                substantive=change.kind == "substantive",
                says=change.says,
            )
            for change in file.changes
        ),
        not_carried={
            (basis.authority, basis.duty or 0): reason
            for name, reason in file.not_carried.items()
            for basis in read_bases(sources, tree, [name], ("not_carried", name))
        },
    )


def _limits(sources: Sources, place: PlaceId, file: PlaceFile, tree: Tree) -> dict[str, Limit]:
    limits = {}
    for name, shape in file.limits.items():
        amount = shape.at_most or shape.at_least
        if amount is None or (shape.at_most and shape.at_least):
            at = ("limits", name)
            sources.mistake(tree, at, f"'{name}' needs one amount.", "Write at_most: or at_least:.")
            continue
        for basis in read_bases(sources, tree, [shape.authority], ("limits", name, "authority")):
            limits[name] = Limit(
                name=name,
                place=place,
                amount=amount,
                longest=shape.at_most is not None,
                authority=basis.authority,
                duty=basis.duty,
            )
    return limits


def _authority(sources: Sources, name: AuthorityId, place: PlaceId, file: AuthorityFile, tree: Tree) -> Authority:
    duties = {}
    for number, duty in file.duties.items():
        if not number.isdigit():
            sources.mistake(tree, ("duties", number), f"'{number}' is not a number.", "Count duties from 1.")
            continue
        duties[int(number)] = Duty(number=int(number), says=duty.says, at=duty.at, confidence=duty.confidence)
    return Authority(
        id=name,
        place=place,
        title=file.title,
        citation=file.citation,
        issuer=file.issuer,
        kind=file.kind,
        url=file.url,
        status=file.status,
        as_of=file.as_of,
        confidence=file.confidence,
        duties=duties,
        published=file.published,
        revised=file.revised,
        effective=file.effective,
        supersedes=file.supersedes,
        superseded_by=file.superseded_by,
        cited_as=tuple(file.cited_as),
        note=file.note,
        status_note=file.status_note,
        partly=file.status_scope == "part",
    )
