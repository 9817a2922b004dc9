"""Whole commands as processes, each against the least that such a process can take."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measuring import Row, Size, compared, pairs
from benchmarks.practices import editions, lay
from policygen.outputs import papers_of
from policygen.rendering.html import render_print_html

BARE_APP = """
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
for number in range(COMMANDS):
    @app.command(f"command-{number}")
    def command(folder: str, formats: str = "", as_of: str = "") -> None:
        "Do something with a folder."
app()
"""
BARE_PDF = """
import sys
from weasyprint import HTML
from policygen.rendering.pdfworker import AssetFetcher
page = HTML(filename=sys.argv[1], url_fetcher=AssetFetcher(), base_url="asset:")
page.write_pdf(sys.argv[2], pdf_variant="pdf/ua-1", pdf_tags=True)
"""
PROGRAM = [sys.executable, "-m", "policygen"]


def asking(size: Size) -> Iterator[Row]:
    """Ask for help; the floor is an application of as many commands that do nothing."""
    shown = subprocess.run([*PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    commands = sum(1 for line in shown.partition("Commands:")[2].splitlines() if line[2:3].isalpha())
    bare = [sys.executable, "-c", BARE_APP.replace("COMMANDS", str(commands)), "--help"]
    found = pairs(size.pairs * 3, lambda: run([*PROGRAM, "--help"]), lambda: run(bare))
    yield compared("policygen --help", f"bare application of {commands} commands", found, 1.3)


def building(size: Size) -> Iterator[Row]:
    """Build one PDF; the floor is WeasyPrint alone on the same page, as a process too."""
    with tempfile.TemporaryDirectory() as place:
        (folder,) = lay(Path(place, "folders"), 1)
        library, (edition,) = editions(1)
        page = Path(place, "policy.html")
        paper = papers_of(library, edition, ["policy"])[0]
        page.write_text(render_print_html(paper, library.templates), encoding="utf-8")
        build = [*PROGRAM, "build", str(folder), "--format", "pdf", "--document", "policy"]
        bare = [sys.executable, "-c", BARE_PDF, str(page), str(page.with_suffix(".pdf"))]
        found = pairs(size.pairs, lambda: run(build), lambda: run(bare))
    yield compared("build --format pdf, whole process", "WeasyPrint alone, whole process", found, 1.15)


def run(command: Sequence[str]) -> None:
    """Run a command to its end."""
    subprocess.run(command, check=True, capture_output=True)
