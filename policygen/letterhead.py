"""Examine the Word file that gives an institution's Word documents their styles, page, header and footer.

It comes from a stranger: it may be large when unpacked, run macros, or fetch from elsewhere when it is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

LARGEST_LETTERHEAD = 5_000_000
"""Bytes, as packed."""
LARGEST_UNPACKED = 40_000_000
"""Bytes, of all parts."""
MOST_PARTS = 400

_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|oleObject", re.IGNORECASE)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FETCHES = re.compile(
    rb"(?:instrText[^>]*>|w:instr=[\"'])\s*(?:INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT)\b", re.IGNORECASE
)


def faults_of_letterhead(data: bytes) -> str:
    """Say in one sentence why a file cannot be used as a letterhead; empty when it can."""
    if len(data) > LARGEST_LETTERHEAD:
        return f"It is larger than {LARGEST_LETTERHEAD:,} bytes."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _faults_of_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return "It is not a Word file (.docx), or it is broken or locked with a password."


def _faults_of_archive(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        return f"Unpacked it has more than {MOST_PARTS} parts or {LARGEST_UNPACKED:,} bytes."
    names = {entry.filename for entry in entries}
    if len(names) < len(entries) or not {"[Content_Types].xml", "word/document.xml"} <= names:
        return "It is not a Word file (.docx)."
    if any(_ACTIVE.search(name) for name in names):
        return "It holds macros or embedded objects. Save it as a plain .docx file without them."
    parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels"))}
    return next((says for name, part in parts.items() for check in _CHECKS if (says := check(name, part))), "")


def _of_another_kind(name: str, part: bytes) -> str:
    if name != "[Content_Types].xml" or (_MAIN in part and b"macroEnabled" not in part):
        return ""
    return "It is a template or holds macros. Save it as a plain .docx file."


def _leads_outside(name: str, part: bytes) -> str:
    if not name.endswith(".rels") or not _OUTSIDE.search(part):
        return ""
    return f"It links to something outside itself (in {name}): remove linked pictures, templates and web addresses."


def _fetches(name: str, part: bytes) -> str:
    return f"A field in it fetches from elsewhere (in {name}). Remove the field." if _FETCHES.search(part) else ""


def _defines(name: str, part: bytes) -> str:
    return f"It defines XML entities (in {name}), which Word never does." if _DECLARES.search(part) else ""


_CHECKS: tuple[Callable[[str, bytes], str], ...] = (_of_another_kind, _leads_outside, _fetches, _defines)
