"""The second engine for PDFs says the same, is as safe and as accessible, and comes out the same everywhere."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from policygen.answerfile import load_answers
from policygen.assembling import assemble
from policygen.document import Document
from policygen.errors import RenderFailed
from policygen.filling import Filled
from policygen.formats import Engine, render, render_paper
from policygen.look import PLAIN, Face, Look
from policygen.paper import (
    Box,
    Edited,
    Field,
    FieldKind,
    Heading,
    Item,
    Listing,
    Mark,
    Paper,
    Paragraph,
    Statement,
    Table,
    Text,
)
from policygen.pictures import read_picture
from policygen.questions import QuestionId
from policygen.rendering.typst import POOL
from policygen.rendering.typstdata import paper_data
from policygen.selection import select
from tests.papers import HOSTILE, TEMPLATES, english, paper_of
from tests.sets import SETS, papers
from tests.test_attacks import ANSWERS, HARMLESS, NUMBERS, full_of_questions, squeezed, within
from tests.test_formats import HOSTILE as HOSTILE_NAME
from tests.test_formats import OHIO, policygen, text_of_html
from tests.test_papers import every_block
from tests.test_profiles import shipped
from tests.tools import ON, assemble_tea

TODAY = date(2026, 11, 21)


def typst(paper: Paper, look: Look = PLAIN, templates: tuple[Path, ...] = TEMPLATES) -> bytes:
    return render_paper(paper, "pdf", templates, look, Engine.TYPST)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(each.get_textpage().get_text_range() for each in document)
    finally:
        document.close()


@lru_cache(maxsize=1)
def ohio() -> Document:
    """Assemble the Ohio practice's policy under a name that tries to be markup."""
    answers = load_answers(OHIO, shipped())
    named = replace(answers, given={**answers.given, QuestionId("org_name"): HOSTILE_NAME})
    return assemble(shipped(), select(shipped(), named, TODAY))


@lru_cache(maxsize=1)
def policy() -> bytes:
    return render(ohio(), "pdf", shipped().templates, engine=Engine.TYPST)


@lru_cache(maxsize=2)
def pages() -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(policy())
    try:
        return tuple(each.get_textpage().get_text_range() for each in document)
    finally:
        document.close()


def bare(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


# the words


def test_the_pdf_says_every_clause_that_the_html_says() -> None:
    html = render(ohio(), "html", shipped().templates).decode()
    found = re.findall(r'<div class="clause".*?</div>', html, re.DOTALL)
    issue = bare(re.search(r'<p class="issue">(.*?)</p>', html, re.DOTALL)[1])  # type: ignore[index]
    margins = re.compile(rf"{issue}UncontrolledwhenprintedPage\d+of\d+|{bare(HOSTILE_NAME)}DRAFT")
    said = margins.sub("", bare(re.sub(r"(?m)^\d{1,2}\.\s", "", "\n".join(pages()))))
    missing = [text_of_html(clause)[:60] for clause in found if bare(text_of_html(clause)) not in said]
    assert len(found) > 60
    assert missing == []


def test_a_hostile_name_reads_exactly_so() -> None:
    assert "".join(HOSTILE_NAME.split()) in "".join("".join(pages()).split())


TYPST = ("#strong[x]", "$x$ @y", "\\u{41}", "= a", "/ a: b", "#sys.inputs", '"#(1+1)', "//x", "/*x*/", "a~b", "`#x`")


@pytest.mark.parametrize("words", [*HOSTILE, *TYPST])
def test_words_that_try_to_be_markup_are_literal(words: str) -> None:
    def shown(words: str) -> str:
        return "".join(text_of(typst(paper_of(*every_block(words)))).split())

    assert shown(words).count("".join(words.split())) == shown("tea").count("tea")


def test_every_attack_is_printed_letter_for_letter_and_brings_no_link(tmp_path: Path) -> None:
    loaded = full_of_questions(tmp_path)
    said = {f"attack_{NUMBERS[name]}": text for name, text in ANSWERS.items()}
    made = render(
        assemble_tea(loaded, ON, **said, attack_harmless=HARMLESS), "pdf", loaded.templates, engine=Engine.TYPST
    )
    shown = squeezed(text_of(made))
    assert [name for name, text in ANSWERS.items() if shown.count(squeezed(text)) < 5] == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        dictionaries = [inner for each in pdf.objects for inner in within(each)]
        assert {str(each["/URI"]) for each in dictionaries if "/URI" in each} == {"https://tea.example/x"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("One.\n\nTwo.", ["words", "words"], id="paragraphs"),
        pytest.param(Filled(("a\n\n- b\n- c\n\nd",)), ["words", ["words", "words"], "words"], id="a list between"),
        pytest.param(
            Filled(("- a\n    1. b\n    2. c\n- d",)), [["words", ["words", "words"], "words"]], id="a list within"
        ),
        pytest.param(Filled(("- a\n\n    b\n\n- c",)), [["words", "words", "words"]], id="an item of two paragraphs"),
        pytest.param(Filled(("> a\n\nb",)), ["quote", "words"], id="a quotation"),
        pytest.param(Filled(("| a | b |\n|---|---|\n| c | d |",)), ["grid"], id="a table"),
    ],
)
def test_lists_stand_where_the_text_has_them(text: Text, kinds: list[object]) -> None:
    def kinds_of(nodes: object) -> list[object]:
        assert isinstance(nodes, list)
        return [
            [kind for item in node["items"] for kind in kinds_of(item)] if node["kind"] == "listing" else node["kind"]
            for node in nodes
        ]

    data, _ = paper_data(paper_of(Paragraph(text=text)), english(), PLAIN)
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    assert kinds_of(blocks[0]["text"]) == kinds


def test_a_change_is_said_in_words_too() -> None:
    text = Edited(((Mark.KEPT, "Drink "), (Mark.DELETED, "coffee"), (Mark.INSERTED, "tea")))
    shown = "".join(text_of(typst(paper_of(Paragraph(text=text)))).split())
    assert f"[{english()['edit_deleted']}:coffee][{english()['edit_added']}:tea]" in shown


# the page


def test_the_pdf_passes_every_rule_of_accessibility(tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(policy())
    report = page.validate_pdf(tmp_path / "policy.pdf", profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 50


def test_every_kind_of_block_passes_the_rules_in_large_print_with_a_logo(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 80), "teal").save(file, "PNG")
    look = Look(large=True, face=Face.SERIF, paper="a4", logo=read_picture(file.getvalue()))
    paper = replace(paper_of(*every_block("Tea"), draft=True, contents=True), reasons=("Nobody read it.",))
    (tmp_path / "tea.pdf").write_bytes(typst(paper, look))
    report = page.validate_pdf(tmp_path / "tea.pdf", profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_the_pdf_is_tagged_titled_bookmarked_and_on_letter_paper() -> None:
    with pikepdf.open(io.BytesIO(policy())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-US"
        assert HOSTILE_NAME in str(pdf.docinfo["/Title"])
        assert ohio().stamp in str(pdf.docinfo["/Keywords"])
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261121000000Z"
        with pdf.open_outline() as bookmarks:
            titles = [entry.title for entry in bookmarks.root]
            beneath = [entry.title for entry in bookmarks.root[0].children]
        assert titles[:2] == ["1 About this policy", "2 Your rights"]
        assert all(re.match(r"1\.\d+ ", title) for title in beneath)
        width, height = (float(each) for each in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (612, 792)


def test_a_paper_in_another_look_is_on_its_paper() -> None:
    with pikepdf.open(io.BytesIO(typst(paper_of(Paragraph(text="Tea")), Look(paper="a4")))) as pdf:
        assert round(float(pdf.pages[0].mediabox[2])) == 595


def test_the_contents_give_the_page_of_each_part() -> None:
    contents = next(text for text in pages() if "Contents" in text)
    for part in ohio().parts:
        found = re.search(rf"^{part.number}\s+{re.escape(part.title)}\s+(\d+)\s*$", contents, re.MULTILINE)
        assert found is not None, part.title
        assert re.search(rf"^{part.number}\s+{re.escape(part.title)}", pages()[int(found[1]) - 1], re.MULTILINE)


def test_every_page_has_a_number_the_mark_and_the_issue() -> None:
    for number, text in enumerate(pages(), 1):
        said = " ".join(text.split())
        assert f"Page {number} of {len(pages())}" in said
        assert "DRAFT" in said
        assert "in effect from February 1, 2027" in said


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    rows = tuple((f"Cup {number}", "Tea") for number in range(90))
    document = pypdfium2.PdfDocument(typst(paper_of(Table(head=("Vessel", "Drink"), rows=rows))))
    try:
        texts = [each.get_textpage().get_text_range() for each in document]
    finally:
        document.close()
    assert len(texts) > 1
    assert all("Vessel" in text for text in texts)


def test_a_row_and_a_box_that_are_longer_than_a_page_lose_nothing() -> None:
    long = " ".join(f"word{number}" for number in range(1500))
    shown = text_of(typst(paper_of(Table(head=("a", "b"), rows=(("c", long),)), Box(blocks=(Paragraph(text=long),)))))
    assert shown.count("word1499") == 2
    assert len(re.findall(r"word\d+", shown)) == 3000


def test_a_word_that_is_wider_than_the_page_stays_on_it() -> None:
    word = "teacup" * 60
    paper = paper_of(Heading(text=word), Table(head=("a", "b"), rows=((word, word),)))
    document = pypdfium2.PdfDocument(typst(replace(paper, name="policy")))
    try:
        text = document[0].get_textpage()
        right = max(text.get_charbox(each)[2] for each in range(text.count_chars()))
        said = text.get_text_range()
    finally:
        document.close()
    assert right < 612 - 21 / 25.4 * 72 + 1
    assert re.sub(r"[\s\u200b]", "", said).count(word) == 3


def test_a_passage_in_another_language_is_spoken_in_it() -> None:
    made = typst(paper_of(Statement(number="1", title="Du thé", text="Buvez du thé.", language="fr-CA")))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        spoken = {
            str(each["/Lang"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
        }
    assert any(language.startswith("fr") for language in spoken)


def test_references_lead_to_the_statements_that_stand_in_the_paper() -> None:
    statement = Statement(number="1.1", title="Tea", text="Drink it.")
    item = Item(text="Drink tea.", statements=("1.1", "9.9"))
    made = typst(paper_of(Heading(text="Part"), Listing(items=(item,)), statement))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        links = [each for each in pdf.pages[0].get("/Annots", ()) if each.Subtype == "/Link"]
    assert len(links) == 1
    assert "(see 1.1, 9.9)" in " ".join(text_of(made).split())


def test_only_the_bundled_fonts_are_used() -> None:
    with pikepdf.open(io.BytesIO(policy())) as pdf:
        names = {str(each["/BaseFont"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
                 and "/BaseFont" in each}  # fmt: skip
    assert names
    assert all(re.match(r"/[A-Z]{6}\+Source(Sans|Serif)Pro-", name) for name in names), names


# the machine


def test_the_bytes_are_the_same_wherever_they_are_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paper = paper_of(*every_block("Tea"), contents=True)
    first = typst(paper)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.chdir(tmp_path)
    POOL.forget()
    assert typst(paper) == first
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(
        RenderFailed, match=r"^The engine typst is not installed. Run: pip install 'policygen\[typst\]'$"
    ):
        typst(paper_of(Paragraph(text="Tea")))


def test_neither_the_engine_nor_its_child_loads_weasyprint() -> None:
    code = (
        "import sys, policygen.formats, policygen.rendering.typstworker; "
        "print([name for name in ('weasyprint', 'pydyf', 'cffi') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_hyphen_that_holds_words_together_is_printed_though_the_fonts_lack_it() -> None:
    assert "twenty-four" in re.sub("\u2060", "", text_of(typst(paper_of(Paragraph(text="twenty\u2011four cups")))))


def test_a_folder_that_cannot_be_written_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(RenderFailed, match=r"^The PDF cannot be made with typst: No such file or directory\.$"):
        typst(paper_of(Paragraph(text="Tea")))


def test_a_form_is_made_by_the_engine_that_can_make_fields() -> None:
    form = paper_of(Field(name="who", label="Your name", kind=FieldKind.LINE), form=True)
    with pikepdf.open(io.BytesIO(typst(form))) as pdf:
        assert len(pdf.Root.AcroForm.Fields) == 1


def test_a_sign_that_the_fonts_lack_is_named_with_what_to_do() -> None:
    with pytest.raises(RenderFailed, match=r"no sign for '茶'. Run again with: --engine weasyprint"):
        typst(paper_of(Paragraph(text="Tea, 茶")))


@pytest.mark.parametrize(
    ("drawing", "says"),
    [
        pytest.param('#import "@preview/cetz:0.3.4"', "failed to download .*refused", id="a package of the network"),
        pytest.param('#read("/etc/hostname")', "file not found", id="a file of this machine"),
        pytest.param('#read("../nothing")', "escape the project root", id="a file outside"),
        pytest.param("#let tea = ", "expected expression", id="a mistake"),
    ],
)
def test_a_drawing_that_asks_for_more_than_its_paper_fails_in_a_sentence(
    drawing: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "paper.typ").write_text(drawing, encoding="utf-8")
    with pytest.raises(RenderFailed, match=f"^The PDF cannot be made with typst: .*{says}"):
        typst(paper_of(Paragraph(text="Tea")), templates=(tmp_path, *TEMPLATES))


@pytest.mark.parametrize("name", SETS)
def test_every_quick_guide_is_one_page(name: str) -> None:
    guides = [paper for paper in papers(name).values() if paper.name == "quick-guide"]
    assert guides
    for paper in guides:
        document = pypdfium2.PdfDocument(typst(paper, templates=shipped().templates))
        assert len(document) == 1, paper.stem
        document.close()


# processes that stay warm

posix = pytest.mark.skipif(sys.platform == "win32", reason="there each paper has a process of its own")
TEA = paper_of(Paragraph(text="Tea"))
ENDLESS = "#{ for n in range(1000000) { for m in range(1000000) { let k = m } } }"
"""A drawing that takes days."""


def drawn_by(folder: Path, drawing: str) -> tuple[Path, ...]:
    """Give template folders in which another drawing stands over the one of all papers."""
    (folder / "paper").mkdir()
    (folder / "paper" / "paper.typ").write_text(drawing, encoding="utf-8")
    return folder, *TEMPLATES


def warm() -> int:
    """Have a paper drawn, and give the process that is warm since."""
    typst(TEA)
    return POOL.idle[-1].process.pid


@posix
def test_a_warm_process_draws_what_a_fresh_one_draws() -> None:
    logos = []
    for colour in ("teal", "maroon"):
        file = io.BytesIO()
        Image.new("RGB", (300, 80), colour).save(file, "PNG")
        logos.append(replace(PLAIN, logo=read_picture(file.getvalue())))
    process = warm()
    drawn = [typst(TEA, look) for look in (*logos, PLAIN)]
    assert warm() == process
    assert len(set(drawn)) == 3
    for look, each in zip((*logos, PLAIN), drawn, strict=True):
        POOL.forget()
        assert typst(TEA, look) == each


@posix
def test_a_process_that_is_killed_is_replaced() -> None:
    process = warm()
    os.kill(process, signal.SIGKILL)
    assert warm() != process


@posix
def test_a_drawing_that_fails_leaves_the_process_as_it_was(tmp_path: Path) -> None:
    process = warm()
    with pytest.raises(RenderFailed, match="expected expression"):
        typst(TEA, templates=drawn_by(tmp_path, "#let tea = "))
    assert warm() == process


@posix
def test_a_drawing_that_takes_too_long_is_given_up_and_the_next_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = warm()
    with monkeypatch.context() as patch:
        patch.setattr(POOL, "seconds", 1)
        with pytest.raises(RenderFailed, match="longer than 1 seconds"):
            typst(TEA, templates=drawn_by(tmp_path, ENDLESS))
    assert warm() != process


@posix
def test_each_paper_has_processor_time_of_its_own(tmp_path: Path) -> None:
    def answered(drawing: str, times: int) -> tuple[list[bool], int]:
        """Ask a process that may take two seconds a paper, and give whether each was made, and how it ended."""
        requests = []
        for number in range(times):
            folder = tmp_path / f"{drawing[:3]}{number}"
            folder.mkdir()
            asked = {"drawing": drawing, "data": "{}", "pictures": {}, "created": 0, "folder": str(folder)}
            requests.append(json.dumps(asked).encode() + b"\n")
        code = "import sys, policygen.rendering.typstworker as w; w.MOST_SECONDS = 2; sys.exit(w.serve())"
        done = subprocess.run([sys.executable, "-c", code], input=b"".join(requests), capture_output=True, check=False)
        return [b"bytes" in head for head in re.findall(rb'\{"(?:bytes|failed)": .*\}', done.stdout)], done.returncode

    slow = "#set document(title: [Tea])\n#{ for n in range(1000000) { let m = n + 1 } }\nTea"
    assert answered(slow, 10) == ([True] * 10, 0)
    assert answered(ENDLESS, 1) == ([], -signal.SIGXCPU)


def test_the_command_builds_with_the_engine_and_refuses_another(tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "answers.yaml").write_bytes(OHIO.read_bytes())
    day = ("--as-of", "2026-11-21", "--format", "pdf")
    done = policygen("build", "practice", "--engine", "typst", *day, where=tmp_path)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(tmp_path / "practice" / "documents" / "policy.pdf") as pdf:
        assert "Typst" in str(pdf.docinfo["/Creator"])
    refused = policygen("build", "practice", "--engine", "typist", *day, where=tmp_path)
    assert (refused.returncode, refused.stderr) == (2, "'typist' is not an engine. Did you mean 'typst'?\n")
