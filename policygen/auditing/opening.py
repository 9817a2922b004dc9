"""Open the file of an old policy: tell what it is, refuse what it is not, and read it in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from policygen.auditing.oldpolicy import (
    LARGEST_FILE,
    MOST_CHARACTERS,
    Block,
    BlockKind,
    FileKind,
    OldPolicy,
    UnreadableFile,
)
from policygen.auditing.reader import REFUSED
from policygen.auditing.splitting import split

LONGEST_SECONDS = 90
"""Wall time after which reading one file is given up."""

_ENDINGS = {
    ".docx": FileKind.WORD,
    ".pdf": FileKind.PDF,
    ".html": FileKind.WEB,
    ".htm": FileKind.WEB,
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".txt": FileKind.TEXT,
}
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old Word file, or one that is locked with a password. Save it as .docx without one."),
    (b"{\\rtf", "is an RTF file. Save it as .docx."),
    (b"\x89PNG", "is a picture. Run text recognition (OCR) on it, and try that."),
    (b"\xff\xd8\xff", "is a picture. Run text recognition (OCR) on it, and try that."),
)
_MARKUP = re.compile(
    r"<(?:!doctype html|html|head|body|p|div|h[1-6]|ul|ol|li|table|article|main|section|span)\b", re.IGNORECASE
)
_UNTYPED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def load_old_policy(path: Path) -> OldPolicy:
    """Read a policy from a .docx, .pdf, .html, .md or .txt file; raise UnreadableFile with one sentence."""
    try:
        kind = _kind_by_name(path)
        content = _checked(_bytes_of(path), kind)
        statements, headings = split(_blocks(content, kind))
    except UnreadableFile as error:
        raise UnreadableFile(f"{path.name} {error}") from None
    return OldPolicy(name=path.name, kind=kind, statements=statements, headings=headings)


def _kind_by_name(path: Path) -> FileKind:
    ending = path.suffix.lower()
    if ending in (".docm", ".dotm"):
        raise UnreadableFile("may hold macros. Save it as .docx.")
    if ending not in _ENDINGS:
        raise UnreadableFile("is not of a kind that can be audited. Save it as .docx, .pdf, .html, .md or .txt.")
    return _ENDINGS[ending]


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}.") from None
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(f"is larger than {LARGEST_FILE // 1_000_000} MB. Take out pictures, and try that.")
    if not data.strip():
        raise UnreadableFile("is empty.")
    return data


def _checked(data: bytes, kind: FileKind) -> bytes:
    """Tell whether bytes are what their name says; give text as UTF-8 with plain line ends."""
    for mark, says in _FOREIGN:
        if data.startswith(mark):
            raise UnreadableFile(says)
    found = _kind_by_bytes(data)
    if found is None:
        text = _text_of(data)
        found = FileKind.WEB if _MARKUP.search(text[:20_000]) else FileKind.TEXT
        data = text.encode()
    if found is not kind and not (found is FileKind.TEXT and kind is FileKind.MARKDOWN):
        if kind is FileKind.MARKDOWN and found is FileKind.WEB and not _is_whole_page(data):
            return data
        raise UnreadableFile(f"holds {_NAMES[found]}, although its name ends like {_NAMES[kind]}. Rename it.")
    return data


_NAMES = {
    FileKind.WORD: "a Word document (.docx)",
    FileKind.PDF: "a PDF",
    FileKind.WEB: "a web page (.html)",
    FileKind.MARKDOWN: "Markdown (.md)",
    FileKind.TEXT: "plain text (.txt)",
}


def _kind_by_bytes(data: bytes) -> FileKind | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.WORD
    return FileKind.PDF if b"%PDF-" in data[:1024] else None


def _is_whole_page(data: bytes) -> bool:
    return bool(re.match(rb"\s*<(?:!doctype html|html)\b", data, re.IGNORECASE))


def _text_of(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if _UNTYPED.search(text):
        raise UnreadableFile("holds bytes that are not text. Save it as .docx, .pdf, .html, .md or .txt.")
    if len(text) > MOST_CHARACTERS:
        raise UnreadableFile(f"holds more than {MOST_CHARACTERS:,} characters. Split it, and audit the parts.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _blocks(content: bytes, kind: FileKind) -> list[Block]:
    """Read the blocks in a child process, which may use only so much memory and time."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", "policygen.auditing.reader"],
            input=kind.value.encode() + b"\n" + content,
            env={name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")},
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("took too long to read and was given up. Save it anew, and try that.") from None
    if done.returncode == REFUSED:
        raise UnreadableFile(done.stderr.decode(errors="replace"))
    if done.returncode != 0:
        raise UnreadableFile(
            "cannot be read: it is broken, or needs too much memory or time. Save it anew, and try that."
        )
    return [
        Block(kind=BlockKind(name), text=text, page=page, line=line)
        for name, text, page, line in json.loads(done.stdout)
    ]
