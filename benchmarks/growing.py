"""How cost grows: with the clauses of a library, the institutions of a run and the length of a document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.libraries import read_headers
from benchmarks.measuring import Row, Size, compared, pairs, timed
from benchmarks.pdfs import papers, request
from benchmarks.practices import DAY, grown_library, lay, make, order_of
from policygen.loading import load_folders
from policygen.memory import collector_at_rest
from policygen.rendering.html import render_print_html
from policygen.rendering.pdfprocess import made_pdf
from policygen.selection import select
from tests.tools import TEA, tea_answers


def clauses(size: Size) -> Iterator[Row]:
    """Read libraries of more and more clauses and choose among them; the floor reads files and headers."""
    for number in size.clauses:
        with tempfile.TemporaryDirectory() as place:
            folder = grown_library(Path(place), number, TEA)
            with collector_at_rest():
                found = pairs(size.pairs, lambda: load_folders(folder), lambda: read_headers(folder))  # noqa: B023
            library = load_folders(folder)
            answers = tea_answers(library)
            select(library, answers, DAY)
            chosen = [(timed(lambda: select(library, answers, DAY)), least) for _, least in found]  # noqa: B023
        clauses = len(library.clauses)
        yield compared(f"library of {clauses} clauses, read", "reading files and headers", found)
        yield compared(f"chosen among {clauses} clauses", "reading files and headers", chosen)


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
