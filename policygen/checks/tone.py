"""L39 and L40: the text says what people may do, and is fair to those who own up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.passages import KNOWN, Genre, Passages, Setting, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_MAY = {
    "en": either(
        r"\b(?:you|staff|employees|clinicians|everyone|anyone|they) (?:\w+ )?(?:may|can|are free to"
        r"|are welcome to)\b(?! (?:not|only|never)\b)",
        r"\b(?:is|are) welcome\b|\bfeel free\b|\bno permission\b",
    ),
    "fr": either(
        r"\b(?:vous|le personnel|les employés|chacun|on) (?:\w+ )?(?:pouvez|peut|peuvent"
        r"|êtes libres?)\b(?! (?:pas|seulement|jamais)\b)",
        r"\b(?:est|sont) bienvenue?s?\b",
    ),
}
_MUST_NOT = {
    "en": either(
        r"\b(?:must not|must never|may not|do not|don['\u2019]t|never|cannot|(?:is|are) (?:prohibited"
        r"|forbidden|not (?:allowed|permitted)))\b",
    ),
    "fr": either(r"\b(?:ne|n['\u2019])\b[^.;]{0,30}\b(?:pas|jamais)\b|\binterdi\w+"),
}
_FEWEST_BANS = 4
"""A text with fewer bans is not judged."""
_AUTOMATIC = {
    "en": either(
        r"\b(?:immediate(?:ly)?|automatic(?:ally)?|instant(?:ly)?|summar(?:y"
        r"|ily)) (?:\w+ ){0,2}(?:terminat\w+|dismiss\w+|fired|discharge\w*)",
        r"\b(?:terminat\w+|dismissal|firing) (?:is |will be )?(?:immediate|automatic|without (?:notice"
        r"|warning))",
        r"\bwill be (?:immediately |automatically )?(?:terminated|fired|dismissed)\b|\bzero[- ]tolerance\b",
    ),
    "fr": either(
        r"\b(?:congédiement|renvoi|licenciement) (?:immédiat|automatique|sans préavis)|\btolérance zéro\b",
        r"\bsera (?:immédiatement |automatiquement )?(?:congédié|renvoyé|licencié)",
    ),
}
_DENIED = either(
    r"\b(?:no|not|never|nobody|ne|n['\u2019]|aucune?)\b",
)


def only_bans(passages: Passages) -> Iterator[Hit]:
    """Find a text that bans much more than it allows."""
    tongue = passages.setting.tongue
    found = [
        _allows_and_bans(sentence, tongue)
        for passage, sentence in passages.sentences()
        if passage.genre is Genre.POLICY
    ]
    allowed, banned = sum(allows for allows, _ in found), sum(bans for _, bans in found)
    if banned >= _FEWEST_BANS and allowed * 2 < banned:
        yield Hit(
            says=f"{banned} sentences ban something and {allowed} say what people may do.",
            better="Say what is welcome: one 'you may' for every two bans, with examples.",
        )


@lru_cache(maxsize=KNOWN)
def _allows_and_bans(sentence: str, tongue: str) -> tuple[bool, bool]:
    spoken = Setting(language=tongue).spoken
    return bool(spoken(_MAY).search(sentence)), bool(spoken(_MUST_NOT).search(sentence))


def automatic_dismissal(passages: Passages) -> Iterator[Hit]:
    """Find threats of dismissal without a look at the case."""
    automatic = passages.setting.spoken(_AUTOMATIC)
    for passage, sentence in passages.sentences():
        found = automatic.search(sentence)
        if found and not _DENIED.search(sentence[: found.start()]):
            yield Hit(
                says="Dismissal is threatened without a look at the case.",
                better="Refer to the conduct policy: graded steps, the same for all ranks, and honest early reports "
                "count in favor.",
                quote=start(sentence, 20),
                at=passage,
            )


SAYS_WHAT_IS_ALLOWED = Check[Passages](
    id="L39",
    severity=Severity.WARNING,
    title="It says what people may do, not only what they may not.",
    why="People who read only bans stay away, or stop reading.",
    find=only_bans,
)
CONSEQUENCES_ARE_FAIR = Check[Passages](
    id="L40",
    severity=Severity.WARNING,
    title="Consequences are graded and the same for all; nothing dismisses anybody automatically.",
    why="Fear of dismissal hides mistakes that an early report would mend.",
    find=automatic_dismissal,
    lints=True,
    alone=True,
)
