"""L48: no promise that cannot be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.passages import Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_WE = (
    r"(?:we|our (?:team|staff|hospital|practice|clinic)|the (?:hospital|practice|clinic|institution|institute|company"
    r"|trust|team|centre|center)"
    r"|communications|moderators?)"
)
_PROMISE = {
    "en": (
        (
            r"\b24 ?/ ?7\b(?! (?:line|crisis|helpline|hotline))|\baround the clock\b|\b24 hours a day\b",
            "watch at every hour",
        ),
        (
            rf"\b{_WE} (?:\w+ )?(?:reads?|monitors?|reviews?|answers?|repl(?:y|ies) to|responds? to"
            rf"|checks?)(?: to)? (?:every|all|each)\b",
            "deal with every one",
        ),
        (
            rf"\b{_WE} (?:will )?(?:always|never fail)\b|\b(?:you|patients?|someone|everyone|staff) will always\b"
            rf"|\bwill always (?:be|answer|protect|reply|respond)\b",
            "always",
        ),
        (r"\bguarantees?\b(?! (?:of results|results|a result|that care|outcomes?))|\bguaranteed\b", "a guarantee"),
        (
            r"\b(?:completely|totally|fully|100 ?%|absolutely) (?:anonymous|secure|confidential|safe|private)\b",
            "complete secrecy or safety",
        ),
        (r"\bwill (?:immediately|instantly) (?:remove|delete|reply|respond|answer)\b", "instant action"),
        (r"\bzero (?:risk|breaches|tolerance)\b", "zero"),
        (r"\b(?:permanently|forever) (?:delete|erase|remove)[sd]? from the internet\b", "erasure from the internet"),
    ),
    "fr": (
        (r"\b24 ?h? ?/ ?24\b|\b24 heures sur 24\b|\b7 jours sur 7\b", "watch at every hour"),
        (
            r"\b(?:nous (?:lisons|surveillons|répondons à)|(?:l['\u2019]équipe|l['\u2019]hôpital"
            r"|la clinique) (?:lit|surveille|répond à)) (?:tous|toutes|chaque)\b",
            "deal with every one",
        ),
        (r"\bgaranti(?:t|r|e|s|ssons|ssent)\b", "a guarantee"),
        (
            r"\b(?:entièrement|totalement|parfaitement|complètement) (?:anonymes?|sécurisée?s?"
            r"|confidentiel\w*|sûre?s?)\b",
            "complete secrecy or safety",
        ),
        (r"\btolérance zéro\b|\brisque zéro\b", "zero"),
    ),
}
_DENIED = either(
    r"\b(?:do(?:es)? not|don['\u2019]t|cannot|can['\u2019]t|must not|may not|never|no|nobody|without"
    r"|not|neither|nor|ne|n['\u2019]|aucune?|sans|avoid|claim\w*)\b[^.;]*$",
)
_COMPILED = {
    tongue: tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in pairs)
    for tongue, pairs in _PROMISE.items()
}


def promises(passages: Passages) -> Iterator[Hit]:
    """Find promises that nobody can keep; a sentence that denies or bans one is none."""
    for passage, sentence in passages.sentences():
        for pattern, name in passages.setting.spoken(_COMPILED):
            found = pattern.search(sentence)
            if found and not _DENIED.search(sentence[: found.start()]):
                yield Hit(
                    says=f"This promises what cannot be kept ({name}): '{found[0]}'.",
                    better="Say what is done, by whom and in which hours.",
                    quote=start(sentence, 20),
                    at=passage,
                )


NO_EMPTY_PROMISE = Check[Passages](
    id="L48",
    severity=Severity.WARNING,
    title="No promise that cannot be kept.",
    why="Whoever relies on it is let down, and holds the institution to it.",
    find=promises,
    lints=True,
    alone=True,
)
