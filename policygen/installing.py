"""Add a library pack to a folder of packs: whole or not at all, and with a record of who vouched for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from policygen.errors import PolicygenError, Problem
from policygen.lint import lint
from policygen.loading import shipped_library
from policygen.packs import MANIFEST, Manifest, Pack, PackRefused, read_manifest
from policygen.trail import TRAIL, Deed, Entry, with_entry
from policygen.workspace import Workspace, writing
from policygen.writing import STAGED, put_in_place

RECORD = "policygen-record.json"
"""Who added a pack, when, and on whose word."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Who adds a pack and when, and whether that person takes it without a trusted signature."""

    who: str
    at: datetime
    unsigned: bool = False


@dataclass(frozen=True, kw_only=True)
class Added:
    """A pack in its place."""

    folder: Path
    """The folder that ``--library`` names."""
    entry: Entry
    """What to write into the trail of an institution that uses it."""
    already: bool
    """Whether it stood there before."""


def add_pack(pack: Pack, shelf: Path, signed_by: str, consent: Consent) -> Added:
    """Put a pack into a folder of its own on a shelf, ``<name>-<version>``, once its clauses pass ``lint``.

    Raises PackRefused when it is older than what stands there, or brings mistakes; PolicygenError when it is
    unsigned and nobody consents to that; WorkspaceError when it cannot be written.
    """
    if not signed_by and not consent.unsigned:
        raise PolicygenError(
            f"Nobody whom you trust signed {pack.manifest}, so it was not added. "
            "If you know where it comes from, add --accept-unsigned; that is recorded."
        )
    shelf.mkdir(parents=True, exist_ok=True)
    with writing(Workspace(shelf)):
        already = _refuse_older(pack, shelf)
        if not already:
            _place(pack, shelf, _record(pack, signed_by, consent))
    return Added(folder=shelf / str(pack.manifest), entry=_entry(pack, signed_by, consent), already=already)


def record_in(workspace: Workspace, added: Added) -> None:
    """Write into an institution's trail that a pack was added."""
    with writing(workspace):
        path = workspace.folder / TRAIL
        put_in_place({path: with_entry(path, added.entry)})


def installed(shelf: Path) -> Iterator[Manifest]:
    """Read the manifests of the packs on a shelf; a folder without a readable one is none."""
    for path in sorted(shelf.glob(f"*/{MANIFEST}")):
        try:
            manifest = read_manifest(path.read_bytes(), path.as_posix())
        except (PackRefused, OSError):
            continue
        if path.parent.name == str(manifest):
            yield manifest


def _refuse_older(pack: Pack, shelf: Path) -> bool:
    """Refuse a pack that is older than one on the shelf; tell whether this very pack stands there."""
    new = pack.manifest
    for old in installed(shelf):
        if old.name != new.name:
            continue
        if old.version == new.version:
            if old != new:
                raise _refused(new, f"{old} is there with other content, under the same version.")
            return True
        if old.steps > new.steps or old.made > new.made:
            raise _refused(new, f"{old} of {old.made} is there, which is newer than {new.version} of {new.made}.")
    return False


def _place(pack: Pack, shelf: Path, record: bytes) -> None:
    """Write a pack beside its place, examine it there, then move it."""
    final = shelf / str(pack.manifest)
    staged = shelf / f".{pack.manifest}{STAGED}"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        staged.mkdir()
        put_in_place({staged / path: data for path, data in pack.with_manifest().items()})
        _, problems = lint([shipped_library(), staged])
        if problems:
            within = [replace(each, path=each.path.removeprefix(f"{staged.as_posix()}/")) for each in problems]
            raise PackRefused(within, f"{pack.manifest} has mistakes, so it was not added.")
        put_in_place({staged / RECORD: record})
        staged.rename(final)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _record(pack: Pack, signed_by: str, consent: Consent) -> bytes:
    said = {
        "pack": pack.fingerprint,
        "signed_by": signed_by,
        "accepted_unsigned": not signed_by,
        "added_by": consent.who,
        "at": consent.at.isoformat(timespec="seconds"),
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _entry(pack: Pack, signed_by: str, consent: Consent) -> Entry:
    details = {
        "pack": str(pack.manifest),
        "fingerprint": pack.fingerprint,
        "signed by": signed_by or "nobody trusted; accepted unsigned",
    }
    return Entry(at=consent.at, who=consent.who, deed=Deed.ADDED, details=details)


def _refused(manifest: Manifest, says: str) -> PackRefused:
    return PackRefused([Problem(str(manifest), 1, says)], "This pack is refused.")
