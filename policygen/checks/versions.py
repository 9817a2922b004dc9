"""L45: all required languages are made from the same version."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined
from policygen.findings import Severity
from policygen.languages import ENGLISH


def uneven_editions(examined: Examined) -> Iterator[Hit]:
    """Find languages that are asked for or required and not made, and editions that differ."""
    made = {document.language.partition("-")[0] for document in examined.editions or (examined.document,)}
    required = _required(examined)
    for language in sorted((set(examined.choices("languages")) | required) - made):
        needed = language in required and language != ENGLISH
        who = "its place requires" if needed else "was asked for"
        yield Hit(
            says=f"The policy is not made in '{language}', which {who}.",
            better="Add the translation, or have it made from this version.",
            severity=Severity.ERROR if needed else Severity.WARNING,
        )
    own = examined.document
    for other in examined.editions:
        same = [each.number for each in other.clauses] == [each.number for each in own.clauses]
        if not same or (other.control.version, other.as_of) != (own.control.version, own.as_of):
            says = f"The edition in '{other.language}' is not made from the same version."
            yield Hit(says=says, better="Build both.")


def _required(examined: Examined) -> set[str]:
    """Name the languages of the policy's places; the nearest place that says one counts."""
    places = examined.library.places
    spoken = (
        next((each.language for each in places.lineage(place) if each.language), ENGLISH)
        for place in examined.selection.places
    )
    return {language.partition("-")[0] for language in spoken}


LANGUAGES_AGREE = Check[Examined](
    id="L45",
    severity=Severity.ERROR,
    title="All required languages are made from the same version.",
    why="Two texts that differ are two policies.",
    find=uneven_editions,
)
