"""L27: nobody must give personal passwords or friend access, and private accounts are not watched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import PASSWORDS, grounds
from policygen.checks.passages import Passages, start
from policygen.findings import Severity

_DEMAND = {
    "en": (
        re.compile(
            r"\b(?:must|shall|will|should|have to|are required to|is required to|may be (?:asked|required) to"
            r"|agrees? to|need to|upon request)\b[^.;]*?"
            r"\b(?:give|provide|disclose|share|hand over|surrender|show|supply|reveal|submit|accept|add|allow)\b[^.;]*?"
            r"\b(?:personal|private|own|their|your)\b[^.;]*?\b(?:passwords?|log-?ins?|user ?names?|credentials"
            r"|accounts? access|access to (?:\w+ ){0,3}accounts?)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:must|shall|are required to|is required to|have to)\b[^.;]*?\b(?:accept|add|friend|follow)\b[^.;]*?"
            r"\b(?:friend request|as (?:a )?friends?|manager|supervisor|employer|boss|human resources)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:we|hospital|practice|institution|employer|company|management|clinic|human resources|it|managers?"
            r"|supervisors?) (?:may|will|can|shall|reserves? the right to|has the right to|must)(?: \w+){0,3}? "
            r"(?:monitor|watch|track|review|inspect|access|check|view|search|audit)\b[^.;]*?\b(?:personal"
            r"|private)(?: \w+){0,3} (?:accounts?|profiles?|pages?|posts|social media|messages|devices?|phones?)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\bapplicants?\b[^.;]*\b(?:must|are asked to|will be asked to|should"
            r"|may be asked to)\b[^.;]*\b(?:passwords?|log-?ins?|friend|access to)\b",
            re.IGNORECASE,
        ),
    ),
    "fr": (
        re.compile(
            r"\b(?:doi(?:t|vent)|devez|peu(?:t|vent) être (?:tenus?|appelés?) (?:de"
            r"|à))\b[^.;]*?\b(?:donner|fournir|divulguer|communiquer|remettre|révéler|montrer)\b[^.;]*?"
            r"\b(?:mots? de passe|identifiants?)\b[^.;]*?\b(?:personnels?|privés?|vos|leurs?)\b"
            r"|\b(?:doi(?:t|vent)|devez)\b[^.;]*?\b(?:donner|fournir|divulguer|communiquer|remettre"
            r"|révéler)\b[^.;]*?\b(?:vos|leurs?|ses) (?:mots? de passe|identifiants?)",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:nous|l['\u2019]hôpital|l['\u2019]établissement|l['\u2019]employeur|la clinique"
            r"|la direction|les gestionnaires?) (?:peu(?:t|vent)|pouvons|se réserve le droit de|va"
            r"|surveille\w*)\b[^.;]*?(?:surveill|consult|inspect|vérifi)\w*[^.;]*?\b(?:comptes?|profils?|pages?"
            r"|publications) (?:personnel|privé)\w*",
            re.IGNORECASE,
        ),
    ),
}
_DENIED = re.compile(
    r"\b(?:must|may|shall|will|should|can|do|does|is|are|need)(?: \w+)? (?:not|never)\b|\bcannot\b|\bnever\b"
    r"|\b(?:nobody|no one|no (?:manager|employee|applicant|staff))\b"
    r"|\bnot (?:required|asked|obliged)|\b(?:ne|n['\u2019])\b[^.;]*\b(?:pas|jamais)\b|\b(?:nul|personne"
    r"|aucun\w*) (?:ne|n['\u2019])",
    re.IGNORECASE,
)
_INSTITUTIONAL = re.compile(
    r"\b(?:official|institution(?:al)?|work|corporate|hospital['\u2019]s|shared"
    r"|officiels?) (?:\w+ )?(?:accounts?|passwords?|log-?ins?|comptes?)\b",
    re.I,
)


def demands(passages: Passages) -> Iterator[Hit]:
    """Find demands for personal passwords or friend access, and claims to watch private accounts."""
    setting = passages.setting
    for passage, sentence in passages.sentences():
        if _DENIED.search(sentence) or _INSTITUTIONAL.search(sentence):
            continue
        if any(pattern.search(sentence) for pattern in _DEMAND.get(setting.tongue, _DEMAND["en"])):
            yield Hit(
                says="This asks for personal passwords or access, or claims to watch private accounts.",
                better="Say that nobody asks for personal passwords or friend access, and that only public posts and "
                "official accounts are looked at.",
                quote=start(sentence, 30),
                at=passage,
                authorities=grounds(PASSWORDS, setting),
            )


NO_PERSONAL_PASSWORDS = Check[Passages](
    id="L27",
    severity=Severity.ERROR,
    title="Nobody is asked for personal passwords or friend access, and private accounts are not watched.",
    why="Private accounts are not the employer's; many places forbid the demand outright.",
    find=demands,
    lints=True,
)
