"""Every format of a policy says the same, is safe, is accessible and comes out the same everywhere."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import markdown
import page
import pikepdf
import pypdfium2
import pytest

HERE = Path(__file__).parent
HOSTILE = "St. Mary's & Sons <Ltd> *Clinic* {{ x }} [a](b)"
OHIO = HERE.parent / "docs" / "examples" / "ohio-practice.yaml"


def policygen(*words: str, where: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "policygen", *words],
        cwd=where,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the Ohio practice's policy under a name that tries to be markup."""
    folder = tmp_path_factory.mktemp("hostile")
    done = policygen(
        *(
            "new",
            "practice",
            "--answers",
            str(OHIO),
            "--no-input",
            "--as-of",
            "2026-11-21",
            "--set",
            f"org_name={HOSTILE}",
            "--set",
            "outputs=full-policy",
        ),
        where=folder,
    )
    assert done.returncode == 0, done.stderr
    return folder / "practice" / "documents"


class _Text(HTMLParser):
    """Gathers the text of a page, without its head and skip link."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("head", "style") or ("class", "skip") in attrs:
            self.hidden = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("head", "style", "a"):
            self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += data.split()


def text_of_html(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "".join(reader.words)


def text_of_pdf(path: Path) -> str:
    """Give the text of all pages without white space, less what stands in the margins."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [each.get_textpage().get_text_range() for each in document]
    finally:
        document.close()
    return "\n".join("".join(text.split()) for text in pages)


def test_markdown_and_html_say_the_same(made: Path) -> None:
    shown = markdown.markdown((made / "policy.md").read_text(encoding="utf-8"), extensions=["tables", "sane_lists"])
    written = text_of_html((made / "policy.html").read_text(encoding="utf-8"))
    assert text_of_html(shown) == written


def test_the_pdf_says_every_clause_that_the_html_says(made: Path) -> None:
    html = (made / "policy.html").read_text(encoding="utf-8")
    found = re.findall(r'<div class="clause".*?</div>', html, re.DOTALL)
    margins = re.compile(r"Uncontrolledwhenprinted\.Page\d+of\d+|DRAFT\.?")
    pdf = text_of_pdf(made / "policy.pdf")
    issue = text_of_html(re.search(r'<p class="issue">.*?</p>', html, re.DOTALL)[0])  # type: ignore[index]
    institution = "".join(HOSTILE.split())
    pdf = _bare(margins.sub("", pdf.replace(issue, "").replace(institution, "")))
    missing = [
        text_of_html(clause)[:60] for clause in found if _bare(text_of_html(clause).replace(institution, "")) not in pdf
    ]
    assert len(found) > 60
    assert missing == []


def _bare(text: str) -> str:
    """Drop what a PDF adds or leaves out: list marks and invisible characters."""
    return re.sub(r"[^A-Za-z0-9]", "", text)


def test_a_hostile_name_reads_exactly_so_in_every_format(made: Path) -> None:
    md = (made / "policy.md").read_text(encoding="utf-8")
    assert "".join(HOSTILE.split()) in text_of_html(markdown.markdown(md, extensions=["tables"]))
    assert "".join(HOSTILE.split()) in text_of_html((made / "policy.html").read_text(encoding="utf-8"))
    assert "".join(HOSTILE.split()) in text_of_pdf(made / "policy.pdf")


def test_a_hostile_name_adds_no_tag(made: Path) -> None:
    html = (made / "policy.html").read_text(encoding="utf-8")
    assert "<Ltd>" not in html
    assert "<em>Clinic</em>" not in html
    assert 'href="b"' not in html


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_the_pdf_passes_every_rule_of_accessibility_and_archiving(made: Path, profile: page.ValidationProfile) -> None:
    report = page.validate_pdf(made / "policy.pdf", profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 50


def test_the_pdf_is_tagged_titled_bookmarked_and_on_letter_paper(made: Path) -> None:
    with pikepdf.open(made / "policy.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-US"
        assert HOSTILE in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root][:2] == ["1 About this policy", "2 Your rights"]
        width, height = (float(each) for each in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (612, 792)


def test_the_pdf_holds_only_the_bundled_fonts(made: Path) -> None:
    with pikepdf.open(made / "policy.pdf") as pdf:
        names = {
            str(each["/BaseFont"]).partition("+")[2] for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
            and each.get("/Type") == "/Font" and "/BaseFont" in each
        }  # fmt: skip
    assert names
    assert all(re.match(r"(Source|Policy)[-_ ]?(Sans|Serif)", name) for name in names), names


def test_every_page_of_the_pdf_has_ink_and_a_number(made: Path) -> None:
    document = pypdfium2.PdfDocument(made / "policy.pdf")
    try:
        total = len(document)
        for number, each in enumerate(document, 1):
            text = " ".join(each.get_textpage().get_text_range().split())
            assert f"Page {number} of {total}" in text
            assert "DRAFT" in text
            assert len(text) > 150
    finally:
        document.close()


def test_the_html_stands_alone(made: Path) -> None:
    html = (made / "policy.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!#|https://|mailto:)', html)
    assert "<script" not in html
    assert html.count("<h1>") == 1


def test_headings_go_down_one_step_at_a_time(made: Path) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", (made / "policy.html").read_text(encoding="utf-8"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@lru_cache
def elsewhere(folder: Path, zone: str, locale: str, seed: str) -> tuple[bytes, ...]:
    done = policygen(
        *("new", "practice", "--answers", str(OHIO), "--no-input", "--as-of", "2026-11-21"),
        *("--set", "outputs=full-policy,house-rules"),
        where=folder,
        TZ=zone,
        LC_ALL=locale,
        PYTHONHASHSEED=seed,
    )
    assert done.returncode == 0, done.stderr
    documents = sorted((folder / "practice" / "documents").iterdir())
    lock = json.loads((folder / "practice" / "policy.lock").read_bytes())
    del lock["trail"]  # which says who made it and when
    return (*(file.read_bytes() for file in documents), json.dumps(lock).encode())


def test_the_same_answers_and_date_give_the_same_bytes_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    here = elsewhere(tmp_path_factory.mktemp("here"), "UTC", "C", "1")
    there = elsewhere(tmp_path_factory.mktemp("quite-another-folder"), "Pacific/Auckland", "de_DE.UTF-8", "2")
    assert len(here) == 9
    assert here == there


def test_a_document_that_asks_for_a_file_is_not_made() -> None:
    request = (
        '{"html": "<html lang=en><title>x</title><img alt=x src=file:///etc/hostname>", "identifier": "' + "0" * 64
    )
    done = subprocess.run(
        [sys.executable, "-m", "policygen.rendering.pdfworker"],
        input=request + '"}',
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "file:///etc/hostname" in done.stderr
    assert not done.stdout.startswith("%PDF")


def test_the_other_paper_is_used_elsewhere(tmp_path: Path) -> None:
    done = policygen(
        *(
            "new",
            "trust",
            "--answers",
            str(OHIO),
            "--no-input",
            "--set",
            "jurisdictions=England",
            "--set",
            "outputs=full-policy",
        ),
        where=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    with pikepdf.open(io.BytesIO((tmp_path / "trust" / "documents" / "policy.pdf").read_bytes())) as pdf:
        assert round(float(pdf.pages[0].mediabox[3])) == 842
