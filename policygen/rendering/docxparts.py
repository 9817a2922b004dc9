"""The small parts that Word's paragraphs are made of, as XML elements: runs, links, fields, controls, bookmarks.

Source: ECMA-376 part 1, chapter 17 (WordprocessingML). Only plain text ever enters an element, so that no
answer can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
BLANK = "\u00a0" * 24
"""What stands in a field that nobody has filled in, wide enough to write over."""


def element(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    """Make a ``w:`` element with ``w:`` attributes and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def paragraph(
    style: str,
    *inside: BaseOxmlElement,
    listed: tuple[int, int] | None = None,
    indent: int = 0,
    opens_page: bool = False,
) -> BaseOxmlElement:
    """Make a paragraph of a style; ``listed`` is the number of its list and its level, ``indent`` is in twentieths."""
    look = (
        element("pStyle", val=style),
        *((element("pageBreakBefore"),) if opens_page else ()),
        *((element("numPr", element("ilvl", val=listed[1]), element("numId", val=listed[0])),) if listed else ()),
        *((element("ind", left=indent),) if indent else ()),
    )
    return element("p", element("pPr", *look), *inside)


def gap() -> BaseOxmlElement:
    """Make the thin empty paragraph that keeps two tables apart and ends a cell."""
    look = element("pPr", element("spacing", before=0, after=0, line=120, lineRule="exact"))
    return element("p", look)


def table(
    style: str,
    widths: Sequence[int],
    rows: Sequence[Sequence[Sequence[BaseOxmlElement]]],
    *,
    head: bool,
    first_column: bool = True,
) -> BaseOxmlElement:
    """Make a table whose rows stay whole and whose head repeats; ``widths`` are in twentieths of a point."""
    look = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        _conditions(head=head, first_column=first_column),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    made = [_row(widths, row, head=head and number == 0) for number, row in enumerate(rows)]
    return element("tbl", look, grid, *made)


def _conditions(*, head: bool, first_column: bool) -> BaseOxmlElement:
    """Say which parts of its style a table uses, as a bit field for older programs and as attributes."""
    bits = 0x0600 + 0x0020 * head + 0x0080 * first_column
    return element(
        "tblLook", val=f"{bits:04X}", firstRow=int(head), firstColumn=int(first_column), noHBand=1, noVBand=1
    )


def _row(widths: Sequence[int], cells: Sequence[Sequence[BaseOxmlElement]], *, head: bool) -> BaseOxmlElement:
    look = element("trPr", element("cantSplit"), *((element("tblHeader"),) if head else ()))
    filled = [*cells, *[()] * (len(widths) - len(cells))]
    return element("tr", look, *(_cell(width, cell) for width, cell in zip(widths, filled, strict=True)))


def _cell(width: int, inside: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    ended = inside and inside[-1].tag == qn("w:p")
    end = () if ended else (gap(),)
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *inside, *end)


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    style: str = "",
    language: str = "",
    deleted: bool = False,
) -> BaseOxmlElement:
    """Make a run of words; line feeds become line breaks, and tabs tabs. ``style`` is the id of a character style."""
    look = (
        *((element("rStyle", val=style),) if style else ()),
        *((element("b"),) if bold else ()),
        *((element("i"),) if italic else ()),
        *((element("lang", val=language),) if language else ()),
    )
    made = element("r", *((element("rPr", *look),) if look else ()))
    for child in _letters(text, "delText" if deleted else "t"):
        made.append(child)
    return made


def changed(runs: Iterable[BaseOxmlElement], *, deleted: bool, number: int, who: str, on: date) -> BaseOxmlElement:
    """Wrap runs as a tracked change, which Word can accept or refuse."""
    tag = "del" if deleted else "ins"
    return element(tag, *runs, id=number, author=who, date=f"{on.isoformat()}T00:00:00Z")


def link(runs: Iterable[BaseOxmlElement], *, anchor: str = "", relationship: str = "") -> BaseOxmlElement:
    """Make a link to a bookmark, or to an address by the id of its relationship."""
    made = element("hyperlink", *runs)
    if relationship:
        made.set(qn("r:id"), relationship)
    else:
        made.set(qn("w:anchor"), anchor)
    made.set(qn("w:history"), "1")
    return made


def field(code: str, shown: str) -> Iterator[BaseOxmlElement]:
    """Make a field that Word computes, such as PAGE, with what stands there until it does."""
    yield from field_begin(code)
    yield run(shown)
    yield field_end()


def field_begin(code: str, *, stale: bool = False) -> Iterator[BaseOxmlElement]:
    """Begin a field whose contents follow; a stale one is computed anew when Word opens the file."""
    yield element("r", element("fldChar", fldCharType="begin", **({"dirty": "true"} if stale else {})))
    yield element("r", _spaced("instrText", f" {code} "))
    yield element("r", element("fldChar", fldCharType="separate"))


def field_end() -> BaseOxmlElement:
    """End a field."""
    return element("r", element("fldChar", fldCharType="end"))


def bookmark(name: str, number: int, inside: Sequence[BaseOxmlElement]) -> Iterator[BaseOxmlElement]:
    """Put a bookmark around runs."""
    yield element("bookmarkStart", id=number, name=name)
    yield from inside
    yield element("bookmarkEnd", id=number)


def text_control(name: str, label: str, value: str, number: int, *, dated: bool = False) -> BaseOxmlElement:
    """Make a content control for words or a date, named for people and for programs."""
    kind = element("date", element("dateFormat", val="yyyy-MM-dd")) if dated else element("text", multiLine=1)
    properties = element("sdtPr", *_named(name, label, number), *(() if value else (element("showingPlcHdr"),)), kind)
    return element("sdt", properties, element("sdtContent", run(value or BLANK)))


def tick_control(name: str, label: str, number: int, *, ticked: bool) -> BaseOxmlElement:
    """Make a box to tick."""
    box = OxmlElement("w14:checkbox", nsdecls={"w14": W14})
    for tag, value in (("checked", "1" if ticked else "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        state = OxmlElement(f"w14:{tag}", nsdecls={"w14": W14})
        state.set(f"{{{W14}}}val", value)
        if tag != "checked":
            state.set(f"{{{W14}}}font", "MS Gothic")
        box.append(state)
    properties = element("sdtPr", *_named(name, label, number), box)
    return element("sdt", properties, element("sdtContent", run("\u2612" if ticked else "\u2610")))


def _named(name: str, label: str, number: int) -> Iterator[BaseOxmlElement]:
    yield element("alias", val=label[:64])
    yield element("tag", val=name[:64])
    yield element("id", val=number)


def _letters(text: str, tag: str) -> Iterator[BaseOxmlElement]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield element("br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                yield element("tab")
            if piece:
                yield _spaced(tag, piece)


def _spaced(tag: str, text: str) -> BaseOxmlElement:
    made = element(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
