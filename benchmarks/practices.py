"""The institutions and the large library that the benchmarks measure on."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.batching import Order, Task, library_of
from policygen.crews import batch
from policygen.editions import Edition, make_editions
from policygen.freshness import ground_of
from policygen.library import Library
from policygen.loading import load_library, shipped_library
from policygen.questions import QuestionId

DAY = date(2026, 11, 21)
EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "ohio-practice.yaml"
NAME, SHORT = "Maple Hollow Family Physicians", "org_short_name: the Practice"
KINDS = ("clauses", "jurisdictions", "templates")


def order_of(library: Path | None = None, processes: int = 1) -> Order:
    """Order Markdown and HTML from a library, in one process unless more are asked for."""
    order = Order(
        ground=ground_of([library or shipped_library()]),
        on=DAY,
        formats=("md", "html"),
        processes=processes,
        method="fork" if sys.platform == "linux" else None,
    )
    library_of(order.ground)
    return order


def lay(place: Path, institutions: int, *, own_short_names: bool = False) -> list[Path]:
    """Make the folders of institutions that differ by name, and perhaps by the short name that statements print."""
    words = EXAMPLE.read_text(encoding="utf-8")
    folders = [place / f"practice-{number}" for number in range(institutions)]
    for number, folder in enumerate(folders):
        folder.mkdir(parents=True)
        said = words.replace(NAME, f"{NAME} {number}")
        said = said.replace(SHORT, f"org_short_name: Maple Hollow {number}") if own_short_names else said
        (folder / "answers.yaml").write_text(said, encoding="utf-8")
    return folders


def make(folders: list[Path], order: Order) -> None:
    """Run over folders, and see that nothing is refused."""
    for outcome in batch((Task(folder=folder) for folder in folders), order):
        assert not outcome.failed, outcome


def editions(number: int) -> tuple[Library, list[Edition]]:
    """Assemble the policies of practices that differ by name."""
    library = load_library()
    answers = load_answers(EXAMPLE, library)
    given = [{**answers.given, QuestionId("org_name"): f"{NAME} {each}"} for each in range(number)]
    return library, [make_editions(library, replace(answers, given=each), DAY)[0] for each in given]


def copied_library(place: Path, library: Path | None = None) -> Path:
    """Copy a library, the shipped one unless another is named."""
    for kind in KINDS:
        if ((library or shipped_library()) / kind).is_dir():
            shutil.copytree((library or shipped_library()) / kind, place / kind)
    return place


def grown_library(place: Path, files: int, library: Path | None = None) -> Path:
    """Copy a library and repeat its clauses under other names until it has so many files."""
    copied_library(place, library)
    there = sum(1 for kind in KINDS[:2] for path in (place / kind).rglob("*") if path.is_file())
    clauses = [path for path in sorted((place / "clauses").glob("*/*.md")) if "@" not in path.name]
    for number in range(max(0, files - there)):
        path = clauses[number % len(clauses)]
        name, _, rest = path.name.partition(".")
        shutil.copy(path, path.with_name(f"{name}-{number // len(clauses) + 2}.{rest}"))
    return place
