"""Read the blocks of a Word file (.docx), which is a zip of XML from a stranger.

Nothing is unzipped before its sizes were looked at, a document type declaration is refused (so that no
entity can be declared), and nothing outside the file is ever opened.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from policygen.auditing.oldpolicy import MOST_CHARACTERS, Block, BlockKind, UnreadableFile

MOST_FILES = 5_000
LARGEST_UNZIPPED = 200_000_000
"""Bytes of all files in the zip, as it declares them; pictures count."""
LARGEST_PART = 60_000_000
"""Bytes of one XML part."""

_DOCUMENT = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_DELETED = {"del", "moveFrom", "Fallback", "pPrChange", "rPrChange"}
_DEEPEST = 200

_Start = Callable[[str, dict[str, str]], None]
_End = Callable[[str], None]
_Text = Callable[[str], None]


class _Refused(Exception):
    """Ends the parser from within one of its handlers; the text says why."""


def read_word(data: bytes) -> Iterator[Block]:
    """Read the paragraphs of a .docx in order, then its notes; raise UnreadableFile with a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_sane(archive)
            styles = _Styles()
            _parse(archive, "word/styles.xml", styles.start, styles.end, lambda _: None)
            for part in (_DOCUMENT, *_NOTES):
                reader = _PartReader(styles.names)
                _parse(archive, part, reader.start, reader.end, reader.text)
                yield from reader.finish()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, OSError):
        raise UnreadableFile(
            "is broken or locked with a password. Open it in Word, save it anew, and try that."
        ) from None


def _require_sane(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if _DOCUMENT not in names:
        raise UnreadableFile("is a zip but no Word document. Save the policy as .docx.")
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableFile("holds macros. Save it as .docx without macros.")
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_UNZIPPED:
        raise UnreadableFile(
            f"unzips to more than {LARGEST_UNZIPPED // 1_000_000} MB. Take out pictures, and try that."
        )


def _parse(archive: zipfile.ZipFile, part: str, start: _Start, end: _End, text: _Text) -> None:
    """Run a part through the parser; a part that is not there holds nothing."""
    if part not in archive.namelist():
        return
    with archive.open(part) as file:
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise UnreadableFile(f"holds a text of more than {LARGEST_PART // 1_000_000} MB, which no policy has.")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise UnreadableFile("holds XML that cannot be read. Open it in Word, save it anew, and try that.") from None
    except _Refused as refused:
        raise UnreadableFile(str(refused)) from None


def _refuse_declaration(*_: object) -> None:
    raise _Refused("declares XML entities, which no Word file does. Open it in Word, save it anew, and try that.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _is_on(attributes: Mapping[str, str]) -> bool:
    return _attribute(attributes, "val") not in ("0", "false", "off", "none")


class _Styles:
    """Reads which style of paragraphs is called what, in English, whatever language Word speaks."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.current = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "style":
            self.current = _attribute(attributes, "styleId")
        elif _local(name) == "name" and self.current:
            self.names.setdefault(self.current, _attribute(attributes, "val").lower())
        elif _local(name) == "outlineLvl" and self.current and not self.names.get(self.current, "").startswith("toc"):
            self.names[self.current] = "heading"

    def end(self, name: str) -> None:
        if _local(name) == "style":
            self.current = ""


@dataclass
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    listed: bool = False
    outlined: bool = False
    page: int = 1


class _PartReader:
    """Gathers the paragraphs of one part, text boxes within paragraphs included."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.open: list[_Paragraph] = []
        self.depth = self.deleted = self.characters = 0
        self.in_text = self.hidden = False
        self.page = 1
        self.pages_known = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        tag = _local(name)
        if self.depth > _DEEPEST:
            raise _Refused("is nested deeper than any Word file. Open it in Word, save it anew, and try that.")
        if tag in _DELETED:
            self.deleted += 1
        elif tag == "p" and "wordprocessingml" in name:
            self.open.append(_Paragraph(page=self.page))
        elif tag == "r":
            self.hidden = False
        elif self.open:
            self.within(tag, attributes, self.open[-1])

    def within(self, tag: str, attributes: Mapping[str, str], paragraph: _Paragraph) -> None:
        match tag:
            case "t":
                self.in_text = True
            case "tab":
                paragraph.pieces.append(" ")
            case "noBreakHyphen":
                paragraph.pieces.append("-")
            case "cr":
                paragraph.pieces.append("\n")
            case "br" if _attribute(attributes, "type") == "page":
                self.turn_page()
            case "br":
                paragraph.pieces.append("\n")
            case "lastRenderedPageBreak":
                self.turn_page()
            case "vanish":
                self.hidden = _is_on(attributes)
            case "pStyle":
                paragraph.style = self.styles.get(_attribute(attributes, "val"), _attribute(attributes, "val").lower())
            case "numPr":
                paragraph.listed = True
            case "outlineLvl":
                paragraph.outlined = _attribute(attributes, "val") != "9"

    def turn_page(self) -> None:
        self.page += 1
        self.pages_known = True

    def end(self, name: str) -> None:
        self.depth -= 1
        tag = _local(name)
        if tag in _DELETED:
            self.deleted -= 1
        elif tag == "t":
            self.in_text = False
        elif tag == "p" and "wordprocessingml" in name and self.open:
            self.close(self.open.pop())

    def text(self, data: str) -> None:
        if not (self.in_text and self.open) or self.deleted or self.hidden:
            return
        self.characters += len(data)
        if self.characters > MOST_CHARACTERS:
            raise _Refused(f"holds more than {MOST_CHARACTERS:,} characters of text. Split it, and audit the parts.")
        self.open[-1].pieces.append(data)

    def close(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.pieces).strip()
        if not text or paragraph.style.startswith("toc"):
            return
        heading = paragraph.outlined or paragraph.style.startswith(("heading", "title"))
        listed = paragraph.listed or paragraph.style.startswith("list")
        kind = BlockKind.HEADING if heading else BlockKind.ITEM if listed else BlockKind.PARAGRAPH
        self.blocks.append(Block(kind=kind, text=text, page=paragraph.page))

    def finish(self) -> list[Block]:
        """Give the blocks; their pages only where Word wrote down where its pages end."""
        return self.blocks if self.pages_known else [replace(block, page=0) for block in self.blocks]
