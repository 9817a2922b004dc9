"""L24 and L26: nothing keeps staff from talking about work, and no savings sentence stands in for a narrow rule.

A sentence is cut where its meaning turns ("but", "except"). Each piece that speaks to staff is a gag when it
bans, or makes them ask before, talk about something that staff may talk about. Bans on patient information,
on named harms and on speaking in the institution's name are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policygen.checks.check import Check, Hit
from policygen.checks.grounds import REPORTS, SPEECH, grounds
from policygen.checks.passages import KNOWN, Genre, Passage, Passages, Setting, start
from policygen.checks.speech import Speech
from policygen.checks.speech_en import ENGLISH
from policygen.checks.speech_fr import FRENCH
from policygen.checks.vague import vague_bans
from policygen.findings import Severity

SPEECHES = {"en": ENGLISH, "fr": FRENCH}
"""By language; other languages are read as English, in which nothing will be found."""

_JOINED = re.compile(r"(?:,|\b(?:or|and|ou|et))\s*(?:\w+ ){0,3}$")
_QUOTES = re.compile(r"[\"\u201c\u201d\u00ab\u00bb]")
_FOR_STAFF = (Genre.POLICY, Genre.ACKNOWLEDGEMENT, Genre.HANDOUT)


def gags(passages: Passages) -> Iterator[Hit]:
    """Find sentences that forbid staff to speak of work, or make them ask first."""
    speech = passages.setting.spoken(SPEECHES)
    for passage, sentence in passages.sentences():
        if passage.genre in _FOR_STAFF and (about := gagged(sentence, speech)):
            yield Hit(
                says=f"Staff may not be kept from talking, and this does it ({about}).",
                better=speech.better,
                quote=start(sentence, 30),
                at=passage,
                authorities=_authorities(sentence, speech, passages.setting),
            )


@lru_cache(maxsize=KNOWN)
def gagged(sentence: str, speech: Speech) -> str:
    """Name what a sentence keeps staff from talking about; empty when it keeps them from nothing."""
    for piece in speech.turn.split(sentence):
        if speech.free.search(piece) or speech.behalf.search(piece):
            continue
        for pattern, name in speech.always:
            if pattern.search(piece):
                return name
        if about := _banned_subject(_QUOTES.sub("", speech.aside.sub(" ", piece)), speech):
            return about
    return ""


def savings_alone(passages: Passages) -> Iterator[Hit]:
    """Find a savings sentence in a text whose rules still gag or are vague."""
    language = passages.setting.language
    saving = [(each, sentence) for each in passages for sentence in _savings(each.text, each.lead, language)]
    faults = sum(_broad_rules(each.text, each.lead, each.genre, language) for each in passages) if saving else 0
    for passage, sentence in saving if faults else ():
        beside = "one broad rule stands" if faults == 1 else f"{faults} broad rules stand"
        yield Hit(
            says=f"This sentence saves nothing while {beside} beside it.",
            better="Narrow each of those rules; then keep this sentence, with examples of what staff may do.",
            quote=start(sentence, 30),
            at=passage,
            authorities=grounds(SPEECH, passages.setting),
        )


@lru_cache(maxsize=KNOWN)
def _savings(words: str, lead: str, language: str) -> tuple[str, ...]:
    """List the savings sentences of a passage."""
    savings = Setting(language=language).spoken(SPEECHES).savings
    return tuple(each for each in Passage(text=words, lead=lead).sentences if savings.search(each))


@lru_cache(maxsize=KNOWN)
def _broad_rules(words: str, lead: str, genre: Genre, language: str) -> int:
    """Count the sentences of a passage that gag or are vague."""
    text = Passages((Passage(text=words, lead=lead, genre=genre),), Setting(language=language))
    return sum(1 for _ in (*gags(text), *vague_bans(text)))


def _banned_subject(piece: str, speech: Speech) -> str:
    """Name the protected subject of a banned talk."""
    for ban in (speech.staff_ban, speech.flat_ban, speech.permission):
        found = ban.search(piece)
        if found is None:
            continue
        begin = found.end() - len(found[0].split()[-1]) if ban is speech.staff_ban else found.start()
        about = speech.subject.search(piece, begin)
        if about and not _about_patients(piece, found.start(), about, speech):
            return about[1].lower()
    return ""


def _about_patients(piece: str, begin: int, about: re.Match[str], speech: Speech) -> bool:
    """Tell whether a ban is about patient information, and what follows is only where, how or why."""
    patient = speech.patient.search(piece, begin, about.end())
    return patient is not None and not _JOINED.search(piece[patient.end() : about.start()])


def _authorities(sentence: str, speech: Speech, setting: Setting) -> tuple[str, ...]:
    reports = grounds(REPORTS, setting) if speech.report.search(sentence) else ()
    return tuple(dict.fromkeys((*grounds(SPEECH, setting), *reports)))


NO_GAG = Check[Passages](
    id="L24",
    severity=Severity.ERROR,
    title="Nothing forbids or needs permission for talk about pay, staffing, safety or unions, or for reports.",
    why="Staff read a broad ban as a ban on talk about work, and stay silent about danger too.",
    find=gags,
    lints=True,
    alone=True,
)
NO_SAVINGS_ALONE = Check[Passages](
    id="L26",
    severity=Severity.ERROR,
    title="A savings sentence never stands in for a narrow rule.",
    why="A general sentence on rights does not cure a rule that reads too wide.",
    find=savings_alone,
)
