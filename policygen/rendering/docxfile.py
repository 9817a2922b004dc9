"""Make the Word file of a paper: its page, header and footer, properties, logo and text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.section import WD_HEADER_FOOTER_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu

from policygen.look import Look
from policygen.paper import Paper
from policygen.rendering import docxparts as parts
from policygen.rendering.docxletterhead import add_lists, add_styles, emptied, is_written, speak
from policygen.rendering.docxpackage import Lists, empty_document, numbering_xml, packed, styles_xml
from policygen.rendering.docxpen import Surroundings
from policygen.rendering.docxwriter import write_paper
from policygen.rendering.words import Words

_PAGES = {"letter": (12240, 15840), "a4": (11906, 16838)}
"""Width and height of paper, in twentieths of a point."""
_MARGINS = {"top": 1300, "right": 1190, "bottom": 1190, "left": 1190, "header": 620, "footer": 560, "gutter": 0}
_LOGO = (2_160_000, 648_000)
"""The most that a logo may take of width and height, in English metric units: 60 by 18 millimetres."""


def make_docx(paper: Paper, words: Words, look: Look, templates: tuple[Path, ...]) -> bytes:
    """Make the Word file of a paper in a look, on the institution's letterhead where it has one."""
    file = _Lettered(paper, words, look, templates) if look.letterhead else _Plain(paper, words, look, templates)
    file.write_margins()
    _write_properties(file.document, paper)
    end = file.document.element.body.sectPr
    for each in (*file.logo(), *write_paper(paper, words, file.surroundings())):
        end.addprevious(each)
    return packed(file.document)


class _Plain:
    """A Word file in the project's own look."""

    styles: dict[str, str]
    offset = 0

    def __init__(self, paper: Paper, words: Words, look: Look, templates: tuple[Path, ...]) -> None:
        self.paper, self.words, self.look = paper, words, look
        self.styles = {}
        self.document = self.opened(templates)
        self.section: Section = self.document.sections[0]
        self.width = self.set_page()

    def opened(self, templates: tuple[Path, ...]) -> WordDocument:
        return empty_document(self.paper.language, self.look, templates)

    def set_page(self) -> int:
        """Set the size and margins of the page where the file sets none, and give the width of the text."""
        section = self.section._sectPr
        width, height = _PAGES.get(self.paper.paper, _PAGES["a4"])
        if section.find(qn("w:pgSz")) is None:
            section.append(parts.element("pgSz", w=width, h=height))
        if section.find(qn("w:pgMar")) is None:
            section.find(qn("w:pgSz")).addnext(parts.element("pgMar", **_MARGINS))
        page, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        sides = sum(int(float(margins.get(qn(f"w:{name}"), "0"))) for name in ("left", "right", "gutter"))
        return int(float(page.get(qn("w:w"), width))) - sides

    def write_margins(self) -> None:
        self.write_line(self.section.header._element, "Header", self.header())
        self.write_line(self.section.footer._element, "Footer", self.footer())

    def header(self) -> Iterator[BaseOxmlElement]:
        yield parts.run(self.paper.institution)
        if self.paper.draft:
            yield from self.mark()

    def mark(self) -> Iterator[BaseOxmlElement]:
        yield parts.run("\t")
        yield parts.run(self.words["draft_mark"], style=self.id("PolicyDraft"))

    def footer(self) -> Iterator[BaseOxmlElement]:
        yield parts.run(f"{self.paper.issue}\t{self.words['uncontrolled']}. {self.words['page']} ")
        yield from parts.field("PAGE", "1")
        yield parts.run(f" {self.words['page_of']} ")
        yield from parts.field("NUMPAGES", "1")

    def write_line(self, into: BaseOxmlElement, style: str, inside: Iterator[BaseOxmlElement]) -> None:
        """Write one line whose second half stands at the right margin, after what is there if it says anything."""
        if not is_written(into):
            for each in list(into):
                into.remove(each)
        made = parts.paragraph(self.id(style), *inside)
        stops = [parts.element("tab", val="clear", pos=place) for place in self.stops(style) if place != self.width]
        made.pPr.append(parts.element("tabs", *stops, parts.element("tab", val="right", pos=self.width)))
        into.append(made)

    def stops(self, style: str) -> list[int]:
        """List the places at which a style of the file already has a tab stop."""
        own = next(each for each in self.document.styles.element.iter(qn("w:style")) if each.styleId == self.id(style))
        return [int(each.get(qn("w:pos"))) for each in own.iter(qn("w:tab"))]

    def logo(self) -> Iterator[BaseOxmlElement]:
        picture = self.look.logo
        if picture is not None:
            scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
            shape = (int(picture.width * scale), int(picture.height * scale))
            yield parts.paragraph(
                self.id("Normal"),
                self.picture(picture.data, shape, f"{self.words['logo_of']} {self.paper.institution}"),
            )

    def picture(self, data: bytes, shape: tuple[int, int], says: str) -> BaseOxmlElement:
        """Make a run that holds a picture; ``says`` is read out in its place."""
        inline = self.document.part.new_pic_inline(io.BytesIO(data), Emu(shape[0]), Emu(shape[1]))
        inline.docPr.set("descr", says)
        return parts.element("r", parts.element("drawing", inline))

    def id(self, style: str) -> str:
        return self.styles.get(style, style)

    def surroundings(self) -> Surroundings:
        return Surroundings(
            styles=self.styles,
            width=self.width,
            new_list=Lists(self.document, self.offset),
            picture=self.picture,
            address=self.address,
        )

    def address(self, address: str) -> str:
        """Relate the file to an address that is linked to."""
        return self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


class _Lettered(_Plain):
    """A Word file on an institution's own letterhead."""

    def opened(self, templates: tuple[Path, ...]) -> WordDocument:
        document = emptied(self.look.letterhead or b"")
        self.styles = add_styles(document, styles_xml(self.paper.language, self.look, templates).encode())
        self.offset = add_lists(document, numbering_xml(self.paper.language, templates).encode())
        speak(document, self.paper.language)
        return document

    def write_margins(self) -> None:
        """Add to the letterhead's own header and footer only what every page of the paper must say."""
        for kind in self.kinds():
            header, footer = self.lines(kind)
            if not is_written(header):
                self.write_line(header, "Header", self.header())
            elif self.paper.draft:
                self.write_line(header, "Header", self.mark())
            self.write_line(footer, "Footer", self.footer())

    def kinds(self) -> Iterator[WD_HEADER_FOOTER_INDEX]:
        """List the kinds of pages that have a header of their own."""
        yield WD_HEADER_FOOTER_INDEX.PRIMARY
        if self.section.different_first_page_header_footer:
            yield WD_HEADER_FOOTER_INDEX.FIRST_PAGE
        if self.document.settings.odd_and_even_pages_header_footer:
            yield WD_HEADER_FOOTER_INDEX.EVEN_PAGE

    def lines(self, kind: WD_HEADER_FOOTER_INDEX) -> tuple[BaseOxmlElement, BaseOxmlElement]:
        """Give the header and the footer of a kind of pages."""
        match kind:
            case WD_HEADER_FOOTER_INDEX.FIRST_PAGE:
                return self.section.first_page_header._element, self.section.first_page_footer._element
            case WD_HEADER_FOOTER_INDEX.EVEN_PAGE:
                return self.section.even_page_header._element, self.section.even_page_footer._element
            case _:
                return self.section.header._element, self.section.footer._element


def _write_properties(document: WordDocument, paper: Paper) -> None:
    """Write who made the file and what it is; a letterhead's own properties go."""
    midnight = datetime.combine(paper.as_of, time(), tzinfo=UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.title, properties.subject = paper.title[:255], paper.issue[:255]
    properties.author = properties.last_modified_by = paper.institution[:255]
    keywords = filter(None, (*paper.keywords, paper.stamp))
    properties.keywords, properties.language = ", ".join(keywords)[:255], paper.language
    properties.created = properties.modified = midnight
    properties.revision = 1
