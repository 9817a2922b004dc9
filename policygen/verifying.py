"""Tell of a copy of a policy whether it is genuine, and whether it is still right."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from policygen.changes import Change
from policygen.comparing import compare
from policygen.history import Issued, in_force, load_history
from policygen.library import Library
from policygen.lock import Lock, fingerprint, lock_of
from policygen.status import outlook
from policygen.workspace import Workspace, read_old_lock

_STAMP = re.compile(rb"policygen (?:[^\n,<>\"]{1,80}, )?\d+\.\d+[\d.+]*, [0-9a-f]{16}(?:, trail [0-9a-f]{12})?")


_MOST_PROPERTIES = 100_000
"""Bytes read of a Word file's properties."""


class Verdict(StrEnum):
    """What a copy is."""

    CURRENT = "genuine and current"
    STALE = "genuine, and out of date"
    """It is the newest, but would be made otherwise now."""
    SUPERSEDED = "genuine but superseded"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Verified:
    """A copy of a policy, and what is known of it."""

    verdict: Verdict
    version: str = ""
    superseded_by: str = ""
    stale: tuple[Change, ...] = ()
    """The statements that would be otherwise now."""
    stamp: str = ""
    """What the copy says of itself."""


def verify(file: Path, workspace: Workspace, library: Library, on: date) -> Verified:
    """Compare a copy with what was made and issued in a workspace; raise OSError when it cannot be read."""
    data = file.read_bytes()
    digest, stamp = fingerprint(data), _stamp(data)
    history = load_history(workspace.folder)
    for name, lock, issued in _known(workspace, history):
        if digest in lock.outputs.values():
            stale = _stale(workspace, library, lock, on)
            later = _replaced(history, issued, lock, workspace, on)
            verdict = Verdict.SUPERSEDED if later else Verdict.STALE if stale else Verdict.CURRENT
            return Verified(verdict=verdict, version=name, superseded_by=later, stale=stale, stamp=stamp)
    return Verified(verdict=Verdict.ALTERED if stamp else Verdict.UNKNOWN, stamp=stamp)


def _known(workspace: Workspace, history: tuple[Issued, ...]) -> Iterator[tuple[str, Lock, Issued | None]]:
    """Go through the documents as they are now, then through the issued versions, the newest first."""
    for issued in reversed(history):
        yield issued.version, issued.lock, issued
    lock = read_old_lock(workspace)
    yield lock.version, lock, None


def _replaced(history: tuple[Issued, ...], issued: Issued | None, lock: Lock, workspace: Workspace, on: date) -> str:
    """Name the version that is in effect instead; empty when this one is."""
    now = in_force(history, on)
    if issued is None:
        return "" if lock.outputs == read_old_lock(workspace).outputs else "a later build"
    return now.version if now is not None and now.order > issued.order else ""


def _stale(workspace: Workspace, library: Library, lock: Lock, on: date) -> tuple[Change, ...]:
    seen = outlook(workspace, library, on)
    new = lock_of(seen.library, seen.now.selection, seen.now.document, {}, local=dict.fromkeys(lock.local, ""))
    return compare(seen.library, lock, new, seen.now.selection).clauses


def _stamp(data: bytes) -> str:
    """Find what a copy says of itself; in a PDF and a Word file it stands among the keywords."""
    if data.startswith(b"%PDF"):
        data = _pdf_keywords(data)
    elif data.startswith(b"PK"):
        data = _word_properties(data)
    found = _STAMP.search(data)
    return found[0].decode(errors="replace") if found else ""


def _word_properties(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as word, word.open("docProps/core.xml") as properties:
            return properties.read(_MOST_PROPERTIES)
    except (
        *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, OverflowError),
        *(RuntimeError, NotImplementedError),
    ):
        return b""


def _pdf_keywords(data: bytes) -> bytes:
    import pypdfium2  # loads a native library, which only this needs

    try:
        document = pypdfium2.PdfDocument(data)
        keywords = str(document.get_metadata_dict().get("Keywords", ""))
        document.close()
    except pypdfium2.PdfiumError:
        return b""
    return keywords.encode()
