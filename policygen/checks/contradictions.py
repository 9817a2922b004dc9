"""L35: no two statements settle one point in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.passages import KNOWN, Passage, Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_NOT = r"(?:do not|don['\u2019]t|never|must not|may not|are not to|should not)"
_NE = r"(?:ne|n['\u2019])"


@dataclass(frozen=True)
class Conflict:
    """One point that a text may settle in one way only."""

    says: str
    one: str
    """A pattern for the first side."""
    other: str
    """A pattern for the second side."""


CONFLICTS: dict[str, tuple[Conflict, ...]] = {
    "en": (
        Conflict(
            "naming the employer is barred here and asked for there",
            rf"{_NOT} (?:name|mention|identify|list|disclose|say|reveal) (?:your|the|their) (?:employer|place of work"
            rf"|workplace)",
            r"(?<!not )(?<!never )(?:name|say who|say|disclose|identify|state) (?:your|the) (?:employer|employs|tie)"
            r"|may name your employer|(?:make|say) clear (?:that|who) (?:you work|employs)|disclose that you work",
        ),
        Conflict(
            "places are tagged here and identify patients there",
            r"(?<!not )(?<!never )\b(?:tag|add|use|include) (?:the|your|our|a)? ?(?:hospital['\u2019]s )?(?:location"
            r"|geotag)",
            r"place[s]? (?:can |may |might )?identif|locations? (?:can |may |might )identif|(?:not|never) (?:tag|share"
            r"|show|give) (?:the |your )?location",
        ),
        Conflict(
            "replies to reviews are barred here and scripted there",
            rf"{_NOT} (?:reply|respond|answer) (?:to )?(?:\w+ )?(?:online )?(?:patient )?reviews?\b(?! (?:yourself"
            rf"|without|unless|except|on your own|from|if))",
            r"fixed script|(?:reply|respond|answer)[^.;]*reviews?[^.;]*\bscript|scripts? (?:to|when)[^.;]*(?:repl"
            r"|answer|respond)",
        ),
        Conflict(
            "general health information is barred here and welcome there",
            rf"{_NOT} (?:give|share|post|offer|discuss) (?:any |general )?(?:health|medical) (?:advice|information"
            rf"|topics)(?! (?:to|about|for|on) (?:one|a|any|individual|your))(?![^.;]*\b(?:to one|for one|individual"
            rf"|patient))",
            r"may (?:share|post|give|discuss) (?:general )?(?:health|medical)|(?:welcome|encourage)\w*[^.;]*(?:health"
            r"|patient) education|health education is",
        ),
        Conflict(
            "phones are barred on site here and allowed on breaks there",
            rf"(?:{_NOT} (?:use|carry|bring)|no) (?:a |your |any )?(?:personal |own |mobile "
            rf"|cell )*(?:tele)?phones? (?:\w+ )?(?:on site|at work|on the premises|in the building"
            rf"|on hospital property)",
            r"phones? (?:\w+ )?(?:on|during|in) (?:your |their |a )?(?:breaks?|meal)|(?:on|during) (?:your "
            r"|their )?breaks?[^.;]*phones?",
        ),
        Conflict(
            "cases without a name are barred here and allowed there",
            rf"{_NOT} (?:post|share|discuss|tell)[^.;]*(?:case|story|stories)[^.;]*(?:even"
            rf"|whether or not)[^.;]*(?:name|de-?identified|anonym)",
            r"may (?:post|share|discuss|tell)[^.;]*(?:de-?identified|anonymi[sz]ed|nameless)[^.;]*(?:case|stor)",
        ),
        Conflict(
            "friend requests from patients are barred here and allowed there",
            rf"{_NOT} (?:accept|send)[^.;]*friend requests?[^.;]*patients?",
            r"may (?:accept|send)[^.;]*friend requests?[^.;]*patients?",
        ),
    ),
    "fr": (
        Conflict(
            "naming the employer is barred here and asked for there",
            rf"{_NE} ?(?:nommez|mentionnez|indiquez) (?:pas|jamais) (?:votre|l['\u2019])employeur|{_NE} ?(?:nommez"
            rf"|mentionnez|indiquez) (?:pas|jamais) votre employeur",
            r"pouvez nommer votre employeur|(?<!ne )\b(?:nommez|indiquez|mentionnez) votre employeur",
        ),
        Conflict(
            "replies to reviews are barred here and scripted there",
            rf"{_NE} répondez (?:pas|jamais) aux? (?:avis|évaluations?)(?: en ligne)?(?! (?:vous|sans|sauf))",
            r"textes? (?:fixes?|approuvés?)|réponses? (?:types?|fixes?)",
        ),
    ),
}
"""By language, the points that policies are known to settle twice."""
_SIDES = {
    tongue: {side: either(side) for conflict in conflicts for side in (conflict.one, conflict.other)}
    for tongue, conflicts in CONFLICTS.items()
}


def contradictions(passages: Passages) -> Iterator[Hit]:
    """Find pairs of statements that cannot both be followed."""
    tongue = passages.setting.tongue
    first: dict[str, tuple[Passage, str]] = {}
    for passage, sentence in passages.sentences():
        for side in _sides(sentence, tongue):
            first.setdefault(side, (passage, sentence))
    for conflict in CONFLICTS.get(tongue, ()):
        if conflict.one in first and conflict.other in first:
            (here, sentence), (there, against) = first[conflict.one], first[conflict.other]
            yield Hit(
                says=f"Two statements clash: {conflict.says} ({_where(there) or start(against, 8)}).",
                better="Settle the point in one way.",
                quote=start(sentence, 20),
                at=here,
            )


@lru_cache(maxsize=KNOWN)
def _sides(sentence: str, tongue: str) -> tuple[str, ...]:
    """Give the patterns of the sides that a sentence takes."""
    return tuple(side for side, pattern in _SIDES.get(tongue, {}).items() if pattern.search(sentence))


def _where(passage: Passage) -> str:
    return passage.number or passage.clause or passage.path


NO_CONTRADICTION = Check[Passages](
    id="L35",
    severity=Severity.ERROR,
    title="No two statements contradict.",
    why="Whoever follows one breaks the other.",
    find=contradictions,
)
