"""Read the blocks of plain text and of Markdown, line by line, so that every block knows its line.

Markdown is not rendered: a stranger's Markdown can keep a full parser busy for minutes. Each line is looked
at once, and its marks are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policygen.auditing.oldpolicy import Block, BlockKind

_ITEM = re.compile(r"\s{0,12}(?:[-*+\u2022\u25aa\u25cf\u25e6\u2013\u2610\u2611]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"\s{0,3}([-*_=])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"[\s|:-]*-[\s|:-]*$")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,500}(?: \"[^\"]{0,200}\")?\)")
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)|(?<=\S)(\*{1,3}|_{1,3})(?![\w*_])|\*\*|`+|~~")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_NUMBERED_HEADING = re.compile(
    r"(?:[IVXLC]+\.|\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.|(?i:section|article|part) \w+[.:]?)\s+\S"
)
_DUTY = re.compile(
    r"\b(?:must|shall|should|may|will|do|don'?t|never|no|not|cannot|can|always|is|are|please|only|avoid)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\w: |\b(?:19|20)\d\d\b")
"""What stands in the field of a form: a label with its value, or a date."""
LONGEST_HEADING = 10
"""Words of a line that may be a heading although nothing marks it as one."""


def read_plain_text(text: str) -> Iterator[Block]:
    """Read the blocks of plain text; a blank line ends a block, and a short title-like line is a heading."""
    yield from _read(text.split("\n"), marks=False)


def read_markdown(text: str) -> Iterator[Block]:
    """Read the blocks of Markdown without its marks."""
    yield from _read(text.split("\n"), marks=True)


def looks_like_heading(line: str) -> bool:
    """Tell whether a line that nothing marks as a heading reads like one: short, open-ended, without a duty word."""
    words = line.split()
    if not 0 < len(words) <= LONGEST_HEADING or line.rstrip()[-1] in ".;,?!" or not re.search(r"[^\W\d_]", line):
        return False
    if "[" in line or line.rstrip().endswith(":"):
        return False
    if line.isupper():
        return True
    if _FIELD.search(line):
        return False
    if _DUTY.search(line):
        return bool(_NUMBERED_HEADING.match(line)) and len(words) <= 5
    first = next((letter for letter in line if letter.isalpha()), "")
    return first.isupper()


def is_item(line: str) -> bool:
    """Tell whether a line begins with the mark of a list item."""
    return bool(_ITEM.match(line))


def without_item_mark(line: str) -> str:
    """Take the mark of a list item off a line."""
    return _ITEM.sub("", line, count=1)


@dataclass
class _Gathered:
    """The lines of the block that is being read."""

    kind: BlockKind = BlockKind.PARAGRAPH
    first: int = 0
    lines: list[str] = field(default_factory=list)

    def block(self, *, marks: bool) -> Block | None:
        text = " ".join(line.strip() for line in self.lines).strip()
        if marks:
            text = _without_marks(text)
        return Block(kind=self.kind, text=text, line=self.first) if text else None


def _read(lines: list[str], *, marks: bool) -> Iterator[Block]:
    gathered = _Gathered()
    for number, line in enumerate(lines, 1):
        alone = _block_of_one_line(lines, number, marks=marks)
        begins_item = alone is None and is_item(line)
        if alone is not None or begins_item or not line.strip():
            yield from filter(None, [gathered.block(marks=marks)])
            gathered = _Gathered()
        if alone is not None:
            yield from (each for each in alone if each.text)
        elif begins_item:
            gathered = _Gathered(BlockKind.ITEM, number, [without_item_mark(line)])
        elif line.strip():
            gathered.first = gathered.first or number
            gathered.lines.append(line.lstrip("> \t") if marks else line)
    yield from filter(None, [gathered.block(marks=marks)])


def _block_of_one_line(lines: list[str], number: int, *, marks: bool) -> list[Block] | None:
    """Read a line that is complete in itself; None for one that may go on, and nothing for a mere rule."""
    line = lines[number - 1]
    if _RULE.match(line):
        return []
    if marks and (hashes := _HASHES.match(line)):
        return [Block(kind=BlockKind.HEADING, text=_without_marks(hashes[2]), line=number)]
    if marks and line.count("|") >= 2:
        cells = [] if _TABLE_RULE.match(line) else line.strip().strip("|").split("|")
        return [Block(kind=BlockKind.PARAGRAPH, text=_without_marks(cell.strip()), line=number) for cell in cells]
    below = lines[number] if number < len(lines) else ""
    above = lines[number - 2] if number > 1 else ""
    underlined = re.match(r"\s{0,3}(?:={3,}|-{3,})\s*$", below)
    if line.strip() and not above.strip() and (underlined or _stands_alone(line, below)) and not is_bare_item(line):
        return [Block(kind=BlockKind.HEADING, text=_without_marks(line.strip()), line=number)]
    return None


def is_bare_item(line: str) -> bool:
    """Tell whether a line is an item with a mark that no heading has, such as a hyphen."""
    return is_item(line) and not _NUMBERED_HEADING.match(line.strip())


def _stands_alone(line: str, below: str) -> bool:
    plain = _without_marks(line.strip())
    return bool(plain) and looks_like_heading(plain) and (not below.strip() or is_item(below) or plain.isupper())


def _without_marks(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", text))).strip()
