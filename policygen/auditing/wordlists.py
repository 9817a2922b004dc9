"""The words by which texts are not told apart, and those that stand for the same thing, by language.

A list is a text: words with spaces between, and ``written: counts as`` with semicolons between.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_COMMON = {
    "en": (
        "a about above after again all also am an and any are as at be because been before being both but by can"
        " could did do does doing down each either else even ever every few for from further get had has have having"
        " he her here hers him his how i if in into is it its itself just let like made make may me might more most"
        " must my need never nor not of off on once one only onto or other our ours out over own please same shall she"
        " should so some such than that the their theirs them then there these they this those through to too under"
        " until up upon us use used using very was we were what when where which while who whom whose why will with"
        " within without would yet you your yours yourself don't doesn't can't won't isn't aren't that's it's"
    ),
    "fr": (
        "a à afin ainsi alors après au aucun aussi autre aux avant avec avoir car ce ceci cela celle celui ces cet"
        " cette chaque chez comme d dans de depuis des doit doivent donc du elle elles en entre est et être eux fait"
        " font il ils j jamais je l la le les leur leurs lors lui m mais me même n ne ni non nos notre nous on ont ou"
        " où par pas peut peuvent plus pour qu quand que quel quelle qui s sa sans se selon ses si son sont sous sur t"
        " tant tel tous tout toute toutes très un une vers vos votre vous y"
    ),
}

_SAME = {
    "en": (
        "social media sites: ; social media site: ; social media: ; social networking: ; social networks: ;"
        " social network: ; institution: ; clinic: ; practice: ; hospital: ; facility: ; organization: ;"
        " protected health information: patient information; personal health information: patient information;"
        " individually identifiable health information: patient information; health information: patient information;"
        " phi: patient information; written permission: authorization; written authorization: authorization;"
        " signed authorization: authorization; signed written authorization: authorization;"
        " written consent: authorization; consent: authorization; permission: authorization; photographs: photo;"
        " photograph: photo; photos: photo; pictures: photo; picture: photo; images: photo; image: photo;"
        " videos: photo; video: photo; cell phone: phone; smartphone: phone; coworkers: colleague;"
        " coworker: colleague; co-workers: colleague; colleagues: colleague; workforce members: staff;"
        " workforce: staff; employees: staff; employee: staff; personnel: staff; team members: staff; workers: staff;"
        " supervisors: manager; supervisor: manager; boss: manager; wages: pay; salary: pay; salaries: pay;"
        " press: reporters; journalists: reporters; media inquiries: reporters; news media: reporters;"
        " spokesperson: speak; spokespersons: speak; friend requests: friend; private group: closed group;"
        " multi-factor authentication: multifactor signin; multi-factor: multifactor; two-factor: multifactor;"
        " sign-in: signin; log-in: signin; login: signin; departs: leave; leavers: leave; leaver: leave;"
        " yearly: year; annually: year; annual: year; quickly: promptly; immediately: promptly; at once: promptly;"
        " right away: promptly; same day: promptly; disclose: share; publish: post; tell: report; notify: report;"
        " notice: report; inform: report; termination: dismissal; fired: dismissal; retaliate: punish;"
        " retaliation: punish; reprisal: punish; medical advice: advise; advice: advise; people: person"
    ),
    "fr": (
        "réseaux sociaux: ; médias sociaux: ; établissement: ; renseignements personnels: renseignements;"
        " autorisation: consentement; photographie: image; photo: image; employés: personnel; patients: usager;"
        " patient: usager; diffuser: publier; diffusez: publiez; diffusent: publient; photos: image; images: image"
    ),
}

COMMON: Mapping[str, frozenset[str]] = MappingProxyType(
    {language: frozenset(words.split()) for language, words in _COMMON.items()}
)
"""Words that every text has."""

SAME: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        language: {
            written.strip(): counts.strip() for written, _, counts in (pair.partition(":") for pair in pairs.split(";"))
        }
        for language, pairs in _SAME.items()
    }
)
"""What is written, and what it counts as; what every such policy speaks of counts as nothing."""
