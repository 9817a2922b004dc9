"""L29: the acknowledgement records reading and understanding only, and waives no right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import SPEECH, grounds
from policygen.checks.passages import Genre, Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_WAIVER = {
    "en": either(
        r"\b(?:i|you|employees?|staff|the undersigned|signers?)\b[^.;]*?\b(?:waives?|give up|gives up"
        r"|relinquish\w*|release[sd]? (?:the|my|all)|forfeits?|surrenders?)\b[^.;]*\b(?:rights?|claims?"
        r"|protection)",
        r"\bi (?:hereby )?agree (?:not to|to (?:keep|refrain|abide|be bound|comply|pay|indemnify))\b",
        r"\bi (?:hereby )?consent to (?:monitoring|discipline|termination)",
        r"\bat-will\b[^.;]*\b(?:agree|acknowledge)",
        r"\b(?:agree|understand) that (?:i|my) (?:may|can|will) be (?:fired|dismissed|terminated)\b",
    ),
    "fr": either(
        r"\b(?:je|vous|l['\u2019]employée?|le personnel)\b[^.;]*?\brenonc\w+\b[^.;]*\b(?:droits?|recours"
        r"|protection)",
        r"\bje m['\u2019]engage à (?:ne pas|garder|respecter)",
        r"\bj['\u2019]accepte (?:de ne pas|d['\u2019]être)",
    ),
}
_DENIED = either(
    r"\b(?:not|no|never|nobody|nothing|without|ne|n['\u2019]|aucune?|rien|personne)\b",
)


def waived_rights(passages: Passages) -> Iterator[Hit]:
    """Find sentences with which staff would give up a right by signing."""
    setting = passages.setting
    for passage, sentence in passages.sentences():
        found = setting.spoken(_WAIVER).search(sentence)
        if found is None or _gives_up_nothing(sentence, found, passage.genre):
            continue
        yield Hit(
            says="Signing this would give up a right or make a new promise.",
            better="Let staff confirm that they received it, could ask questions and know where to report; and "
            "restate their rights.",
            quote=start(sentence, 30),
            at=passage,
            authorities=grounds(SPEECH, setting),
        )


def _gives_up_nothing(sentence: str, found: re.Match[str], genre: Genre) -> bool:
    """Tell whether a sentence denies the waiver, or is a promise outside an acknowledgement."""
    is_waiver = bool(re.search(r"waive|give[s]? up|relinquish|release|forfeit|surrender|renonc", found[0], re.I))
    if is_waiver:
        return bool(_DENIED.search(sentence))
    return genre is not Genre.ACKNOWLEDGEMENT and not re.match(r"(?:i|je|j['\u2019])\b", found[0], re.I)


ACKNOWLEDGEMENT_WAIVES_NOTHING = Check[Passages](
    id="L29",
    severity=Severity.ERROR,
    title="The acknowledgement records reading and understanding only and waives no right.",
    why="A form that takes rights away is void in many places, and makes staff afraid to ask.",
    find=waived_rights,
    lints=True,
    alone=True,
)
