"""Files from strangers: what is a policy is read, and all else gets one sentence and nothing more."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from policygen.auditing import opening, word
from policygen.auditing.oldpolicy import LARGEST_FILE, MOST_STATEMENTS, Block, BlockKind, FileKind, UnreadableFile
from policygen.auditing.opening import load_old_policy
from policygen.auditing.plaintext import read_markdown, read_plain_text
from policygen.auditing.reader import READERS
from policygen.auditing.splitting import split
from tests.oldformats import as_pdf, as_word

EXAMPLES = int(os.environ.get("POLICYGEN_FUZZ", "40"))
"""How many hostile files are made up in each test; set the variable to look longer."""

TEXT = "# Policy\n\nStaff must keep patient information private.\n\n- Ask before you post.\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def spent() -> float:
    """Give the processor seconds that this process and those it waited for have used."""
    return sum(os.times()[:4])


def refusal(path: Path) -> str:
    """Give the sentence with which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        load_old_policy(path)
    return str(caught.value)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def said(path: Path) -> list[str]:
    return [statement.whole for statement in load_old_policy(path).statements]


@lru_cache
def plain_word() -> bytes:
    return as_word(TEXT)


@lru_cache
def plain_pdf() -> bytes:
    return as_pdf(TEXT)


def word_of(body: str, others: Mapping[str, bytes] = {}, *, head: str = "") -> bytes:
    """Make a Word file of some body XML, with other files in its zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"<?xml version='1.0'?>{head}<w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, data in others.items():
            archive.writestr(name, data)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked_pdf() -> bytes:
    pdf, file = pikepdf.open(io.BytesIO(plain_pdf())), io.BytesIO()
    pdf.save(file, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return file.getvalue()


def scanned_pdf() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(file, "PDF")
    return file.getvalue()


def long_pdf() -> bytes:
    pdf, file = pikepdf.new(), io.BytesIO()
    for _ in range(601):
        pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def locked_word() -> bytes:
    """Mark every file of a zip as encrypted."""
    data = bytearray(plain_word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


ENTITIES = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
DEEP = "<w:sdt>" * 3000 + paragraph("deep") + "</w:sdt>" * 3000


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        pytest.param("p.docx", lambda: b"PK\x03\x04broken", "is broken or locked", id="a broken zip"),
        pytest.param("p.docx", lambda: plain_word()[:900], "is broken or locked", id="a zip cut short"),
        pytest.param("p.docx", locked_word, "is broken or locked", id="a zip with a password"),
        pytest.param(
            "p.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Word file, or one that is locked", id="OLE"
        ),
        pytest.param("p.docx", lambda: word_of("&b;", head=ENTITIES), "declares XML entities", id="entities"),
        pytest.param("p.docx", lambda: word_of("&x;", head=OUTSIDE), "declares XML entities", id="an outside entity"),
        pytest.param("p.docx", lambda: word_of("<w:p>"), "XML that cannot be read", id="broken XML"),
        pytest.param("p.docx", lambda: word_of(DEEP), "nested deeper", id="deep nesting"),
        pytest.param("p.docx", lambda: word_of(""), "holds no sentence", id="an empty Word file"),
        pytest.param("p.docx", lambda: word_of("", {"word/vbaProject.bin": b"x"}), "holds macros", id="macros"),
        pytest.param("p.docm", plain_word, "may hold macros", id="a macro file by its name"),
        pytest.param("p.docx", plain_pdf, "holds a PDF, although", id="a PDF called docx"),
        pytest.param("p.pdf", plain_word, "holds a Word document", id="a Word file called pdf"),
        pytest.param("p.pdf", lambda: b"Just words.", "holds plain text", id="a text called pdf"),
        pytest.param("p.txt", plain_pdf, "holds a PDF", id="a PDF called txt"),
        pytest.param(
            "p.md", lambda: b"<!DOCTYPE html><html><body>x</body></html>", "a web page", id="a page called md"
        ),
        pytest.param("p.txt", lambda: b"<html><p>Words.</p></html>", "a web page", id="a page called txt"),
        pytest.param("p.html", lambda: b"Just words.", "holds plain text", id="a text called html"),
        pytest.param("p.pdf", locked_pdf, "is locked with a password", id="a PDF with a password"),
        pytest.param("p.pdf", scanned_pdf, "pictures of pages and no text", id="a scan"),
        pytest.param("p.pdf", long_pdf, "more than 600 pages", id="too many pages"),
        pytest.param("p.pdf", lambda: plain_pdf()[:300], "is broken", id="a PDF cut short"),
        pytest.param("p.pdf", lambda: b"%PDF-1.7\n" + b"\xff" * 500, "is broken", id="noise called PDF"),
        pytest.param("p.txt", lambda: b"words\x00words", "bytes that are not text", id="NUL in a text"),
        pytest.param("p.txt", lambda: b"   \n", "is empty", id="nothing but spaces"),
        pytest.param("p.txt", lambda: b"--- 12 ---", "holds no sentence", id="no words"),
        pytest.param("p.txt", lambda: b"\x89PNG\r\n\x1a\n", "is a picture", id="a picture"),
        pytest.param("p.docx", lambda: b"{\\rtf1 words}", "is an RTF file", id="RTF"),
        pytest.param("p.odt", plain_word, "not of a kind that can be audited", id="another kind"),
        pytest.param("policy", lambda: b"words", "not of a kind that can be audited", id="no ending"),
        pytest.param("p.txt", lambda: b"Go. " * 10_001, "more than 10,000 statements", id="too many statements"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(tmp_path: Path, name: str, make: Callable[[], bytes], says: str) -> None:
    message = refusal(put(tmp_path, name, make()))
    assert says in message
    assert message.startswith(f"{name} ")
    assert message.endswith(".")
    assert "\n" not in message
    assert "Traceback" not in message


def test_a_file_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.pdf") == "no.pdf cannot be read: No such file or directory."
    (tmp_path / "folder.txt").mkdir()
    assert refusal(tmp_path / "folder.txt") == "folder.txt cannot be read: Is a directory."


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    assert "is larger than 20 MB" in refusal(path)


def test_a_zip_that_unzips_to_much_is_not_unzipped(tmp_path: Path) -> None:
    bomb = word_of("", {f"word/media/{number}": b"\0" * 70_000_000 for number in range(3)})
    assert len(bomb) < 1_000_000
    started = spent()
    assert "unzips to more than 200 MB" in refusal(put(tmp_path, "bomb.docx", bomb))
    assert spent() - started < 5


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    honest = word_of(paragraph("a" * 61_000_000))
    assert "more than 60 MB" in refusal(put(tmp_path, "long.docx", honest))


def test_a_child_that_dies_gets_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_SECONDS", 0.001)
    assert "took too long" in refusal(put(tmp_path, "p.docx", plain_word()))


# Word


def test_what_word_shows_is_read_and_what_it_hides_is_not(tmp_path: Path) -> None:
    body = (
        paragraph("Kept words stand here.")
        + "<w:p><w:r><w:t>Staff </w:t></w:r><w:ins><w:r><w:t>must </w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>may </w:delText><w:t>may </w:t></w:r></w:del><w:r><w:t>report.</w:t></w:r></w:p>"
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden words.</w:t></w:r></w:p>"
        + "<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r></w:p>"
        + paragraph("Purpose\t3", "<w:pStyle w:val='TOC1'/>")
        + "<w:tbl><w:tr><w:tc>"
        + paragraph("A cell is read.")
        + "</w:tc></w:tr></w:tbl>"
        + "<w:sdt><w:sdtContent>"
        + paragraph("A control is read.")
        + "</w:sdtContent></w:sdt>"
    )
    notes = f"<w:footnotes xmlns:w='{W}'><w:footnote>{paragraph('A note is read.')}</w:footnote></w:footnotes>".encode()
    path = put(tmp_path, "p.docx", word_of(body, {"word/footnotes.xml": notes}))
    assert said(path) == [
        "Kept words stand here.",
        "Staff must report.",
        "A cell is read.",
        "A control is read.",
        "A note is read.",
    ]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('Boxed words here.')}</w:txbxContent>"
    choice = f"<mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p><w:r><w:t>Around it.</w:t>{choice}</mc:AlternateContent></w:r></w:p>"
    assert sorted(block.text for block in word.read_word(word_of(body))) == ["Around it.", "Boxed words here."]


def test_headings_and_items_are_known_by_their_styles_whatever_language_word_speaks() -> None:
    styles = (
        f"<w:styles xmlns:w='{W}'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='Mine'><w:name w:val='My own'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "</w:styles>"
    )
    body = (
        paragraph("Scope", "<w:pStyle w:val='berschrift1'/>")
        + paragraph("Photos", "<w:pStyle w:val='Mine'/>")
        + paragraph("ask first", "<w:numPr><w:ilvl w:val='0'/></w:numPr>")
        + paragraph("Plain words.")
    )
    blocks = list(word.read_word(word_of(body, {"word/styles.xml": styles.encode()})))
    assert [block.kind for block in blocks] == [
        BlockKind.HEADING,
        BlockKind.HEADING,
        BlockKind.ITEM,
        BlockKind.PARAGRAPH,
    ]


def test_pages_of_a_word_file_are_told_only_where_word_wrote_them_down() -> None:
    breaks = paragraph("One.") + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + paragraph("Two.")
    assert [block.page for block in word.read_word(word_of(breaks))] == [1, 2]
    assert [block.page for block in word.read_word(word_of(paragraph("One.") + paragraph("Two.")))] == [0, 0]


# PDF


@pytest.mark.filterwarnings("ignore")
def test_a_pdf_is_read_without_its_running_heads_and_page_numbers(tmp_path: Path) -> None:
    text = "# Policy\n\n" + "\n\n".join(
        f"Rule {number} says that staff must ask before they post." for number in range(80)
    )
    sentences = said(put(tmp_path, "p.pdf", as_pdf(text)))
    assert sentences == [f"Rule {number} says that staff must ask before they post." for number in range(80)]


# Web pages and text


def test_scripts_styles_and_comments_of_a_page_are_not_read(tmp_path: Path) -> None:
    page = (
        "<html><head><title>T</title></head><body><script>bad()</script><style>p{}</style><!-- gone -->"
        "<h2>Rules</h2><p>Ask <b>before</b> you&nbsp;post.</p><ul><li>One item</li></ul>"
        "<table><tr><td>A cell here.</td></tr></table><img src=x onerror=y><p>Line one<br>Line two</p></body></html>"
    )
    policy = load_old_policy(put(tmp_path, "p.html", page.encode()))
    assert [each.whole for each in policy.statements] == [
        "Ask before you post.",
        "One item",
        "A cell here.",
        "Line one",
        "Line two",
    ]
    assert policy.headings == ("Rules",)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 20_000 + "deep words here", id="deep nesting"),
        pytest.param("<b><a>" * 10_000 + "<p>deep words here", id="formatting that is never closed"),
        pytest.param("<p>words here</p>" + "<!" * 60_000, id="comments that never end"),
        pytest.param("<p>words here</p>" + "<a " * 60_000, id="tags that never end"),
    ],
)
def test_a_hostile_page_ends_soon(tmp_path: Path, page: str) -> None:
    started = spent()
    path = put(tmp_path, "p.html", page.encode())
    assert reason(lambda: load_old_policy(path)).endswith(".")
    assert spent() - started < 20


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            "Ask before you post \u2013 always.".encode("cp1252"), "Ask before you post \u2013 always.", id="Windows"
        ),
        pytest.param("Ask before you post.".encode("utf-16"), "Ask before you post.", id="UTF-16"),
        pytest.param(b"\xef\xbb\xbfAsk before you post.", "Ask before you post.", id="a byte order mark"),
        pytest.param(b"Ask before\r\nyou post.", "Ask before you post.", id="line ends of Windows"),
        pytest.param(
            "Ask be\u200bfore\u00a0you po\u00adst.".encode(), "Ask before you post.", id="what cannot be seen"
        ),
        pytest.param("Ask \u202ebefore\u202c you post.".encode(), "Ask before you post.", id="reversed text"),
        pytest.param("The of\ufb01ce must \ufb01le it.".encode(), "The office must file it.", id="ligatures"),
    ],
)
def test_text_is_read_in_any_common_form(tmp_path: Path, data: bytes, expected: str) -> None:
    assert said(put(tmp_path, "p.txt", data)) == [expected]


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "Title\n=====\n\nSome **strong** words with [a link](https://a.example) and `code`.\ngoes on.\n\n"
        "> A quoted line.\n\n| Rule | Owner |\n|---|---|\n| Ask first. | IT |\n\n"
        "* item _one_\n  goes on\n1. item two\n\n---\n"
    )
    blocks = list(read_markdown(text))
    assert [(block.kind.value, block.text, block.line) for block in blocks] == [
        ("heading", "Title", 1),
        ("paragraph", "Some strong words with a link and code. goes on.", 4),
        ("paragraph", "A quoted line.", 7),
        ("paragraph", "Rule", 9),
        ("paragraph", "Owner", 9),
        ("paragraph", "Ask first.", 11),
        ("paragraph", "IT", 11),
        ("item", "item one goes on", 13),
        ("item", "item two", 15),
    ]


# Hostile files that nobody thought of


def reason(read: Callable[[], object]) -> str:
    """Give the sentence with which a reading is refused, or a plain one; every other exception is a fault."""
    try:
        read()
    except UnreadableFile as error:
        return str(error)
    return "It was read."


def reads_or_refuses(kind: FileKind, data: bytes) -> None:
    """Read bytes; anything but blocks or a sentence is a fault of the reader."""

    def read() -> None:
        blocks = list(READERS[kind](data))
        assert all(isinstance(block, Block) for block in blocks)
        split(blocks)

    assert re.fullmatch(r"[^\n]+\.", reason(read))


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    """Give bytes with some of them cut out, doubled or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 60))
        data = data[:at] + draw(st.binary(max_size=40)) + data[at + length :]
    return data


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_any_bytes_as_a_word_file_are_read_or_refused(data: st.DataObject) -> None:
    reads_or_refuses(FileKind.WORD, data.draw(mangled(plain_word())))


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_any_xml_in_a_word_file_is_read_or_refused(data: st.DataObject) -> None:
    body = paragraph("Staff must ask.") + "<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>"
    mangled_body = data.draw(mangled(body.encode())).decode(errors="replace")
    reads_or_refuses(FileKind.WORD, word_of(mangled_body, {"word/styles.xml": data.draw(st.binary(max_size=60))}))


@settings(max_examples=EXAMPLES)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
@pytest.mark.parametrize("kind", [FileKind.WEB, FileKind.MARKDOWN, FileKind.TEXT])
def test_any_text_is_read_or_refused(kind: FileKind, text: str) -> None:
    reads_or_refuses(kind, text.encode())


@settings(max_examples=EXAMPLES)
@given(text=st.text("#*-_=|>.:\n []()`<\\ab1", max_size=300))
def test_any_marks_are_read_or_refused(text: str) -> None:
    reads_or_refuses(FileKind.MARKDOWN, text.encode())
    reads_or_refuses(FileKind.TEXT, text.encode())
    reads_or_refuses(FileKind.WEB, text.encode())


@settings(max_examples=max(4, EXAMPLES // 6))
@given(data=st.data())
def test_any_bytes_as_a_pdf_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = put(tmp_path_factory.mktemp("pdf"), "p.pdf", b"%PDF-1.7\n" + data.draw(mangled(plain_pdf())))
    assert re.fullmatch(r"(?:p\.pdf|It) [^\n]+\.", reason(lambda: load_old_policy(path)))


@settings(max_examples=EXAMPLES)
@given(words=st.lists(st.text("abc", min_size=3, max_size=8), min_size=4, max_size=40))
def test_no_word_of_a_plain_paragraph_is_lost(words: list[str]) -> None:
    sentence = " ".join(words) + "."
    statements, _ = split(read_plain_text(f"{sentence}\n\n{sentence}\n"))
    assert [each.text for each in statements] == [sentence, sentence]


def test_as_many_statements_as_are_allowed_are_read() -> None:
    statements, _ = split(read_plain_text("Go on. " * MOST_STATEMENTS))
    assert len(statements) == MOST_STATEMENTS
