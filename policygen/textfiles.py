"""Read text that people wrote, and refuse bytes that are not plain text."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from policygen.errors import Problem, ProblemsFound

LARGEST_FILE = 1_000_000
"""Bytes; a clause or an answers file is a few thousand."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_INVISIBLE = re.compile("[\U000e0000-\U000e007f\u2028\u2029\ufff9-\ufffb]")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REASONS = (
    (_CONTROL, "a control character"),
    (_BIDIRECTIONAL, "a character that reverses the direction of text"),
    (_PRIVATE_USE, "a private-use character"),
    (_INVISIBLE, "an invisible character"),
    (_BROKEN, "a broken character"),
)
_UNSAFE = re.compile("|".join(pattern.pattern for pattern, _ in _REASONS))
_ORDINARY = bytes((*b"\t\n", *range(ord(" "), ord("~") + 1)))
"""Bytes of which most files consist wholly; they are text as they stand."""


def read_text(path: Path, shown: str) -> str | Problem:
    """Read a file as UTF-8 text with plain line ends, or say why it cannot be read."""
    data = read_data(path, shown)
    return as_text(data, shown) if isinstance(data, bytes) else data


def read_data(path: Path, shown: str) -> bytes | Problem:
    """Read the bytes of a file, or say why they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        return Problem(shown, 1, f"This file cannot be read ({error.strerror}).", "Check its permissions.")


def as_text(data: bytes, shown: str) -> str | Problem:
    """Read bytes as UTF-8 text with plain line ends, or say why they are none."""
    if len(data) > LARGEST_FILE:
        return Problem(shown, 1, f"This file is larger than {LARGEST_FILE:,} bytes.", "Split it or shorten it.")
    if not data.translate(None, _ORDINARY):
        return data.decode("ascii")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(shown, 1, "This file is UTF-16.", "Save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(shown, line, "This line holds bytes that are not UTF-8.", "Save the file as UTF-8.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unsafe = unsafe_character(text)
    if unsafe:
        position, reason = unsafe
        return Problem(shown, text.count("\n", 0, position) + 1, f"This line holds {reason}.", "Delete it.")
    return unicodedata.normalize("NFC", text)


def load_text(path: Path) -> str:
    """Load a file of the institution, which may be missing and is then empty; raise ProblemsFound."""
    text = read_text(path, path.as_posix()) if path.is_file() else ""
    if isinstance(text, Problem):
        raise ProblemsFound([text], "A file of the institution cannot be read.")
    return text


def unsafe_character(text: str) -> tuple[int, str] | None:
    """Find the first character that could hide or reorder text: its position and what it is."""
    if not _UNSAFE.search(text):
        return None
    for pattern, reason in _REASONS:
        found = pattern.search(text)
        if found:
            return found.start(), reason
    return None
