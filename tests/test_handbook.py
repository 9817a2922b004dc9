"""The handbook binds papers into one: one contents list, one run of pages, one fragment to paste."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from policygen.exporting import make_handbook
from policygen.formats import render_paper
from policygen.handbook import bind, fragment
from policygen.paper import Contents, Field, Heading, PageBreak, Paper
from tests.club import DAY, make_club
from tests.sets import every_block, papers
from tests.test_profiles import shipped

OHIO = "p1-ohio-family-practice"
BOUND = ("policy", "quick-guide", "incident-checklist", "acknowledgement")


@lru_cache
def book() -> Paper:
    return bind([papers(OHIO)[stem] for stem in BOUND], "Social media handbook")


@lru_cache
def pdf() -> bytes:
    return render_paper(book(), "pdf", shipped().templates)


@lru_cache
def html() -> str:
    return render_paper(book(), "html", shipped().templates).decode()


def test_each_document_is_a_chapter_in_the_order_given() -> None:
    chapters = [block.text for block in book().blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == [papers(OHIO)[stem].title for stem in BOUND]


def test_there_is_one_table_of_contents_and_no_empty_page() -> None:
    assert book().contents
    assert not any(isinstance(block, Contents) for block in book().blocks)
    pairs = zip(book().blocks, book().blocks[1:], strict=False)
    assert not any(isinstance(one, PageBreak) and isinstance(two, PageBreak) for one, two in pairs)


def test_fields_of_two_forms_do_not_share_a_name() -> None:
    forms = bind([papers(OHIO)["acknowledgement"], papers(OHIO)["account-request"]], "Forms")
    names = [block.name for block in every_block(forms) if isinstance(block, Field)]
    assert len(names) == len(set(names)) > 20


def test_the_page_numbers_of_the_contents_are_those_of_the_bookmarks() -> None:
    document = pypdfium2.PdfDocument(pdf())
    pages = [page.get_textpage().get_text_range() for page in document]
    bookmarks = bookmarked()
    first = next(page for _, page in bookmarks) - 1
    listed = " ".join("\n".join(pages[:first]).split())
    assert len(bookmarks) > 30
    for title, page in bookmarks:
        assert re.search(rf"{re.escape(title)} ?{page}\b", listed), (title, page)


def test_pages_are_numbered_in_one_run() -> None:
    document = pypdfium2.PdfDocument(pdf())
    for number, page in enumerate(document, 1):
        assert f"Page {number} of {len(document)}" in page.get_textpage().get_text_range()


def bookmarked() -> list[tuple[str, int]]:
    """List the bookmarks of the first two levels, each with the page it leads to, from 1."""
    found = []
    document = pypdfium2.PdfDocument(pdf())
    for item in document.get_toc(max_depth=2):
        target = item.get_dest()
        assert target is not None
        title = " ".join(item.get_title().split())
        if title != "Contents":
            found.append((title, int(target.get_index()) + 1))
    return found


def test_the_html_file_needs_nothing_beside_it() -> None:
    assert not re.search(r'(?:src|href)="(?!#|mailto:|https://)', html())
    assert "@import" not in html()
    assert "<script" not in html()
    assert 'class="skip"' in html()
    assert "@media print" in html()


@pytest.mark.parametrize("word", ["<style", "class=", "<input", "<textarea", "<script", "<form", "style="])
def test_the_fragment_has_no_styles_and_no_fields(word: str) -> None:
    assert word not in fragment(html(), book()).decode()


def test_the_fragment_says_all_that_the_page_says() -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", unescape(re.sub(r"(?s)<(style|head)\b.*?</\1>|<[^>]*>", " ", text))))

    cut = fragment(html(), book()).decode()
    assert words(html()) - words(cut) <= {"Skip", "to", "the", "text", "QR", "code"}
    assert "DRAFT" in cut
    anchors = set(re.findall(r'id="([^"]+)"', cut))
    assert set(re.findall(r'href="#([^"]+)"', cut)) <= anchors


def test_the_handbook_is_tagged_and_names_its_language() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        assert str(document.Root.Lang) == "en-US"
        assert bool(document.Root.MarkInfo.Marked)


def test_a_handbook_bound_before_a_change_is_named_until_it_is_bound_again(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    make_handbook(club.workspace, club.load(), DAY)
    assert not club.status().stale
    club.edit("answers.yaml", "headcount: 12", "headcount: 13")
    club.build()
    assert "documents/handbook.pdf" in club.status().behind
    make_handbook(club.workspace, club.load(), DAY)
    assert not club.status().stale
