"""A paper says the same in every format, and nobody's words become markup in any."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from markdown_it import MarkdownIt
from PIL import Image

from policygen.filling import Filled
from policygen.formats import render_paper
from policygen.look import Look
from policygen.paper import (
    Block,
    Box,
    Edited,
    Field,
    FieldKind,
    Heading,
    Item,
    Listing,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    QrCode,
    Statement,
    Table,
)
from policygen.pictures import read_picture
from policygen.rendering.html import render_html, render_print_html
from policygen.rendering.markdown import render_markdown
from policygen.rendering.pdf import render_pdf
from tests.papers import HOSTILE, TEMPLATES, opened, paper_of, paragraphs

FIELDS = (
    Field(name="who", label="Your name", kind=FieldKind.LINE),
    Field(name="day", label="Date", kind=FieldKind.DATE),
    Field(name="read", label=Filled(("I have read the **", "Tea & Cake", "** rules.")), kind=FieldKind.TICK),
    Field(name="says", label="Remarks", kind=FieldKind.LINES),
    Field(name="sign", label="Signature", kind=FieldKind.SIGNATURE),
)


def every_block(words: str) -> tuple[Block, ...]:
    """Give one block of each kind, with the words wherever words can stand."""
    return (
        Heading(text=words, number="1"),
        Heading(text=Filled(("Part of ", words, "")), level=2, number="1.1"),
        Paragraph(text=words, style="lead", statements=("1.1.1",)),
        Paragraph(text=Filled(("Say ", words, " now.")), style="script"),
        Listing(items=(Item(text=words), Item(text=Filled(("Do **", words, "**.")))), style="do"),
        Listing(items=(Item(text=words),), style="dont"),
        Table(head=("Who", words), rows=((words, Filled(("", words, ""))),), caption=words),
        Table(head=(), rows=(("Owner", words),)),
        Table(head=("Law", "Statements"), rows=((Filled(("**", words, "** x")), "1.1.1"),), style="dense"),
        Statement(number="1.1.1", title=words, text=Filled(("Tell ", words, "\n\n- now")), label=words),
        Box(title=words, style="caution", blocks=(Paragraph(text=words),)),
        Paragraph(text=Edited(((Mark.KEPT, f"{words} "), (Mark.INSERTED, words)))),
        QrCode(address="mailto:pot@cup.example", label=words),
        PageBreak(),
        Field(name="a", label=words, kind=FieldKind.LINE, value=words),
        Field(name="b", label=words, kind=FieldKind.TICK),
        Field(name="c", label=words, kind=FieldKind.LINES, value=words),
    )


class Reader(HTMLParser):
    """Gathers the words and tags of a page's body, and the labels of its fields."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.given: list[dict[str, str | None]] = []
        self.feed("<body" + source.partition("<body")[2])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.given.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


def html_of(paper: Paper) -> str:
    return render_html(paper, TEMPLATES).decode()


def markdown_of(paper: Paper) -> str:
    return render_markdown(paper, TEMPLATES).decode()


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("render", [render_html, render_print_html], ids=["on a screen", "on paper"])
def test_words_that_try_to_be_markup_add_no_tag_in_html(
    words: str, render: Callable[[Paper, tuple[Path, ...]], bytes | str]
) -> None:
    def tags(words: str) -> list[str]:
        made = render(paper_of(*every_block(words)), TEMPLATES)
        return Reader(made if isinstance(made, str) else made.decode()).tags

    assert tags(words) == tags("tea")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_try_to_be_markup_are_literal_in_markdown(words: str) -> None:
    def shown(words: str) -> Reader:
        parser = MarkdownIt().enable(["table", "strikethrough"])
        return Reader("<body>" + parser.render(markdown_of(paper_of(*every_block(words)))))

    assert shown(words).tags == shown("tea").tags
    assert shown(words).words.count(words) == shown("tea").words.count("tea")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_try_to_be_markup_are_literal_in_word(words: str) -> None:
    def shown(words: str) -> str:
        return "\n".join(paragraphs(opened(render_paper(paper_of(*every_block(words)), "docx", TEMPLATES))))

    assert shown(words).count(words) == shown("tea").count("tea")


def test_every_format_gives_the_same_words_in_the_same_order() -> None:
    paper = paper_of(*(block for block in every_block("Tea and cake") if not isinstance(block, Field)))
    word = "".join(paragraphs(opened(render_paper(paper, "docx", TEMPLATES))))
    html = Reader(re.sub(r"<svg.*?</svg>", "", render_print_html(paper, TEMPLATES))).words
    assert _letters(word) == _letters(html.replace("[added:", "").replace("Uncontrolled when printed.", ""))


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


def test_the_statement_that_words_come_from_is_named_and_linked_where_it_stands() -> None:
    statement = Statement(number="1.1.1", title="Pour", text="Pour.")
    listing = Listing(items=(Item(text="Pour.", statements=("1.1.1", "2.1.1")),))
    assert '(see <a href="#c1.1.1">1.1.1</a>, 2.1.1)' in html_of(paper_of(listing, statement))
    assert "- Pour. (see 1.1.1, 2.1.1)" in markdown_of(paper_of(listing, statement))
    assert "(see" not in html_of(paper_of(Listing(items=(Item(text="Pour."),)), statement))


def test_words_to_post_are_not_mixed_with_the_statement_they_come_from() -> None:
    made = markdown_of(paper_of(Paragraph(text="Thank you.", style="script", statements=("1.1.1",))))
    assert "> Thank you.\n\n(see 1.1.1)" in made


def test_a_passage_in_another_language_says_so_and_others_do_not() -> None:
    french = Paragraph(text="Bonjour", language="fr-CA")
    assert '<div class="passage" lang="fr-CA">' in html_of(paper_of(french))
    assert Reader(html_of(paper_of(Paragraph(text="Hello")))).given.count({"lang": "fr-CA"}) == 0


def test_a_passage_in_another_language_is_spoken_so_in_a_pdf_and_others_are_not() -> None:
    content = render_pdf(paper_of(Paragraph(text="Bonjour", language="fr-CA"), Paragraph(text="Hello")), TEMPLATES)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        assert {str(each["/Lang"]) for each in tags if "/Lang" in each} == {"fr-CA"}
        assert str(pdf.Root.Lang) == "en-US"


def test_a_draft_says_so_and_an_issue_does_not() -> None:
    assert "**DRAFT**" in markdown_of(paper_of(draft=True))
    assert "DRAFT" in html_of(paper_of(draft=True))
    assert "DRAFT" not in markdown_of(paper_of())
    assert "DRAFT" not in Reader(html_of(paper_of())).words


def test_contents_lead_to_headings_only_where_a_paper_has_them() -> None:
    blocks = (Heading(text="Tea", anchor="tea"), Heading(text="Milk", level=2))
    assert '<a href="#tea">Tea</a>' in html_of(paper_of(*blocks, contents=True))
    assert "- Tea\n    - Milk" in markdown_of(paper_of(*blocks, contents=True))
    assert "<nav" not in html_of(paper_of(*blocks))


def test_a_documents_own_style_sheet_is_laid_over_that_of_all_papers(tmp_path: Path) -> None:
    own = tmp_path / "documents" / "quick-guide"
    own.mkdir(parents=True)
    (own / "screen.css").write_text("p { color: teal }", encoding="utf-8")
    assert "color: teal" in render_html(paper_of(), (tmp_path, *TEMPLATES)).decode()
    assert "color: teal" not in html_of(paper_of())


@pytest.mark.parametrize("field", [pytest.param(field, id=field.kind.value) for field in FIELDS])
def test_every_field_on_a_screen_has_a_label_of_its_own(field: Field) -> None:
    given = Reader(html_of(paper_of(field))).given
    assert [each["for"] for each in given if "for" in each] == [f"f-{field.name}"]
    assert [each["id"] for each in given if "name" in each] == [f"f-{field.name}"]


def test_a_field_on_paper_is_a_line_unless_something_stands_in_it() -> None:
    empty = Field(name="who", label="Name", kind=FieldKind.LINE)
    filled = Field(name="who", label="Name", kind=FieldKind.LINE, value="Pat")
    assert re.search(r"\*\*Name:\*\* (\\_){10,}", markdown_of(paper_of(empty)))
    assert "**Name:** Pat" in markdown_of(paper_of(filled))


@pytest.fixture(scope="session")
def plain_pdf() -> bytes:
    logo = io.BytesIO()
    Image.new("RGB", (90, 30), (10, 90, 60)).save(logo, "PNG")
    paper = paper_of(*every_block("Tea & <cake>"), draft=True, contents=True)
    return render_pdf(paper, TEMPLATES, Look(logo=read_picture(logo.getvalue())))


@pytest.fixture(scope="session")
def form_pdf() -> bytes:
    return render_pdf(paper_of(Heading(text="Sign"), *FIELDS, form=True), TEMPLATES)


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_a_paper_passes_every_rule_of_accessibility_and_archiving(
    plain_pdf: bytes, profile: page.ValidationProfile, tmp_path: Path
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(plain_pdf)
    report = page.validate_pdf(file, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_a_change_is_said_in_words_to_those_who_hear_a_pdf(plain_pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(plain_pdf)
    try:
        text = "".join(each.get_textpage().get_text_range() for each in document)
    finally:
        document.close()
    assert "[added:" in text


def test_a_paper_that_is_no_form_has_nothing_to_fill_in(plain_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain_pdf)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_a_form_has_labelled_fields_in_the_order_of_the_paper(form_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(form_pdf)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field["/T"]) for field in fields] == ["who", "day", "read", "says", "sign"]
        labels = [str(field["/TU"]) for field in fields]
        assert labels == ["Your name", "Date", "I have read the Tea & Cake rules.", "Remarks", "Signature"]
        assert [str(field["/FT"]) for field in fields] == ["/Tx", "/Tx", "/Btn", "/Tx", "/Tx"]


def test_a_form_is_tagged_goes_by_its_tags_and_does_not_claim_pdf_ua(form_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(form_pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert {str(each["/Tabs"]) for each in pdf.pages} == {"/S"}
        assert all("/StructParent" in field for field in pdf.Root.AcroForm.Fields)
        assert "Metadata" not in pdf.Root or b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


def test_the_same_paper_gives_the_same_bytes(form_pdf: bytes) -> None:
    assert render_pdf(paper_of(Heading(text="Sign"), *FIELDS, form=True), TEMPLATES) == form_pdf
