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

from policygen.auditing.wordlists import COMMON, SAME

_WORD = re.compile(r"[a-z0-9\u00e0-\u00ff]+(?:'[a-z]+)?")

_LANGUAGES = {"en": "english", "fr": "french"}

Vector = Mapping[str, float]
"""Weights by stem; the squares add up to 1, or there are none."""


class Measure:
    """Measures texts of one language by the words of a body of texts."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Learn from the texts which words are common."""
        import snowballstemmer  # thirty stemmers, which no other command needs

        self.language = language if language in _LANGUAGES else "en"
        self._stemmer = snowballstemmer.stemmer(_LANGUAGES[self.language])
        same = SAME[self.language]
        self._same = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, same), key=len, reverse=True))})\b")
        self._stems: dict[str, str] = {}
        self._vectors: dict[str, Vector] = {}
        found = [set(self.stems(text)) for text in texts]
        self._known = len(found)
        self._in = Counter(stem for stems in found for stem in stems)

    def stems(self, text: str) -> dict[str, list[str]]:
        """Give the stems of a text that count, each with the words that it stands for."""
        plain = text.lower().replace("\u2019", "'")
        if self.language == "fr":
            plain = plain.replace("'", " ")  # l'usager, d'un, qu'elle
        plain = self._same.sub(lambda found: SAME[self.language][found[0]], plain)
        gathered: dict[str, list[str]] = {}
        for word in _WORD.findall(plain):
            if word not in COMMON[self.language] and len(word) > 1:
                gathered.setdefault(self._stem(word), []).append(word)
        return gathered

    def vector(self, text: str) -> Vector:
        """Give the weights of a text."""
        if text not in self._vectors:
            self._vectors[text] = self._weighed(text)
        return self._vectors[text]

    def _weighed(self, text: str) -> Vector:
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
    return max(COMMON, key=lambda language: sum(word in COMMON[language] for word in words))
