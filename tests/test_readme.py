"""What the README tells people to type works as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from policygen.coverage import coverage
from policygen.library import Library
from tests.test_formats import policygen

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a folder with what the README's commands name."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    return tmp_path


def test_the_commands_of_the_readme_run_in_the_order_given(checkout: Path) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) > 8
    for line in lines:
        words, _, target = line.partition(" > ")
        done = policygen(*shlex.split(words)[1:], where=checkout)
        assert done.returncode == 0, (line, done.stderr)
        if target:
            (checkout / target).write_text(done.stdout, encoding="utf-8")
    assert (checkout / "elm-clinic" / "documents" / "policy.pdf").is_file()


def test_the_python_of_the_readme_runs(checkout: Path) -> None:
    for block in blocks("python"):
        done = subprocess.run([sys.executable, "-c", block], cwd=checkout, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "is left out: " in done.stdout
    assert (checkout / "policy.html").is_file()


def test_the_files_that_the_readme_points_to_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


ROWS = {
    "United States, federal": lambda place: place == "us",
    "states": lambda place: place.startswith("us-"),
    "Canada, federal": lambda place: place == "ca",
    "provinces and territories": lambda place: place.startswith("ca-"),
    "international": lambda place: place == "int",
}


@pytest.mark.parametrize("row", ROWS)
def test_the_counts_of_the_readme_are_those_of_the_library(library: Library, row: str) -> None:
    duties = [each for each in coverage(library) if ROWS[row](each.place)]
    counts = (
        sum(ROWS[row](authority.place) for authority in library.authorities.values()),
        len(duties),
        sum(bool(each.clauses) for each in duties),
        sum(each.not_carried is not None for each in duties),
    )
    assert f"| {row} | {' | '.join(map(str, counts))} |" in README
    assert f"{len(library.clauses)} wordings of clauses" in README


def test_the_readme_says_how_well_the_law_was_read(library: Library) -> None:
    said = " ".join(README.split())
    read = Counter(authority.confidence for authority in library.authorities.values())
    recalled = [each for each in library.authorities.values() if each.is_recalled(None)]
    others = sum(len(each.recalled_duties) for each in library.authorities.values() if each not in recalled)
    assert f"Of the {read.total()} authorities {read['verified']} were read against their texts" in said
    assert f"and {read['partly-verified']} in part or in reports that agree" in said
    assert f"One authority, and {others} duties of others, are still recorded" in said
    assert len(recalled) == 1
