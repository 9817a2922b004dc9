"""Reading a large library: cold, against reading its files and their headers, and from where it is kept."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.measuring import Row, Size, compared, pairs
from benchmarks.practices import grown_library
from policygen.library import Library
from policygen.librarycache import ENDING, SETTLED, keep, sign, take
from policygen.loading import load_folders
from policygen.memory import collector_at_rest
from policygen.sources import files_of


def reading(size: Size) -> Iterator[Row]:
    """Read a library cold and kept."""
    with tempfile.TemporaryDirectory() as place:
        folder = grown_library(Path(place, "library"), size.library)
        files = sum(1 for _ in files_of(folder))
        kept = keep_here(folder, Path(place, "kept"))
        with collector_at_rest():  # as when a library is read or taken, so that the floors gain by it too
            cold = pairs(size.pairs, lambda: load_folders(folder), lambda: read_headers(folder))
            found = pairs(size.pairs * 3, lambda: take_here(folder, kept.parent), lambda: unpack(kept))
            sure = pairs(size.pairs * 3, lambda: take_here(folder, kept.parent), lambda: unpack_and_look(kept, folder))
        yield compared(f"library of {files} files, cold", "reading files and headers", cold, 2.0)
        yield compared(f"library of {files} files, kept", "reading and unpacking the kept file", found, 1.5)
        yield compared("the same", "that, and asking the disk for each file's times", sure)


def read_headers(folder: Path) -> None:
    """Read every file of a library, and its YAML with the C parser."""
    for name, _ in files_of(folder):
        text = (folder / name).read_text(encoding="utf-8")
        header = text[3:].partition("\n---")[0] if name.endswith(".md") else text
        yaml.load(header, Loader=yaml.CSafeLoader)


def keep_here(folder: Path, place: Path) -> Path:
    """Keep a library as if its files had long settled; give the file in which it lies."""
    keep(load_folders(folder), sign([folder]), place)
    kept = next(place.glob(f"*{ENDING}"))
    later = kept.stat().st_mtime_ns + 2 * SETTLED
    os.utime(kept, ns=(later, later))
    return kept


def take_here(folder: Path, place: Path) -> Library:
    """Take a library that is kept."""
    library = take([folder], place)
    assert library is not None
    return library


def unpack(kept: Path) -> object:
    """Read the file of a kept library and unpack it, without asking whether it is right."""
    data = kept.read_bytes()
    return pickle.loads(data[data.index(b"\n") + 1 + 64 + 8 :])


def unpack_and_look(kept: Path, folder: Path) -> object:
    """Unpack a kept library and ask for the times of every file, which tell whether it is right."""
    for _, entry in files_of(folder):
        entry.stat()
    return unpack(kept)
