"""Library packs: a folder of clauses/ and jurisdictions/ in one file, with a fingerprint of each file in it.

A pack is a ZIP whose files are stored as they are, so that the same folder gives the same bytes on every
machine, and so that nothing can swell when it is opened. A pack that is not, byte for byte, what
``write_pack`` makes of its own content is refused. It holds no templates: those are code.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policygen.errors import PolicygenError, Problem, ProblemsFound
from policygen.textfiles import LARGEST_FILE, unsafe_character

LARGEST_PACK = 40_000_000
"""Bytes; the shipped library is five million."""
MOST_FILES = 10_000
LONGEST_PATH = 150
"""Characters."""
MANIFEST = "policygen-pack.json"
FORMAT = 1
"""Raised when the shape of a pack changes."""

FOLDERS = ("clauses", "jurisdictions")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,3}")
_PART = re.compile(r"[a-z0-9_][a-z0-9_@.-]{0,79}")
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_DEEPEST = 4


class PackRefused(ProblemsFound):
    """A pack is not what it should be; everything wrong with it is listed."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a pack says of itself."""

    name: str
    version: str
    made: date
    files: Mapping[str, str]
    """SHA-256 by path."""

    @property
    def steps(self) -> tuple[int, ...]:
        """Give the version as numbers, to be compared."""
        return tuple(int(step) for step in self.version.split("."))

    def __str__(self) -> str:
        """Give the name and version as the pack's folder has them."""
        return f"{self.name}-{self.version}"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A pack that was read and is whole."""

    manifest: Manifest
    files: Mapping[str, bytes]
    fingerprint: str
    """SHA-256 of the pack's bytes."""

    def with_manifest(self) -> dict[str, bytes]:
        """Give everything that the pack holds, by path."""
        return {MANIFEST: _listed(self.manifest), **self.files}


def build_pack(folder: Path, name: str, version: str, made: date) -> bytes:
    """Make a pack of a folder's clauses/ and jurisdictions/; raise PackRefused with all that cannot be in one."""
    files: dict[str, bytes] = {}
    problems = [*_name_problems(name, version)]
    for kind in FOLDERS:
        for path in sorted((folder / kind).rglob("*")):
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink():
                problems.append(Problem(shown, 1, "This is a link.", "Put the file itself there."))
            elif path.is_file():
                files[shown] = path.read_bytes()
    problems += _file_problems(files)
    if not files:
        problems.append(Problem(folder.as_posix(), 1, "It holds no clauses/ or jurisdictions/.", "Name a library."))
    if problems:
        raise PackRefused(problems, "No pack was made.")
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    return write_pack(Manifest(name=name, version=version, made=made, files=digests), files)


def write_pack(manifest: Manifest, files: Mapping[str, bytes]) -> bytes:
    """Write a pack: the manifest first, then the files by path; the same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for path, data in [(MANIFEST, _listed(manifest)), *sorted(files.items())]:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, data)
    return out.getvalue()


def load_pack(path: Path) -> bytes:
    """Load the bytes of a pack; raise PackRefused when it is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PACK + 1)
    except OSError as error:
        raise PolicygenError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > LARGEST_PACK:
        raise _refused(path.as_posix(), f"It is larger than {LARGEST_PACK:,} bytes.")
    return data


def read_pack(data: bytes, shown: str = "pack") -> Pack:
    """Read a pack and hold it against its manifest; raise PackRefused with everything that is wrong with it."""
    files = _unpacked(data, shown)
    listed = files.pop(MANIFEST, None)
    if listed is None:
        raise _refused(shown, f"It holds no {MANIFEST}.")
    manifest = read_manifest(listed, shown)
    problems = [
        *_name_problems(manifest.name, manifest.version),
        *_file_problems(files),
        *_differences(manifest, files),
    ]
    if not problems and write_pack(manifest, files) != data:
        says = "It holds something beside its files, or another program packed it."
        problems = [Problem(shown, 1, says, "Make it with: policygen pack build")]
    if problems:
        raise PackRefused(problems, "This pack is refused.")
    return Pack(manifest=manifest, files=files, fingerprint=hashlib.sha256(data).hexdigest())


def read_manifest(data: bytes, shown: str) -> Manifest:
    """Read what a pack says of itself; raise PackRefused when it cannot be read."""
    try:
        said = json.loads(data)
        manifest = Manifest(
            name=str(said["name"]),
            version=str(said["version"]),
            made=date.fromisoformat(said["date"]),
            files={str(path): str(digest) for path, digest in said["files"].items()},
        )
        newer = int(said["format"]) > FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _refused(shown, f"Its {MANIFEST} cannot be read.") from None
    if newer:
        raise _refused(shown, "A newer policygen made it. Install that first.")
    return manifest


def _unpacked(data: bytes, shown: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            problems = [*_entry_problems(entries)]
            if problems:
                raise PackRefused(problems, "This pack is refused.")
            return {entry.filename: packed.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, OverflowError):
        raise _refused(shown, "It is not a whole ZIP file.") from None


def _entry_problems(entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Find what no entry may be, before any is opened."""
    if len(entries) > MOST_FILES:
        yield Problem("pack", 1, f"It holds more than {MOST_FILES:,} files.")
        return
    seen: set[str] = set()
    for entry in entries:
        shown = ascii(entry.filename)[1:-1][:LONGEST_PATH]
        if entry.filename in seen:
            yield Problem(shown, 1, "This name stands in the pack twice.")
        seen.add(entry.filename)
        if entry.external_attr >> 16 & 0o170000 not in (0, 0o100000):
            yield Problem(shown, 1, "This is a link or a device, not a file.")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            yield Problem(shown, 1, "This file is compressed.", "A pack holds its files as they are.")
        if entry.flag_bits & 1:
            yield Problem(shown, 1, "This file is encrypted.")
        if entry.file_size > LARGEST_FILE and entry.filename != MANIFEST:
            yield Problem(shown, 1, f"This file is larger than {LARGEST_FILE:,} bytes.")


def _listed(manifest: Manifest) -> bytes:
    said = {
        "format": FORMAT,
        "name": manifest.name,
        "version": manifest.version,
        "date": manifest.made.isoformat(),
        "files": dict(manifest.files),
    }
    return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def _name_problems(name: str, version: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name) or _WINDOWS.fullmatch(name):
        yield Problem(MANIFEST, 1, "The name is not one.", "Use small letters, digits and hyphens, such as tea-club.")
    if not _VERSION.fullmatch(version):
        yield Problem(MANIFEST, 1, "The version is not one.", "Use numbers and full stops, such as 2026.11.")


def _file_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    lower: dict[str, str] = {}
    for path, data in files.items():
        shown = ascii(path)[1:-1][:LONGEST_PATH]
        wrong = _wrong_path(path)
        if wrong:
            yield Problem(shown, 1, wrong)
        elif len(data) > LARGEST_FILE:
            yield Problem(shown, 1, f"This file is larger than {LARGEST_FILE:,} bytes.", "Split it.")
        if path.lower() in lower:
            yield Problem(
                shown, 1, f"Some systems take this for {lower[path.lower()]}, which differs in capitals only."
            )
        lower[path.lower()] = shown


def _wrong_path(path: str) -> str:
    """Say what is wrong with the path of a file in a pack; nothing when it is right."""
    parts = path.split("/")
    if path.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", path):
        return "This path does not lie within the pack."
    if ".." in parts or "." in parts or "" in parts:
        return "This path leaves the pack, or goes about in it."
    if len(path) > LONGEST_PATH or any(len(part) > 80 for part in parts):
        return "This name is too long."
    if unsafe_character(path):
        return "This name holds a character that hides or reorders text."
    if any(_WINDOWS.fullmatch(part) or part.endswith((".", " ")) or re.search(r'[:\\<>"|?*]', part) for part in parts):
        return "Windows cannot hold a file of this name."
    if len(parts) > _DEEPEST:
        return f"This path is more than {_DEEPEST} deep."
    if parts[0] not in FOLDERS or len(parts) < 2:
        return "A pack holds clauses/ and jurisdictions/ only."
    if not path.endswith((".md", ".yaml")):
        return "A pack holds .md and .yaml files only."
    return "" if all(_PART.fullmatch(part) for part in parts) else "Use small letters, digits, hyphens and full stops."


def _differences(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[Problem]:
    for path in sorted(manifest.files.keys() | files.keys()):
        shown = ascii(path)[1:-1][:LONGEST_PATH]
        if path not in files:
            yield Problem(shown, 1, "The manifest lists this file, and the pack lacks it.")
        elif path not in manifest.files:
            yield Problem(shown, 1, "The manifest does not list this file.")
        elif hashlib.sha256(files[path]).hexdigest() != manifest.files[path]:
            yield Problem(shown, 1, "This file was altered since the pack was made.")


def _refused(shown: str, says: str) -> PackRefused:
    return PackRefused([Problem(shown, 1, says)], "This pack is refused.")
