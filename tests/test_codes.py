"""QR codes, and the addresses in them."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from policygen.addresses import OPENS, address_of
from policygen.errors import RenderFailed
from policygen.paper import QrCode
from policygen.rendering.codes import code_png
from policygen.rendering.docx import render_docx
from policygen.rendering.html import render_html
from policygen.rendering.markdown import render_markdown
from policygen.rendering.pdf import render_pdf
from tests.papers import TEMPLATES, all_of, opened, paper_of, paragraphs

CODE = QrCode(address="mailto:privacy@tea.example", label="Privacy & tea")


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        pytest.param("privacy@tea.example", "mailto:privacy@tea.example", id="mail"),
        pytest.param("Privacy office, 614-555-0100", "tel:6145550100", id="a telephone"),
        pytest.param("+1 (614) 555-0100, ask for Pat", "tel:+16145550100", id="a telephone from abroad"),
        pytest.param("Write to a.b+c@tea.example or call 614-555-0100.", "mailto:a.b+c@tea.example", id="both"),
        pytest.param("See https://tea.example/privacy.", "https://tea.example/privacy", id="a page"),
    ],
)
def test_the_address_in_a_contact_is_found(contact: str, address: str) -> None:
    assert address_of(contact) == address
    assert OPENS.fullmatch(address)


@pytest.mark.parametrize(
    "contact",
    ["", "the privacy office", "room 12", "2026", "javascript:alert(1)", "https://tea.example/<script>", "a@b"],
)
def test_no_address_is_found_where_there_is_none(contact: str) -> None:
    assert address_of(contact) == ""


def test_a_code_is_drawn_with_words_for_it_and_its_address_written_out() -> None:
    html = render_html(paper_of(CODE), TEMPLATES).decode()
    assert "<title>QR code for: Privacy &amp; tea</title>" in html
    assert '<a href="mailto:privacy@tea.example">privacy@tea.example</a>' in html
    document = opened(render_docx(paper_of(CODE), TEMPLATES))
    assert [each.get("descr") for each in all_of(document, "wp:docPr")] == ["QR code for: Privacy & tea"]
    assert paragraphs(document)[-1] == "Privacy & tea\nprivacy@tea.example"


def test_markdown_has_the_address_and_no_picture() -> None:
    made = render_markdown(paper_of(CODE), TEMPLATES).decode()
    assert "**Privacy & tea:** [privacy@tea.example](mailto:privacy@tea.example)" in made
    assert "<svg" not in made


def test_a_code_on_paper_is_dark_on_white() -> None:
    document = pypdfium2.PdfDocument(render_pdf(paper_of(CODE), TEMPLATES))
    try:
        image = document[0].render(scale=2).to_pil().convert("L")
    finally:
        document.close()
    black = sum(count for count, shade in image.getcolors() or () if shade < 30)
    assert black > 2_000


def test_a_code_is_the_same_picture_each_time_and_has_white_around_it() -> None:
    assert code_png(CODE) == code_png(CODE)
    with Image.open(io.BytesIO(code_png(CODE))) as image:
        assert image.convert("L").crop((0, 0, image.width, 32)).getextrema() == (255, 255)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "privacy@tea.example", "https://a b"])
@pytest.mark.parametrize("render", [render_html, render_docx, render_markdown, render_pdf])
def test_no_code_is_made_of_what_is_no_address(address: str, render: object) -> None:
    with pytest.raises(RenderFailed, match="No QR code can be made of"):
        render(paper_of(QrCode(address=address, label="Tea")), TEMPLATES)  # type: ignore[operator]
