"""L08, L16 and L17: which words carry a duty, who has it, and how anybody could see that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.passages import KNOWN, Genre, Passages, Setting, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_LOOSE = {
    "en": either(
        r"\b(shall|(?:is|are) expected to|(?:is|are) (?:strongly )?encouraged to|(?:is"
        r"|are) (?:kindly )?(?:asked|requested|urged) to|(?:will )?strives? to|endeavou?rs? to|ought to"
        r"|needs? to ensure|and/or)\b",
    ),
    "fr": either(
        r"\b((?:est|sont) censée?s? (?:de )?|(?:est|sont) encouragée?s? à|(?:est|sont) priée?s? de"
        r"|s['\u2019]efforce\w* de|il convient de|devrai(?:t|ent) s['\u2019]assurer|et/ou)",
    ),
}
_NO_ACTOR = {
    "en": either(
        r"\b(?:it|there|this|that|they|these|posts?|comments?|incidents?|breach(?:es)?|accounts?|passwords?"
        r"|images?|photos?|pictures?|requests?|concerns?|content|consent|approval|permission|logs?|records?"
        r"|reports?) (?:must|shall) (?:always |first )?be (?!able|careful|clear|honest|no\b|so\b|at\b|in\b"
        r"|on\b|an?\b|the\b|for\b|your|true|aware|short)\w+(?:ed|en|t|de|ne|pt|ght)\b(?![^.]*\bby\b)",
    ),
    "fr": either(
        r"\b(?:il|cela|ceci|les? (?:publications?|incidents?|comptes?|demandes?|photos?|images?|messages?"
        r"|commentaires?)|la (?:demande|publication|photo)|l['\u2019](?:incident|image)) (?:doit"
        r"|doivent) (?:toujours |d['\u2019]abord )?être \w+(?:é|i|u|it|is)e?s?\b(?![^.]*\bpar\b)",
    ),
}
_MUST = {
    "en": either(r"\bmust\b(?! not\b)"),
    "fr": either(r"\b(?:doit|doivent|devez)\b(?! (?:pas|jamais)\b)"),
}
_PROOF = {
    "en": either(
        r"\b(?:within|before|after|by the|same day|same working day|at once|immediately|every|each|once"
        r"|year(?:ly)?|annual\w*|month\w*|week\w*|days?|hours?|daily|when(?:ever)?|until|first|now|sign(?:s"
        r"|ed)?|log(?:s|ged)?|record(?:s|ed)?|list(?:s|ed)?|register|writ\w+|note(?:s|d)?|keep(?:s)?|kept"
        r"|form|save[sd]?|file[sd]?|report(?:s|ed)?|publish\w*|agree\w*|approv\w+|confirm\w*|document\w*)\b",
    ),
    "fr": either(
        r"\b(?:avant|après|dès|le jour même|immédiatement|aussitôt|chaque|tou(?:s|tes) les|année?s?|an|mois"
        r"|semaines?|jours?|heures?|lorsque?|quand|jusqu|d['\u2019]abord|sign\w+|consign\w+|inscri\w+"
        r"|registre|écrit\w*|not\w+|conserv\w+|gard\w+|formulaire|publi\w+|approuv\w+|confirm\w+"
        r"|document\w*|rapport\w*|signal\w+)\b",
    ),
}
_BETTER = {
    "en": "Write must, must not, should or may.",
    "fr": "Écrivez doit, ne doit pas, devrait ou peut.",
}
_FEW = 12
"""Statements named in one note."""


def loose_duties(passages: Passages) -> Iterator[Hit]:
    """Find duty words other than must, must not, should and may."""
    better, loose = passages.setting.spoken(_BETTER), passages.setting.spoken(_LOOSE)
    for passage, sentence in passages.sentences():
        for found in loose.finditer(sentence):
            yield Hit(says=f"'{found[1]}' is not a duty word.", better=better, quote=start(sentence), at=passage)


def no_actor(passages: Passages) -> Iterator[Hit]:
    """Find duties that name nobody who acts."""
    nobody = passages.setting.spoken(_NO_ACTOR)
    for passage, sentence in passages.sentences():
        if nobody.search(sentence):
            yield Hit(
                says="This must names nobody who acts.",
                better="Say who must do it.",
                quote=start(sentence, 20),
                at=passage,
            )


def unprovable(passages: Passages) -> Iterator[Hit]:
    """Name, for a reviewer, the statements whose duties show neither a time nor a record."""
    tongue = passages.setting.tongue
    found = dict.fromkeys(
        passage.number or passage.clause or start(sentence, 6)
        for passage in passages
        if passage.genre is Genre.POLICY
        for sentence in passage.sentences
        if _shows_nothing(sentence, tongue)
    )
    if found:
        named = ", ".join(list(found)[:_FEW]) + (f" and {len(found) - _FEW} more" if len(found) > _FEW else "")
        yield Hit(
            says=f"These duties name neither a time nor a record: {named}.",
            better="Confirm that each can be done and seen to be done, or add when and what is kept.",
        )


@lru_cache(maxsize=KNOWN)
def _shows_nothing(sentence: str, tongue: str) -> bool:
    """Tell whether a sentence is a duty that shows neither a time nor a record."""
    spoken = Setting(language=tongue).spoken
    return bool(spoken(_MUST).search(sentence)) and not spoken(_PROOF).search(sentence)


ONLY_DUTY_WORDS = Check[Passages](
    id="L08",
    severity=Severity.WARNING,
    title="Only must, must not, should and may carry duty.",
    why="With other words nobody can tell a duty from a wish.",
    find=loose_duties,
    lints=True,
    alone=True,
)
EVERY_MUST_NAMES_WHO = Check[Passages](
    id="L16",
    severity=Severity.ERROR,
    title="Every must names who acts.",
    why="A duty that is nobody's is not done.",
    find=no_actor,
    lints=True,
    alone=True,
)
DUTIES_CAN_BE_SEEN = Check[Passages](
    id="L17",
    severity=Severity.NOTE,
    title="Every duty can be done and checked: action, when, proof.",
    why="An auditor asks for the proof, and staff for the time.",
    find=unprovable,
)
