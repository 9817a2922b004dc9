"""Word files open in an office suite and say there what they say here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from policygen.assembling import assemble
from policygen.formats import render
from policygen.rendering.docx import render_docx
from policygen.selection import select
from tests.needed import program
from tests.papers import TEMPLATES, opened, paper_of, paragraphs, words_of
from tests.test_papers import every_block
from tests.test_profiles import TODAY, profile_answers, shipped


def letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have LibreOffice make PDFs of a policy and of a paper with every block."""
    office = program("soffice", "libreoffice")
    folder = tmp_path_factory.mktemp("office")
    answers = profile_answers("p1-ohio-family-practice")
    policy = assemble(shipped(), select(shipped(), answers, TODAY))
    (folder / "policy.docx").write_bytes(render(policy, "docx", shipped().templates))
    (folder / "paper.docx").write_bytes(render_docx(paper_of(*every_block("Tea"), draft=True), TEMPLATES))
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)),
            str(folder / "policy.docx"),
            str(folder / "paper.docx"),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )
    return folder


def text_of(path: Path, header: str, footer: str) -> str:
    """Give the letters of all pages, less what stands in the margins."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [letters(each.get_textpage().get_text_range()) for each in document]
    finally:
        document.close()
    return "".join(
        page.replace(f"{footer}Page{number}of{len(pages)}", "").replace(header, "")
        for number, page in enumerate(pages, 1)
    )


@pytest.mark.parametrize("name", ["policy", "paper"])
def test_every_paragraph_of_a_word_file_stands_in_what_libreoffice_makes_of_it(converted: Path, name: str) -> None:
    document = opened((converted / f"{name}.docx").read_bytes())
    section = document.sections[0]
    header = letters(words_of(section.header._element))
    footer = letters(words_of(section.footer._element)).removesuffix("Page1of1")
    text = text_of(converted / f"{name}.pdf", header, footer)
    lost = [each for each in paragraphs(document) if letters(each).replace(header, "") not in text]
    assert len(paragraphs(document)) > 15
    assert lost == []


def test_libreoffice_numbers_the_pages(converted: Path) -> None:
    document = pypdfium2.PdfDocument(converted / "policy.pdf")
    try:
        total = len(document)
        last = document[total - 1].get_textpage().get_text_range()
    finally:
        document.close()
    assert total > 10
    assert f"Page {total} of {total}" in " ".join(last.split())
