"""L01 to L06 and L47: the control block, dates, versions, the draft mark, stable numbers and the notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from policygen.assembling import add_months
from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined, at
from policygen.checks.passages import Passage, Passages
from policygen.checks.patterns import either
from policygen.checks.placeholders import placeholders
from policygen.coverage import name_with_place
from policygen.findings import Severity

LONG_INTERVAL = 24
"""Months between reviews above which the interval is a warning."""
LONGEST_INTERVAL = 36
"""Months above which it is an error."""

_OFFICIAL_COPY = either(r"official copy", r"exemplaire officiel|version officielle|copie officielle")
_PRINTED = either(r"print(?:ed)?\b.*\bout of date|when printed", r"imprim\w+")
_NOT_ADVICE = either(r"not legal advice", r"pas un avis juridique|pas un conseil juridique")
_LAWYER = either(r"\blawyer", r"\bjuriste|\bavocat")


def incomplete_control(examined: Examined) -> Iterator[Hit]:
    """Find fields of the control block that are empty or not filled in."""
    control = examined.document.control
    fields = {
        "the name of the institution": examined.document.institution,
        "the version": control.version,
        "the owner": control.owner,
        "the approver": control.approver,
        "the day on which it takes effect": control.effective,
        "the next review": control.review,
        "the people to whom it applies": control.audience,
        "the contact": control.contact,
    }
    for name, value in fields.items():
        blank = Passages((Passage(text=value, number=name),), examined.setting)
        if not value.strip() or any(placeholders(blank)):
            yield Hit(
                says=f"The control block does not give {name}.", better="Answer the question for it.", quote=value
            )


def wrong_dates(examined: Examined) -> Iterator[Hit]:
    """Find a review that is past, comes before the policy takes effect, or is too far away."""
    effective, months = examined.answer("effective_date"), examined.answer("review_months")
    if not isinstance(effective, date) or not isinstance(months, int):
        return
    review, today = add_months(effective, months), examined.selection.on
    if months < 1:
        yield Hit(says="The review falls on the day the policy takes effect.", better="Review it within 12 months.")
    if review < today:
        yield Hit(says=f"The review was due on {review}.", better="Review the policy now, and date it anew.")
    if months > LONG_INTERVAL:
        yield Hit(
            says=f"{months} months may pass between reviews.",
            better="Review it every 12 months, and every 24 at the latest.",
            severity=Severity.ERROR if months > LONGEST_INTERVAL else Severity.WARNING,
        )


def no_official_copy(examined: Examined) -> Iterator[Hit]:
    """Find a text that does not say where the official copy is, or that print may be out of date."""
    says = "Readers are not told who keeps the official copy, or that a print may be out of date."
    yield from _texts_without(examined, (_OFFICIAL_COPY, _PRINTED), says, "Print both beside the control block.")


def versions_without_reason(examined: Examined) -> Iterator[Hit]:
    """Find versions for which no reason is given."""
    for revision in examined.document.revisions:
        if not any(change.strip() for change in revision.changes):
            says = f"Version {revision.version} has no reason for the change."
            yield Hit(says=says, better="Give one line that says why.")


def draft_unmarked(examined: Examined) -> Iterator[Hit]:
    """Find an edition that no lawyer has finished reviewing and that does not say that it is a draft."""
    if examined.answer("legal_review") in (None, "done") and not examined.document.draft:
        return
    if not examined.document.draft:
        yield Hit(says="No lawyer has finished the review, and the policy is no draft.", better="Keep it a draft.")
    for name, text in (*examined.words("md"), *examined.words("html")):
        if not re.search(r"\b(?:DRAFT|PROJET)\b", text):
            yield Hit(says=f"{name} is a draft without the draft mark.", better="Make it again.")


def moved_numbers(examined: Examined) -> Iterator[Hit]:
    """Find statements whose number is not the one they were issued with, and numbers given to another statement."""
    issued = {name: clause.number for name, clause in examined.issued.clauses.items() if clause.number}
    owner = {number: name for name, number in issued.items()}
    for numbered in examined.document.clauses:
        name = name_with_place(numbered.clause)
        if issued.get(name, numbered.number) != numbered.number:
            yield Hit(
                says=f"This statement was issued as {issued[name]} and is {numbered.number} now.",
                better="Keep the number it was issued with.",
                at=at(numbered),
            )
        elif name not in issued and numbered.number in owner:
            yield Hit(
                says=f"The number {numbered.number} was issued for another statement ({owner[numbered.number]}).",
                better="Give the new statement a number of its own, and mark the old one as retired.",
                at=at(numbered),
            )


def missing_notices(examined: Examined) -> Iterator[Hit]:
    """Find a text that does not say that it is no legal advice and that a lawyer must review it."""
    says = "The text does not say that it is not legal advice and that a lawyer must review it."
    yield from _texts_without(examined, (_NOT_ADVICE, _LAWYER), says, "Print the notice beside the control block.")


def _texts_without(examined: Examined, patterns: tuple[re.Pattern[str], ...], says: str, better: str) -> Iterator[Hit]:
    for name, text in examined.words("md"):
        if not all(pattern.search(text) for pattern in patterns):
            yield Hit(says=says, better=better, at=Passage(text="", path=name))


CONTROL_IS_COMPLETE = Check[Examined](
    id="L01",
    severity=Severity.ERROR,
    title="The control block is complete.",
    why="Without owner, version and dates nobody knows whether the text in hand counts.",
    find=incomplete_control,
)
DATES_MAKE_SENSE = Check[Examined](
    id="L02",
    severity=Severity.ERROR,
    title="Review falls after effect, is not past, and comes within 24 months.",
    why="Platforms and law move faster than a policy that nobody reviews.",
    find=wrong_dates,
)
COPY_IS_NAMED = Check[Examined](
    id="L03",
    severity=Severity.WARNING,
    title="Readers are told who keeps the official copy and that print may be out of date.",
    why="An old print on a ward wall is followed for years.",
    find=no_official_copy,
)
VERSIONS_HAVE_REASONS = Check[Examined](
    id="L04",
    severity=Severity.WARNING,
    title="Every version has a one-line reason for change.",
    why="Staff must be able to see why a rule changed.",
    find=versions_without_reason,
)
DRAFTS_ARE_MARKED = Check[Examined](
    id="L05",
    severity=Severity.ERROR,
    title="Nothing leaves draft until a lawyer for each place has read it.",
    why="A text that looks adopted is followed, right or wrong.",
    find=draft_unmarked,
)
NUMBERS_STAY = Check[Examined](
    id="L06",
    severity=Severity.ERROR,
    title="Statement numbers never move.",
    why="Training, forms and minutes refer to statements by number.",
    find=moved_numbers,
)
NOTICES_ARE_THERE = Check[Examined](
    id="L47",
    severity=Severity.ERROR,
    title="The 'not legal advice' note and the lawyer's review line are present.",
    why="The program knows no institution; only its lawyer does.",
    find=missing_notices,
)
