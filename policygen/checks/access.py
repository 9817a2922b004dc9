"""L27: nobody must give personal passwords or friend access, and private accounts are not watched."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import PASSWORDS, grounds
from policygen.checks.passages import Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_MUST = (
    r"\b(?:must|shall|will|should|have to|(?:is|are|be|being) (?:required|asked|obliged|expected) to|agrees? to|need to"
    r"|upon request)\b"
)
_OWN = r"\b(?:personal|private|own|their|your)\b"
_OURS = (
    r"\b(?:we|hospital|practice|institution|employer|company|management|clinic|human resources|it|managers?"
    r"|supervisors?)"
)
_DOIT = r"\b(?:doi(?:t|vent)|devez|peu(?:t|vent) être (?:tenus?|appelés?) (?:de|à))\b"

_DEMANDS = {
    "en": either(
        rf"{_MUST}[^.;]{{0,90}}?\b(?:give|provide|disclose|share|hand over|surrender|show|supply|reveal|submit|accept"
        rf"|add|allow)\b[^.;]{{0,90}}?{_OWN}[^.;]{{0,90}}?"
        r"\b(?:passwords?|log-?ins?|user ?names?|credentials|accounts? access|access to (?:\w+ ){0,3}accounts?)\b",
        rf"{_MUST}[^.;]{{0,90}}?\b(?:give|provide|disclose|share|hand over|surrender|show|supply|reveal|submit)\b"
        rf"[^.;]{{0,90}}?\b(?:passwords?|log-?ins?|user ?names?|credentials) (?:of|to|for) {_OWN}",
        rf"{_MUST}[^.;]{{0,90}}?\b(?:log|sign) in to (?:\w+ )?{_OWN}",
        rf"{_MUST}[^.;]{{0,90}}?\b(?:accept|add|friend|follow)\b[^.;]{{0,90}}?"
        r"\b(?:friend request|as (?:a )?friends?|manager|supervisor|employer|boss|human resources)\b",
        rf"{_OURS} (?:may|will|can|shall|reserves? the right to|has the right to|must)(?: \w+){{0,3}}? "
        r"(?:monitor|watch|track|review|inspect|access|check|view|search|audit)\b[^.;]{0,90}?"
        r"\b(?:personal|private)(?: \w+){0,3} (?:accounts?|profiles?|pages?|posts|social media|messages|devices?"
        r"|phones?)\b",
        rf"{_OURS} (?:may|will|can|must)(?: \w+){{0,2}}? (?:ask|require|request|demand)\b[^.;]{{0,60}}?"
        r"\b(?:passwords?|log-?ins?|access to (?:\w+ ){0,3}accounts?)\b",
        r"^\W*(?:give|provide|share|hand over|show)\b[^.;]{0,60}?\b(?:personal|private) (?:\w+ )?"
        r"(?:passwords?|log-?ins?|credentials)\b",
        r"\b(?:we|our team|(?:the|our) \w+(?: \w+)?) (?:monitors?|watch(?:es)?|tracks?|checks?|reviews?"
        r"|reads?) (?:\w+ ){0,3}"
        r"(?:personal|private) (?:accounts?|profiles?|pages?|posts)\b",
        rf"\bapplicants?\b[^.;]{{0,90}}{_MUST}[^.;]{{0,90}}\b(?:passwords?|log-?ins?|friend|access to)\b",
    ),
    "fr": either(
        r"\b(?:gestionnaires?|employeur|direction|hôpital|établissement|ressources humaines) (?:peu(?:t|vent)|doi(?:t"
        r"|vent)) "
        r"(?:vous )?(?:exiger|demander|réclamer)\b[^.;]{0,60}?\b(?:mots? de passe|identifiants?)\b",
        rf"{_DOIT}[^.;]{{0,90}}?\b(?:donner|fournir|divulguer|communiquer|remettre|révéler|montrer)\b[^.;]{{0,90}}?"
        r"\b(?:(?:mots? de passe|identifiants?)\b[^.;]{0,90}?"
        r"\b(?:personnels?|privés?)|(?:vos|leurs?|ses) (?:mots? de passe|identifiants?))\b",
        r"\b(?:nous|l['\u2019](?:hôpital|établissement|employeur)|la clinique|la direction|les gestionnaires?) "
        r"(?:peu(?:t|vent)|pouvons|se réserve le droit de|va|surveille\w*)\b[^.;]{0,90}?"
        r"(?:surveill|consult|inspect|vérifi)\w*[^.;]{0,90}?"
        r"\b(?:comptes?|profils?|pages?|publications) (?:personnel|privé)\w*",
    ),
}
_DENIED = either(
    r"\b(?:must|may|shall|will|should|can|do|does|is|are|need)(?: \w+)? (?:not|never)\b|\bcannot\b|\bnever\b",
    r"\b(?:nobody|no one|no (?:manager|employee|applicant|staff))\b|\bnot (?:required|asked|obliged)",
    r"\b(?:ne|n['\u2019])\b[^.;]{0,90}\b(?:pas|jamais)\b|\b(?:nul|personne|aucun\w*) (?:ne|n['\u2019])",
)
_INSTITUTIONAL = either(
    r"\b(?:official|institution(?:al)?|work|corporate|hospital['\u2019]s|shared|officiels?) (?:\w+ )?"
    r"(?:accounts?|passwords?|log-?ins?|comptes?)\b"
)


def demands(passages: Passages) -> Iterator[Hit]:
    """Find demands for personal passwords or friend access, and claims to watch private accounts."""
    setting = passages.setting
    for passage, sentence in passages.sentences():
        if _DENIED.search(sentence) or _INSTITUTIONAL.search(sentence):
            continue
        if setting.spoken(_DEMANDS).search(sentence):
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
    alone=True,
)
