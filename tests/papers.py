"""What the tests of papers share: a paper of some blocks, and what a reader finds in each format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.paper import Block, Paper
from policygen.rendering.words import Words, load_words

TEMPLATES = (Path(__file__).parent.parent / "templates",)

PLAIN_PAPER = Paper(
    name="quick-guide",
    title="Quick guide",
    institution="Leaf & Cup",
    language="en-US",
    paper="letter",
    as_of=date(2026, 3, 1),
    issue="TC-1, version 1.0",
    blocks=(),
)

HOSTILE = ("<b>*x*</b> & [y](https://z.example)", "{{ x }} |", "# no", "~~a~~", "&amp;", "](", "___", "{: .x }", "1. a")


def english() -> Words:
    """Give the English words of the templates."""
    return load_words("en", TEMPLATES)


def paper_of(*blocks: Block, form: bool = False, draft: bool = False, contents: bool = False) -> Paper:
    """Make a paper of some blocks."""
    return replace(PLAIN_PAPER, blocks=blocks, form=form, draft=draft, contents=contents)


def opened(content: bytes) -> WordDocument:
    """Open a Word file."""
    return docx.Document(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    """Read one part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def all_of(document: WordDocument, tag: str) -> list[BaseOxmlElement]:
    """Find the elements of a tag in the body, in order."""
    return list(document.element.body.iter(qn(tag)))


def words_of(element: BaseOxmlElement) -> str:
    """Give the words within an element; what was deleted counts not, and a line break is a line feed."""
    return "".join("\n" if each.tag == qn("w:br") else each.text or "" for each in element.iter(qn("w:t"), qn("w:br")))


def paragraphs(document: WordDocument, style: str = "") -> list[str]:
    """Give the words of the paragraphs of a style, or of all that have words, also within tables."""
    found = []
    for each in all_of(document, "w:p"):
        styled = each.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if (not style or (styled is not None and styled.get(qn("w:val")) == style)) and words_of(each):
            found.append(words_of(each))
    return found
