from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from policygen.errors import WorkspaceError
from policygen.writing import JOURNAL, STAGED, put_in_place, settle


def tree(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def interrupted(folder: Path, steps: Sequence[tuple[str, bytes, bool]], staged: dict[str, bytes]) -> Path:
    """Leave a folder as a run that was killed among its moves leaves it."""
    written = [{"path": path, "was": digest(was), "delete": delete} for path, was, delete in steps]
    (folder / JOURNAL).write_text(json.dumps({"steps": written}), encoding="utf-8")
    for name, data in staged.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}{STAGED}").write_bytes(data)
    return folder


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


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
    steps = [("a.md", b"old", False), ("moved-already.md", b"old", False), ("gone.md", b"old", True)]
    settle(interrupted(tmp_path, steps, {}))
    assert tree(tmp_path) == {"a.md": b"new"}


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


def test_a_file_that_somebody_edited_since_is_neither_overwritten_nor_deleted_by_settling(tmp_path: Path) -> None:
    for name, data in (("a.md", b"edited"), ("b.md", b"old"), ("c.md", b"edited")):
        (tmp_path / name).write_bytes(data)
    steps = [("a.md", b"old", False), ("b.md", b"old", False), ("c.md", b"old", True)]
    settle(interrupted(tmp_path, steps, {"a.md": b"new", "b.md": b"new"}))
    assert tree(tmp_path) == {"a.md": b"edited", "b.md": b"new", "c.md": b"edited"}


def test_what_was_staged_before_one_file_failed_is_deleted(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="File name too long"):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / ("x" * 245): b"new"})
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "journal",
    [
        pytest.param('{"steps": [{"path": "../outside.md", "was": "", "delete": false}]}', id="a path that leaves"),
        pytest.param('{"steps": [{"path": "a/../../outside.md", "was": "", "delete": false}]}', id="leaves later"),
        pytest.param('{"steps": [{"path": "../b.md", "was": "WAS", "delete": true}]}', id="a deletion outside"),
        pytest.param('{"steps": [{"path": ".", "was": "", "delete": true}]}', id="the folder itself"),
        pytest.param('{"steps": [{"path": "", "was": "", "delete": false}]}', id="no name at all"),
        pytest.param('{"steps": [{"path": "' + "x" * 300 + '", "was": "", "delete": false}]}', id="a long name"),
        pytest.param('{"steps": [{"path": "' + "x/" * 3000 + '", "was": "", "delete": false}]}', id="a long path"),
        pytest.param('{"steps": [{"path": "../b.md"}]}', id="a step without its fingerprint"),
        pytest.param('{"steps": "../b.md"}', id="steps that are no list"),
        pytest.param("[" * 99_999, id="a deep list"),
        pytest.param('{"steps": [', id="half a journal"),
    ],
)
def test_a_forged_or_broken_journal_moves_and_deletes_nothing(tmp_path: Path, journal: str) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    (tmp_path / f"outside.md{STAGED}").write_bytes(b"new")
    (tmp_path / f"practice{STAGED}").write_bytes(b"new")
    (tmp_path / "b.md").write_bytes(b"mine")
    before = tree(tmp_path)
    (folder / JOURNAL).write_text(journal.replace("WAS", digest(b"mine")), encoding="utf-8")
    settle(folder)
    assert tree(tmp_path) == before


def test_a_folder_that_is_a_link_to_another_place_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "documents").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError, match="documents is a link to another place"):
        put_in_place({workspace / "documents" / "a.md": b"new", workspace / "policy.lock": b"new"}, workspace)
    assert tree(tmp_path) == {}


def test_a_file_that_is_a_link_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_bytes(b"mine")
    (tmp_path / "a.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(WorkspaceError, match=r"a\.md is a link to another place"):
        put_in_place({tmp_path / "a.md": b"new"})
    assert (tmp_path / "elsewhere.md").read_bytes() == b"mine"


def test_a_staged_file_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_bytes(b"mine")
    (tmp_path / f"a.md{STAGED}").symlink_to(tmp_path / "elsewhere.md")
    put_in_place({tmp_path / "a.md": b"new"})
    assert tree(tmp_path) == {"elsewhere.md": b"mine", "a.md": b"new"}


def test_a_workspace_that_is_itself_reached_by_a_link_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    put_in_place({link / "documents" / "a.md": b"new", link / "policy.lock": b"new"}, link)
    assert tree(tmp_path / "real") == {"documents/a.md": b"new", "policy.lock": b"new"}
