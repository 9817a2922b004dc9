"""A kept library saves time and changes nothing: stale, cut, planted or unwritable, it only costs the time again."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from policygen import librarycache
from policygen.console import CACHE, cache_folder
from policygen.errors import ProblemsFound
from policygen.keeping import keeping_libraries
from policygen.library import Library
from policygen.librarycache import ENDING, MOST_KEPT, SETTLED, keep, sign, take
from policygen.loading import load_again, load_folders
from tests.tools import TEA

LATER = 10**10
"""Nanoseconds after which every file counts as settled."""

only_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders to the user")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Copy the toy library, so that its files can be changed."""
    return Path(shutil.copytree(TEA, tmp_path / "tea"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "policygen"


def kept(folder: Path, place: Path) -> Path:
    """Keep a library as if its files had long settled; give the file in which it lies."""
    keep(load_folders(folder), sign([folder]), place)
    (file,) = place.glob(f"*{ENDING}")
    settle(file)
    return file


def settle(file: Path) -> None:
    later = file.stat().st_mtime_ns + SETTLED + LATER
    os.utime(file, ns=(later, later))


def facts(library: Library) -> dict[str, object]:
    return {field.name: getattr(library, field.name) for field in fields(library)}


def test_a_kept_library_is_the_library_that_was_read(own: Path, place: Path) -> None:
    kept(own, place)
    taken = take([own], place)
    assert taken is not None
    assert facts(taken) == facts(load_folders(own))


def test_a_program_that_comes_without_its_source_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(librarycache, "__file__", str(tmp_path / "librarycache.pyc"))
    assert sign([tmp_path]).newest == 0


@only_posix
def test_a_link_that_leads_nowhere_hinders_nothing_and_makes_stale_where_it_leads_elsewhere(
    own: Path, place: Path, tmp_path: Path
) -> None:
    link = own / "clauses" / "notes"
    link.symlink_to(tmp_path / "nowhere")
    kept(own, place)
    assert take([own], place) is not None
    link.unlink()
    link.symlink_to(tmp_path / "elsewhere")
    assert take([own], place) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_in_place_of_a_folder_is_looked_at_and_not_waited_for(own: Path, tmp_path: Path) -> None:
    empty = sign([own, tmp_path / "nothing"])
    odd = tmp_path / "odd"
    odd.mkdir()
    os.mkfifo(odd / "clauses")
    assert sign([own, odd]).newest == empty.newest


def test_it_is_taken_only_for_the_same_folders(own: Path, place: Path, tmp_path: Path) -> None:
    kept(own, place)
    other = Path(shutil.copytree(own, tmp_path / "other"))
    assert take([other], place) is None
    assert take([own, other], place) is None
    assert take([own], place) is not None


def a_clause(folder: Path) -> Path:
    return next(iter(sorted((folder / "clauses").glob("*/*.md"))))


def reword(folder: Path) -> None:
    """Change a letter of a clause, and give the file its old size and time back."""
    file = a_clause(folder)
    before = file.stat()
    words = file.read_bytes()
    file.write_bytes(words[:-3] + bytes([words[-3] ^ 1]) + words[-2:])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_in_its_place(folder: Path) -> None:
    file = a_clause(folder)
    other = file.with_name("new")
    shutil.copy2(file, other)
    other.replace(file)


STALE = [
    pytest.param(reword, id="a letter changed, and the old time given back", marks=only_posix),
    pytest.param(put_another_in_its_place, id="another file under the same name, with its time", marks=only_posix),
    pytest.param(lambda folder: a_clause(folder).unlink(), id="a clause gone"),
    pytest.param(lambda folder: (folder / "clauses" / "new.yaml").write_text("a: b\n"), id="a file more"),
    pytest.param(lambda folder: os.utime(a_clause(folder), ns=(0, 0)), id="another time"),
]


@pytest.mark.parametrize("change", STALE)
def test_a_stale_library_is_not_taken(change: Callable[[Path], object], own: Path, place: Path) -> None:
    kept(own, place)
    change(own)
    assert take([own], place) is None


def test_it_is_not_taken_when_a_file_changed_so_late_that_it_may_have_changed_again(own: Path, place: Path) -> None:
    keep(load_folders(own), sign([own]), place)
    assert list(place.glob(f"*{ENDING}"))
    assert take([own], place) is None


def test_it_is_not_kept_when_a_file_changed_while_it_was_read(own: Path, place: Path) -> None:
    before = sign([own])
    library = load_folders(own)
    reword(own)
    os.utime(a_clause(own))
    keep(library, before, place)
    assert not place.exists()


SPOILT = [
    pytest.param(lambda data: data[:-9], id="cut"),
    pytest.param(lambda data: data[:60], id="cut in its head"),
    pytest.param(lambda data: data[:0], id="empty"),
    pytest.param(lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], id="one bit turned"),
    pytest.param(lambda data: b"%PDF-1.7\n" + data, id="something else"),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_library_is_not_taken(spoil: Callable[[bytes], bytes], own: Path, place: Path) -> None:
    file = kept(own, place)
    file.write_bytes(spoil(file.read_bytes()))
    settle(file)
    assert take([own], place) is None


class _Runs:
    """Leaves a file behind when it is read, as a planted pickle would."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.mark),)


PLANTED = [
    pytest.param(b"cpolicygen.clauses\nClause.__init__.__globals__\n.", id="a way out of a class"),
    pytest.param(b"cpolicygen.library\nPath\n.", id="what a module only borrows"),
    pytest.param(b"cpolicygen.writing\nput_in_place\n.", id="a function of the program"),
    pytest.param(pickle.dumps({"a": 1}), id="a value that is no library"),
]


def plant(file: Path, inside: bytes) -> None:
    """Put something else into a kept library, under a head that fits."""
    data = file.read_bytes()
    head = data[: data.index(b"\n") + 1 + 64]
    file.write_bytes(head + b"%08x" % zlib.crc32(inside) + inside)
    settle(file)


@pytest.mark.parametrize("inside", PLANTED)
def test_a_planted_library_is_not_taken(inside: bytes, own: Path, place: Path) -> None:
    plant(kept(own, place), inside)
    assert take([own], place) is None


def test_a_planted_library_runs_nothing(own: Path, place: Path, tmp_path: Path) -> None:
    plant(kept(own, place), pickle.dumps(_Runs(tmp_path / "ran"), protocol=5))
    assert take([own], place) is None
    assert not (tmp_path / "ran").exists()


def test_what_is_planted_is_read_where_it_is_a_library(own: Path, place: Path) -> None:
    plant(kept(own, place), pickle.dumps(replace(load_folders(own), folders=(), templates=()), protocol=5))
    assert take([own], place) is not None


@only_posix
@pytest.mark.parametrize("mode", [0o722, 0o702, 0o720])
def test_a_folder_that_others_can_write_is_not_trusted(mode: int, own: Path, place: Path) -> None:
    kept(own, place)
    place.chmod(mode)
    assert take([own], place) is None


@only_posix
def test_a_file_that_others_can_write_is_not_trusted(own: Path, place: Path) -> None:
    kept(own, place).chmod(0o602)
    assert take([own], place) is None


@only_posix
def test_nothing_is_kept_in_a_folder_that_others_can_write(own: Path, place: Path) -> None:
    place.mkdir(parents=True)
    place.chmod(0o777)
    keep(load_folders(own), sign([own]), place)
    assert list(place.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_what_another_user_owns_is_not_trusted(whose: str, own: Path, place: Path) -> None:
    file = kept(own, place)
    os.chown(file if whose == "file" else place, 12345, 12345)
    assert take([own], place) is None


@only_posix
@pytest.mark.parametrize("whose", ["file", "folder"])
def test_a_link_is_not_followed(whose: str, own: Path, place: Path, tmp_path: Path) -> None:
    file = kept(own, place)
    linked = file if whose == "file" else place
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")
    assert take([own], place) is None


def test_what_is_kept_is_for_this_user_alone(own: Path, place: Path) -> None:
    file = kept(own, place)
    if sys.platform != "win32":
        assert (place.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert list(place.iterdir()) == [file]


def test_a_library_is_read_where_nothing_can_be_kept(own: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with keeping_libraries(tmp_path / "cache" / "policygen"):
        assert facts(load_again(own)) == facts(load_folders(own))


def test_a_second_run_takes_what_the_first_has_kept(own: Path, place: Path) -> None:
    with keeping_libraries(place):
        first = load_again(own)
        (file,) = place.glob(f"*{ENDING}")
        settle(file)
        before = file.stat().st_mtime_ns
        assert facts(load_again(own)) == facts(first)
    assert file.stat().st_mtime_ns == before, "it was read and kept again"


def test_a_library_with_mistakes_is_not_kept(own: Path, place: Path) -> None:
    a_clause(own).write_text("no header", encoding="utf-8")
    with keeping_libraries(place), pytest.raises(ProblemsFound):
        load_again(own)
    assert not place.exists()


def test_only_so_many_libraries_are_kept(own: Path, place: Path) -> None:
    library = load_folders(own)
    place.mkdir(parents=True, mode=0o700)
    for number in range(MOST_KEPT + 3):
        (place / f"{number}{ENDING}").write_bytes(b"old")
        os.utime(place / f"{number}{ENDING}", ns=(number, number))
    keep(library, sign([own]), place)
    left = {path.name for path in place.iterdir()}
    assert len(left) == MOST_KEPT
    assert f"0{ENDING}" not in left


@pytest.mark.parametrize("word", ["off", "OFF", "no", "0"])
def test_keeping_can_be_switched_off(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, word)
    assert cache_folder() is None


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv(CACHE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "policygen"
