"""L12: no platform is named that is gone or goes by another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.passages import Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

GONE = (
    ("MySpace", r"My ?Space(?! (?:is|was) )"),
    ("Google+", r"Google ?\+|Google Plus"),
    ("Vine", r"Vine(?=[,.;)]| videos?| accounts?|$)"),
    ("Periscope", r"Periscope"),
    ("Second Life", r"Second Life"),
    ("Friendster", r"Friendster"),
    ("Orkut", r"Orkut"),
    ("Foursquare", r"Foursquare"),
    ("StumbleUpon", r"StumbleUpon"),
    ("Digg", r"Digg(?!\w)"),
    ("Del.icio.us", r"[Dd]el\.?icio\.?us(?=[,;)])"),
    ("Ning", r"Ning(?=[,;)])"),
    ("Bebo", r"Bebo"),
    ("Klout", r"Klout"),
    ("Houseparty", r"Houseparty"),
    ("Storify", r"Storify"),
    ("Google Buzz", r"Google Buzz"),
    ("Google Wave", r"Google Wave"),
    ("Clubhouse", r"Clubhouse(?=[,;)])"),
)
"""Platforms that closed or that nobody uses for this any more: name and pattern."""

RENAMED = (
    ("Twitter", r"Twitter(?!,? (?:now )?(?:called )?\(?(?:now |renamed |known as )?X\b)", "X"),
    ("Yammer", r"Yammer", "Viva Engage"),
    ("Google My Business", r"Google My Business", "Google Business Profile"),
)
"""Platforms with another name now: old name, pattern and new name."""

_ANY = re.compile("|".join(pattern for _, pattern, *_ in (*GONE, *RENAMED)))
_X_BESIDE = either(
    r"\bX \((?:formerly |anciennement |ex-)?Twitter\)|\b(?:formerly|anciennement|ex-) ?Twitter",
)


def dead_platforms(passages: Passages) -> Iterator[Hit]:
    """Find platforms that are gone or renamed."""
    for passage, sentence in passages.sentences():
        if not _ANY.search(sentence):
            continue
        text = _X_BESIDE.sub("X", sentence)
        for name, pattern in GONE:
            if re.search(rf"(?<!\w)(?:{pattern})", text):
                yield Hit(
                    says=f"{name} is gone, or nobody uses it for this any more.",
                    better="Name kinds of service in the rule, and today's platforms in a dated annex.",
                    quote=start(sentence),
                    at=passage,
                )
        for name, pattern, now in RENAMED:
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text):
                yield Hit(
                    says=f"{name} is called {now} now.", better=f"Write {now}.", quote=start(sentence), at=passage
                )


NO_DEAD_PLATFORM = Check[Passages](
    id="L12",
    severity=Severity.WARNING,
    title="No dead or renamed platform is named.",
    why="A rule about a service that is gone shows that nobody looks after the policy.",
    find=dead_platforms,
    lints=True,
    alone=True,
)
