"""L13: no ban or duty rests on a vague word without an example of what it means."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import VAGUE, grounds
from policygen.checks.passages import KNOWN, Genre, Passage, Passages, Setting, start
from policygen.checks.patterns import either
from policygen.findings import Severity

VAGUE_WORDS = {
    "en": either(
        r"\b(inappropriate(?:ly)?|improper|negative(?:ly)?|disparag\w+|unprofessional(?:ly|ism)?"
        r"|disrespect\w*|embarrass\w*|offensive|objectionable|damaging|derogatory|defamatory or negative"
        r"|discourteous|reputation|poor taste|bad taste|bad light|bad name|poorly on|adversely|unbecoming"
        r"|insubordinat\w+|controversial|rude|insulting|detrimental|harm(?:s|ful)? to (?:the|our) (?:image"
        r"|brand|name|interests)|(?:image|brand) of (?:the|our)|damag(?:e|es) (?:\w+ ){0,2}(?:brand|image"
        r"|name|standing)|discredit\w*)\b",
    ),
    "fr": either(
        r"(?<!\w)(inappropriée?s?|négati\w+|dénigr\w+|désobligeant\w*|irrespectueu\w+|offensant\w*"
        r"|déplacée?s?|embarrassant\w*|réputation|image de (?:marque|l['\u2019]\w+)|mauvais goût"
        r"|non professionnel\w*|peu professionnel\w*|déshonor\w+|malvenu\w*|controversée?s?"
        r"|préjudiciable\w*)\b",
    ),
}
"""Words that anybody may read as they like."""

_BAN = {
    "en": either(
        r"\b(?:must(?: \w+)? not|must never|do not|don['\u2019]t|never|may not|should not|shall not|cannot"
        r"|can['\u2019]t|will not|agrees? not to|(?:is|are) banned|not (?:allowed|permitted|tolerated"
        r"|acceptable)|barred from|prohibited|forbidden|refrain|avoid|no (?:employee|staff|one)|grounds for"
        r"|subject to discipline|will be (?:disciplined|removed)|(?:result in"
        r"|lead to) (?:\w+ ){0,3}(?:discipline|dismissal|termination))\b",
    ),
    "fr": either(
        r"\b(?:ne (?:\w+ ){1,3}(?:pas|jamais|rien|aucun\w*)|n['\u2019](?:\w+ ){1,3}(?:pas|jamais|rien"
        r"|aucun\w*)|ne (?:pas|jamais)|interdit\w*|interdiction|défendu\w*|abstenez|s['\u2019]abstenir"
        r"|évitez|éviter|prohib\w+|passibles?)\b",
    ),
}
_DUTY = {
    "en": either(
        r"\b(?:must|shall|should|are expected to|is expected to|are required to|will) (?:always "
        r"|at all times |also )*(?:be|remain|act|behave|stay|conduct (?:yourself"
        r"|themselves))(?: \w+ly)? (?:\w+ and )?(courteous(?:ly)?|respectful(?:ly)?|professional(?:ly)?"
        r"|polite(?:ly)?|civil(?:ly)?|appropriate(?:ly)?|dignified)\b",
    ),
    "fr": either(
        r"\b(?:doi(?:t|vent)|devez) (?:toujours |en tout temps )*(?:être|rester|demeurer|se montrer"
        r"|vous montrer) (courtois\w*|respectueu\w+|professionnel\w*|polie?s?)\b",
    ),
}
_EXAMPLE = either(
    r"\b(?:such as|for example|for instance|that is|meaning|namely|which means|we mean|e\.g\.|i\.e\."
    r"|including|tel(?:le)?s? que|par exemple|c['\u2019]est-à-dire|à savoir|notamment|comme (?:une?|des"
    r"|le|la))",
)
_NOT_A_RULE = either(
    r"\b(?:is|are) not (?:in itself |by itself )?(?:misconduct|a breach|banned)",
    r"\bin itself breaks no rule|\b(?:negative|positive) (?:test|result|pressure|screen)",
    r"\bremove\w* (?:\w+ ){0,3}(?:because|merely)",
    r"\b(?:do not|never|must not|may not) (?:\w+ ){0,2}(?:hide|delete|remove|punish|discipline|block"
    r"|reply|answer|respond)",
    r"\btest négatif",
)
"""Sentences in which a vague word is no ban on staff, or is itself what may not be punished."""

_BETTER = {
    "en": "Name the exact harm, with an example: a threat, a slur about race, patient information.",
    "fr": "Nommez le préjudice précis, avec un exemple : une menace, une injure raciste, un renseignement "
    "sur "
    "un patient.",
}
_FOR_STAFF = (Genre.POLICY, Genre.ACKNOWLEDGEMENT, Genre.HANDOUT)


def vague_bans(passages: Passages) -> Iterator[Hit]:
    """Find bans and duties that rest on a word that anybody may read as they like."""
    setting = passages.setting
    weight = Severity.ERROR if "us" in setting.places else Severity.WARNING
    for passage, sentence in passages.sentences():
        word = _vague(sentence, setting.tongue)
        if not word or passage.genre not in _FOR_STAFF or _explained(word, passage):
            continue
        yield Hit(
            says=f"A rule rests on the vague word '{word}'.",
            better=setting.spoken(_BETTER),
            quote=start(sentence, 30),
            at=passage,
            severity=weight,
            authorities=grounds(VAGUE, setting),
        )


@lru_cache(maxsize=KNOWN)
def _vague(sentence: str, tongue: str) -> str:
    """Give the vague word on which a sentence rests, or nothing."""
    if _NOT_A_RULE.search(sentence):
        return ""
    spoken = Setting(language=tongue).spoken
    banned = spoken(_BAN).search(sentence)
    found = spoken(VAGUE_WORDS if banned else _DUTY).search(sentence)
    return found[1] if found else ""


def _explained(word: str, passage: Passage) -> bool:
    """Tell whether an example of the word follows it in the passage."""
    _, _, after = passage.text.partition(word)
    return bool(_EXAMPLE.search(after))


NO_VAGUE_BAN = Check[Passages](
    id="L13",
    severity=Severity.ERROR,
    title="No ban rests on a vague word without a definition and example.",
    why="Nobody can tell what a vague word bans, so staff stay silent about their work, and the rule cannot be "
    "applied alike.",
    find=vague_bans,
    lints=True,
    alone=True,
)
