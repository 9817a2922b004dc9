"""What makes a Word file one that people can work on: real styles, lists, heads, fields, changes and controls."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from policygen.filling import Filled
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
    Statement,
    Table,
)
from policygen.rendering.docx import render_docx
from tests.papers import TEMPLATES, all_of, opened, paper_of, paragraphs, part, words_of


def made(*blocks: Block) -> bytes:
    return render_docx(paper_of(*blocks), TEMPLATES)


def made_of(paper: Paper) -> bytes:
    return render_docx(paper, TEMPLATES)


def attribute(element: BaseOxmlElement, name: str) -> str:
    return str(element.get(qn(name)))


CHANGE = Paragraph(
    text=Edited(((Mark.KEPT, "Wait "), (Mark.DELETED, "two"), (Mark.INSERTED, "four"), (Mark.KEPT, " minutes.")))
)


def test_headings_have_real_styles_that_stay_with_what_follows() -> None:
    content = made(Heading(text="Tea", number="1"), Heading(text="Milk", level=2), Paragraph(text="Pour."))
    document = opened(content)
    assert paragraphs(document, "Heading1") == ["1 Tea"]
    assert paragraphs(document, "Heading2") == ["Milk"]
    assert document.styles["Heading 1"].paragraph_format.keep_with_next
    assert not document.styles["Normal"].paragraph_format.keep_with_next


def test_a_change_can_be_accepted_or_refused_and_says_who_made_it_and_when() -> None:
    paper = replace(paper_of(CHANGE), editor="Privacy office", edited_on=date(2026, 2, 3))
    document = opened(made_of(paper))
    (gone,), (new,) = all_of(document, "w:del"), all_of(document, "w:ins")
    assert [each.text for each in gone.iter(qn("w:delText"))] == ["two"]
    assert words_of(new) == "four"
    assert {attribute(each, "w:author") for each in (gone, new)} == {"Privacy office"}
    assert {attribute(each, "w:date") for each in (gone, new)} == {"2026-02-03T00:00:00Z"}
    assert attribute(gone, "w:id") != attribute(new, "w:id")


def test_a_change_is_the_institutions_on_the_papers_day_unless_it_says_otherwise() -> None:
    (new,) = all_of(opened(made(CHANGE)), "w:ins")
    assert (attribute(new, "w:author"), attribute(new, "w:date")) == ("Leaf & Cup", "2026-03-01T00:00:00Z")


def test_what_is_not_edited_has_no_tracked_change() -> None:
    document = opened(made(Paragraph(text="Wait two minutes.")))
    assert all_of(document, "w:ins") + all_of(document, "w:del") == []


def test_the_head_of_a_table_repeats_and_no_row_is_cut() -> None:
    document = opened(made(Table(head=("Who", "What"), rows=(("Pat", "Tea"), ("Lee", "Milk")))))
    rows = all_of(document, "w:tr")
    assert [len(list(row.iter(qn("w:tblHeader")))) for row in rows] == [1, 0, 0]
    assert [len(list(row.iter(qn("w:cantSplit")))) for row in rows] == [1, 1, 1]


def test_a_table_without_a_head_repeats_nothing() -> None:
    assert all_of(opened(made(Table(head=(), rows=(("Owner", "Pat"),)))), "w:tblHeader") == []


def test_the_columns_of_a_table_are_as_wide_as_the_text() -> None:
    tables = (
        Table(head=("A", "B"), rows=(("a", "b" * 90),)),
        Table(head=(), rows=(("a", "b"),)),
        Table(head=("A", "B", "C"), rows=(), widths=(20, 30, 50)),
    )
    grids = all_of(opened(made(*tables)), "w:tblGrid")
    assert {sum(int(attribute(column, "w:w")) for column in grid) for grid in grids} == {12240 - 2 * 1190}


def numbers_of(content: bytes) -> list[tuple[str, str]]:
    """List the list and level of each item, in order."""
    found = all_of(opened(content), "w:numPr")
    return [
        (attribute(each.find(qn("w:numId")), "w:val"), attribute(each.find(qn("w:ilvl")), "w:val")) for each in found
    ]


def test_each_numbered_list_counts_from_its_own_start() -> None:
    numbered = Listing(items=(Item(text="Tea"), Item(text="Milk")), style="numbers")
    content = made(numbered, numbered)
    assert numbers_of(content) == [("1", "0"), ("1", "0"), ("2", "0"), ("2", "0")]
    assert part(content, "word/numbering.xml").count('<w:startOverride w:val="1"/>') == 8


def test_a_list_in_an_item_stands_one_level_deeper() -> None:
    item = Item(text=Filled(("Pour:\n\n- tea\n- milk",)))
    levels = [level for _, level in numbers_of(made(Listing(items=(item, Item(text="Serve")))))]
    assert levels == ["0", "1", "1", "0"]


@pytest.mark.parametrize(("style", "mark"), [("do", "\u2713"), ("dont", "\u00d7"), ("check", "\u2610"), ("", "\u2022")])
def test_each_kind_of_list_has_its_mark(style: str, mark: str) -> None:
    content = made(Listing(items=(Item(text="Tea"),), style=style))
    numbering = opened(content).part.numbering_part.element
    kind = numbering.find(f"{qn('w:num')}/{qn('w:abstractNumId')}").get(qn("w:val"))
    text = numbering.xpath(f"./w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='0']/w:lvlText/@w:val")
    assert text == [mark]


def test_the_header_and_footer_name_the_institution_the_issue_and_the_page() -> None:
    content = made_of(paper_of(draft=True))
    section = opened(content).sections[0]
    assert words_of(section.header._element) == "Leaf & CupDRAFT"
    assert words_of(section.footer._element) == "TC-1, version 1.0Uncontrolled when printed. Page 1 of 1"
    codes = [each.text for each in section.footer._element.iter(qn("w:instrText"))]
    assert codes == [" PAGE ", " NUMPAGES "]


def test_a_paper_that_is_no_draft_does_not_say_so() -> None:
    assert "DRAFT" not in words_of(opened(made()).sections[0].header._element)
    assert not any("DRAFT" in each for each in paragraphs(opened(made())))


def test_the_properties_name_the_paper_and_carry_no_clock() -> None:
    properties = opened(made_of(replace(paper_of(), keywords=("tea", "cups")))).core_properties
    assert (properties.title, properties.subject, properties.author) == (
        "Quick guide",
        "TC-1, version 1.0",
        "Leaf & Cup",
    )
    assert (properties.keywords, properties.language) == ("tea, cups", "en-US")
    assert {each and each.replace(tzinfo=None) for each in (properties.created, properties.modified)} == {
        datetime(2026, 3, 1)
    }


def test_the_language_is_the_papers_and_a_foreign_passage_names_its_own() -> None:
    content = made(Paragraph(text="Hello"), Paragraph(text="Bonjour", language="fr-CA"))
    assert '<w:lang w:val="en-US"' in part(content, "word/styles.xml")
    assert [
        (attribute(each, "w:val"), words_of(each.getparent().getparent())) for each in all_of(opened(content), "w:lang")
    ] == [("fr-CA", "Bonjour")]


def test_a_french_paper_is_french_throughout() -> None:
    content = made_of(replace(paper_of(Paragraph(text="Bonjour", language="fr-CA")), language="fr-CA"))
    assert '<w:lang w:val="fr-CA"' in part(content, "word/styles.xml")
    assert all_of(opened(content), "w:lang") == []


def test_fields_are_controls_with_names_and_labels() -> None:
    fields = (
        Field(name="who", label="Your name", kind=FieldKind.LINE, value="Pat"),
        Field(name="day", label="Date", kind=FieldKind.DATE),
        Field(name="read", label="Read", kind=FieldKind.TICK, value="yes"),
    )
    controls = all_of(opened(made(*fields)), "w:sdt")
    named = [
        (attribute(next(each.iter(qn("w:tag"))), "w:val"), attribute(next(each.iter(qn("w:alias"))), "w:val"))
        for each in controls
    ]
    assert named == [("who", "Your name"), ("day", "Date"), ("read", "Read")]
    assert words_of(controls[0]) == "Pat"
    assert next(controls[1].iter(qn("w:date"))) is not None
    assert attribute(next(controls[2].iter(qn("w14:checked"))), "w14:val") == "1"


def test_a_box_keeps_its_blocks_together_and_ends_with_a_paragraph() -> None:
    box = Box(title="Remember", blocks=(Table(head=(), rows=(("Owner", "Pat"),)),))
    document = opened(made(box))
    (outer, _) = all_of(document, "w:tbl")
    assert paragraphs(document, "PolicyBoxTitle") == ["Remember"]
    assert [cell[-1].tag for cell in outer.iter(qn("w:tc"))] == [qn("w:p")] * 3


def test_a_page_break_begins_a_page_with_the_next_block_and_no_other() -> None:
    document = opened(made(Heading(text="Tea"), PageBreak(), Heading(text="Milk"), Heading(text="Cake")))
    broken = [bool(list(each.iter(qn("w:pageBreakBefore")))) for each in all_of(document, "w:p")]
    assert broken[-3:] == [False, True, False]


def test_contents_link_to_bookmarks_that_are_there() -> None:
    content = made_of(
        paper_of(Heading(text="Tea", anchor="s1.1"), Statement(number="1.1.1", title="x", text="y"), contents=True)
    )
    document = opened(content)
    links = {attribute(each, "w:anchor") for each in all_of(document, "w:hyperlink")}
    marks = [attribute(each, "w:name") for each in all_of(document, "w:bookmarkStart")]
    assert links <= set(marks)
    assert len(marks) == len(set(marks)) == 2
    assert [each.text for each in all_of(document, "w:instrText")] == [' TOC \\o "1-2" \\h \\z \\u ']


def test_a_statement_that_stands_in_the_paper_is_linked_to_and_another_only_named() -> None:
    listing = Listing(items=(Item(text="Pour.", statements=("1.1.1", "2.1.1")),))
    document = opened(made(listing, Statement(number="1.1.1", title="Pour", text="Pour.")))
    assert "Pour. (see 1.1.1, 2.1.1)" in paragraphs(document)
    assert [(words_of(each), attribute(each, "w:anchor")) for each in all_of(document, "w:hyperlink")] == [
        ("1.1.1", "a_c1_1_1")
    ]


def test_a_link_leads_to_its_address() -> None:
    document = opened(made(Paragraph(text=Filled(("See [tea](https://tea.example/a?b=1&c=2).",)))))
    (link,) = all_of(document, "w:hyperlink")
    assert document.part.rels[attribute(link, "r:id")].target_ref == "https://tea.example/a?b=1&c=2"


def test_the_same_paper_gives_the_same_bytes_and_its_parts_carry_no_date() -> None:
    content = made(CHANGE, Heading(text="Tea"))
    assert made(CHANGE, Heading(text="Tea")) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_a_word_file_runs_no_macro_and_asks_for_nothing_from_elsewhere() -> None:
    content = made(Paragraph(text="Tea"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        assert b"External" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(("paper", "size"), [("letter", ("12240", "15840")), ("a4", ("11906", "16838"))])
def test_the_page_is_as_large_as_the_paper(paper: str, size: tuple[str, str]) -> None:
    (found,) = all_of(opened(made_of(replace(paper_of(), paper=paper))), "w:pgSz")
    assert (attribute(found, "w:w"), attribute(found, "w:h")) == size
