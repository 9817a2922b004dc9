"""L08, L16 and L17: which words carry a duty, who has it, and how anybody could see that it was done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.passages import Genre, Passages, start
from policygen.findings import Severity

_LOOSE = {
    "en": re.compile(
        r"\b(shall|(?:is|are) expected to|(?:is|are) (?:strongly )?encouraged to|(?:is|are) (?:kindly )?(?:asked"
        r"|requested|urged) to"
        r"|(?:will )?strives? to|endeavou?rs? to|ought to|needs? to ensure|and/or)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b((?:est|sont) censée?s? (?:de )?|(?:est|sont) encouragée?s? à|(?:est|sont) priée?s? de"
        r"|s['\u2019]efforce\w* de|il convient de"
        r"|devrai(?:t|ent) s['\u2019]assurer|et/ou)",
        re.IGNORECASE,
    ),
}
_NO_ACTOR = {
    "en": re.compile(
        r"\b(?:it|there|this|that|they|these|posts?|comments?|incidents?|breach(?:es)?|accounts?|passwords?|images?"
        r"|photos?|pictures?|requests?|concerns?|content|consent|approval|permission|logs?|records?|reports?) (?:must"
        r"|shall) (?:always |first )?be (?!able|careful|clear|honest|no\b|so\b|at\b|in\b|on\b|an?\b|the\b|for\b|your"
        r"|true|aware|short)\w+(?:ed|en|t|de|ne|pt|ght)\b(?![^.]*\bby\b)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:il|cela|ceci|les? (?:publications?|incidents?|comptes?|demandes?|photos?|images?|messages?"
        r"|commentaires?)|la (?:demande|publication|photo)|l['\u2019](?:incident|image)) (?:doit|doivent) (?:toujours "
        r"|d['\u2019]abord )?être \w+(?:é|i|u|it|is)e?s?\b(?![^.]*\bpar\b)",
        re.IGNORECASE,
    ),
}
_MUST = {
    "en": re.compile(r"\bmust\b(?! not\b)", re.IGNORECASE),
    "fr": re.compile(r"\b(?:doit|doivent|devez)\b(?! (?:pas|jamais)\b)", re.IGNORECASE),
}
_PROOF = {
    "en": re.compile(
        r"\b(?:within|before|after|by the|same day|same working day|at once|immediately|every|each|once|year(?:ly)?"
        r"|annual\w*|month\w*|week\w*|days?|hours?|daily|when(?:ever)?|until|first|now"
        r"|sign(?:s|ed)?|log(?:s|ged)?|record(?:s|ed)?|list(?:s|ed)?|register|writ\w+|note(?:s|d)?|keep(?:s)?|kept"
        r"|form|save[sd]?|file[sd]?|report(?:s|ed)?|publish\w*|agree\w*|approv\w+|confirm\w*|document\w*)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:avant|après|dès|le jour même|immédiatement|aussitôt|chaque|tou(?:s|tes) les"
        r"|année?s?|an|mois|semaines?|jours?|heures?|lorsque?|quand|jusqu|d['\u2019]abord"
        r"|sign\w+|consign\w+|inscri\w+|registre|écrit\w*|not\w+|conserv\w+|gard\w+|formulaire|publi\w+"
        r"|approuv\w+|confirm\w+|document\w*|rapport\w*|signal\w+)\b",
        re.IGNORECASE,
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
    tongue = _tongue(passages)
    better = _BETTER[tongue]
    for passage, sentence in passages.sentences():
        for found in _LOOSE[tongue].finditer(sentence):
            yield Hit(says=f"'{found[1]}' is not a duty word.", better=better, quote=start(sentence), at=passage)


def no_actor(passages: Passages) -> Iterator[Hit]:
    """Find duties that name nobody who acts."""
    for passage, sentence in passages.sentences():
        if _NO_ACTOR[_tongue(passages)].search(sentence):
            yield Hit(
                says="This must names nobody who acts.",
                better="Say who must do it.",
                quote=start(sentence, 20),
                at=passage,
            )


def unprovable(passages: Passages) -> Iterator[Hit]:
    """Name, for a reviewer, the statements whose duties show neither a time nor a record."""
    tongue = _tongue(passages)
    found = dict.fromkeys(
        passage.number or passage.clause or start(sentence, 6)
        for passage, sentence in passages.sentences()
        if passage.genre is Genre.POLICY and _MUST[tongue].search(sentence) and not _PROOF[tongue].search(sentence)
    )
    if found:
        named = ", ".join(list(found)[:_FEW]) + (f" and {len(found) - _FEW} more" if len(found) > _FEW else "")
        yield Hit(
            says=f"These duties name neither a time nor a record: {named}.",
            better="Confirm that each can be done and seen to be done, or add when and what is kept.",
        )


def _tongue(passages: Passages) -> str:
    return passages.setting.tongue if passages.setting.tongue in _LOOSE else "en"


ONLY_DUTY_WORDS = Check[Passages](
    id="L08",
    severity=Severity.WARNING,
    title="Only must, must not, should and may carry duty.",
    why="With other words nobody can tell a duty from a wish.",
    find=loose_duties,
    lints=True,
)
EVERY_MUST_NAMES_WHO = Check[Passages](
    id="L16",
    severity=Severity.ERROR,
    title="Every must names who acts.",
    why="A duty that is nobody's is not done.",
    find=no_actor,
    lints=True,
)
DUTIES_CAN_BE_SEEN = Check[Passages](
    id="L17",
    severity=Severity.NOTE,
    title="Every duty can be done and checked: action, when, proof.",
    why="An auditor asks for the proof, and staff for the time.",
    find=unprovable,
)
