"""The versions that were issued: each frozen in a folder of its own under history/, and never altered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.errors import Problem, ProblemsFound
from policygen.lock import Lock, read_lock
from policygen.textfiles import read_text

HISTORY = "history"
"""Where issued versions lie, within an institution's folder."""
RECORD = "issue.json"
"""Who issued a version, when and why; beside its documents and lock."""

VERSION = re.compile(r"[1-9]\d{0,3}\.\d{1,4}(?:\.\d{1,4})?")


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One version that was issued."""

    version: str
    on: date
    """The day from which it is in effect."""
    approved_by: str
    prepared_by: str
    next_review: date | None
    keep_years: int
    """How long it is kept after it was last in effect."""
    changes: tuple[str, ...]
    """What changed since the version before, and why, a sentence each."""
    lock: Lock
    folder: Path

    @property
    def order(self) -> tuple[int, ...]:
        """Give the version as numbers, so that 1.10 comes after 1.9."""
        return version_order(self.version)


def version_order(version: str) -> tuple[int, ...]:
    """Give a version as numbers, so that 1.10 comes after 1.9."""
    return tuple(int(step) for step in version.split("."))


def load_history(folder: Path) -> tuple[Issued, ...]:
    """Load the versions issued from an institution's folder, the oldest first; raise ProblemsFound."""
    found: list[Issued] = []
    problems: list[Problem] = []
    for path in sorted((folder / HISTORY).glob(f"*/{RECORD}")):
        issued = _load(path)
        if isinstance(issued, Problem):
            problems.append(issued)
        else:
            found.append(issued)
    if problems:
        raise ProblemsFound(problems, "The record of an issued version cannot be read.")
    return tuple(sorted(found, key=lambda issued: issued.order))


def in_force(history: Sequence[Issued], on: date) -> Issued | None:
    """Find the version that was in effect on a day; None before the first."""
    begun = [issued for issued in history if issued.on <= on]
    return max(begun, key=lambda issued: (issued.on, issued.order)) if begun else None


def ended(history: Sequence[Issued], issued: Issued) -> date | None:
    """Give the day on which a version was replaced; None while none has replaced it."""
    later = [other.on for other in history if other.order > issued.order]
    return min(later) if later else None


def keep_until(history: Sequence[Issued], issued: Issued) -> date | None:
    """Give the day until which a version must be kept; None while it is in effect."""
    last = ended(history, issued)
    if last is None:
        return None
    try:
        return last.replace(year=last.year + issued.keep_years)
    except ValueError:  # 29 February
        return last.replace(year=last.year + issued.keep_years, month=3, day=1)


def record(issued: Issued) -> bytes:
    """Write the record of a version."""
    content = {
        "version": issued.version,
        "on": issued.on.isoformat(),
        "approved_by": issued.approved_by,
        "prepared_by": issued.prepared_by,
        "next_review": issued.next_review.isoformat() if issued.next_review else None,
        "keep_years": issued.keep_years,
        "changes": list(issued.changes),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _load(path: Path) -> Issued | Problem:
    text = read_text(path, path.as_posix())
    lock = path.with_name("policy.lock")
    if isinstance(text, Problem):
        return text
    try:
        content = json.loads(text)
        review = content["next_review"]
        return Issued(
            version=str(content["version"]),
            on=date.fromisoformat(content["on"]),
            approved_by=str(content["approved_by"]),
            prepared_by=str(content["prepared_by"]),
            next_review=date.fromisoformat(review) if review else None,
            keep_years=int(content["keep_years"]),
            changes=tuple(map(str, content["changes"])),
            lock=read_lock(lock.read_bytes().decode(errors="replace") if lock.is_file() else ""),
            folder=path.parent,
        )
    except (ValueError, KeyError, TypeError):
        return Problem(path.as_posix(), 1, "This record of a version was altered.", "Take it back from a backup.")
