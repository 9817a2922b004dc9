"""The files of a library: those of several folders, one laid over the other, each read once."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policygen.bodies import Body, faults, read_body
from policygen.conditions import read_when
from policygen.errors import Problem
from policygen.questions import Questionnaire, When
from policygen.strictyaml import Position, Tree, Value, read_yaml
from policygen.textfiles import as_text, read_data, unsafe_character

if TYPE_CHECKING:
    from policygen.shapes import ShapeT

LONGEST_NAME = 80
"""Characters in the name of a file."""
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_HEADER = re.compile(r"---[ ]*\n(.*?\n)?---[ ]*(?:\n|$)", re.DOTALL)
KINDS = ("clauses", "jurisdictions", "templates/documents")
_WANTED = re.compile(
    r"clauses/[^/]+/[^/]+\.md|clauses/(?:.+/)?[^/]+\.yaml|jurisdictions/[^/]+/[^/]+\.yaml"
    r"|templates/documents/[^/]+/outline\.yaml"
)
"""The files of a library, by path within its folder."""
_CLAUSE = re.compile(r"clauses/(?P<wording>[^/]+/[^/@]+)(?:@[^/]*)?\.md")


class Sources:
    """Reads the files of laid-over folders, and gathers the mistakes found in them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Find the files; the last folder is uppermost."""
        self.problems: list[Problem] = []
        self.trees: dict[str, Tree] = {}
        """What was read, by the path shown to people; the headers of clause files included."""
        self._files: dict[str, Path] = {}
        self._data: dict[str, bytes] = {}
        self._shown: dict[str, str] = {}
        self._folders: dict[str, int] = {}
        for number, folder in enumerate(folders):
            for name, path in sorted((name, Path(entry.path)) for name, entry in files_of(folder)):
                if number > 0 and self._refused(path, folder):
                    continue
                self._files[name] = path
                self._folders[name] = number
                self._shown[name] = name if number == 0 else path.as_posix()

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a file of this name, such as ``clauses/questionnaire.yaml``."""
        return name in self._files

    def names(self, folder: str, ending: str) -> Iterator[str]:
        """Go through the names of the files in one of the library's folders with an ending, in order."""
        return (name for name in sorted(self._files) if name.startswith(f"{folder}/") and name.endswith(ending))

    def shown(self, name: str) -> str:
        """Give the path of a file as it is shown to people."""
        return self._shown.get(name, name)

    def lies_below(self, name: str, other: str) -> bool:
        """Tell whether a file comes from a folder that lies beneath the one another file comes from."""
        return name in self._folders and other in self._folders and self._folders[name] < self._folders[other]

    def fingerprint(self) -> str:
        """Give the SHA-256 over the names and bytes of all files."""
        digest = hashlib.sha256()
        for name in sorted(self._files):
            data = self._bytes(name)
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()

    def words(self) -> tuple[str, Mapping[str, str]]:
        """Give the SHA-256 over all but the words of clauses, and that of each wording by its name, such as a/b.us.

        The first holds the header of every clause and the names that its text prints, which decide whether it is
        used; what stands between them is read only where it is. The files of a wording in several languages count
        as one.
        """
        whole = hashlib.sha256()
        each: dict[str, hashlib._Hash] = {}
        for name in sorted(self._files):
            data = self._bytes(name)
            if found := _CLAUSE.fullmatch(name):
                digest = each.setdefault(found["wording"], hashlib.sha256())
                digest.update(f"{name}\0{len(data)}\0".encode() + data)
                data = _facts(data)
            whole.update(f"{name}\0{len(data)}\0".encode() + data)
        return whole.hexdigest(), {name: digest.hexdigest() for name, digest in each.items()}

    def problem(self, name: str, says: str, advice: str, line: int = 1) -> None:
        """Note a mistake in a file."""
        self.problems.append(Problem(self.shown(name), line, says, advice))

    def mistake(self, tree: Tree, at: Position, says: str, advice: str = "") -> None:
        """Note a mistake at a position of something read."""
        self.problems.append(tree.problem(at, says, advice))

    def shape(self, name: str, shape: type[ShapeT]) -> tuple[ShapeT, Tree] | None:
        """Read a YAML file as a shape; None when it has mistakes, which are noted."""
        text = self._text(name)
        tree = self._tree(name, text, 0) if text is not None else None
        return self.of_shape(tree, shape) if tree is not None else None

    def required(self, name: str, shape: type[ShapeT]) -> tuple[ShapeT, Tree] | None:
        """Read a file that a library cannot do without."""
        if name not in self._files:
            self.problem(name, "This file is missing.", "A library cannot do without it.")
            return None
        return self.shape(name, shape)

    def of_shape(self, tree: Tree, shape: type[ShapeT]) -> tuple[ShapeT, Tree] | None:
        """Read values as a shape; None when they have mistakes, which are noted."""
        from policygen.shapes import read_shape  # makes all shapes, which nobody needs before a file is read

        read, problems = read_shape(shape, tree)
        self.problems += problems
        return (read, tree) if read is not None else None

    def header_and_body(self, name: str) -> tuple[Tree, Body, int] | None:
        """Read a clause file: its header, the text below it, and the line on which the text begins."""
        whole = self._text(name)
        if whole is None:
            return None
        found = _HEADER.match(whole)
        if not found:
            self.problem(name, "The header is missing.", "Begin the file with ---, and end the header with ---.")
            return None
        tree = self._tree(name, found[1] or "", 1)
        text = whole[found.end() :]
        first = whole[: len(whole) - len(text.lstrip())].count("\n") + 1
        body = read_body(text.strip())
        for below, says, advice in faults(body):
            self.problem(name, says, advice, first + below)
        return (tree, body, first) if tree is not None else None

    def when(self, tree: Tree, value: Value | None, at: Position, questionnaire: Questionnaire) -> When:
        """Read a condition; its mistakes are noted."""
        if value is None:
            return ()
        when, mistakes = read_when(value, at, questionnaire)
        self.problems += [tree.problem(*mistake) for mistake in mistakes]
        return when

    def _refused(self, path: Path, folder: Path) -> bool:
        """Refuse a file from elsewhere that is a link, or whose name some system cannot hold."""
        within = [path, *path.parents[: len(path.relative_to(folder).parts) - 1]]
        if any(each.is_symlink() for each in within):
            says, advice = "This is a link to another place.", "Put the file itself there."
        elif any(_WINDOWS.fullmatch(each.name) for each in within):
            says, advice = "Windows cannot hold a file of this name.", "Give it another."
        elif len(path.name) > LONGEST_NAME:
            says, advice = f"This name is longer than {LONGEST_NAME} characters.", "Shorten it."
        else:
            return False
        self.problems.append(Problem(path.as_posix(), 1, says, advice))
        return True

    def _bytes(self, name: str) -> bytes:
        if name not in self._data:
            self._data[name] = self._files[name].read_bytes()
        return self._data[name]

    def _text(self, name: str) -> str | None:
        data = read_data(self._files[name], self.shown(name))
        if isinstance(data, bytes):
            self._data[name] = data
        text = as_text(data, self.shown(name)) if isinstance(data, bytes) else data
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        return text

    def _tree(self, name: str, text: str, lines_before: int) -> Tree | None:
        tree, problems = read_yaml(text, self.shown(name), lines_before=lines_before)
        self.problems += problems
        if tree is not None:
            self.trees[self.shown(name)] = tree
            if "\\" in text:  # only an escape can hide what the text of a file may not hold
                self.problems += unsafe_texts(tree)
        return tree


def _facts(clause: bytes) -> bytes:
    """Give what of a clause's file can count where its words are not printed: its header, and the names below it."""
    text = clause.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
    found = _HEADER.match(text)
    return "\0".join((found[0], *read_body(text[found.end() :]).names)).encode() if found else clause


def files_of(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Go through the files of a library's folder: the name of each, such as clauses/a/b.md, and its entry."""
    inner = [(f"{folder}/{kind}", kind) for kind in KINDS]
    while inner:
        path, name = inner.pop()
        try:
            with os.scandir(path) as found:
                entries = list(found)
        except OSError:
            continue  # no such folder, or one that may not be looked into
        for entry in entries:
            within = f"{name}/{entry.name}"
            if _WANTED.fullmatch(within):
                yield within, entry
            elif entry.is_dir(follow_symlinks=name in KINDS):
                inner.append((entry.path, within))


def unsafe_texts(tree: Tree) -> Iterator[Problem]:
    """Find values and keys that an escape in double quotes filled with what the file itself may not hold."""
    for at, text in _texts(tree.value, ()):
        unsafe = unsafe_character(text)
        if unsafe:
            yield tree.problem(at, f"This text holds {unsafe[1]}.", "Delete it.")


def _texts(value: Value, at: Position) -> Iterator[tuple[Position, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (*at, key), key
            yield from _texts(inner, (*at, key))
    else:
        for number, inner in enumerate(value):
            yield from _texts(inner, (*at, number))
