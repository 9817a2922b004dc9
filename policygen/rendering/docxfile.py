"""Make the Word file of a paper: its page, header and footer, properties and text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from policygen.look import Look
from policygen.paper import Paper
from policygen.rendering import docxparts as parts
from policygen.rendering.docxpackage import Lists, empty_document, packed
from policygen.rendering.docxwriter import Surroundings, write_paper
from policygen.rendering.words import Words

_PAGES = {"letter": (12240, 15840), "a4": (11906, 16838)}
"""Width and height of paper, in twentieths of a point."""
_MARGINS = {"top": 1300, "right": 1190, "bottom": 1190, "left": 1190, "header": 620, "footer": 560, "gutter": 0}


def make_docx(paper: Paper, words: Words, look: Look, templates: tuple[Path, ...]) -> bytes:
    """Make the Word file of a paper in a look."""
    document = empty_document(paper.language, look, templates)
    width = _set_page(document.sections[0], paper)
    _write_header(document.sections[0], paper, words, width)
    _write_footer(document.sections[0], paper, words, width)
    _write_properties(document, paper)
    end = document.element.body.sectPr
    around = Surroundings(styles={}, width=width, new_list=Lists(document), address=_addresses(document))
    for each in write_paper(paper, words, around):
        end.addprevious(each)
    return packed(document)


def _set_page(section: Section, paper: Paper) -> int:
    """Set the size and margins of the page, and give the width of the text."""
    width, height = _PAGES.get(paper.paper, _PAGES["a4"])
    section._sectPr.append(parts.element("pgSz", w=width, h=height))
    section._sectPr.append(parts.element("pgMar", **_MARGINS))
    return width - _MARGINS["left"] - _MARGINS["right"]


def _write_header(section: Section, paper: Paper, words: Words, width: int) -> None:
    mark = (parts.run(f"\t{words['draft_mark']}", style="PolicyDraft"),) if paper.draft else ()
    _write_line(section.header._element, "Header", width, parts.run(paper.institution), *mark)


def _write_footer(section: Section, paper: Paper, words: Words, width: int) -> None:
    pages = [
        parts.run(f"\t{words['uncontrolled']}. {words['page']} "),
        *parts.field("PAGE", "1"),
        parts.run(f" {words['page_of']} "),
        *parts.field("NUMPAGES", "1"),
    ]
    _write_line(section.footer._element, "Footer", width, parts.run(paper.issue), *pages)


def _write_line(into: BaseOxmlElement, style: str, width: int, *inside: BaseOxmlElement) -> None:
    """Write one line whose second half stands at the right margin."""
    for each in list(into):
        into.remove(each)
    made = parts.paragraph(style, *inside)
    made.pPr.append(parts.element("tabs", parts.element("tab", val="right", pos=width)))
    into.append(made)


def _write_properties(document: WordDocument, paper: Paper) -> None:
    midnight = datetime.combine(paper.as_of, time(), tzinfo=UTC)
    properties = document.core_properties
    properties.title, properties.subject = paper.title[:255], paper.issue[:255]
    properties.author = properties.last_modified_by = paper.institution[:255]
    properties.keywords, properties.language = ", ".join(paper.keywords)[:255], paper.language
    properties.created = properties.modified = midnight.replace(tzinfo=None)
    properties.revision = 1


def _addresses(document: WordDocument) -> Callable[[str], str]:
    """Give what relates the document to an address."""
    return lambda address: document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
