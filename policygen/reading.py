"""How hard a text is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+|\n+")
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['\u2019-][A-Za-zÀ-ÿ]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_FRENCH_WORD = re.compile(r"[A-Za-zÀ-ÿœŒ]+")
_FRENCH_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_FRENCH_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûü])(?:e|es|(?<!m)ent)$|(?<=[aiouyéèêàâîïôùûü])es?$")
_FRENCH_GLIDE = re.compile(r"(?<=[aeou])y(?=[aeiouéèê])")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$")


def sentences(text: str) -> Iterator[str]:
    """Cut a text into sentences; list entries and what follows a colon or semicolon count as sentences."""
    for piece in _SENTENCE_END.split(text):
        stripped = piece.strip(" \t*_-").strip()
        if _WORD.search(stripped):
            yield stripped


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of an English text: school years needed to read it.

    Source: Kincaid et al., Research Branch Report 8-75 (1975).
    """
    found = list(sentences(text))
    words = [word for sentence in found for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables_in_all = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(found) + 11.8 * syllables_in_all / len(words) - 15.59


def ease_of_french(text: str) -> float:
    """Give the Kandel-Moles ease of a French text: 100 is very easy, below 30 is for scholars.

    Source: Kandel and Moles, Application de l'indice de Flesch à la langue française (1958).
    """
    found = list(sentences(text))
    words = [word for sentence in found for word in _FRENCH_WORD.findall(sentence)]
    if not words:
        return 100.0
    syllables_in_all = sum(french_syllables(word) for word in words)
    return 207 - 1.015 * len(words) / len(found) - 73.6 * syllables_in_all / len(words)


def french_syllables(word: str) -> int:
    """Count the syllables of a French word, by its vowels; a silent e at the end is none."""
    groups = len(_FRENCH_VOWELS.findall(_FRENCH_GLIDE.sub("-", _FRENCH_SILENT.sub("", word.lower()))))
    return max(groups, 1)


def syllables(word: str) -> int:
    """Count the syllables of an English word, by its vowels."""
    letters = word.lower().strip("'\u2019")
    groups = len(_VOWELS.findall(letters))
    if groups > 1 and _SILENT.search(letters):
        groups -= 1
    return max(groups, 1)
