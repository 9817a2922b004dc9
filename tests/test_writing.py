from __future__ import annotations

from pathlib import Path

import pytest

from policygen.errors import WorkspaceError
from policygen.writing import JOURNAL, STAGED, put_in_place, settle


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_and_folders_made(tmp_path: Path) -> None:
    put_in_place({tmp_path / "a.md": b"one", tmp_path / "deep" / "er" / "b.md": b"two"})
    assert tree(tmp_path) == {"a.md": b"one", "deep/er/b.md": b"two"}


def test_an_old_file_is_replaced_and_its_neighbours_are_left(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old, and longer than the new one")
    (tmp_path / "b.md").write_bytes(b"mine")
    put_in_place({tmp_path / "a.md": b"new"})
    assert tree(tmp_path) == {"a.md": b"new", "b.md": b"mine"}


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    data = bytes(range(256)) + b"\r\n\n\r"
    put_in_place({tmp_path / "a.pdf": data})
    assert (tmp_path / "a.pdf").read_bytes() == data


def test_nothing_to_write_writes_nothing(tmp_path: Path) -> None:
    put_in_place({})
    assert tree(tmp_path) == {}


def test_nothing_is_replaced_when_the_folder_of_one_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"not a folder")
    before = tree(tmp_path)
    with pytest.raises(WorkspaceError) as refused:
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "file" / "b.md": b"new"})
    assert tree(tmp_path) == before
    assert str(tmp_path / "file" / "b.md") in str(refused.value)


def test_nothing_is_replaced_when_one_file_cannot_be_staged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / f"b.md{STAGED}").mkdir()
    with pytest.raises(WorkspaceError, match=r"b\.md cannot be written"):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new"})
    assert tree(tmp_path) == {"a.md": b"old"}


def test_a_file_after_the_one_that_failed_is_not_written_either(tmp_path: Path) -> None:
    (tmp_path / f"a.md{STAGED}").mkdir()
    with pytest.raises(WorkspaceError):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new"})
    assert tree(tmp_path) == {}


def test_nothing_is_replaced_when_a_folder_stands_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    (tmp_path / "policy.lock").write_bytes(b"old")
    with pytest.raises(WorkspaceError, match=r"b\.md cannot be written: a folder stands in its place"):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new", tmp_path / "policy.lock": b"new"})
    assert tree(tmp_path) == {"policy.lock": b"old"}


def test_a_failure_leaves_no_staged_file_behind(tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    with pytest.raises(WorkspaceError):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new"})
    assert list(tmp_path.glob(f"*{STAGED}")) == []


def test_a_file_that_an_interrupted_run_left_staged_does_not_hinder_the_next(tmp_path: Path) -> None:
    (tmp_path / f"a.md{STAGED}").write_bytes(b"half of an old")
    put_in_place({tmp_path / "a.md": b"new"})
    assert tree(tmp_path) == {"a.md": b"new"}


def test_stale_staged_files_are_swept_and_others_are_kept(tmp_path: Path) -> None:
    for name in (f"a.md{STAGED}", f"gone.pdf{STAGED}", "a.md", f"notes{STAGED}.txt"):
        (tmp_path / name).write_bytes(b"x")
    settle(tmp_path)
    assert sorted(tree(tmp_path)) == ["a.md", f"notes{STAGED}.txt"]


def test_settling_reaches_the_folders_that_the_program_writes_and_no_other(tmp_path: Path) -> None:
    for folder in ("documents", "history", "photos"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"a.md{STAGED}").write_bytes(b"x")
    settle(tmp_path)
    assert list(tree(tmp_path)) == [f"photos/a.md{STAGED}"]


def test_a_change_that_was_decided_is_finished(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "gone.md").write_bytes(b"old")
    (tmp_path / f"a.md{STAGED}").write_bytes(b"new")
    (tmp_path / JOURNAL).write_text('{"move": ["a.md", "moved-already.md"], "delete": ["gone.md"]}', encoding="utf-8")
    settle(tmp_path)
    assert tree(tmp_path) == {"a.md": b"new"}


def test_a_journal_that_names_a_file_outside_the_folder_moves_nothing_there(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    (tmp_path / f"a.md{STAGED}").write_bytes(b"new")
    (tmp_path / "b.md").write_bytes(b"mine")
    (folder / JOURNAL).write_text('{"move": ["../a.md"], "delete": ["../b.md"]}', encoding="utf-8")
    settle(folder)
    assert tree(tmp_path) == {f"a.md{STAGED}": b"new", "b.md": b"mine"}


def test_several_files_and_a_deletion_are_one_change(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_bytes(b"old")
    put_in_place({tmp_path / "a.md": b"one", tmp_path / "gone.md": None, tmp_path / "b" / "c.md": b"two"}, tmp_path)
    assert tree(tmp_path) == {"a.md": b"one", "b/c.md": b"two"}


def test_settling_passes_over_what_it_cannot_delete(tmp_path: Path) -> None:
    (tmp_path / f"a.md{STAGED}").mkdir()
    (tmp_path / f"b.md{STAGED}").write_bytes(b"x")
    settle(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"a.md{STAGED}"]


def test_settling_a_folder_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    settle(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
