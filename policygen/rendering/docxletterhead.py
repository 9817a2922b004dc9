"""Empty an institution's own Word file for use as a letterhead: its styles, page, header and footer stay.

What it lacks of the styles and lists that papers are written with is added; nothing of its text, comments,
pictures in the text or hidden properties goes into the papers.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.numbering import NumberingPart

from policygen.errors import RenderFailed
from policygen.rendering import docxparts as parts

_KEPT = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    RELATIONSHIP_TYPE.HEADER,
    RELATIONSHIP_TYPE.FOOTER,
    RELATIONSHIP_TYPE.FOOTNOTES,
    RELATIONSHIP_TYPE.ENDNOTES,
}
"""What a document keeps beside its text."""


def emptied(letterhead: bytes) -> WordDocument:
    """Open a letterhead without its text and what belonged to it; raise RenderFailed when it cannot be opened."""
    try:
        document = docx.Document(io.BytesIO(letterhead))
    except (ValueError, KeyError, OSError, SyntaxError) as error:
        raise RenderFailed("reference.docx cannot be opened as a Word file.") from error
    body = document.element.body
    for each in list(body):
        if each is not body.sectPr:
            body.remove(each)
    if body.sectPr is None:
        body.append(parts.element("sectPr"))
    _drop_relations(document)
    return document


def add_styles(document: WordDocument, styles: bytes) -> dict[str, str]:
    """Add the styles that a letterhead lacks, and give its own ids for the others by ours."""
    theirs = document.styles.element
    known = {_name(each).lower(): each.get(qn("w:styleId")) for each in theirs.findall(qn("w:style"))}
    ours = list(parse_xml(styles).findall(qn("w:style")))
    ids = {each.get(qn("w:styleId")): known[_name(each).lower()] for each in ours if _name(each).lower() in known}
    for style in ours:
        if style.get(qn("w:styleId")) not in ids:
            theirs.append(_rebased(style, ids))
    return {ours_id: their_id for ours_id, their_id in ids.items() if ours_id != their_id}


def add_lists(document: WordDocument, numbering: bytes) -> int:
    """Add the kinds of lists, and give what is added to their numbers so that they are new."""
    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in document.part.rels.values()):
        part = NumberingPart.load(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, numbering, document.part.package
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return 0
    theirs = document.part.numbering_part.element
    used = [int(each.get(qn("w:abstractNumId"))) for each in theirs.findall(qn("w:abstractNum"))]
    offset = max(used, default=-1) + 1
    for place, kind in enumerate(parse_xml(numbering).findall(qn("w:abstractNum"))):
        kind.set(qn("w:abstractNumId"), str(int(kind.get(qn("w:abstractNumId"))) + offset))
        theirs.insert(place, kind)
    return offset


def speak(document: WordDocument, language: str) -> None:
    """Make a language that of all words which name none of their own."""
    styles = document.styles.element
    for each in styles.iter(qn("w:lang")):
        each.set(qn("w:val"), language)
    look = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if look is not None and look.find(qn("w:lang")) is None:
        look.append(parts.element("lang", val=language))


def _drop_relations(document: WordDocument) -> None:
    rels = document.part.rels
    for key in [key for key, each in rels.items() if each.reltype not in _KEPT]:
        del rels[key]
    package = document.part.package.rels
    for key in [key for key, each in package.items() if each.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT]:
        del package[key]


def _rebased(style: BaseOxmlElement, ids: dict[str, str]) -> BaseOxmlElement:
    """Copy a style so that it builds on the letterhead's own styles, and is the default of none."""
    made = copy.deepcopy(style)
    made.attrib.pop(qn("w:default"), None)
    for tag in ("w:basedOn", "w:next", "w:link"):
        for each in made.findall(qn(tag)):
            each.set(qn("w:val"), ids.get(each.get(qn("w:val")), each.get(qn("w:val"))))
    return made


def _name(style: BaseOxmlElement) -> str:
    found = style.find(qn("w:name"))
    return str(found.get(qn("w:val"))) if found is not None else ""


def is_written(lines: Iterable[BaseOxmlElement]) -> bool:
    """Tell whether a header or footer holds words, a field or a picture."""
    wanted = (qn("w:t"), qn("w:drawing"), qn("w:pict"), qn("w:instrText"), qn("w:fldSimple"))
    return any(next(line.iter(*wanted), None) is not None for line in lines)
