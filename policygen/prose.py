"""Examine how clauses are written: the checks that need only the words of the library.

Each check is one function from a clause's English text to what is wrong with it; adding one is a function
and a line in ``CHECKS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from policygen.bodies import Body
from policygen.clauses import Clause
from policygen.conditions import can_hold
from policygen.errors import Problem
from policygen.library import Library
from policygen.questions import When
from policygen.reading import grade, sentences

HARDEST_GRADE = 10.0
"""Flesch-Kincaid grade above which a clause is too hard to read."""
LONGEST_SENTENCE = 40
"""Words."""

_STAND_IN = "Pat"
"""Stands for a printed name while the author's own words are examined."""

_LOOSE_DUTY = re.compile(
    r"\b(shall|(?:is|are) expected to|(?:is|are) encouraged to|strives? to|endeavou?rs? to|and/or)\b", re.IGNORECASE
)
_VAGUE = re.compile(
    r"\b(inappropriate(?:ly)?|negative(?:ly)?|disparag\w+|unprofessional(?:ly)?|disrespect\w*|embarrass\w*|offensive"
    r"|damaging|reputation|poor taste|bad light)\b",
    re.IGNORECASE,
)
_BAN = re.compile(r"\b(must not|do not|don't|never|may not|cannot|not allowed to|are barred from)\b", re.IGNORECASE)
_STAFF_BAN = re.compile(
    r"^\W*(?:do not|don't|never|no (?:one|staff|employee)"
    r"|(?:you|staff|employees|workforce members?) (?:must|may) (?:not|never)) (?:ever )?"
    r"(?:post|share|talk|discuss|say|comment|mention|disclose|write|speak|complain|critici[sz]e|contact|tell|name)\b",
    re.IGNORECASE,
)
_PERMISSION = re.compile(
    r"\b(?:get|ask for|obtain|need|have) (?:\w+ )?(?:approval|permission)\b"
    r".*\bbefore (?:you )?(?:post|talk|speak|comment|mention)",
    re.IGNORECASE,
)
_PROTECTED = re.compile(
    r"\b(pay|wages?|salar\w+|hours|schedul\w+|staffing|ratios?|working conditions|benefits|discipline|unions?|press"
    r"|reporters?|regulators?|inspectors?|lawyers?|management|your (?:manager|employer|boss)|safety concerns?)\b",
    re.IGNORECASE,
)
_NO_ACTOR = re.compile(r"\b(?:it|there|this|that) must be \w+(?:ed|en|t)\b(?![^.]*\bby\b)", re.IGNORECASE)

CONTRADICTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "naming the employer is barred here and asked for there",
        r"(?:do not|never|must not) name (?:your|the) employer",
        r"(?:name|say) your employer",
    ),
    (
        "places are tagged here and identify patients there",
        r"\b(?:tag|add) (?:the|your|our) location",
        r"place (?:can )?identif",
    ),
    (
        "replies to reviews are barred here and scripted there",
        r"(?:do not|never|must not) (?:reply|answer) (?:to )?(?:any|a) (?:online )?review",
        r"fixed script",
    ),
    (
        "general health information is barred here and welcome there",
        r"(?:do not|never) (?:give|share|post) (?:any |general )?health (?:advice|information)",
        r"may (?:share|post) general health",
    ),
    (
        "phones are barred on site here and allowed on breaks there",
        r"(?:never|must not|do not) use (?:a |your )?(?:personal |own )?phones? (?:on site|at work)",
        r"phone on (?:your )?breaks?",
    ),
)
"""Pairs that settle one point two ways: what it is, and a pattern for each side."""

Check = Callable[[str], Iterator[tuple[str, str]]]


def examine_prose(library: Library) -> Iterator[Problem]:
    """Find what is badly written in the clauses of a library."""
    for clause in library.clauses:
        words = _words(clause.body)
        for check in CHECKS:
            for says, advice in check(words):
                yield Problem(clause.path, clause.line, says, advice)
        yield from _foreign(library, clause)
    yield from _contradictions(library)


def reading_grade(clause: Clause) -> float:
    """Give the reading grade of a clause's own words."""
    return grade(_words(clause.body))


def too_hard(words: str) -> Iterator[tuple[str, str]]:
    """Find a text that reads harder than grade 10."""
    found = grade(words)
    if found > HARDEST_GRADE:
        yield f"The text reads at grade {found:.1f}.", f"Shorter sentences and words bring it to {HARDEST_GRADE:.0f}."


def too_long(words: str) -> Iterator[tuple[str, str]]:
    """Find sentences of more than forty words."""
    for sentence in sentences(words):
        number = len(sentence.split())
        if number > LONGEST_SENTENCE:
            yield f"A sentence has {number} words: '{_start(sentence)}'.", "Make two sentences of it."


def loose_duty(words: str) -> Iterator[tuple[str, str]]:
    """Find duty words other than must, must not, should and may."""
    for found in _LOOSE_DUTY.finditer(words):
        yield f"'{found[1]}' is not a duty word.", "Write must, must not, should or may."


def vague_ban(words: str) -> Iterator[tuple[str, str]]:
    """Find bans that rest on a word that anybody may read as they like."""
    for sentence in sentences(words):
        vague = _VAGUE.search(sentence)
        if vague and _BAN.search(sentence):
            yield f"A ban rests on the vague word '{vague[1]}'.", "Name the exact harm, with an example."


def gag(words: str) -> Iterator[tuple[str, str]]:
    """Find sentences that forbid staff to speak of work, or make them ask first."""
    for sentence in sentences(words):
        about = _PROTECTED.search(sentence)
        if about and (_STAFF_BAN.search(sentence) or _PERMISSION.search(sentence)):
            yield (
                f"Staff may not be kept from talking about '{about[1]}': '{_start(sentence)}'.",
                "Ban a named harm instead.",
            )


def no_actor(words: str) -> Iterator[tuple[str, str]]:
    """Find duties that name nobody who acts."""
    for sentence in sentences(words):
        if _NO_ACTOR.search(sentence):
            yield f"This must names nobody who acts: '{_start(sentence)}'.", "Say who must do it."


CHECKS: tuple[Check, ...] = (too_hard, too_long, loose_duty, vague_ban, gag, no_actor)


def _foreign(library: Library, clause: Clause) -> Iterator[Problem]:
    """Find words that belong to a place in which the clause does not lie."""
    text = f"{clause.title}\n{_words(clause.body)}"
    for place in library.places.by_id.values():
        if clause.place is not None and library.places.lies_within(clause.place, place.id):
            continue
        for word in place.own_words:
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                advice = f"Write a wording for {place.name}, or use a term."
                yield Problem(clause.path, clause.line, f"'{word}' belongs to {place.name}.", advice)


def _contradictions(library: Library) -> Iterator[Problem]:
    for what, one, other in CONTRADICTIONS:
        first = [clause for clause in library.clauses if re.search(one, _words(clause.body), re.IGNORECASE)]
        second = [clause for clause in library.clauses if re.search(other, _words(clause.body), re.IGNORECASE)]
        for here in first:
            for there in second:
                if here.id != there.id and can_hold(_both(here.when, there.when), library.questionnaire):
                    yield Problem(
                        here.path, here.line, f"Against {there.path}: {what}.", "Settle the point in one way."
                    )


def _both(one: When, other: When) -> When:
    return tuple((*here, *there) for here in one or ((),) for there in other or ((),))


def _words(body: Body) -> str:
    return "".join(_STAND_IN if number % 2 else piece for number, piece in enumerate(body.pieces))


def _start(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:9]) + (" ..." if len(words) > 9 else "")


def unread_questions(library: Library, used_by_program: frozenset[str]) -> Mapping[str, str]:
    """Name the questions that no clause, caution, role or term reads."""
    read: set[str] = set(used_by_program)
    for clause in library.clauses:
        read |= {name for table in clause.when for name, _ in table}
        for body in (clause.body, clause.do, clause.dont):
            read |= set(body.names) if body else set()
    for caution in library.cautions:
        read |= {caution.question, *(name for table in caution.when for name, _ in table)}
    for role in library.frame.roles.values():
        read |= set(role.says.names)
    for question in library.questionnaire:
        read |= {name for table in question.ask_when for name, _ in table}
    return {question.id: question.ask for question in library.questionnaire if question.id not in read}
