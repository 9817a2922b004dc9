"""Make the same policies with both PDF engines in turn and print how many a second each makes, as a ratio.

Run: .venv/bin/python benchmarks/engines.py [POLICIES]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.assembling import assemble
from policygen.document import Document
from policygen.formats import Engine, render
from policygen.library import Library
from policygen.loading import load_library
from policygen.questions import QuestionId
from policygen.selection import select

ANSWERS = Path(__file__).parent.parent / "docs" / "examples" / "ohio-practice.yaml"
DAY = date(2026, 11, 21)


def main(policies: int) -> None:
    """Print the policies a second of each engine, and how many times as many as the first each makes."""
    library = load_library()
    documents = documents_of(library, policies)
    seconds = dict.fromkeys(Engine, 0.0)
    for document in documents:
        for engine in Engine:
            seconds[engine] += time_once(document, library, engine)
    rates = {engine: len(documents) / seconds[engine] for engine in Engine}
    for engine, rate in rates.items():
        print(f"{engine:12} {rate:7.2f} policies/s   {rate / rates[Engine.WEASYPRINT]:6.2f} x")


def documents_of(library: Library, policies: int) -> Sequence[Document]:
    """Assemble the policies of practices that differ in their names."""
    answers = load_answers(ANSWERS, library)
    named = (
        replace(answers, given={**answers.given, QuestionId("org_name"): f"Practice {number}"})
        for number in range(policies)
    )
    return [assemble(library, select(library, each, DAY)) for each in named]


def time_once(document: Document, library: Library, engine: Engine) -> float:
    """Give the wall seconds of one PDF, with the process that makes it."""
    start = time.perf_counter()
    render(document, "pdf", library.templates, engine=engine)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
