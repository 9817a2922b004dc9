"""Write a status for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.status import Status


def status_as_data(status: Status) -> dict[str, object]:
    """Give a status as plain data."""
    return {
        "folder": status.folder.as_posix(),
        "state": "stale" if status.stale else "current",
        "made": status.made,
        "new": list(status.new),
        "gone": list(status.gone),
        "reworded": [{"clause": each.clause, "substantive": each.substantive} for each in status.reworded],
        "authorities": list(status.authorities),
        "answers": list(status.answers),
        "edited": list(status.edited),
        "review_due": status.review_due.isoformat() if status.review_due else None,
        "coming": [{"on": each.on.isoformat(), "says": each.says} for each in status.coming],
        "unchecked": list(status.unchecked),
    }


def status_in_words(status: Status, *, briefly: bool) -> Iterator[str]:
    """Write a status as lines: one in brief, or one for every finding."""
    yield f"{status.folder}: {_state(status)}"
    if briefly:
        return
    for heading, names in (
        ("new clause", status.new),
        ("clause gone", status.gone),
        ("authority", status.authorities),
        ("answer changed", status.answers),
        ("changed by hand", status.edited),
    ):
        for name in names:
            yield f"  {heading}: {name}"
    for each in status.reworded:
        yield f"  {'reworded' if each.substantive else 'reworded in passing'}: {each.clause}"
    if status.review_due:
        yield f"  review due: {status.review_due}"
    for coming in status.coming:
        yield f"  from {coming.on}: {coming.says}"
    if status.unchecked:
        yield f"  not checked for a year: {len(status.unchecked)} authorities (policygen library review lists them)"
    if status.stale:
        yield f"  To bring it up to date: policygen build {status.folder}"


def _state(status: Status) -> str:
    if not status.made:
        return "never made"
    if not status.stale:
        return "current" + (f", review due {status.review_due}" if status.review_due else "")
    parts = [
        f"{len(names)} {one if len(names) == 1 else several}"
        for one, several, names in (
            ("clause new", "clauses new", status.new),
            ("clause gone", "clauses gone", status.gone),
            ("clause reworded", "clauses reworded", status.reworded),
            ("authority changed", "authorities changed", status.authorities),
            ("answer changed", "answers changed", status.answers),
            ("document changed by hand", "documents changed by hand", status.edited),
        )
        if names
    ]
    return f"out of date: {', '.join(parts)}"
