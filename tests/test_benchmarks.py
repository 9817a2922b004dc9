"""The benchmarks run; what they find is no matter of a test."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import MEASURES, main
from benchmarks.measuring import compared, lines


def test_measures_print_a_row_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tiny", "again", "help"]) == 0
    _, _, again, help_of_all = capsys.readouterr().out.splitlines()
    assert again.startswith("| looked at again, 2 unchanged |")
    assert help_of_all.startswith("| policygen --help |")


def test_an_unknown_measure_is_told_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    told = capsys.readouterr().err
    assert [name for name in MEASURES if name not in told] == []


@pytest.mark.parametrize(
    ("goal", "faster", "verdict"),
    [
        pytest.param(2.0, False, "holds", id="at most, and less"),
        pytest.param(1.2, False, "falls short", id="at most, and more"),
        pytest.param(0.6, True, "holds", id="at least, and more"),
        pytest.param(1.9, True, "falls short", id="at least, and less"),
        pytest.param(None, False, "", id="no goal"),
    ],
)
def test_a_ratio_is_held_to_its_goal(goal: float | None, faster: bool, verdict: str) -> None:
    row = compared("this", "that", [(1.5, 1.0), (3.0, 2.0), (9.0, 1.0)], goal, faster=faster)
    assert row.verdict == verdict
    assert row.ratio == pytest.approx(1 / 1.5 if faster else 1.5)


def test_a_table_says_what_took_how_long() -> None:
    row = compared("this", "that", [(1.5, 0.5)], 4)
    assert list(lines([row]))[2] == "| this | 1.50 s | that | 500.0 ms | 3.00 | at most 4 | holds |"
