"""The audit trail: one line for each thing done to a policy, each line sealed to the one before it.

The trail is text, one JSON object a line. A line holds its number, the time, who, what was done, the
details, the hash of the line before it, and its own. Who changes a line must change every line after it,
and then the last hash is no longer the one that policy.lock and the issued PDFs hold. That is all it proves:
the hashes are no signatures, so whoever can write every one of these files can write another history,
and ``who`` is what the computer's account says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

from policygen.errors import WorkspaceError
from policygen.findings import Finding, Severity

Seal = NewType("Seal", str)
"""The SHA-256 of a line, in 64 hexadecimal digits."""

TRAIL = "trail.jsonl"
"""Name of the trail in an institution's folder."""
SHORTEST = 12
"""Digits of a hash that still name one line."""
NO_SEAL = Seal("")
"""What the first line holds as the hash of the line before it."""


class Deed(StrEnum):
    """What was done to a policy."""

    BUILT = "built"
    CHANGED = "changed"
    WAIVED = "waived"
    ISSUED = "issued"
    ADOPTED = "adopted"
    UPDATED = "updated"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing done, by whom and when."""

    at: datetime
    """With its time zone; kept in UTC, to the second."""
    who: str
    deed: Deed
    details: Mapping[str, str]
    """What there is to know, by name: fingerprints of outputs, a version, a reason."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """An entry as it stands in a trail."""

    entry: Entry
    number: int
    """From 1; also the line of the file."""
    before: Seal
    seal: Seal


def append(text: str, entry: Entry) -> str:
    """Add an entry to the text of a trail; a half-written last line gives way to it.

    Raises WorkspaceError when the last whole line cannot be read, since nothing can be sealed to it.
    """
    whole, _ = _whole_lines(text)
    number, before = 1, NO_SEAL
    if whole:
        last = _read_line(whole[-1])
        if last is None:
            says = f"Line {len(whole)} of the trail cannot be read, so nothing can be added. Run: policygen log verify"
            raise WorkspaceError(says)
        number, before = last.number + 1, last.seal
    return "".join(f"{line}\n" for line in [*whole, _written(entry, number, before)])


def read_trail(text: str) -> list[Sealed]:
    """Read the entries that can be read, in order; ``verify`` says which cannot, and which were altered."""
    return [line for line in map(_read_line, _whole_lines(text)[0]) if line is not None]


def head(text: str) -> Seal:
    """Give the hash of the last whole line, which the lock and an issued document keep; empty for an empty trail."""
    found = read_trail(text)
    return found[-1].seal if found else NO_SEAL


def load_trail(path: Path) -> str:
    """Load the text of a trail; one that is not there yet is empty. Raises WorkspaceError when it cannot be read."""
    try:
        return path.read_bytes().decode(errors="replace") if path.exists() else ""
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror or error}.") from error


def with_entry(path: Path, entry: Entry) -> bytes:
    """Give the bytes of a trail with an entry added, to be put in place with the files that it speaks of."""
    return append(load_trail(path), entry).encode()


def verify(text: str, heads: Sequence[str] = (), *, path: str = TRAIL) -> tuple[Finding, ...]:
    """Find what was done to a trail since it was written; each finding names its line.

    ``heads`` are hashes that were kept elsewhere, the lock's first; each must still be the hash of a line. A
    hash may be shortened to its first 12 digits or more, as a document prints it.
    """
    whole, rest = _whole_lines(text)
    read = [_read_line(line) for line in whole]
    found = [*_altered(read), *_misplaced(read), *_cut(read, heads)]
    if rest:
        line = len(whole) + 1
        says = f"Line {line} is half-written: a run was stopped while writing it."
        found.append(_finding("T6", line, says, Severity.WARNING, "The next entry takes its place."))
    return tuple(replace(each, path=path) for each in sorted(found, key=lambda each: (each.line, each.check)))


def verify_folder(folder: Path, heads: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Find what was done to the trail of an institution's folder, whose policy.lock keeps the hash of its last line.

    Raises WorkspaceError where there is no trail at all.
    """
    path, lock = folder / TRAIL, folder / "policy.lock"
    kept = head_in_lock(lock.read_bytes().decode(errors="replace")) if lock.is_file() else ""
    if not path.exists() and not kept:
        raise WorkspaceError(f"{folder} holds no {TRAIL}: nothing was recorded there yet.")
    return verify(load_trail(path), (kept, *heads), path=path.as_posix())


def head_in_lock(lock: str) -> str:
    """Read the hash that the text of a policy.lock holds under ``trail``; empty where it holds none."""
    try:
        return str(json.loads(lock)["trail"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _altered(read: Sequence[Sealed | None]) -> Iterator[Finding]:
    for number, line in enumerate(read, 1):
        if line is None:
            yield _finding("T1", number, f"Line {number} is not an entry of a trail.")
        elif line.seal != _seal(line.entry, line.number, line.before):
            yield _finding("T2", number, f"Line {number} was altered: its hash is not that of what it says.")


def _misplaced(read: Sequence[Sealed | None]) -> Iterator[Finding]:
    """Compare each line with the one before it; after a line that cannot be read nothing is compared."""
    seen: dict[Seal, int] = {}
    for number, line in enumerate(read, 1):
        if line is None:
            continue
        previous = read[number - 2] if number > 1 else None
        if line.seal in seen:
            yield _finding("T3", number, f"Line {number} is line {seen[line.seal]} again.")
        elif (number == 1 or previous is not None) and line.before != (previous.seal if previous else NO_SEAL):
            yield _finding("T3", number, _why_misplaced(line, number, previous.number + 1 if previous else 1))
        seen.setdefault(line.seal, number)


def _why_misplaced(line: Sealed, number: int, expected: int) -> str:
    if line.number > expected:
        missing = f"entry {expected}" if line.number == expected + 1 else f"entries {expected} to {line.number - 1}"
        return f"Before line {number}, {missing} should stand."
    if line.number < expected:
        return f"Line {number} holds entry {line.number}, which belongs further up."
    return f"Line {number} was sealed to another line than line {number - 1}: one of the two was altered or put in."


def _cut(read: Sequence[Sealed | None], heads: Sequence[str]) -> Iterator[Finding]:
    seals = [line.seal if line else NO_SEAL for line in read]
    for place, kept in enumerate(heads):
        if not kept:
            continue
        lines = [number for number, seal in enumerate(seals, 1) if len(kept) >= SHORTEST and seal.startswith(kept)]
        if not lines:
            says = f"No line has the hash {kept[:SHORTEST]}, which was kept elsewhere: its line was cut off or altered."
            yield _finding("T4", max(1, len(read)), says)
        elif place == 0 and lines[-1] < len(read):
            says = (
                f"The lines after line {lines[-1]} were added since the lock was written; it does not vouch for them."
            )
            yield _finding("T5", lines[-1] + 1, says, Severity.NOTE, "")


def _finding(
    check: str, line: int, says: str, severity: Severity = Severity.ERROR, better: str = "Compare it with a backup."
) -> Finding:
    return Finding(check=check, severity=severity, says=says, better=better, line=line)


def _whole_lines(text: str) -> tuple[list[str], str]:
    """Cut a text into its lines and what follows the last line end, where a run was stopped."""
    *whole, rest = text.replace("\r\n", "\n").split("\n")
    return (whole, rest) if _read_line(rest) is None else ([*whole, rest], "")


def _read_line(line: str) -> Sealed | None:
    """Read a line; None unless it is, letter for letter, what is written for what it says."""
    try:
        said = json.loads(line)
        entry = Entry(
            at=datetime.fromisoformat(said["at"]), who=said["who"], deed=Deed(said["did"]), details=said["details"]
        )
        read = Sealed(entry=entry, number=said["number"], before=said["before"], seal=said["seal"])
        return read if _as_line(read) == line else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _written(entry: Entry, number: int, before: Seal) -> str:
    return _as_line(Sealed(entry=entry, number=number, before=before, seal=_seal(entry, number, before)))


def _seal(entry: Entry, number: int, before: Seal) -> Seal:
    return Seal(hashlib.sha256(_json(_content(entry, number, before)).encode()).hexdigest())


def _as_line(line: Sealed) -> str:
    return _json({**_content(line.entry, line.number, line.before), "seal": _plain(line.seal)})


def _content(entry: Entry, number: int, before: Seal) -> dict[str, object]:
    """Give what a line says and is sealed: everything but its own hash."""
    if entry.at.tzinfo is None:
        raise ValueError("A time in the trail needs its time zone.")
    return {
        "number": int(number),
        "at": f"{entry.at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z",
        "who": _plain(entry.who),
        "did": entry.deed.value,
        "details": {_plain(name): _plain(entry.details[name]) for name in sorted(entry.details)},
        "before": _plain(before),
    }


def _plain(text: str) -> str:
    """Give a text without halves of surrogate pairs, which a file name may hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
