"""Whatever happens while a folder is written, its next user finds the old files or the new ones, and one sentence.

A new command that writes is one line in COMMANDS of tests/killed.py. For as many kills as a release is tried with:
``pytest tests/test_faults.py --kills 200``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from policygen.adopting import adopt
from policygen.answerfile import load_answers
from policygen.errors import PolicygenError, WorkspaceError
from policygen.localising import customize
from policygen.outputs import Wanted
from policygen.questions import QuestionId
from policygen.rendering.pdfprocess import _reason
from policygen.updating import update
from policygen.workspace import Workspace, build
from policygen.writing import JOURNAL, STAGED, put_in_place
from tests.club import make_club
from tests.killed import COMMANDS, LIBRARY, NEW, OLD, make, state
from tests.tools import REQUIRED, lay

ROOT = Path(__file__).parent.parent
ANSWERS = "".join(f"{name}: {value}\n" for name, value in {**REQUIRED, "legal_review": "done"}.items())

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can do this")
not_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
every_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """Give a workspace whose documents are those of an earlier day."""
    folder = lay(tmp_path / "club", {"answers.yaml": ANSWERS})
    make(folder, OLD)
    return folder


def driven(command: str, folder: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the driver in a process of its own; what killed commands leave in the folder of passing files goes too."""
    return subprocess.run(
        [sys.executable, "-m", "tests.killed", command, folder, *words],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(Path(folder).parent)},
        capture_output=True,
        text=True,
        check=False,
    )


# killed

AGAIN = "old, then new"
"""What is found where a kill left the old state, and the same command then made the new one."""


@posix
@every_command
def test_killed_before_any_of_its_writes_a_command_leaves_the_old_state_or_the_new(club: Path, command: str) -> None:
    done = driven(command, str(club), "kill")
    found = done.stdout.splitlines()
    assert done.stderr == ""
    assert set(found) == {"old", AGAIN, "new"}
    assert [each.partition(",")[0] for each in found] == sorted(
        (each.partition(",")[0] for each in found), reverse=True
    )
    assert len(found) > 6


@posix
@every_command
def test_killed_at_a_random_moment_a_command_leaves_the_old_state_or_the_new(
    club: Path, command: str, kills: int
) -> None:
    done = driven(command, str(club), "moments", str(kills or 15))
    found = Counter(done.stdout.splitlines())
    assert done.stderr == ""
    assert set(found) <= {"old", AGAIN, "new"}
    assert found.total() == (kills or 15)
    assert found["new"] < found.total()


# refused by the disk


@posix
@every_command
def test_when_any_of_its_writes_fails_a_command_says_so_and_leaves_one_state_whole(club: Path, command: str) -> None:
    done = driven(command, str(club), "fail")
    found = done.stdout.splitlines()
    assert set(found) <= {"old 1", "new 1", "new 0"}
    assert found.count("old 1") > 3
    sentences = done.stderr.splitlines()
    assert len(sentences) == found.count("old 1") + found.count("new 1")
    assert all("No space left on device" in each and str(club) in each for each in sentences), sentences


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a disk of a few bytes; skip the test where none can be had."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let root mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@as_root
def test_a_full_disk_is_one_sentence_and_the_old_files_are_whole(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        folder = lay(disk / "club", {"answers.yaml": ANSWERS})
        make(folder, OLD)
        free = os.statvfs(disk)
        (disk / "rubbish").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 8192))
        before = state(folder)
        with pytest.raises(
            WorkspaceError, match=r"club/.* cannot be written: No space left on device\. Nothing was replaced"
        ):
            make(folder, NEW)
        assert state(folder) == before
        (disk / "rubbish").unlink()
        make(folder, NEW)
        assert state(folder).keys() == before.keys()


@posix
def test_a_file_larger_than_allowed_is_one_sentence_and_the_old_files_are_whole(tmp_path: Path) -> None:
    folder = lay(tmp_path, {"a.md": "old"})
    code = (
        "import resource, sys; from pathlib import Path; from policygen.writing import put_in_place\n"
        "from policygen.errors import WorkspaceError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: put_in_place({Path('a.md'): b'new', Path('b.md'): b'x' * 5000})\n"
        "except WorkspaceError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout == "b.md cannot be written: File too large. Nothing was replaced.\n"
    assert state(folder) == {"a.md": b"old"}


@pytest.fixture
def sealed(club: Path) -> Iterator[Path]:
    """Give a workspace that nobody may write, by the mode of its folders."""
    for folder in (club / "documents", club):
        folder.chmod(0o555)
    yield club
    for folder in (club, club / "documents"):
        folder.chmod(0o755)


@not_root
@every_command
def test_a_folder_that_may_not_be_written_is_one_sentence(sealed: Path, command: str) -> None:
    before = state(sealed)
    with pytest.raises(WorkspaceError, match=r"club.* cannot be written: Permission denied"):
        COMMANDS[command](sealed)
    assert state(sealed) == before


@as_root
@every_command
def test_a_disk_that_may_only_be_read_is_one_sentence(tmp_path: Path, command: str) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        folder = lay(disk / "club", {"answers.yaml": ANSWERS})
        make(folder, OLD)
        before = state(folder)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with pytest.raises(WorkspaceError, match=r"club.* cannot be written: Read-only file system"):
            COMMANDS[command](folder)
        assert state(folder) == before


# crowded


CROWD = """
import os, sys
from pathlib import Path
from tests.club import make_club
from tests.killed import *
folder, said = Path(sys.argv[1]), eval(sys.argv[2])

def save(name, value):
    answers = load_answers(Workspace(folder).answers, LIBRARY)
    save_answer(Workspace(folder), answers.with_answer(QuestionId(name), value), name)

children = []
for name, value in said.items():
    children.append(os.fork())
    if children[-1] == 0:
        make(folder, NEW) if value is None else save(name, value)
        os._exit(0)
assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(said)
"""


def crowd(folder: Path, said: Mapping[str, object]) -> None:
    """Let several processes write a folder at once: each saves one answer, or builds where the answer is None."""
    done = subprocess.run(
        [sys.executable, "-c", CROWD, str(folder), repr(said)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@posix
def test_eight_builds_at_once_leave_what_one_leaves(tmp_path: Path) -> None:
    alone, crowded = (lay(tmp_path / name, {"answers.yaml": ANSWERS}) for name in ("alone", "crowded"))
    make(alone, NEW)
    crowd(crowded, dict.fromkeys("abcdefgh"))
    assert state(crowded) == state(alone)


@posix
def test_eight_people_who_answer_at_once_lose_no_answer(club: Path) -> None:
    said = {
        "headcount": 77, "review_months": 7, "privacy_contact": "cup@tea.example", "milk": True,
        "legal_review": "done", "brewing": "cup", "org_name": "Eight", "platforms": ("a", "b"),
    }  # fmt: skip
    crowd(club, said)
    given = load_answers(club / "answers.yaml", LIBRARY).given
    assert {name: given[QuestionId(name)] for name in said} == said


def test_writers_of_one_process_never_mix_two_versions(tmp_path: Path) -> None:
    files = [tmp_path / "documents" / "a.md", tmp_path / "documents" / "b.md", tmp_path / "policy.lock"]

    def write(number: int) -> None:
        from policygen.workspace import writing

        with writing(Workspace(tmp_path)):
            put_in_place(dict.fromkeys(files, str(number).encode() * 1000), tmp_path)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert len({file.read_bytes() for file in files}) == 1


def test_a_document_edited_while_the_new_ones_are_made_is_not_overwritten(club: Path) -> None:
    def edit(_: str) -> None:
        (club / "documents" / "policy.md").write_text("my own words", encoding="utf-8")

    before = state(club)
    with pytest.raises(PolicygenError, match=r"Edited by hand since it was made: documents/policy\.md"):
        build(Workspace(club), LIBRARY, NEW, Wanted(formats=("md", "html")), progress=edit)
    assert state(club) == before | {"documents/policy.md": b"my own words"}


def test_a_clause_edited_while_an_update_is_made_is_not_overwritten(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    own = customize(club.workspace, club.beneath(), "kettle/standing").file
    before = state(club.workspace.folder)

    def edit(_: str) -> None:
        own.write_text("my own words", encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"Changed by somebody else meanwhile: .*clauses/kettle/standing\.md\."):
        update(club.workspace, club.beneath(), NEW, {}, edit)
    assert state(club.workspace.folder) == before | {"clauses/kettle/standing.md": b"my own words"}


def test_a_policy_edited_again_while_it_is_adopted_is_not_overwritten(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    edited = club.policy.replace("Everyone gets a piece.", "Everyone gets two pieces.")
    policy = club.write("documents/policy.md", edited)
    before = state(club.workspace.folder)

    def edit(_: str) -> None:
        policy.write_text(edited.replace("two", "three"), encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"Changed by somebody else meanwhile: .*policy\.md\."):
        adopt(club.workspace, club.load(), club.beneath(), OLD, edit)
    after = before | {"documents/policy.md": edited.replace("two", "three").encode()}
    assert state(club.workspace.folder) == after


# what others left


def test_what_killed_runs_left_is_swept_by_the_next(club: Path) -> None:
    lay(
        club,
        {f"documents/policy.md{STAGED}": "half", f"documents/gone.pdf{STAGED}": "half", f"policy.lock{STAGED}": "{"},
    )
    lay(club, {f"{JOURNAL}{STAGED}": "["})
    make(club, NEW)
    assert [path for path in club.rglob("*") if STAGED in path.name or JOURNAL in path.name] == []


def test_a_documents_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    club = lay(tmp_path / "club", {"answers.yaml": ANSWERS})
    (tmp_path / "elsewhere").mkdir()
    (club / "documents").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError, match="documents is a link to another place"):
        make(club, NEW)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert sorted(state(club)) == ["answers.yaml"]


def test_a_document_that_is_a_link_is_not_written_through(club: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_bytes((club / "documents" / "policy.md").read_bytes())
    before = (tmp_path / "mine.md").read_bytes()
    (club / "documents" / "policy.md").unlink()
    (club / "documents" / "policy.md").symlink_to(tmp_path / "mine.md")
    with pytest.raises(WorkspaceError, match=r"policy\.md is a link to another place"):
        make(club, NEW)
    assert (tmp_path / "mine.md").read_bytes() == before


# a page that eats the machine


LONG = "<p>Tea for two, and two for tea.</p>" * 20_000
DEEP = "<div style='float:left'>x<table><tr><td>x" * 400


@pytest.mark.parametrize(
    ("page", "setting", "says"),
    [
        pytest.param(LONG, "MOST_SECONDS = 1", "was ended by signal", id="processor time"),
        pytest.param(LONG, "MOST_MEMORY = 100 * 1024**2", "memory|signal", id="memory"),
        pytest.param(DEEP, "MOST_SECONDS = 60", "it is nested too deep", id="depth"),
    ],
)
@posix
def test_a_page_that_eats_the_machine_is_ended_with_a_sentence(page: str, setting: str, says: str) -> None:
    code = f"import policygen.rendering.pdfworker as worker; worker.{setting}; sys.exit(worker.main())"
    request = json.dumps({"html": f"<html lang=en><title>x</title>{page}", "identifier": "0" * 64})
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"], input=request, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stdout == ""
    sentence = _reason(done.stderr, done.returncode)
    assert re.search(says, sentence)
    assert "Error" not in sentence


# elsewhere


NOBODY = 65534

ELSEWHERE = """
import os, sys
from pathlib import Path
from tests.club import make_club
from tests.killed import NEW, make
scratch, folder, user, formats = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), tuple(sys.argv[4:])
make(scratch, NEW, formats)  # loads all modules, which another user may not be allowed to
if user:
    os.setgroups([]), os.setgid(user), os.setuid(user)
    assert os.geteuid() == user
make(folder, NEW, formats)
"""


def formats_for(user: int) -> tuple[str, ...]:
    """Give the formats that a user can make: a PDF needs an interpreter that the user may start."""
    try:
        subprocess.run([sys.executable, "-c", ""], user=user or None, check=True)
    except PermissionError:
        return ("md", "html")
    return ("md", "html", "pdf")


@posix
def test_another_user_with_another_clock_language_and_home_makes_the_same_bytes() -> None:
    with TemporaryDirectory() as everybody:
        Path(everybody).chmod(0o755)
        assert_the_same_bytes(Path(everybody))


def assert_the_same_bytes(place: Path) -> None:
    """Make the documents here and as somebody else, and compare them."""
    user = NOBODY if os.geteuid() == 0 else 0
    formats = formats_for(user)
    here, there = (lay(place / name / "club", {"answers.yaml": ANSWERS}) for name in ("here", "quite-elsewhere"))
    scratch = lay(place / "scratch", {"answers.yaml": ANSWERS})
    make(here, NEW, formats)
    if user:
        os.chown(there, user, user)
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "USER", "LOGNAME", "LC_ALL")}
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(scratch), str(there), str(user), *formats],
        cwd=ROOT,
        env={**kept, "TZ": "Pacific/Chatham", "LANG": "C", "PYTHONHASHSEED": "random"},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(state(there)) == len(formats) + 2
    assert state(there) == state(here)
    assert {path.stat().st_mode & 0o777 for path in (there / "documents").iterdir()} == {0o600}
