"""One thing is one, and several are several."""

from __future__ import annotations

import pytest

from policygen.counting import counted


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (12_000, "12,000 files")]
)
def test_a_number_stands_with_the_words_for_one_or_for_several(number: int, written: str) -> None:
    assert counted(number, "file", "files") == written
