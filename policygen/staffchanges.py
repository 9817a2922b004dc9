"""Tell staff what changed since the last issue: the changes of what is asked, as the change summary prints them."""

from __future__ import annotations

from policygen.changes import Change, Changes, unwrapped
from policygen.filling import long_date
from policygen.papers.material import StaffChange
from policygen.rendering.words import Words


def staff_changes(changes: Changes, words: Words, language: str) -> tuple[StaffChange, ...]:
    """Give each change of what is asked of somebody; changes of wording alone are left to the notice."""
    return tuple(_told(change, words, language) for change in changes.substantive)


def _told(change: Change, words: Words, language: str) -> StaffChange:
    return StaffChange(
        kind=change.kind.value,
        title=change.title,
        number=change.number,
        before=unwrapped(change.before.printed) if change.before else "",
        after=unwrapped(change.after.printed) if change.after else "",
        why=" ".join(reason.said(words) for reason in change.reasons),
        since=long_date(change.since, language) if change.since else "",
    )
