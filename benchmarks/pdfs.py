"""PDFs: two warm processes against one, Typst against WeasyPrint, and the template against a plain one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measuring import Row, Size, compared, pairs
from benchmarks.practices import editions
from policygen.formats import Engine, render_paper
from policygen.library import Library
from policygen.outputs import papers_of
from policygen.paper import Paper
from policygen.rendering.html import render_print_html
from policygen.rendering.pdfprocess import made_pdf

PLAIN = Path(__file__).parent / "plain.css"
"""A style sheet as one would write it at first: dots in the contents that lead to the page."""


def papers(number: int) -> tuple[Library, list[Paper]]:
    """Lay out the policies of some practices."""
    library, made = editions(number)
    return library, [papers_of(library, edition, ["policy"])[0] for edition in made]


def two_processes(size: Size) -> Iterator[Row]:
    """Print policies with two warm processes; the floor has one."""
    library, made = papers(size.pdfs)

    def printed(processes: int) -> None:
        with ThreadPoolExecutor(processes) as workers:
            list(workers.map(lambda paper: render_paper(paper, "pdf", library.templates), made))

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: made_pdf(request("<p>Warm."), 0), range(4)))
    found = pairs(max(1, size.pairs // 3), lambda: printed(2), lambda: printed(1))
    found = [(took / len(made), least / len(made)) for took, least in found]
    yield compared("PDFs of two warm processes, each", "of one", found, 1.9, faster=True)


def engines(size: Size) -> Iterator[Row]:
    """Print policies with Typst; the floor is WeasyPrint."""
    library, made = papers(size.pdfs)

    def printed(paper: Paper, engine: Engine) -> None:
        render_paper(paper, "pdf", library.templates, engine=engine)

    printed(made[0], Engine.WEASYPRINT)
    found = [
        pairs(1, lambda: printed(paper, Engine.TYPST), lambda: printed(paper, Engine.WEASYPRINT))[0]  # noqa: B023
        for paper in made
    ]
    yield compared("PDF with Typst", "with WeasyPrint, warm", found, 8.0, faster=True)


def template(size: Size) -> Iterator[Row]:
    """Print a policy; the floor is the same text with a plain style sheet."""
    library, (paper,) = papers(1)
    page = render_print_html(paper, library.templates)
    begins, ends = page.index("<style>") + len("<style>"), page.index("</style>")
    plain = page[:begins] + PLAIN.read_text(encoding="utf-8") + page[ends:]
    made_pdf(request("<p>Warm."), 0)
    found = pairs(size.pairs, lambda: made_pdf(request(page), 0), lambda: made_pdf(request(plain), 0))
    yield compared("PDF of the template", "of a plain template with leader()", found, 0.7)


def request(page: str) -> dict[str, object]:
    """Ask for the PDF of a page."""
    return {"html": page, "identifier": "0" * 64}
