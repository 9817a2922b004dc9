"""The commands that write, run so that they are killed or refused: the driver of tests/test_faults.py.

Usage: python -m tests.killed COMMAND FOLDER MODE [TIMES]. COMMAND is one of COMMANDS. With MODE ``kill`` the command
is run once for each of its file operations and killed just before it; with ``fail`` that operation fails for lack
of space; with ``moments`` it is killed TIMES times at random moments. After each run the folder is examined as its
next user finds it, and what was found is printed: ``old``, ``new``, or the files of a mix. Where it is old after a
kill, every third time the command is run again, and what it made is printed too.
"""

from __future__ import annotations

import atexit
import errno
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from policygen.adopting import adopt
from policygen.answerfile import load_answers
from policygen.bodies import read_body
from policygen.errors import PolicygenError
from policygen.formats import RENDERERS
from policygen.installing import Added, record_in
from policygen.issuing import Release, issue
from policygen.library import Library
from policygen.loading import load_folders
from policygen.localising import customize
from policygen.outputs import Wanted
from policygen.questions import QuestionId
from policygen.starting import save_answer
from policygen.trail import Deed, Entry, Hand
from policygen.updating import update
from policygen.waivers import Waiver
from policygen.waiving import waive
from policygen.wording import Draft, save_wording, worded_clause
from policygen.workspace import Workspace, build, writing
from tests.club import make_club
from tests.tools import TEA

TEMPLATES = (TEA.parent.parent / "templates",)
LIBRARY = replace(load_folders(TEA), templates=TEMPLATES)

OLD, NEW = date(2026, 3, 1), date(2026, 7, 1)
"""Days of which the documents say which law applies, so that old and new ones differ."""


ENTRY = Entry(at=datetime(2026, 3, 1, tzinfo=UTC), who="kim", deed=Deed.ADDED, details={"pack": "tea-1.2"})


def make(folder: Path, on: date, formats: tuple[str, ...] = ("md", "html")) -> None:
    """Build the documents as of a day."""
    build(Workspace(folder), LIBRARY, on, Wanted(formats=formats))


def answer(folder: Path) -> None:
    """Save one answer, as the interview does."""
    answers = load_answers(Workspace(folder).answers, LIBRARY)
    save_answer(Workspace(folder), answers.with_answer(QuestionId("headcount"), 77), "headcount")


def take_upon_oneself(folder: Path) -> None:
    """Waive a finding about a clause of a library that words it badly."""
    waiver = Waiver(clause="kettle/lid", finding="L13", reason="We agreed.", by="kim", until=NEW)
    vague = read_body("Staff must not make negative comments.")
    clauses = (replace(each, body=vague) if each.id == waiver.clause else each for each in LIBRARY.clauses)
    waive(Workspace(folder), replace(LIBRARY, clauses=tuple(clauses)), waiver, OLD, Hand("kim", ENTRY.at))


def word(folder: Path) -> None:
    """Save own words of a clause, as the page in the browser does."""
    seen = worded_clause(Workspace(folder), LIBRARY, "kettle/standing")
    draft = Draft(text=f"{seen.theirs}Wait.\n", problems=(), findings=())
    save_wording(Workspace(folder), LIBRARY, draft, seen.path, "")


@cache
def lasting_library() -> Library:
    """Give the library with its templates in its own folder, for a command that reads it again."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place)
    return make_club(place).beneath()


def edit(folder: Path) -> None:
    """Change a sentence of the policy by hand, and add a line outside all statements."""
    policy = folder / "documents" / "policy.md"
    text = policy.read_text(encoding="utf-8")
    changed = text.replace("Everyone gets a piece.", "Everyone gets two pieces.")
    assert changed != text
    policy.write_text(f"{changed}\nAsk Kim.\n", encoding="utf-8")


BEFORE: Mapping[str, Callable[[Path], object]] = {"adopt": edit}
"""What a person did before a command."""
COMMANDS: Mapping[str, Callable[[Path], object]] = {
    "build": lambda folder: make(folder, NEW),
    "answer": answer,
    "update": lambda folder: update(Workspace(folder), LIBRARY, NEW, {}),
    "issue": lambda folder: issue(Workspace(folder), LIBRARY, Release(version="1.0", approved_by="Ann", on=NEW)),
    "customize": lambda folder: customize(Workspace(folder), LIBRARY, "kettle/standing"),
    "waive": take_upon_oneself,
    "word": word,
    "adopt": lambda folder: adopt(Workspace(folder), lasting_library(), lasting_library(), NEW),
    "record": lambda folder: record_in(Workspace(folder), Added(folder=folder, entry=ENTRY, already=False)),
}
"""Every command that writes a workspace, from its old state to its new one; a new command is a line here."""


def state(folder: Path) -> dict[str, bytes]:
    """Give the files that belong to people, by path; what the program itself keeps there does not count."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".policygen"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


class Meddler:
    """Counts the file operations of this process below a folder, and meddles with one of them."""

    OPERATIONS = frozenset({"os.rename", "os.remove", "os.mkdir", "open"})

    def __init__(self, folder: Path, at: int = -1, meddle: Callable[[], None] = lambda: None) -> None:
        self.folder, self.at, self.meddle, self.count = str(folder), at, meddle, 0
        self.active = True
        sys.addaudithook(self.hear)

    def hear(self, event: str, details: tuple[object, ...]) -> None:
        """Take note of an operation that writes."""
        if not self.active or event not in self.OPERATIONS or not str(details[0]).startswith(self.folder):
            return
        if event == "open" and not (isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        self.count += 1
        if self.count - 1 == self.at:
            self.meddle()


def no_space() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def kill() -> None:
    """End this process as nothing can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Trial:
    """A folder in its old state, and the command that brings it to its new one."""

    command: Callable[[Path], object]
    folder: Path
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]
    operations: int
    seconds: float
    """How long the command takes in a child."""

    def fork(self, at: int = -1, meddle: Callable[[], None] = kill, after: float | None = None) -> int:
        """Run the command in a child from the old state, and meddle with it; give what became of the child."""
        restore(self.folder, self.old)
        child = os.fork()
        if child == 0:
            os._exit(self.run(Meddler(self.folder, at, meddle)))
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1]

    def run(self, meddler: Meddler) -> int:
        """Run the command here; a planned refusal is one sentence on standard error."""
        try:
            self.command(self.folder)
        except PolicygenError as error:
            os.write(2, f"{error}\n".encode())
            return error.exit_code
        except BaseException as error:  # noqa: BLE001 - whatever else comes is what the test looks for
            os.write(2, f"UNPLANNED {error!r}\n".encode())
            return 99
        finally:
            meddler.active = False
        return 0

    def found(self) -> str:
        """Say in which state the folder is."""
        now = state(self.folder)
        return "old" if now == self.old else "new" if now == self.new else f"mix of {sorted(now)}"


def prepare(command: str, folder: Path) -> Trial:
    """Run a command to its end, to see what it makes, how often it writes and how long it takes."""
    old = state(folder)
    COMMANDS[command](folder)  # what is loaded once is loaded now
    restore(folder, old)
    meddler = Meddler(folder)
    COMMANDS[command](folder)
    meddler.active = False
    trial, begun = Trial(COMMANDS[command], folder, old, state(folder), meddler.count, 0), time.monotonic()
    trial.fork()
    return replace(trial, seconds=time.monotonic() - begun)


def restore(folder: Path, files: Mapping[str, bytes]) -> None:
    """Bring a folder to a state."""
    for name in state(folder).keys() - files.keys():
        (folder / name).unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for empty in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with suppress(OSError):
            empty.rmdir()


def main(command: str, folder: Path, mode: str, times: int) -> None:
    """Try a command in one mode, and print what was found after each run."""
    assert isinstance(RENDERERS, dict)
    for slow in ("pdf", "docx"):
        del RENDERERS[slow]  # a writer does not care what it writes
    if command in BEFORE:
        BEFORE[command](folder)
    trial, dice = prepare(command, folder), random.Random(times)
    for number in range(times if mode == "moments" else trial.operations):
        if mode == "fail":
            code = os.waitstatus_to_exitcode(trial.fork(number, no_space))
            with writing(Workspace(folder)):
                sys.stdout.write(f"{trial.found()} {code}\n")
            continue
        if mode == "kill":
            trial.fork(number)
        else:
            trial.fork(after=dice.uniform(0, trial.seconds * 1.1))
        with writing(Workspace(folder)):
            found = trial.found()
        if found == "old" and number % 3 == 0:
            trial.command(folder)
            found += f", then {trial.found()}"
        sys.stdout.write(f"{found}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int((*sys.argv, "0")[4]))
