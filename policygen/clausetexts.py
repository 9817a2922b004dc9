"""Clause files as text: their header entries and their body, kept letter for letter where nothing changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from policygen.merging import Clash, merge
from policygen.strictyaml import Value, read_yaml

_HEADER = re.compile(r"---[ ]*\n(.*?\n)?---[ ]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([a-z_]+):")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _.,'()/-]*(?<! )")
_PROSE = ("title", "do", "dont", "evidence", "leave_out")
"""Entries that are merged on words."""
_LISTS = ("applies_to", "rests_on", "follows")
"""Entries that are merged item by item."""
_FOLLOWED = ("of", "reviewed")
"""Entries that always follow the library."""
BODY = "text"
"""What a clash in the body is called; a clash in the header bears the name of its entry."""


@dataclass(frozen=True)
class Entry:
    """One entry of a header: its lines as written, comments above it included, and what they say."""

    raw: str
    value: Value


@dataclass(frozen=True)
class ClauseText:
    """The text of a clause file, taken apart."""

    entries: Mapping[str, Entry]
    body: str

    @property
    def text(self) -> str:
        """Put the file together again."""
        return f"---\n{''.join(entry.raw for entry in self.entries.values())}---\n{self.body.strip()}\n"

    def with_entry(self, key: str, value: str | list[str]) -> ClauseText:
        """Give the same file with one entry written anew, at its place or at the end."""
        return replace(self, entries={**self.entries, key: Entry(written(key, value), _as_value(value))})

    def without(self, key: str) -> ClauseText:
        """Give the same file without an entry."""
        return replace(self, entries={name: entry for name, entry in self.entries.items() if name != key})


@dataclass(frozen=True)
class MergedText:
    """A merged clause file; while anything clashes there is no text."""

    text: str | None
    clashes: Mapping[str, tuple[Clash, ...]]
    """By what they are in: ``text`` for the body, or an entry of the header."""


def read_clause_text(text: str) -> ClauseText | None:
    """Take the text of a clause file apart; None when it has no header that can be read."""
    found = _HEADER.match(text)
    tree, problems = read_yaml(found[1] or "", "") if found else (None, [])
    if found is None or tree is None or problems or not isinstance(tree.value, dict):
        return None
    entries: dict[str, Entry] = {}
    raw, key = "", ""
    for line in (found[1] or "").splitlines(keepends=True):
        opens = _KEY.match(line)
        if opens:
            if key:
                kept, above = _trailing_comments(raw)
                entries[key] = Entry(kept, tree.value.get(key, ""))
                raw = above
            key = opens[1]
        raw += line
    if key:
        entries[key] = Entry(raw, tree.value.get(key, ""))
    return ClauseText(entries, text[found.end() :].strip())


def merge_clause_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Merge two changes of one clause file: the header entry by entry, the body on words."""
    origin, mine, new = (read_clause_text(text) for text in (base, ours, theirs))
    if origin is None or mine is None or new is None:
        return MergedText(None, {BODY: (Clash(base, ours, theirs),)})
    clashes: dict[str, tuple[Clash, ...]] = {}
    entries: dict[str, Entry] = {}
    for key in dict.fromkeys([*mine.entries, *new.entries]):
        entry = _merged_entry(key, origin.entries.get(key), mine.entries.get(key), new.entries.get(key))
        if isinstance(entry, Clash):
            clashes[key] = (entry,)
        elif entry is not None:
            entries[key] = entry
    body = merge(origin.body, mine.body, new.body)
    if body.clashes:
        clashes[BODY] = body.clashes
    text = None if clashes or body.text is None else ClauseText(entries, body.text).text
    return MergedText(text, clashes)


def written(key: str, value: str | Iterable[str]) -> str:
    """Write one entry of a header."""
    if isinstance(value, str):
        return f"{key}: {_scalar(value)}\n"
    return f"{key}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value)


def as_list(value: Value | None) -> list[str]:
    """Give the items of an entry that may be one text or a list of texts."""
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _merged_entry(key: str, base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | Clash | None:
    was, own, new = (entry.value if entry else None for entry in (base, ours, theirs))
    if own in (was, new) or (key in _FOLLOWED and theirs is not None):
        return theirs
    if new == was:
        return ours
    if key in _LISTS:
        items = _merged_items(as_list(was), as_list(own), as_list(new))
        return Entry(written(key, items), _as_value(items))
    sides = [str(side or "") for side in (was, own, new)]
    merged = merge(*sides) if key in _PROSE else None
    if merged is not None and merged.text is not None:
        return Entry(written(key, merged.text), merged.text) if merged.text else None
    return Clash(*sides)


def _merged_items(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Merge two lists: what either took out is out, what either put in is in."""
    kept = [item for item in theirs if item in ours or item not in base]
    return [*kept, *(item for item in ours if item not in base and item not in kept)]


def _trailing_comments(raw: str) -> tuple[str, str]:
    """Part the lines of an entry from the comments below it, which belong to the next."""
    lines = raw.splitlines(keepends=True)
    at = len(lines)
    while at > 0 and lines[at - 1].startswith("#"):
        at -= 1
    return "".join(lines[:at]), "".join(lines[at:])


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _as_value(value: str | list[str]) -> Value:
    return value if isinstance(value, str) else list[Value](value)
