"""What the commands write into the audit trail, and what they leave out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policygen.adopting import adopt
from policygen.history import load_history
from policygen.issuing import issue
from policygen.lock import read_lock
from policygen.outputs import Wanted
from policygen.trail import TRAIL, Deed, Entry, Hand, load_trail, read_trail, verify_folder
from policygen.updating import update
from policygen.workspace import build
from tests.club import DAY, Club, make_club
from tests.test_issuing import FIRST, SHARE

HAND = Hand("dana", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return make_club(tmp_path)


def entries(club: Club) -> list[Entry]:
    return [line.entry for line in read_trail(load_trail(club.workspace.folder / TRAIL))]


def made(club: Club) -> None:
    build(club.workspace, club.load(), DAY, Wanted(formats=["md"]), hand=HAND)


def test_nothing_is_recorded_of_nobody(club: Club) -> None:
    club.replace(SHARE, "Everyone gets a piece.", "Everyone gets two.")
    club.build()
    assert entries(club) == []


def test_a_build_that_changes_something_is_recorded_with_what_changed(club: Club) -> None:
    club.replace(SHARE, "Everyone gets a piece.", "Everyone gets two.")
    made(club)
    (entry,) = entries(club)
    assert (entry.who, entry.deed, entry.details["clauses"]) == ("dana", Deed.BUILT, "cake/share-the-cake")


def test_a_build_that_changes_nothing_is_not_recorded(club: Club) -> None:
    made(club)
    assert entries(club) == []


def test_every_deed_is_one_line_and_the_lock_keeps_the_hash_of_the_last(club: Club) -> None:
    club.edit("documents/policy.md", "Everyone gets a piece.", "Everyone gets two.")
    adopt(club.workspace, club.load(), club.beneath(), DAY, hand=HAND)
    club.replace("clauses/pouring/warm-the-pot.md", "hot water", "boiling water")
    update(club.workspace, club.beneath(), DAY, {}, hand=HAND)
    issue(club.workspace, club.load(), FIRST, hand=HAND)
    assert [entry.deed for entry in entries(club)] == [Deed.ADOPTED, Deed.UPDATED, Deed.ISSUED]
    last = read_trail(load_trail(club.workspace.folder / TRAIL))[-1]
    assert read_lock(club.read("policy.lock")).trail == last.seal
    assert verify_folder(club.workspace.folder) == ()


def test_an_issued_document_prints_how_far_the_trail_had_come_so_that_a_cut_tail_is_found(club: Club) -> None:
    club.replace(SHARE, "Everyone gets a piece.", "Everyone gets two.")
    made(club)
    issued = issue(club.workspace, club.load(), FIRST, hand=HAND)
    assert f"trail {issued.sealed[:12]}" in club.policy
    (club.workspace.folder / TRAIL).write_text("", encoding="utf-8")
    heads = [each.sealed for each in load_history(club.workspace.folder)]
    assert {finding.check for finding in verify_folder(club.workspace.folder, heads)} == {"T4"}


def test_a_waiver_is_recorded_once_by_name_reason_and_day(club: Club) -> None:
    club.write(
        "waivers.yaml",
        "waivers:\n  - {clause: kettle/lid, finding: G1, reason: No lid., by: Dana, until: 2026-12-31}\n",
    )
    for text in ("two", "three"):
        club.write(SHARE, f"---\ntitle: Share\napplies_to: members\nrests_on: good practice\n---\nTake {text}.\n")
        made(club)
    waived = [entry.details for entry in entries(club) if entry.deed is Deed.WAIVED]
    assert waived == [
        {"clause": "kettle/lid", "finding": "G1", "reason": "No lid.", "by": "Dana", "until": "2026-12-31"}
    ]
