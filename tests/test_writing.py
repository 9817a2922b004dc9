from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from policygen.errors import WorkspaceError
from policygen.writing import MOVES, STAGED, put_in_place, sweep


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


def test_nothing_is_replaced_when_one_file_cannot_be_moved(tmp_path: Path) -> None:
    (tmp_path / "b.md").mkdir()
    (tmp_path / "a.md").write_bytes(b"old")
    with pytest.raises(WorkspaceError, match=r"b\.md cannot be written"):
        put_in_place({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new", tmp_path / "c.md": b"new"})
    assert tree(tmp_path) == {"a.md": b"old"}


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
    sweep(tmp_path)
    assert sorted(tree(tmp_path)) == ["a.md", f"notes{STAGED}.txt"]


def test_sweeping_reaches_one_folder_only(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / f"a.md{STAGED}").write_bytes(b"x")
    sweep(tmp_path)
    assert list(tree(tmp_path)) == [f"documents/a.md{STAGED}"]


def test_sweeping_passes_over_what_it_cannot_delete(tmp_path: Path) -> None:
    (tmp_path / f"a.md{STAGED}").mkdir()
    (tmp_path / f"b.md{STAGED}").write_bytes(b"x")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"a.md{STAGED}"]


def test_sweeping_a_folder_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


# what a run that was killed among its moves leaves behind


def interrupted(folder: Path, moves: list[list[str]], staged: dict[str, bytes]) -> Path:
    """Leave a folder as a run that was killed among its moves leaves it."""
    (folder / MOVES).write_text(json.dumps(moves))
    for name, data in staged.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}{STAGED}").write_bytes(data)
    return folder


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_moves_that_were_begun_are_finished_by_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "policy.lock").write_bytes(b"old")
    moves = [["documents/a.md", ""], ["documents/b.md", ""], ["policy.lock", digest(b"old")]]
    sweep(interrupted(tmp_path, moves, {"documents/b.md": b"new b", "policy.lock": b"new"}))
    assert tree(tmp_path) == {"documents/b.md": b"new b", "policy.lock": b"new"}


def test_files_that_were_staged_without_a_list_of_moves_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "policy.lock").write_bytes(b"old")
    (tmp_path / f"policy.lock{STAGED}").write_bytes(b"new")
    (tmp_path / f"{MOVES}{STAGED}").write_text('[["policy.lock", "')
    sweep(tmp_path)
    assert tree(tmp_path) == {"policy.lock": b"old"}


def test_a_file_that_somebody_edited_since_is_not_overwritten_by_finishing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"edited")
    (tmp_path / "b.md").write_bytes(b"old")
    moves = [["a.md", digest(b"old")], ["b.md", digest(b"old")]]
    sweep(interrupted(tmp_path, moves, {"a.md": b"new", "b.md": b"new"}))
    assert tree(tmp_path) == {"a.md": b"edited", "b.md": b"new"}


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param([["../outside.md", ""]], id="a path that leaves the folder"),
        pytest.param([["documents/../../outside.md", ""]], id="a path that leaves it later"),
        pytest.param("outside.md", id="something that is not a list"),
        pytest.param([["x" * 300, ""]], id="a name that no system holds"),
        pytest.param([["x/" * 3000, ""]], id="a path that no system holds"),
        pytest.param([["outside.md"]], id="a move without its fingerprint"),
        pytest.param([[""], ["", ""]], id="no name at all"),
    ],
)
def test_a_forged_list_of_moves_moves_nothing(tmp_path: Path, moves: list[list[str]]) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (tmp_path / f"outside.md{STAGED}").write_bytes(b"new")
    sweep(interrupted(folder, moves, {}))
    assert tree(tmp_path) == {f"outside.md{STAGED}": b"new"}


def test_a_folder_that_is_a_link_to_another_place_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "documents").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError, match="documents is a link to another place"):
        put_in_place({workspace / "documents" / "a.md": b"new", workspace / "policy.lock": b"new"})
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
    (tmp_path / "link").symlink_to(tmp_path / "real")
    put_in_place({tmp_path / "link" / "documents" / "a.md": b"new", tmp_path / "link" / "policy.lock": b"new"})
    assert tree(tmp_path / "real") == {"documents/a.md": b"new", "policy.lock": b"new"}
