"""L09 and L10: how hard the text is to read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.passages import KNOWN, Genre, Passage, Passages, Setting, start
from policygen.checks.patterns import either
from policygen.findings import Severity
from policygen.reading import ease_of_french, grade, sentences

HARDEST_GRADE = 10.0
"""Flesch-Kincaid grade above which a text for staff is too hard."""
HARDEST_PUBLIC_GRADE = 8.0
"""The same for what patients and the public read."""
LEAST_EASE = 50.0
"""Kandel-Moles ease below which a French text for staff is too hard."""
LEAST_PUBLIC_EASE = 60.0
"""The same for what patients and the public read."""
LONGEST_SENTENCE = 40
"""Words."""
LONGEST_AVERAGE = 20.0
"""Words in a sentence, over the whole text."""
MOST_PASSIVES = 0.2
"""Share of the sentences of a text."""
_FEWEST_WORDS = 12
"""A formula says nothing of a shorter passage."""
_FEWEST_WORDS_OF_A_BLOCK = 25
"""The same for one block of a hand-out, which is often a single line; the linter grades each hand-out as a whole."""

_PASSIVE = {
    "en": either(
        r"\b(?:is|are|was|were|be|been|being)(?: \w+ly| not| never)? (?:\w{3,}ed|made|kept|given|shown|seen"
        r"|taken|held|told|sent|known|found|built|written|lost|put)\b",
    ),
    "fr": either(
        r"\b(?:est|sont|était|étaient|être|été|sera|seront)(?: \w+ment| pas| jamais)? \w{3,}(?:é|ée|és|ées"
        r"|ues?|us|ites?|its|ises?)\b",
    ),
}
_PUBLIC = (Genre.HOUSE_RULES, Genre.SCRIPT, Genre.PATIENT_FORM)


def too_hard(passages: Passages) -> Iterator[Hit]:
    """Find passages that read harder than their readers can be asked to read."""
    for passage in passages:
        words = passage.authored
        fewest = _FEWEST_WORDS if passage.genre is Genre.POLICY else _FEWEST_WORDS_OF_A_BLOCK
        if len(words.split()) < fewest:
            continue
        if says := _french_fault(words, passage) if passages.setting.tongue == "fr" else _fault(words, passage):
            yield Hit(says=says, better="Use shorter sentences and words.", quote=start(words), at=passage)


def too_long(passages: Passages) -> Iterator[Hit]:
    """Find sentences of more than forty words."""
    for passage in passages:
        for sentence in sentences(passage.authored):
            number = len(sentence.split())
            if number > LONGEST_SENTENCE:
                says = f"A sentence has {number} words."
                yield Hit(says=says, better="Make two sentences of it.", quote=start(sentence), at=passage)


def heavy_style(passages: Passages) -> Iterator[Hit]:
    """Find a text whose sentences are long on average, or often passive."""
    found = [_style(passage.authored, passages.setting.tongue) for passage in passages]
    number, words, passive = (sum(each) for each in zip(*found, strict=True)) if found else (0, 0, 0)
    if not number:
        return
    average = words / number
    if average > LONGEST_AVERAGE:
        yield Hit(says=f"Sentences have {average:.0f} words on average.", better="Bring the average to 20 words.")
    share = passive / number
    if share > MOST_PASSIVES:
        yield Hit(says=f"{share:.0%} of the sentences are passive.", better="Say who does what.")


@lru_cache(maxsize=KNOWN)
def _style(text: str, tongue: str) -> tuple[int, int, int]:
    """Count the sentences of a text, their words, and those that are passive."""
    passive, found = Setting(language=tongue).spoken(_PASSIVE), tuple(sentences(text))
    words = sum(len(sentence.split()) for sentence in found)
    return len(found), words, sum(bool(passive.search(sentence)) for sentence in found)


def _fault(words: str, passage: Passage) -> str:
    found, most = grade(words), HARDEST_PUBLIC_GRADE if passage.genre in _PUBLIC else HARDEST_GRADE
    return f"The text reads at grade {found:.1f}; {most:.0f} is the most." if found > most else ""


def _french_fault(words: str, passage: Passage) -> str:
    found, least = ease_of_french(words), LEAST_PUBLIC_EASE if passage.genre in _PUBLIC else LEAST_EASE
    return f"The text reads with an ease of {found:.0f}; {least:.0f} is the least." if found < least else ""


READS_EASILY = Check[Passages](
    id="L09",
    severity=Severity.WARNING,
    title="Text for staff reads at grade 10 or lower, text for patients and the public at grade 8 or lower.",
    why="A rule that tired people cannot read at the first try is not followed.",
    find=too_hard,
    lints=True,
    alone=True,
)
SENTENCES_ARE_SHORT = Check[Passages](
    id="L10",
    severity=Severity.NOTE,
    title="No sentence has more than 40 words.",
    why="Long sentences hide who must do what.",
    find=too_long,
    lints=True,
    alone=True,
)
STYLE_IS_LIGHT = Check[Passages](
    id="L10",
    severity=Severity.NOTE,
    title="Sentences average 20 words or fewer, and the passive voice is rare.",
    why="Long and passive sentences hide who must do what.",
    find=heavy_style,
)
