"""Find what is out of date in an old policy: law that no longer holds, looser times than the law's, no review in years.

The ids begin with O. What dates the words themselves, such as a platform that is gone, the checks of words find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policygen.amounts import HOURS, Amount
from policygen.auditing.mapping import words_of
from policygen.auditing.oldpolicy import OldStatement
from policygen.auditing.similarity import Measure, Vector, shared
from policygen.auditing.splitting import sentences_of
from policygen.findings import Finding, Severity
from policygen.jurisdictions import Authority, AuthorityId, Limit, Status
from policygen.library import Library
from policygen.selection import Selection

LONGEST_WITHOUT_REVIEW = 36
"""Months."""
SAME_LIMIT = 0.25
"""Likeness to the sentence that prints a limit from which an amount of time counts as that limit."""
LONGEST_LABEL = 4
"""Words of a heading that may be the label of a field, such as "Effective"."""
FEWEST_WORDS = 4
"""Words of an authority's title below which the title alone is too common to be a citation."""

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "sept": 7,
    "dix": 10,
    "trente": 30,
    "soixante": 60,
}
_UNITS = {
    **{name.removesuffix("s"): name for name in HOURS},
    "calendar day": "days",
    "working day": "business days",
    "heure": "hours",
    "jour": "days",
    "semaine": "weeks",
    "mois": "months",
    "an": "years",
    "année": "years",
}
_AMOUNT = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(_NUMBERS)})\)?(?: \((\d{{1,4}})\))?[ -]"
    rf"({'|'.join(sorted(_UNITS, key=len, reverse=True))})s?\b",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each|tous les|chaque) $", re.IGNORECASE)
"""What makes an amount of time an interval and not a limit."""
_ENGLISH_MONTHS = "january february march april may june july august september october november december"
_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_DATED = re.compile(
    r"\b(?:effective|in effect|(?:last |next )?(?:review(?:ed)?|revis(?:ed|ion)|updated?)|approved|adopted|issued"
    r"|version|en vigueur|révis\w+|adopté\w*|mis à jour)\b[^.;]{0,40}?\b((?:19|20)\d\d)(?:-(\d\d))?\b",
    re.IGNORECASE,
)
_STATUS_WORDS = {
    Status.SUPERSEDED: "no longer holds",
    Status.VACATED: "was struck down by a court",
    Status.PROPOSED: "is only proposed and binds nobody",
}


def outdated(
    statements: Sequence[OldStatement], library: Library, selection: Selection, measure: Measure
) -> Iterator[Finding]:
    """Find what is out of date, statement by statement, and then in the whole."""
    gone = [(authority, _citations(authority)) for authority in library.authorities.values()]
    printed = list(_printed_limits(library, selection, measure))
    for statement in statements:
        yield from _dead_law(statement, [(each, cited) for each, cited in gone if cited], library)
        yield from _loose_times(statement, printed, measure, library)
    yield from _unreviewed(statements, selection.on)


def _citations(authority: Authority) -> tuple[re.Pattern[str], ...]:
    """Give the patterns by which policies cite an authority that no longer holds; none for one that does."""
    if authority.status not in _STATUS_WORDS:
        return ()
    title = re.sub(r"\s*\([^)]*\)$", "", authority.title)
    names = (*authority.cited_as, *([title] if len(title.split()) >= FEWEST_WORDS else []))
    return tuple(
        re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+"), re.IGNORECASE) for name in names
    )


def _dead_law(
    statement: OldStatement, gone: Iterable[tuple[Authority, tuple[re.Pattern[str], ...]]], library: Library
) -> Iterator[Finding]:
    for authority, patterns in gone:
        found = next((match for pattern in patterns if (match := pattern.search(statement.text))), None)
        if found is None or (authority.partly and _names_what_limits_it(statement, authority, library)):
            continue
        in_part = " in part" if authority.partly else ""
        severity = Severity.WARNING if authority.partly or authority.status is Status.PROPOSED else Severity.ERROR
        yield Finding(
            check="O01",
            severity=severity,
            says=f"This cites '{authority.title}', which {_STATUS_WORDS[authority.status]}{in_part}.",
            why=authority.status_note or _last_change(authority, library),
            better=_instead(authority, library),
            number=str(statement.number),
            line=statement.line,
            quote=found[0],
            authorities=(authority.id,),
        )


def _names_what_limits_it(statement: OldStatement, authority: Authority, library: Library) -> bool:
    """Tell whether a statement that cites law struck down in part also names what struck it."""
    limiting = library.authorities.get(AuthorityId(authority.superseded_by))
    names = (limiting.title, *limiting.cited_as) if limiting else ()
    return any(name.lower() in statement.text.lower() for name in names)


def _last_change(authority: Authority, library: Library) -> str:
    changes = [each for each in library.places.by_id[authority.place].changes if each.authority == authority.id]
    return changes[-1].says if changes else ""


def _instead(authority: Authority, library: Library) -> str:
    now = library.authorities.get(AuthorityId(authority.superseded_by))
    if now is not None and authority.status is Status.VACATED:
        return f"Take the citation out: {now.title} ({now.citation}) struck it down."
    if now is not None:
        return f"What counts now: {now.title} ({now.citation})."
    return "Take the citation out, and rest the rule on what is in force."


@dataclass(frozen=True)
class _Printed:
    """A limit of the institution's places, and the sentence of a clause that prints it."""

    limit: Limit
    sentence: Vector


def _printed_limits(library: Library, selection: Selection, measure: Measure) -> Iterator[_Printed]:
    for chosen in selection.clauses:
        for name in chosen.clause.body.names:
            kind, _, key = name.partition(".")
            limits = library.limits(key, frozenset(chosen.places)) if kind == "limit" else ()
            for sentence in sentences_of(words_of(chosen.clause.body)) if limits else ():
                if key.replace("_", " ") in sentence:
                    yield _Printed(limits[0], measure.vector(sentence.replace(key.replace("_", " "), "")))


def _loose_times(
    statement: OldStatement, printed: Iterable[_Printed], measure: Measure, library: Library
) -> Iterator[Finding]:
    text = statement.text
    found = [each for each in _AMOUNT.finditer(text) if not _EVERY.search(text, 0, each.start())]
    amounts = [(_amount(each), each[0]) for each in found]
    if not amounts:
        return
    vector = measure.vector(statement.whole)
    near = sorted(
        ((sum(shared(vector, each.sentence).values()), each.limit) for each in printed), key=lambda each: -each[0]
    )
    for score, limit in near[:1]:
        if score < SAME_LIMIT or any(_meets(amount, limit) for amount, _ in amounts):
            continue
        authority = library.authorities[limit.authority]
        much = "at most" if limit.longest else "at least"
        yield Finding(
            check="O02",
            severity=Severity.ERROR,
            says=f"This says {amounts[0][1]}; {library.places.by_id[limit.place].name} sets {much} {limit.amount}.",
            why=f"{authority.title} ({authority.citation}) sets the limit.",
            better=f"Write {limit.amount}.",
            number=str(statement.number),
            line=statement.line,
            quote=amounts[0][1],
            authorities=(limit.authority,),
        )


def _amount(found: re.Match[str]) -> Amount:
    said = found[2] or found[1].lower()
    number = int(said) if said.isdigit() else _NUMBERS[said]
    return Amount(number, _UNITS[found[3].lower()])


def _meets(amount: Amount, limit: Limit) -> bool:
    return amount.hours <= limit.amount.hours if limit.longest else amount.hours >= limit.amount.hours


def _unreviewed(statements: Sequence[OldStatement], on: date) -> Iterator[Finding]:
    dated = [(day, statement, quote) for statement in statements for day, quote in _days(statement)]
    if not dated:
        yield Finding(
            check="O03",
            severity=Severity.WARNING,
            says="It bears no date of effect or review.",
            why="Nobody can tell whether a policy without a date still holds.",
            better="Put the day it takes effect, its version, its owner and its next review on the first page.",
        )
        return
    latest, statement, quote = max(dated, key=lambda each: each[0])
    months = (on.year - latest.year) * 12 + on.month - latest.month
    if months > LONGEST_WITHOUT_REVIEW:
        yield Finding(
            check="O03",
            severity=Severity.ERROR,
            says=f"The last date it bears is {months} months ago, and nothing says that it was reviewed since.",
            why=f"A policy that nobody has reviewed in {LONGEST_WITHOUT_REVIEW} months does not know today's law.",
            better="Review it now, and name the day of the next review.",
            number=str(statement.number),
            line=statement.line,
            quote=quote,
        )


def _days(statement: OldStatement) -> Iterator[tuple[date, str]]:
    """Find the days of effect and review that a statement or a table names; a mere year counts from December."""
    named = len(statement.heading.split()) <= LONGEST_LABEL
    for found in _DATED.finditer(f"{statement.heading}: {statement.text}" if named else statement.text):
        words = found[0].lower()
        if words.startswith("next"):
            continue
        spelled = next((number for number, name in _months() if name in words), 12)
        month = int(found[2]) if found[2] and 1 <= int(found[2]) <= 12 else spelled
        yield date(int(found[1]), month, 28), found[0]


def _months() -> Iterator[tuple[int, str]]:
    for names in (_ENGLISH_MONTHS, _FRENCH_MONTHS):
        yield from enumerate(names.split(), 1)
