"""One test for every file of the library, so that a lawyer's mistake names its file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from policygen.lint import lint
from policygen.loading import shipped_library

ROOT = shipped_library()
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("clauses", "jurisdictions")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
)


@lru_cache
def problems() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in lint([Path(ROOT)])[1]:
        found.setdefault(problem.path, []).append(str(problem))
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_library_has_no_mistake(name: str) -> None:
    assert problems().get(name, []) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_library_is_read(name: str) -> None:
    assert Path(name).suffix in (".md", ".yaml"), "a file that nothing reads"
