"""The record of an issued version that somebody altered is named, whatever stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygen.errors import ProblemsFound
from policygen.history import load_history
from tests.tools import lay

RECORD = (
    '{"version":"1.0","on":"2026-01-01","approved_by":"A","prepared_by":"B","next_review":null,"keep_years":6,'
    '"changes":["x"],"sealed":""}'
)


def test_a_record_as_it_was_written_is_read(tmp_path: Path) -> None:
    assert [each.version for each in load_history(lay(tmp_path, {"history/1.0/issue.json": RECORD}))] == ["1.0"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('"1.0"', '"x.0"', id="a version with letters"),
        pytest.param('"1.0"', '""', id="no version"),
        pytest.param('"1.0"', '"' + "9" * 5000 + '"', id="a version without end"),
        pytest.param("6,", "1e999,", id="years without end"),
        pytest.param("6,", "99999,", id="years beyond the calendar"),
        pytest.param('["x"]', "5", id="changes that are a number"),
        pytest.param('["x"]', "[" * 9999, id="a deep list"),
        pytest.param("2026-01-01", "2026-02-30", id="a day that there is not"),
        pytest.param(RECORD, "[]", id="no record at all"),
    ],
)
def test_an_altered_record_is_named_and_no_crash(tmp_path: Path, before: str, after: str) -> None:
    lay(tmp_path, {"history/1.0/issue.json": RECORD.replace(before, after)})
    with pytest.raises(ProblemsFound, match=r"history/1\.0/issue\.json:1: This record of a version was altered"):
        load_history(tmp_path)
