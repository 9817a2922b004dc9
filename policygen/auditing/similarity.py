"""Tell how alike two texts are, and by which words, so that a person can see why.

A text becomes the weights of its word stems: rare words of the library weigh much, words that stand in every
clause weigh little (TF-IDF). Two texts are as alike as the cosine of the angle between their weights, from 0
(no word in common) to 1 (the same words). The stems are Snowball's. Nothing is learned and nothing is guessed:
the score is a sum over the words that both texts have, and those words are given with it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[a-z0-9\u00e0-\u00ff]+(?:'[a-z]+)?")

_LANGUAGES = {"en": "english", "fr": "french"}

_STOP: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        """a about above after again all also am an and any are as at be because been before being both but by can
        could did do does doing down each either else even ever every few for from further get had has have having he
        her here hers him his how i if in into is it its itself just let like made make may me might more most must my
        need never nor not of off on once one only onto or other our ours out over own please same shall she should so some such
        than that the their theirs them then there these they this those through to too under until up upon us use
        used using very was we were what when where which while who whom whose why will with within without would yet
        you your yours yourself don't doesn't can't won't isn't aren't that's it's""".split()
    ),
    "fr": frozenset(
        """a à afin ainsi alors après au aucun aussi autre aux avant avec avoir car ce ceci cela celle celui ces cet
        cette chaque chez comme d dans de depuis des doit doivent donc du elle elles en entre est et être eux fait font
        il ils j je l la le les leur leurs lors lui jamais m mais me même n ne ni non nos notre nous on ont ou où par pas peut
        peuvent plus pour qu quand que quel quelle qui s sa sans se selon ses si son sont sous sur t tant tel tous tout
        toute toutes très un une vers vos votre vous y""".split()
    ),
}

_SAME: Mapping[str, Mapping[str, str]] = {
    "en": {
        "protected health information": "patient information",
        "personal health information": "patient information",
        "individually identifiable health information": "patient information",
        "health information": "patient information",
        "phi": "patient information",
        "social media sites": "",
        "social media site": "",
        "social media": "",
        "social networking": "",
        "social networks": "",
        "social network": "",
        "written permission": "authorization",
        "written authorization": "authorization",
        "signed authorization": "authorization",
        "signed written authorization": "authorization",
        "multi-factor authentication": "multifactor signin",
        "private group": "closed group",
        "supervisors": "manager",
        "supervisor": "manager",
        "boss": "manager",
        "spokesperson": "speak",
        "spokespersons": "speak",
        "workers": "staff",
        "termination": "dismissal",
        "fired": "dismissal",
        "retaliate": "punish",
        "retaliation": "punish",
        "reprisal": "punish",
        "written consent": "authorization",
        "consent": "authorization",
        "permission": "authorization",
        "photographs": "photo",
        "photograph": "photo",
        "photos": "photo",
        "pictures": "photo",
        "picture": "photo",
        "images": "photo",
        "image": "photo",
        "videos": "photo",
        "video": "photo",
        "cell phone": "phone",
        "smartphone": "phone",
        "coworkers": "colleague",
        "coworker": "colleague",
        "co-workers": "colleague",
        "colleagues": "colleague",
        "workforce members": "staff",
        "workforce": "staff",
        "employees": "staff",
        "employee": "staff",
        "personnel": "staff",
        "team members": "staff",
        "wages": "pay",
        "salary": "pay",
        "salaries": "pay",
        "press": "reporters",
        "journalists": "reporters",
        "media inquiries": "reporters",
        "news media": "reporters",
        "friend requests": "friend",
        "multi-factor": "multifactor",
        "two-factor": "multifactor",
        "sign-in": "signin",
        "log-in": "signin",
        "login": "signin",
        "departs": "leave",
        "leavers": "leave",
        "leaver": "leave",
        "yearly": "year",
        "annually": "year",
        "annual": "year",
        "quickly": "promptly",
        "immediately": "promptly",
        "at once": "promptly",
        "right away": "promptly",
        "same day": "promptly",
        "institution": "",
        "clinic": "",
        "practice": "",
        "hospital": "",
        "facility": "",
        "organization": "",
        "disclose": "share",
        "publish": "post",
        "tell": "report",
        "notify": "report",
        "notice": "report",
        "inform": "report",
    },
    "fr": {
        "renseignements personnels": "renseignements",
        "réseaux sociaux": "",
        "médias sociaux": "",
        "établissement": "",
        "autorisation": "consentement",
        "photographie": "image",
        "photo": "image",
        "employés": "personnel",
        "patients": "usager",
        "patient": "usager",
        "diffuser": "publier",
    },
}
"""What is written and what it counts as, by language; what every such policy speaks of counts as nothing."""

Vector = Mapping[str, float]
"""Weights by stem; the squares add up to 1, or there are none."""


class Measure:
    """Measures texts of one language by the words of a body of texts."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Learn from the texts which words are common."""
        import snowballstemmer  # thirty stemmers, which no other command needs

        self.language = language if language in _LANGUAGES else "en"
        self._stemmer = snowballstemmer.stemmer(_LANGUAGES[self.language])
        same = _SAME[self.language]
        self._same = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, same), key=len, reverse=True))})\b")
        self._stems: dict[str, str] = {}
        found = [set(self.stems(text)) for text in texts]
        self._known = len(found)
        self._in = Counter(stem for stems in found for stem in stems)

    def stems(self, text: str) -> dict[str, list[str]]:
        """Give the stems of a text that count, each with the words that it stands for."""
        plain = self._same.sub(lambda found: _SAME[self.language][found[0]], text.lower().replace("\u2019", "'"))
        gathered: dict[str, list[str]] = {}
        for word in _WORD.findall(plain):
            if word not in _STOP[self.language] and len(word) > 1:
                gathered.setdefault(self._stem(word), []).append(word)
        return gathered

    def vector(self, text: str) -> Vector:
        """Give the weights of a text."""
        counted = ((stem, 1 + math.log(len(words))) for stem, words in self.stems(text).items())
        return _normal({stem: count * self.rarity(stem) for stem, count in counted})

    def rarity(self, stem: str) -> float:
        """Give the weight of a stem: the rarer in the body of texts, the greater."""
        return math.log((1 + self._known) / (1 + self._in[stem])) + 1

    def _stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = self._stemmer.stemWord(word.removesuffix("'s"))
        return self._stems[word]


def shared(one: Vector, other: Vector) -> dict[str, float]:
    """Give the stems that two texts share, each with its part of their likeness; the parts add up to the cosine."""
    parts = {stem: weight * other[stem] for stem, weight in one.items() if stem in other}
    return dict(sorted(parts.items(), key=lambda part: (-part[1], part[0])))


def cosine(one: Vector, other: Vector) -> float:
    """Give how alike two texts are, from 0 to 1."""
    return sum(shared(one, other).values())


def _normal(weights: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()} if length else {}


def language_of(text: str) -> str:
    """Tell the language of a text by its commonest words: en or fr."""
    words = _WORD.findall(text.lower().replace("\u2019", " "))
    return max(_STOP, key=lambda language: sum(word in _STOP[language] for word in words))
