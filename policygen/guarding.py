"""Guard the duties of the library: find what an institution's own wording drops or weakens.

The guard compares an institution's clause with the one of the library that it replaces. It cannot read
meaning; it looks for what weakening looks like, and a person may waive what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policygen.amounts import Amount
from policygen.clauses import Clause, ClauseId
from policygen.conditions import holds
from policygen.counting import counted
from policygen.coverage import name_with_place
from policygen.findings import Finding, Severity
from policygen.jurisdictions import PlaceId
from policygen.library import Library
from policygen.lock import basis_as_text
from policygen.selection import Selection

DROPPED, WEAKENED, DEADLINE, EXCEPTION, LEFT_OUT, NARROWED = "G1", "G2", "G3", "G4", "G5", "G6"

_STRONG = re.compile(
    r"\b(?:must|never|do not|does not|may not|shall|is not allowed|are not allowed|only"
    r"|doit|doivent|devez|jamais|interdit\w*|ne (?:\w+ )?pas|seulement)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:unless|except|other than|(?:if|where|when) (?:possible|practical)|as appropriate|in general|usually|normally"
    r"|sauf|à moins|si possible|en général|d'habitude|dans la mesure du possible)\b",
    re.IGNORECASE,
)
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FRENCH = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_NUMBERS = {word: number for words in (_ENGLISH, _FRENCH) for number, word in enumerate(words, 1)}
_UNITS = {
    "hour": "hours",
    "heure": "hours",
    "day": "days",
    "jour": "days",
    "business day": "business days",
    "working day": "business days",
    "jour ouvrable": "business days",
    "week": "weeks",
    "semaine": "weeks",
    "month": "months",
    "mois": "months",
    "year": "years",
    "an": "years",
}
_UNIT = "|".join(sorted(_UNITS, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<least>at least |no less than |au moins )?\b(?P<number>\d{{1,4}}|{'|'.join(_NUMBERS)})"
    rf" (?:calendar )?(?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\b(?:at once|immediately|right away|without delay|straight away|immédiatement|sans délai)\b", re.I
)
_SAME_DAY = re.compile(
    r"\b(?:(?:the|that) same day|same shift|before the end of the day|le jour même)\b", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """An institution's clause and the one of the library that it replaces."""

    own: Clause
    theirs: Clause


def guard(library: Library, beneath: Library, selection: Selection) -> tuple[Finding, ...]:
    """Find the duties that an institution's own clauses drop or weaken.

    ``library`` holds its clauses and ``beneath`` does not; ``selection`` was made with the first.
    """
    found: list[Finding] = []
    for pair in replaced(library, beneath, selection):
        if pair.own.leave_out:
            found += _left_out(pair)
        else:
            found += [*_dropped(library, pair, selection), *_weakened(pair), *_deadlines(library, pair, selection)]
            found += [*_exceptions(pair), *_narrowed(pair, selection)]
    return tuple(found)


def replaced(library: Library, beneath: Library, selection: Selection) -> Iterator[Guarded]:
    """Pair each of the institution's own clauses with the one that would stand in its place."""
    if library is beneath:
        return
    known = {(clause.id, clause.place): clause for clause in beneath.clauses}
    wordings = beneath.wordings
    around = library.places.all_around(selection.places)
    for own in library.clauses:
        theirs = known.get((own.id, own.place)) or _displaced(beneath, own, wordings.get(own.id, {}))
        if theirs is None or _same(own, theirs) or not (own.place is None or own.place in around):
            continue
        if theirs.in_force(selection.on) and holds(theirs.when, selection.answers):
            yield Guarded(own=own, theirs=theirs)


def _displaced(beneath: Library, own: Clause, wordings: Mapping[PlaceId | None, Clause]) -> Clause | None:
    """Find the library's wording that a new wording for a place takes the place of."""
    ladder = [*(each.id for each in beneath.places.lineage(own.place))] if own.place else []
    return next((wordings[step] for step in [*ladder, None] if step in wordings), None)


def _same(own: Clause, theirs: Clause) -> bool:
    """Tell whether two clauses are one, wherever their files lie."""
    facts = ("id", "place", "title", "body", "rests_on", "when", "starts", "ends", "applies_to", "leave_out")
    return all(getattr(own, fact) == getattr(theirs, fact) for fact in facts)


def _left_out(pair: Guarded) -> Iterator[Finding]:
    if pair.theirs.rests_on:
        yield _finding(
            pair,
            LEFT_OUT,
            "The institution leaves out a clause that law or guidance asks for.",
            "Delete the line 'leave_out', or the whole file.",
        )


def _dropped(library: Library, pair: Guarded, selection: Selection) -> Iterator[Finding]:
    around = library.places.all_around(selection.places)
    kept = set(pair.own.rests_on)
    for basis in pair.theirs.rests_on:
        authority = library.authorities.get(basis.authority)
        if basis not in kept and authority is not None and authority.binds and authority.place in around:
            duty = authority.duties.get(basis.duty) if basis.duty is not None else None
            yield _finding(
                pair,
                DROPPED,
                f"It no longer rests on {basis_as_text(basis)}" + (f": {duty.says}" if duty else "."),
                "Carry that duty, and name it under 'rests_on'.",
            )


def _weakened(pair: Guarded) -> Iterator[Finding]:
    strong, own = len(_STRONG.findall(pair.theirs.body.text)), len(_STRONG.findall(pair.own.body.text))
    if own < strong:
        yield _finding(
            pair,
            WEAKENED,
            f"The library has {counted(strong, 'word', 'words')} of duty here (must, never, only), "
            f"and this wording has {own or 'none'}.",
            "Say must where the library does.",
        )


def _deadlines(library: Library, pair: Guarded, selection: Selection) -> Iterator[Finding]:
    before, after = (_times(library, clause, selection) for clause in (pair.theirs, pair.own))
    lacking = {name for name in pair.theirs.body.names if name.startswith("limit.")} - set(pair.own.body.names)
    if before.longest is not None and (after.longest is None or after.longest > before.longest):
        yield _finding(pair, DEADLINE, "A time within which something must be done is longer, or is gone.", _KEEP_TIME)
    elif before.shortest_kept is not None and (
        after.shortest_kept is None or after.shortest_kept < before.shortest_kept
    ):
        yield _finding(pair, DEADLINE, "A time for which something must be kept is shorter, or is gone.", _KEEP_TIME)
    elif lacking and after == before:
        names = ", ".join(sorted(lacking))
        says = f"It writes out what the library prints as {names}, and will not follow when the law changes."
        yield _finding(pair, DEADLINE, says, f"Write {{{{ {names} }}}}.", Severity.NOTE)


_KEEP_TIME = "Keep the library's time, or a stricter one."


@dataclass(frozen=True)
class _Times:
    """Hours named in a text."""

    longest: float | None
    """The longest time within which something must be done."""
    shortest_kept: float | None
    """The shortest of the times that are a least."""


def _times(library: Library, clause: Clause, selection: Selection) -> _Times:
    text = clause.body.text
    within = [0.0 for _ in _AT_ONCE.finditer(text)] + [24.0 for _ in _SAME_DAY.finditer(text)]
    kept: list[float] = []
    for found in _AMOUNT.finditer(text):
        number = _NUMBERS.get(found["number"].lower()) or int(found["number"])
        (kept if found["least"] else within).append(Amount(number, _UNITS[found["unit"].lower()]).hours)
    for name in clause.body.names:
        kind, _, key = name.rpartition(".")
        limits = library.limits(key, frozenset(selection.places)) if kind == "limit" else ()
        for limit in limits[:1]:
            (within if limit.longest else kept).append(limit.amount.hours)
    return _Times(max(within, default=None), min(kept, default=None))


def _exceptions(pair: Guarded) -> Iterator[Finding]:
    before = [found.lower() for found in _EXCEPTION.findall(pair.theirs.body.text)]
    after = [found.lower() for found in _EXCEPTION.findall(pair.own.body.text)]
    if len(after) > len(before):
        words = ", ".join(f"'{word}'" for word in dict.fromkeys(after) if after.count(word) > before.count(word))
        yield _finding(pair, EXCEPTION, f"This wording adds an exception: {words}.", "Take it out.")


def _narrowed(pair: Guarded, selection: Selection) -> Iterator[Finding]:
    own, theirs = pair.own, pair.theirs
    gone = [each for each in theirs.applies_to if each not in own.applies_to]
    if gone and "everyone" not in own.applies_to:
        yield _finding(pair, NARROWED, f"It no longer applies to: {', '.join(gone)}.", "Name them under 'applies_to'.")
    if not own.in_force(selection.on) or not holds(own.when, selection.answers):
        says = "The library's clause applies to this institution and this wording does not."
        yield _finding(pair, NARROWED, says, "Take the library's 'when', 'from' and 'until'.")


def _finding(pair: Guarded, check: str, says: str, better: str, severity: Severity = Severity.ERROR) -> Finding:
    clause: ClauseId = pair.theirs.id
    weighty = bool(pair.theirs.rests_on)
    return Finding(
        check=check,
        severity=severity if weighty or severity is Severity.NOTE else Severity.WARNING,
        says=says,
        why=f"The library's clause {clause} carries a duty." if weighty else "The library's clause is good practice.",
        better=better,
        clause=name_with_place(pair.own),
        path=pair.own.path,
        line=pair.own.line,
        authorities=tuple(dict.fromkeys(str(basis.authority) for basis in pair.theirs.rests_on)),
    )
