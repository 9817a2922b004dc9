"""The policy as a paper: every statement, word and number of the document, in every format."""

from __future__ import annotations

import re

import pytest
from docx.oxml.ns import qn

from policygen.assembling import assemble
from policygen.document import Document
from policygen.filling import Filled
from policygen.formats import render
from policygen.library import Library
from policygen.paper import Contents, Heading, Statement, Table
from policygen.policypaper import policy_paper
from policygen.rendering.texts import bare_of
from policygen.rendering.words import load_words
from policygen.selection import select
from tests.papers import TEMPLATES, english, opened, paragraphs
from tests.test_profiles import TODAY, profile_answers, shipped
from tests.tools import assemble_tea


@pytest.fixture(scope="session")
def document() -> Document:
    return assemble(shipped(), select(shipped(), profile_answers("p1-ohio-family-practice"), TODAY))


@pytest.fixture(scope="session")
def word(document: Document) -> bytes:
    return render(document, "docx", shipped().templates)


def letters(text: str) -> str:
    return "".join(text.split())


def plain(markdown: str) -> str:
    """Take the marks of Markdown out of a text that holds no table."""
    unlisted = re.sub(r"(?m)^\s*(?:[-*]|\d{1,2}\.)\s+", "", markdown)
    unlinked = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", unlisted)
    return letters(re.sub(r"\\(.)", r"\1", unlinked.replace("**", "").replace("*", "")))


def test_every_statement_stands_in_word_as_in_markdown(document: Document, word: bytes) -> None:
    markdown = render(document, "md", shipped().templates).decode()
    clauses = re.findall(r"(?ms)^#### (.*?)\n\n(.*?)(?=^#{2,4} |\Z)", markdown)
    whole = letters("".join(paragraphs(opened(word))))
    missing = [title for title, text in clauses if letters(title) + plain(text) not in whole]
    assert len(clauses) == len(document.clauses) > 60
    assert missing == []


def test_the_headings_of_word_are_those_of_markdown(document: Document, word: bytes) -> None:
    markdown = render(document, "md", shipped().templates).decode()
    for level, style in ((2, "Heading1"), (3, "Heading2"), (4, "Heading3")):
        there = re.findall(rf"(?m)^{'#' * level} (.*)$", markdown)
        wanted = [title for title in there if title not in ("What to remember", "Contents")]
        assert [each.strip() for each in paragraphs(opened(word), style)] == wanted


def test_every_cell_of_the_annexes_stands_in_word(document: Document, word: bytes) -> None:
    cells = {
        letters("".join(each.text or "" for each in cell.iter(qn("w:t"))))
        for cell in opened(word).element.body.iter(qn("w:tc"))
    }
    tables = [block for block in policy_paper(document, english()).blocks if isinstance(block, Table)]
    assert len(tables) >= 5
    for table in tables:
        for row in table.rows:
            assert {letters(bare_of(cell)) for cell in row} <= cells


def test_the_paper_holds_the_statements_of_the_document_and_no_other(tea: Library) -> None:
    document = assemble_tea(tea)
    statements = [block for block in policy_paper(document, english()).blocks if isinstance(block, Statement)]
    assert [(each.number, each.text, each.label) for each in statements] == [
        (clause.number, clause.text, clause.label) for clause in document.clauses
    ]


def test_every_annex_that_has_something_in_it_has_a_heading_and_no_other(tea: Library) -> None:
    document = assemble_tea(tea)
    numbers = [block.number for block in policy_paper(document, english()).blocks if isinstance(block, Heading)]
    annexes = [number for number in numbers if number.startswith("Annex")]
    assert annexes == [f"Annex {letter}" for _, letter in document.annexes]


def test_contents_stand_once_after_what_to_remember(tea: Library) -> None:
    assert [type(block) for block in policy_paper(assemble_tea(tea), english()).blocks].count(Contents) == 1


def test_a_draft_gives_its_reasons_and_a_place_that_is_not_covered_is_named(document: Document) -> None:
    paper = policy_paper(document, english())
    assert paper.draft
    assert paper.reasons[0] == "No lawyer for each place has finished reviewing it."
    assert "DRAFT" in paper.issue


def test_a_french_policy_speaks_french(tea: Library) -> None:
    paper = policy_paper(assemble_tea(tea), load_words("fr", TEMPLATES))
    assert paper.title != policy_paper(assemble_tea(tea), english()).title


def test_an_authoritys_title_is_bold_and_never_markup(document: Document) -> None:
    laws = [
        block
        for block in policy_paper(document, english()).blocks
        if isinstance(block, Table) and block.style == "dense"
    ]
    for row in laws[0].rows:
        assert isinstance(row[0], Filled)
        assert row[0].pieces[::2] == ("**", "** ", "")
