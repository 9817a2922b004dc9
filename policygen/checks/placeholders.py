"""L15: nothing is left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.passages import Genre, Passages, start
from policygen.checks.patterns import either
from policygen.findings import Severity

_PLACEHOLDER = either(
    r"(\[(?!(?:\d+|sic|\.\.\.|\u2026|x| )\])[^\]\n]{1,80}\](?!\()|\{\{[^}]{0,80}\}\}"
    r"|\{[A-Za-z_ ]{2,40}\}|<[A-Za-z][A-Za-z _-]{2,40}>|<<[^>]{0,80}>>|\bTBD\b|\bTBC\b|\bTODO\b"
    r"|\bFIXME\b|\b(?-i:XX+)\b|\blorem ipsum\b|\b[àa] (?:compléter|déterminer)\b|\bto be (?:determined"
    r"|confirmed|completed)\b|\b(?:insert|enter|add) (?:your |the )?(?:name|company|practice|hospital"
    r"|organi[sz]ation|date|title|number|e-?mail|contact)(?: name)? here\b|\b(?:your|the) (?:company"
    r"|organi[sz]ation|practice|hospital|facility|clinic) name\b(?! (?:or|and|in|on|is|must|may|as|when"
    r"|together))|\b(?-i:YOUR|INSERT|NAME OF) (?-i:COMPANY|ORGANI[SZ]ATION|PRACTICE|HOSPITAL|FACILITY"
    r"|CLINIC|NAME|INSTITUTION)\b|\b(?-i:Company|Practice|Hospital|Clinic) (?-i:Name)\b)",
)
_RULE = re.compile(r"(_{4,}|\.{6,})")
"""A line to write on, which only a form may have."""


def placeholders(passages: Passages) -> Iterator[Hit]:
    """Find what somebody forgot to fill in."""
    for passage in passages:
        form = passage.genre in (Genre.ACKNOWLEDGEMENT, Genre.PATIENT_FORM)
        for found in _found(passage.text, form=form):
            yield Hit(
                says=f"Something is left to fill in: '{start(found)}'.",
                better="Write what belongs here.",
                quote=found,
                at=passage,
            )


def _found(text: str, *, form: bool) -> Iterator[str]:
    for found in _PLACEHOLDER.finditer(text):
        yield found[1]
    if not form:
        for found in _RULE.finditer(text):
            yield found[1]


NOTHING_TO_FILL_IN = Check[Passages](
    id="L15",
    severity=Severity.ERROR,
    title="No brackets to fill, no TBD, no lorem, no misspelt placeholders.",
    why="A blank in a rule is a rule that nobody decided.",
    find=placeholders,
    alone=True,
)
