"""How an institution's documents look: its theme, its logo and its letterhead, and what is refused of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from policygen.colours import LEAST_CONTRAST, contrast, nearest_readable
from policygen.errors import ProblemsFound
from policygen.formats import render_paper
from policygen.letterhead import faults_of_letterhead
from policygen.library import Library
from policygen.look import PLAIN, Face, Look
from policygen.outputs import Wanted
from policygen.paper import Heading, Item, Listing, Paragraph
from policygen.pictures import NotAPicture, read_picture
from policygen.rendering.docx import render_docx
from policygen.rendering.html import render_html, render_print_html
from policygen.rendering.pdf import render_pdf
from policygen.themefiles import load_look
from policygen.workspace import Workspace, build
from tests.papers import TEMPLATES, all_of, opened, paper_of, paragraphs, part, words_of
from tests.tools import ON, REQUIRED


def picture(kind: str = "PNG", width: int = 120, height: int = 40) -> bytes:
    """Draw a plain picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (10, 90, 60)).save(file, kind)
    return file.getvalue()


def themed(folder: Path, theme: str, **files: bytes) -> Look:
    """Read the look of a folder with a theme and other files."""
    (folder / "theme.yaml").write_text(theme, encoding="utf-8")
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return load_look(folder)


def problems(folder: Path, theme: str, **files: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        themed(folder, theme, **files)
    return [str(each) for each in found.value.problems]


def test_a_folder_without_a_theme_has_the_plain_look(tmp_path: Path) -> None:
    assert load_look(tmp_path) == PLAIN


def test_a_theme_gives_colours_face_paper_print_and_logo(tmp_path: Path) -> None:
    theme = "logo: logo.png\ncolour: '#1E6B52'\naccent: 8a2b06\nface: serif\npaper: a4\nprint: large\n"
    look = themed(tmp_path, theme, logo_png=picture())
    assert (look.colour, look.accent, look.face, look.paper, look.large) == ("1e6b52", "8a2b06", Face.SERIF, "a4", True)
    assert look.logo is not None
    assert (look.logo.kind, look.logo.width, look.logo.height) == ("image/png", 120, 40)


@pytest.mark.parametrize(
    ("theme", "says"),
    [
        pytest.param(
            "color: '#000000'", "theme.yaml:1: There is no key 'color' here. Did you mean 'colour'?", id="key"
        ),
        pytest.param("face: serifs", "theme.yaml:1: 'serifs' is not possible here. Did you mean 'serif'?", id="face"),
        pytest.param("\npaper: a5", "theme.yaml:2: 'a5' is not possible here. Use one of: a4, letter.", id="paper"),
        pytest.param("colour: teal", "theme.yaml:1: 'teal' is not a colour. Write six", id="name"),
        pytest.param("colour: #12324f", "theme.yaml:1: '' is not a colour. Write six", id="a comment by mistake"),
        pytest.param("accent: 'ff9900'", "theme.yaml:1: 'ff9900' is too pale to be read on white (2.", id="too pale"),
        pytest.param("logo: none.png", "theme.yaml:1: There is no file 'none.png' in this folder.", id="no logo"),
        pytest.param("logo: ../logo.png", "theme.yaml:1: There is no file '../logo.png'", id="outside"),
    ],
)
def test_a_mistake_in_a_theme_names_its_line_and_what_to_do(tmp_path: Path, theme: str, says: str) -> None:
    (tmp_path.parent / "logo.png").write_bytes(picture())
    (found,) = problems(tmp_path, theme)
    assert found.startswith(says)


def test_all_mistakes_of_a_look_come_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "colour: red\nface: x\n", reference_docx=b"no")) == 3


def test_a_logo_may_not_lie_elsewhere_by_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "logo.png").symlink_to(tmp_path / "secret.png")
    assert "There is no file 'logo.png'" in problems(folder, "logo: logo.png")[0]


@given(st.text("0123456789abcdef", min_size=6, max_size=6))
def test_the_nearest_readable_colour_is_readable_and_a_readable_one_stays(colour: str) -> None:
    assert contrast(nearest_readable(colour)) >= LEAST_CONTRAST
    if contrast(colour) >= LEAST_CONTRAST:
        assert nearest_readable(colour) == colour


@pytest.mark.parametrize(("colour", "ratio"), [("000000", 21.0), ("ffffff", 1.0), ("767676", 4.54), ("ff0000", 4.0)])
def test_contrast_is_that_of_the_guidelines(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_plain_picture_is_read(kind: str) -> None:
    assert read_picture(picture(kind)).kind == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PNG nor a JPEG", id="a drawing"),
        pytest.param(picture("GIF"), "neither a PNG nor a JPEG", id="another kind"),
        pytest.param(picture()[:60], "broken", id="cut off"),
        pytest.param(picture(width=5000, height=10), "5000 by 10 pixels", id="too wide"),
        pytest.param(bytes(1_000_001), "larger than 1,000,000 bytes", id="too large"),
    ],
)
@pytest.mark.parametrize("forgiving", [False, True], ids=["alone", "beside WeasyPrint"])
def test_what_is_no_plain_picture_is_refused(
    monkeypatch: pytest.MonkeyPatch, data: bytes, says: str, *, forgiving: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", forgiving)
    with pytest.raises(NotAPicture, match=says):
        read_picture(data)


LOGO = Look(logo=read_picture(picture()))


def test_a_logo_is_shown_with_words_for_those_who_cannot_see_it_in_every_format_that_has_pictures() -> None:
    assert 'alt="Logo of Leaf &amp; Cup"' in render_html(paper_of(), TEMPLATES, LOGO).decode()
    assert "data:image/png;base64," in render_html(paper_of(), TEMPLATES, LOGO).decode()
    properties = all_of(opened(render_docx(paper_of(), TEMPLATES, LOGO)), "wp:docPr")
    assert [each.get("descr") for each in properties] == ["Logo of Leaf & Cup"]
    with pikepdf.open(io.BytesIO(render_pdf(paper_of(), TEMPLATES, LOGO))) as pdf:
        assert len(pdf.pages[0].get_images()) == 1
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        alternatives = [str(each["/Alt"]) for each in tags if "/Alt" in each]
        assert alternatives == ["Logo of Leaf & Cup"]


def test_no_logo_is_shown_where_there_is_none() -> None:
    assert "<img" not in render_html(paper_of(), TEMPLATES).decode()
    assert all_of(opened(render_docx(paper_of(), TEMPLATES)), "wp:docPr") == []


def test_a_colour_is_used_on_screen_on_paper_and_in_word_and_nowhere_in_the_plain_look() -> None:
    green = Look(colour="1e6b52")
    for made in (render_html(paper_of(), TEMPLATES, green).decode(), render_print_html(paper_of(), TEMPLATES, green)):
        assert "--deep: #1e6b52" in made
    assert 'w:color w:val="1E6B52"' in part(render_docx(paper_of(), TEMPLATES, green), "word/styles.xml")
    assert "1e6b52" not in render_print_html(paper_of(), TEMPLATES)


def test_a_face_is_used_for_everything() -> None:
    serif = Look(face=Face.SERIF)
    assert '--text-face: "Policy Serif"' in render_print_html(paper_of(), TEMPLATES, serif)
    assert "Calibri" not in part(render_docx(paper_of(), TEMPLATES, serif), "word/styles.xml")
    assert "Cambria" not in part(render_docx(paper_of(), TEMPLATES, Look(face=Face.SANS)), "word/styles.xml")


def test_large_print_is_of_eighteen_points_and_the_plain_look_is_not() -> None:
    assert "font-size: 18pt; line-height" in render_print_html(paper_of(), TEMPLATES, Look(large=True))
    assert "font-size: 9.8pt; line-height" in render_print_html(paper_of(), TEMPLATES)
    assert '<w:sz w:val="36"/>' in part(render_docx(paper_of(), TEMPLATES, Look(large=True)), "word/styles.xml")


def test_the_paper_of_the_theme_goes_before_that_of_the_place() -> None:
    made = render_paper(paper_of(), "docx", TEMPLATES, Look(paper="a4"))
    assert all_of(opened(made), "w:pgSz")[0].get(qn("w:w")) == "11906"
    made = render_paper(paper_of(), "docx", TEMPLATES)
    assert all_of(opened(made), "w:pgSz")[0].get(qn("w:w")) == "12240"


@lru_cache
def letterhead(*, footer: str = "", text: str = "Old letter") -> bytes:
    """Make a Word file as a hospital's office would: a header with its name, a style of its own, some text."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Leaf & Cup, 1 Pot Lane"
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    document.styles["Heading 1"].font.name = "Garamond"
    document.add_paragraph(text)
    document.core_properties.author = "Somebody in the office"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(data: bytes, added: Mapping[str, bytes]) -> bytes:
    """Put parts into a Word file; one that has the name already is replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in added:
                new.writestr(name, old.read(name))
        for name, content in added.items():
            new.writestr(name, content)
    return file.getvalue()


RELATION = b"<Relationships><Relationship Id='r9' Target='https://x.example' TargetMode='External'/></Relationships>"
FETCHING = b"<w:instrText> INCLUDEPICTURE x</w:instrText>"


def test_a_plain_word_file_can_be_a_letterhead() -> None:
    assert faults_of_letterhead(letterhead()) == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"PK not a zip", "not a Word file", id="no archive"),
        pytest.param(changed(b"PK\x05\x06" + bytes(18), {"a.txt": b"x"}), "not a Word file", id="another archive"),
        pytest.param(letterhead() + bytes(5_000_000), "larger than 5,000,000 bytes", id="too large"),
        pytest.param(changed(letterhead(), {"word/media/x.bin": bytes(41_000_000)}), "Unpacked", id="a bomb"),
        pytest.param(changed(letterhead(), {"word/vbaProject.bin": b"x"}), "macros", id="a macro"),
        pytest.param(changed(letterhead(), {"word/embeddings/x.bin": b"x"}), "embedded", id="an embedded object"),
        pytest.param(changed(letterhead(), {"word/_rels/header1.xml.rels": RELATION}), "outside itself", id="a link"),
        pytest.param(
            changed(letterhead(), {"word/header9.xml": FETCHING}),
            "field",
            id="a field",
        ),
        pytest.param(
            changed(letterhead(), {"word/x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>"}), "entities", id="an entity"
        ),
    ],
)
def test_a_word_file_that_acts_or_fetches_cannot(data: bytes, says: str) -> None:
    assert says in faults_of_letterhead(data)


def test_a_template_with_macros_cannot_even_under_another_name() -> None:
    with zipfile.ZipFile(io.BytesIO(letterhead())) as archive:
        types = archive.read("[Content_Types].xml").replace(
            b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
        )
    assert "macros" in faults_of_letterhead(changed(letterhead(), {"[Content_Types].xml": types}))


def on_letterhead(data: bytes, *, draft: bool = False) -> bytes:
    paper = replace(
        paper_of(
            Heading(text="Tea"),
            Paragraph(text="Pour."),
            Listing(items=(Item(text="black"),), style="numbers"),
            draft=draft,
        ),
        language="en-CA",
    )
    return render_docx(paper, TEMPLATES, Look(letterhead=data))


def test_a_letterhead_gives_its_header_page_and_styles_and_none_of_its_text() -> None:
    document = opened(on_letterhead(letterhead()))
    assert words_of(document.sections[0].header._element) == "Leaf & Cup, 1 Pot Lane"
    assert document.styles["Heading 1"].font.name == "Garamond"
    assert paragraphs(document) == ["Leaf & Cup", "Quick guide", "TC-1, version 1.0", "Tea", "Pour.", "black"]
    assert document.core_properties.author == "Leaf & Cup"


def test_on_a_letterhead_every_page_still_says_its_issue_its_number_and_draft() -> None:
    section = opened(on_letterhead(letterhead(footer="Charity 123"), draft=True)).sections[0]
    assert words_of(section.header._element).split("\n") == ["Leaf & Cup, 1 Pot LaneDRAFT"]
    assert words_of(section.footer._element).startswith("Charity 123TC-1, version 1.0Uncontrolled")


def test_the_first_page_of_a_letterhead_says_draft_too() -> None:
    document = docx.Document(io.BytesIO(letterhead()))
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "A large crest"
    file = io.BytesIO()
    document.save(file)
    made = opened(on_letterhead(file.getvalue(), draft=True)).sections[0]
    assert words_of(made.first_page_header._element) == "A large crestDRAFT"


def test_the_styles_and_lists_that_a_letterhead_lacks_are_added_and_its_own_stay() -> None:
    document = opened(on_letterhead(letterhead()))
    names = [style.name for style in document.styles]
    assert "Policy Table" in names
    assert len(names) == len(set(names))
    used = {each.get(qn("w:val")) for each in all_of(document, "w:pStyle")}
    assert used <= {style.style_id for style in document.styles}
    (item,) = all_of(document, "w:numPr")
    numbers = document.part.numbering_part.element
    kind = numbers.xpath(f"./w:num[@w:numId='{item.find(qn('w:numId')).get(qn('w:val'))}']/w:abstractNumId/@w:val")[0]
    assert numbers.xpath(f"./w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[1]/w:numFmt/@w:val") == ["decimal"]


def test_a_paper_on_a_letterhead_has_its_own_language_and_the_same_bytes_each_time() -> None:
    made = on_letterhead(letterhead())
    assert 'w:lang w:val="en-CA"' in part(made, "word/styles.xml")
    assert on_letterhead(letterhead()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]


def test_the_letterhead_of_a_folder_is_found_and_a_bad_one_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "reference.docx").write_bytes(letterhead())
    assert load_look(tmp_path).letterhead == letterhead()
    (tmp_path / "reference.docx").write_bytes(b"no")
    with pytest.raises(ProblemsFound, match=r"reference\.docx:1: This file cannot be used as a letterhead\. It is not"):
        load_look(tmp_path)


def made_with(folder: Path, tea: Library, theme: str) -> Workspace:
    """Build the tea club's documents with a theme."""
    workspace = Workspace(folder)
    workspace.answers.write_text("".join(f"{name}: {value}\n" for name, value in REQUIRED.items()), encoding="utf-8")
    (folder / "theme.yaml").write_text(theme, encoding="utf-8")
    build(workspace, replace(tea, templates=TEMPLATES), ON, Wanted(formats=["html", "docx"]))
    return workspace


def test_a_build_uses_the_theme_of_its_folder(tmp_path: Path, tea: Library) -> None:
    workspace = made_with(tmp_path, tea, "colour: '#1e6b52'\npaper: letter\n")
    assert "--deep: #1e6b52" in (workspace.documents / "policy.html").read_text(encoding="utf-8")
    made = (workspace.documents / "policy.docx").read_bytes()
    assert all_of(opened(made), "w:pgSz")[0].get(qn("w:w")) == "12240"


def test_a_build_with_a_mistake_in_its_theme_writes_nothing(tmp_path: Path, tea: Library) -> None:
    with pytest.raises(ProblemsFound, match="The look of the documents cannot be used"):
        made_with(tmp_path, tea, "colour: white\n")
    assert not (tmp_path / "documents").exists()
