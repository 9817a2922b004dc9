"""Taking a finding upon oneself: what a waiver must say, where it is written, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from policygen.errors import UsageError
from policygen.lock import read_lock
from policygen.outputs import Wanted
from policygen.trail import TRAIL, Deed, Hand, load_trail, read_trail, verify_folder
from policygen.waivers import Waiver, load_waivers
from policygen.waiving import waivable, waive, with_waiver
from policygen.workspace import build
from tests.club import DAY, Club, make_club
from tests.test_guarding import FILE, LIBRARY, file

HAND = Hand("dana", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
WAIVER = Waiver(
    clause="kettle/standing", finding="G2", reason="The board: accepted.", by="Dana, Counsel", until=date(2026, 6, 30)
)


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a policy whose own wording says should where the library says must."""
    made = make_club(tmp_path)
    (made.library / FILE).write_text(file(LIBRARY), encoding="utf-8")
    made.write(FILE, file(LIBRARY.replace("must", "should")))
    return made


def take(club: Club, waiver: Waiver = WAIVER) -> None:
    waive(club.workspace, club.load(), waiver, DAY, HAND)


def test_a_finding_is_open_until_it_is_waived(club: Club) -> None:
    assert "G2" in [each.check for each in waivable(club.workspace, club.load(), DAY)]
    take(club)
    assert "G2" not in [each.check for each in waivable(club.workspace, club.load(), DAY)]
    assert load_waivers(club.workspace.waivers) == (WAIVER,)
    assert [each.check for each in club.status().waived] == ["G2"]


def test_who_waived_it_stands_in_the_trail_once(club: Club) -> None:
    take(club)
    build(club.workspace, club.load(), DAY, Wanted(formats=["md"]), hand=Hand("kim", HAND.at))
    waived = [line.entry for line in read_trail(load_trail(club.workspace.folder / TRAIL))][:-1]
    assert [(each.who, each.deed, each.details["reason"]) for each in waived] == [
        ("dana", Deed.WAIVED, "The board: accepted.")
    ]
    assert verify_folder(club.workspace.folder) == ()
    assert read_lock(club.read("policy.lock")).trail


def test_the_other_lines_of_the_file_stay(club: Club) -> None:
    before = (
        "# Ours\nwaivers:\n  - clause: a/b   # old\n    finding: G1\n    reason: x\n    by: y\n    until: 2026-01-01\n"
    )
    club.write("waivers.yaml", before)
    take(club)
    assert club.read("waivers.yaml").startswith(before)
    assert len(load_waivers(club.workspace.waivers)) == 2


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("", id="an empty file"),
        pytest.param("# Nothing yet\n", id="a remark alone"),
        pytest.param("waivers: []\n", id="an empty list"),
        pytest.param("waivers: [{clause: a/b, finding: G1, reason: x, by: y, until: 2026-01-01}]\n", id="one line"),
    ],
)
def test_a_waiver_can_be_added_to_any_file_that_can_be_read(club: Club, before: str) -> None:
    club.write("waivers.yaml", before)
    known = load_waivers(club.workspace.waivers)
    take(club)
    assert load_waivers(club.workspace.waivers) == (*known, WAIVER)


@pytest.mark.parametrize(
    ("waiver", "says"),
    [
        pytest.param({"reason": "  "}, "Say why", id="no reason"),
        pytest.param({"by": ""}, "Say who", id="no name"),
        pytest.param({"until": date(2026, 2, 28)}, "is past", id="a day that is past"),
        pytest.param({"finding": "G3"}, "There is no open finding G3", id="not found"),
        pytest.param({"clause": "kettle/standin"}, "Did you mean 'G2 of kettle/standing'", id="misspelt"),
        pytest.param({"by": "Dana\u202e"}, "reverses the direction", id="letters that hide others"),
    ],
)
def test_a_waiver_that_says_too_little_is_refused_and_nothing_is_written(
    club: Club, waiver: dict[str, str | date], says: str
) -> None:
    changed = Waiver(**{**vars(WAIVER), **waiver})
    with pytest.raises(UsageError, match=says):
        take(club, changed)
    assert not club.workspace.waivers.exists()
    assert not (club.workspace.folder / TRAIL).exists()


def test_a_waiver_on_the_last_day_still_holds(club: Club) -> None:
    take(club, Waiver(**{**vars(WAIVER), "until": DAY}))
    assert club.status().findings == ()


def test_words_with_line_ends_and_quotes_come_back_on_one_line() -> None:
    waiver = Waiver(clause="a/b", finding="G1", reason='He said: "no" \\ # 1', by="- {x}", until=DAY)
    text = with_waiver("", (), waiver, "waivers.yaml")
    assert with_waiver(text, (waiver,), waiver, "waivers.yaml").startswith(text)
