"""How cost grows: with the clauses of a library, the institutions of a run and the length of a document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.libraries import read_headers
from benchmarks.measuring import Row, Size, compared, pairs, timed
from benchmarks.pdfs import papers, request
from benchmarks.practices import grown_library, lay, make, order_of
from policygen.loading import read_library
from policygen.rendering.html import render_print_html
from policygen.rendering.pdfprocess import made_pdf


def clauses(size: Size) -> Iterator[Row]:
    """Read libraries of more and more clauses; that other files speak of clauses left out does not matter here."""
    for number in size.clauses:
        with tempfile.TemporaryDirectory() as place:
            folder = grown_library(Path(place), number + 800)
            for path in sorted((folder / "clauses").glob("*/*.md"))[number:]:
                path.unlink()
            found = pairs(size.pairs, lambda: read_library([folder]), lambda: read_headers(folder))  # noqa: B023
        yield compared(f"library of {number} clauses", "reading files and headers", found)


def institutions(size: Size) -> Iterator[Row]:
    """Make more and more institutions in one process; the floor is one of them in a run of its own."""
    for number in size.runs:
        with tempfile.TemporaryDirectory() as place:
            order = order_of()
            all_of_them, alone = lay(Path(place, "all"), number), lay(Path(place, "alone"), 1)
            found = pairs(1, lambda: make(all_of_them, order), lambda: make(alone, order))  # noqa: B023
        yield compared(f"run over {number}, each", "one in a run of its own", [(found[0][0] / number, found[0][1])])


def pages(size: Size) -> Iterator[Row]:
    """Print longer and longer documents; the floor is the policy as it is."""
    library, (paper,) = papers(1)
    once = render_print_html(paper, library.templates)
    made_pdf(request("<p>Warm."), 0)
    for times in size.lengths:
        page = render_print_html(replace(paper, blocks=paper.blocks * times), library.templates)
        found = [(timed(lambda: made_pdf(request(page), 0)), timed(lambda: made_pdf(request(once), 0)))]  # noqa: B023
        yield compared(f"PDF of {times} times the policy", "of the policy", found)
