"""Looking over many institutions: one line each, and one that cannot be read keeps no other from being told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policygen.portfolio import institutions_in, look_over
from tests.club import DAY, Club, make_club


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a policy from a copy of the tea club, in a folder of two more institutions."""
    made = make_club(tmp_path)
    here = made.workspace.folder
    shutil.copytree(here, here.parent / "sites" / "mug")
    shutil.copytree(here, here.parent / "sites" / "cup")
    return made


def test_the_institutions_of_a_folder_are_found_by_name(club: Club) -> None:
    sites = club.workspace.folder.parent / "sites"
    (sites / "notes").mkdir()
    (sites / "read-me.txt").write_text("Hello", encoding="utf-8")
    assert [each.name for each in institutions_in(sites)] == ["cup", "mug"]


def test_an_institution_holds_no_others(club: Club) -> None:
    assert institutions_in(club.workspace.folder) == ()
    assert institutions_in(club.workspace.folder / "nowhere") == ()


def test_a_link_to_elsewhere_is_no_institution_of_the_folder(club: Club) -> None:
    sites = club.workspace.folder.parent / "sites"
    (sites / "link").symlink_to(club.workspace.folder)
    assert [each.name for each in institutions_in(sites)] == ["cup", "mug"]


def test_each_is_told_and_a_broken_one_says_why(club: Club) -> None:
    cup, mug = institutions_in(club.workspace.folder.parent / "sites")
    (cup / "answers.yaml").write_text("org_nam: Cup\n", encoding="utf-8")
    broken, fine = look_over([cup, mug], lambda _: club.beneath(), DAY)
    assert broken.status is None
    assert "org_nam" in str(broken.wrong)
    assert fine.wrong is None
    assert fine.status is not None
    assert (fine.status.stale, fine.status.institution, fine.status.open_items) == (False, "Leaf & Cup", 0)


def test_open_items_are_counted(club: Club) -> None:
    club.edit("answers.yaml", "milk: yes", "milk: not sure")
    (seen,) = look_over([club.workspace.folder], lambda _: club.beneath(), DAY)
    assert seen.status is not None
    assert (seen.status.stale, seen.status.open_items) == (True, 1)


def test_the_sites_of_a_health_system_are_its_institutions_however_deep_they_lie(club: Club) -> None:
    sites = club.workspace.folder.parent / "sites"
    (sites / "mug").rename(sites / "north")
    (sites / "north" / "answers.yaml").unlink()
    shutil.copytree(sites / "cup", sites / "north" / "spoon")
    (sites / "system.yaml").write_text("name: All cups\nanswers: {}\n", encoding="utf-8")
    assert [each.relative_to(sites).as_posix() for each in institutions_in(sites)] == ["cup", "north/spoon"]
    assert all(each.wrong is None for each in look_over(institutions_in(sites), lambda _: club.beneath(), DAY))
