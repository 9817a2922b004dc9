"""Make the empty Word file that a paper is written into, and pack it so that the same paper gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.look import Face, Look
from policygen.rendering import docxparts as parts
from policygen.rendering.pages import render_page

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_FACES = {Face.MIXED: ("Calibri", "Cambria"), Face.SERIF: ("Cambria", "Cambria"), Face.SANS: ("Calibri", "Calibri")}
"""The faces of text and titles, which every Word has; LibreOffice has faces of the same widths."""
_LARGE = 18 / 10.5
"""How much larger large print is than the text's own size."""

_KINDS = {"bullets": 0, "numbers": 1, "do": 2, "dont": 3, "check": 4}
_LEVELS = 4
"""How deep lists may stand in each other."""

_PACKAGE: Mapping[str, str] = {
    "[Content_Types].xml": f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>\
<Override PartName="/word/numbering.xml" ContentType="{_TYPES}.numbering+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/></Types>""",
    "_rels/.rels": f"""{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>""",
    "word/_rels/document.xml.rels": f"""{_HEAD}<Relationships \
xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_RELATIONS}/numbering" Target="numbering.xml"/>\
<Relationship Id="rId3" Type="{_RELATIONS}/settings" Target="settings.xml"/></Relationships>""",
    "word/document.xml": f"""{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}" \
xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" \
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">\
<w:body><w:sectPr/></w:body></w:document>""",
    "word/settings.xml": f"""{_HEAD}<w:settings xmlns:w="{_MAIN}"><w:defaultTabStop w:val="720"/>\
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat></w:settings>""",
}
"""The parts of an empty Word file; its styles and lists come from templates/paper/word/."""


def empty_document(language: str, look: Look, templates: tuple[Path, ...]) -> WordDocument:
    """Make a Word document that has the styles and lists of a look, and no text."""
    parts = {
        **_PACKAGE,
        "word/styles.xml": styles_xml(language, look, templates),
        "word/numbering.xml": numbering_xml(language, templates),
    }
    return docx.Document(io.BytesIO(_zipped({name: text.encode() for name, text in parts.items()})))


def styles_xml(language: str, look: Look, templates: tuple[Path, ...]) -> str:
    """Give the styles of a look."""
    body_face, title_face = _FACES[look.face]
    named = {
        "body_face": body_face,
        "title_face": title_face,
        "deep": look.colour.upper(),
        "alarm": look.accent.upper(),
        "wash": "EEF2F7",
        "scale": _LARGE if look.large else 1,
    }
    made = render_page("paper/word/styles.xml.j2", language, templates, look=named, language=language)
    return made.strip()


def numbering_xml(language: str, templates: tuple[Path, ...]) -> str:
    """Give the kinds of lists."""
    return render_page("paper/word/numbering.xml.j2", language, templates).strip()


class Lists:
    """Makes the lists of one document, from the kinds in templates/paper/word/numbering.xml.j2."""

    def __init__(self, document: WordDocument, offset: int = 0) -> None:
        """Begin with no list made; ``offset`` is added to the numbers of the kinds."""
        self._numbering = document.part.numbering_part.element
        self._offset = offset
        self._made: dict[str, int] = {}
        self._used = max((int(each.get(qn("w:numId"))) for each in self._numbering.findall(qn("w:num"))), default=0)

    def __call__(self, kind: str, start: int) -> int:
        """Give the number of a list; every numbered list is one of its own, so that it counts from its start."""
        if kind != "numbers" and kind in self._made:
            return self._made[kind]
        self._used += 1
        restart = [
            parts.element("lvlOverride", parts.element("startOverride", val=start), ilvl=level)
            for level in range(_LEVELS if kind == "numbers" else 0)
        ]
        of_kind = parts.element("abstractNumId", val=_KINDS[kind] + self._offset)
        self._add(parts.element("num", of_kind, *restart, numId=self._used))
        self._made[kind] = self._used
        return self._used

    def _add(self, made: BaseOxmlElement) -> None:
        """Add a list after the others; a letterhead may have something of Word's own after those."""
        others = self._numbering.findall(qn("w:num")) or self._numbering.findall(qn("w:abstractNum"))
        others[-1].addnext(made)


def packed(document: WordDocument) -> bytes:
    """Write a Word document as bytes that carry no clock and no chance."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts in a fixed order with a fixed date; the list of types comes first, as Word wants it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return made.getvalue()
