"""Many institutions at once: nothing is made twice, nothing that goes wrong with one stops another, nothing is lost."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from policygen.answerfile import answers_table
from policygen.batching import Order, Outcome, Result, Task
from policygen.crews import batch
from policygen.freshness import ground_of, next_day
from policygen.library import Library
from policygen.lock import read_lock
from policygen.outputs import Wanted
from policygen.selection import select
from policygen.trail import TRAIL, Hand, read_trail
from policygen.workspace import Workspace, build
from policygen.writing import STAGED
from tests.killed import LIBRARY, state
from tests.test_formats import OHIO, policygen
from tests.tools import ON, PATIENCE, REQUIRED, TEA, clause_file, lay, tea_answers

ROOT = Path(__file__).parent.parent
ANSWERS = "".join(f"{name}: {value}\n" for name, value in REQUIRED.items())

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


class Club:
    """Several tea clubs, and a library for them that a test may change."""

    def __init__(self, place: Path) -> None:
        self.place, self.library = place, place / "library"
        self.library.mkdir()
        outlines = shutil.ignore_patterns("outline.yaml")  # they name clauses that the tea club lacks
        shutil.copytree(ROOT / "templates", self.library / "templates", ignore=outlines)
        self.folders = [lay(place / name, {"answers.yaml": ANSWERS}) for name in ("ash", "elm", "oak")]

    def order(
        self,
        on: date = ON,
        formats: tuple[str, ...] = ("md", "html"),
        resume: bool = False,
        method: str | None = None,
    ) -> Order:
        ground = ground_of([TEA, self.library])
        return Order(ground=ground, on=on, formats=formats, resume=resume, processes=2, method=method)

    def outcomes(self, order: Order | None = None) -> list[Outcome]:
        return list(batch([Task(folder=folder) for folder in self.folders], order or self.order()))

    def results(self, on: date = ON, formats: tuple[str, ...] = ("md", "html"), resume: bool = False) -> list[str]:
        return [outcome.result.value for outcome in self.outcomes(self.order(on, formats, resume))]

    def driven(self, *folders: Path, **settings: str) -> list[str]:
        """Run the driver in a process of its own, and give what it said of each folder."""
        with self.started(*folders, **settings) as run:
            out, errors = run.communicate()
        assert (run.returncode, errors) == (0, "")
        return out.splitlines()

    def refused(self, **settings: str) -> str:
        """Run the driver where nothing can be made, and give what it said to that."""
        with self.started(**settings) as run:
            out, errors = run.communicate()
        assert (run.returncode, out) == (1, "")
        return errors

    def started(self, *folders: Path, **settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.batched", str(self.library), *map(str, folders or self.folders)],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Give three tea clubs without documents."""
    return Club(tmp_path)


# what is made


@pytest.mark.parametrize(
    "method", [pytest.param(each, id=each or "what suits the system") for each in ("fork", "forkserver", "spawn")]
)
@posix
def test_a_batch_makes_what_single_builds_make_however_processes_are_started(club: Club, method: str) -> None:
    assert [(each.folder, each.result) for each in club.outcomes(club.order(method=method))] == [
        (folder, Result.BUILT) for folder in club.folders
    ]
    alone = lay(club.place / "alone", {"answers.yaml": ANSWERS})
    build(Workspace(alone), LIBRARY, ON, Wanted(formats=("md", "html")))
    made = {name: data for name, data in state(club.folders[0]).items() if name != "policy.lock"}
    assert made == {name: data for name, data in state(alone).items() if name != "policy.lock"}


def test_one_mistake_stops_no_other_and_is_told_with_its_place(club: Club) -> None:
    lay(club.folders[1], {"answers.yaml": ANSWERS.replace("pot", "bucket")})
    lay(club.folders[2], {"clauses/kettle/standing.md": "no header"})
    first, second, third = club.outcomes()
    assert first.result is Result.BUILT
    assert "elm/answers.yaml:4: brewing: 'bucket' is not one of the choices." in second.reason
    assert "oak/clauses/kettle/standing.md:1: The header is missing." in third.reason
    assert [second.failed, third.failed] == [True, True]
    assert sorted(state(club.folders[1])) == ["answers.yaml"]


def test_a_mistake_of_the_library_stops_the_run_before_anything_is_made(club: Club) -> None:
    lay(club.library, {"clauses/kettle/standing.md": "no header"})
    with pytest.raises(Exception, match="The library has 1 mistake"):
        club.outcomes()
    assert [sorted(state(folder)) for folder in club.folders] == [["answers.yaml"]] * 3


def test_a_document_edited_by_hand_is_not_overwritten(club: Club) -> None:
    club.outcomes()
    (club.folders[0] / "documents" / "policy.md").write_text("my own words", encoding="utf-8")
    lay(club.folders[0], {"answers.yaml": ANSWERS.replace("12", "13")})
    outcome = club.outcomes()[0]
    assert "Edited by hand since it was made: documents/policy.md" in outcome.reason
    assert (club.folders[0] / "documents" / "policy.md").read_text(encoding="utf-8") == "my own words"


def test_a_build_of_a_batch_is_recorded_once(club: Club) -> None:
    hand = Hand("kim", datetime(2026, 3, 1, tzinfo=UTC))
    for _ in range(2):
        list(batch([Task(folder=folder) for folder in club.folders], club.order(), lambda: hand))
    lines = read_trail((club.folders[0] / TRAIL).read_text(encoding="utf-8"))
    assert [(line.entry.who, line.entry.deed) for line in lines] == [("kim", "built")]


# what is not made again


def test_what_is_unchanged_is_not_made_again_and_still_tells_what_is_open(club: Club) -> None:
    for folder in club.folders:
        lay(folder, {"answers.yaml": ANSWERS.replace("brewing: pot", "brewing: not sure")})
    first = club.outcomes()
    before = [(folder / "policy.lock").stat().st_mtime_ns for folder in club.folders]
    second = club.outcomes()
    assert {each.result for each in second} == {Result.UNCHANGED}
    assert [each.open_items for each in second] == [each.open_items for each in first] != [(), (), ()]
    assert [(folder / "policy.lock").stat().st_mtime_ns for folder in club.folders] == before


def edit(path: Path, old: str, new: str) -> None:
    """Replace words in a file, which must hold them."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CLAUSE = clause_file("Rinse the pot.", title="Rinse")

STALE: Mapping[str, Callable[[Path], object]] = {
    "an answer": lambda elm: edit(elm / "answers.yaml", "12", "13"),
    "a clause of its own": lambda elm: lay(elm, {"clauses/kettle/rinse.md": CLAUSE}),
    "a look": lambda elm: lay(elm, {"theme.yaml": "face: serif\n"}),
    "a waiver": lambda elm: lay(elm, {"waivers.yaml": "waivers: []\n"}),
    "a document that is gone": lambda elm: (elm / "documents" / "policy.html").unlink(),
    "a lock that is gone": lambda elm: (elm / "policy.lock").unlink(),
    "a lock that was altered": lambda elm: edit(elm / "policy.lock", "Leaf & Cup", "Leaf and Cup"),
    "a lock cut short": lambda elm: (elm / "policy.lock").write_bytes((elm / "policy.lock").read_bytes()[:-20]),
}


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in STALE.items()])
def test_what_changed_is_made_again_and_nothing_else(club: Club, change: Callable[[Path], object]) -> None:
    club.outcomes()
    change(club.folders[1])
    assert club.results() == ["unchanged", "built", "unchanged"]
    assert club.results() == ["unchanged"] * 3


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"clauses/kettle/rinse.md": CLAUSE}, id="the library"),
        pytest.param({"templates/words/en.yaml": "title: Policy"}, id="the templates"),
    ],
)
def test_what_all_share_makes_all_stale_when_it_changes(club: Club, files: Mapping[str, str]) -> None:
    before = ground_of([TEA, club.library])
    shutil.rmtree(club.library / "templates")
    lay(club.library, files)
    assert ground_of([TEA, club.library]) != before


def test_an_edited_library_is_used_at_once(club: Club) -> None:
    club.outcomes()
    lay(club.library, {"clauses/kettle/rinse.md": CLAUSE})
    assert club.results() == ["built"] * 3
    assert "Rinse the pot." in (club.folders[0] / "documents" / "policy.md").read_text(encoding="utf-8")


def test_a_format_that_was_not_made_yet_is_missing_and_the_others_stay_right(club: Club) -> None:
    assert club.results(formats=("md",)) == ["built"] * 3
    assert club.results(formats=("html",)) == ["built"] * 3
    assert club.results(formats=("md", "html")) == ["unchanged"] * 3


def test_a_document_kept_from_older_answers_does_not_count_as_right(club: Club) -> None:
    club.outcomes()
    edit(club.folders[0] / "answers.yaml", "12", "13")
    assert club.results(formats=("md",))[0] == "built"
    assert club.results(formats=("html",))[0] == "built"


def test_another_day_makes_other_documents_unless_only_what_is_stale_is_asked_for(club: Club) -> None:
    club.outcomes()
    assert club.results(on=ON + timedelta(days=1), resume=True) == ["unchanged"] * 3
    assert club.results(on=ON - timedelta(days=1), resume=True) == ["built"] * 3
    assert club.results(on=ON) == ["built"] * 3


def test_documents_end_with_the_day_before_something_dated_begins(club: Club, tea: Library) -> None:
    until = next_day(tea, tea_answers(tea), ON)
    assert until is not None
    club.outcomes()
    assert club.results(on=until - timedelta(days=1), resume=True) == ["unchanged"] * 3
    assert club.results(on=until, resume=True) == ["built"] * 3


def test_between_two_dated_days_only_the_day_itself_differs(tea: Library) -> None:
    answers = tea_answers(tea)
    days = [ON]
    while (day := next_day(tea, answers, days[-1])) is not None:
        days.append(day)
    assert len(days) > 2
    for first, after in zip(days, [*days[1:], date(2100, 1, 1)], strict=True):
        start, end = select(tea, answers, first), select(tea, answers, after - timedelta(days=1))
        assert (start.clauses, start.open_items, start.advice) == (end.clauses, end.open_items, end.advice)


def test_a_single_build_leaves_nothing_that_a_batch_would_trust(club: Club) -> None:
    club.outcomes()
    build(Workspace(club.folders[0]), LIBRARY, ON, Wanted(formats=("md", "html")))
    assert read_lock((club.folders[0] / "policy.lock").read_text(encoding="utf-8")).inputs is None
    assert club.results() == ["built", "unchanged", "unchanged"]


# what goes wrong


@posix
def test_a_killed_process_costs_only_time(club: Club) -> None:
    assert club.driven(VICTIM="elm") == ["ash built ", "elm built ", "oak built "]
    assert club.results() == ["unchanged"] * 3


@posix
def test_a_process_killed_when_all_was_in_place_still_built_it(club: Club) -> None:
    assert club.driven(VICTIM="elm", LATE="yes") == ["ash built ", "elm built ", "oak built "]
    assert club.results() == ["unchanged"] * 3
    assert club.driven(VICTIM="elm", LATE="yes") == ["ash unchanged ", "elm unchanged ", "oak unchanged "]


@posix
def test_an_institution_that_kills_every_process_is_refused_and_the_others_are_made(club: Club) -> None:
    found = club.driven(VICTIM="elm", TWICE="yes")
    assert found == ["ash built ", "elm refused The process that made it was killed, twice.", "oak built "]
    assert "policy.lock" not in state(club.folders[1])
    assert club.results() == ["unchanged", "built", "unchanged"]


@posix
def test_a_full_disk_leaves_the_old_documents_and_what_fits_is_made(club: Club) -> None:
    club.outcomes()
    before = state(club.folders[1])
    most = max(len(data) for folder in club.folders for data in state(folder).values())
    for folder in club.folders:
        edit(folder / "answers.yaml", "12", "13")
    lay(club.folders[1], {"clauses/kettle/rinse.md": clause_file("Rinse the pot well. " * 200, title="Rinse")})
    found = club.driven(LARGEST=str(most + 1500))
    assert [line.split()[1] for line in found] == ["built", "refused", "built"]
    assert "Nothing was replaced." in found[1]
    assert {name: state(club.folders[1])[name] for name in before if name != "answers.yaml"} == {
        name: data for name, data in before.items() if name != "answers.yaml"
    }
    assert club.results() == ["unchanged", "built", "unchanged"]


def table(path: Path, rows: int) -> Path:
    """Write a table of practices."""
    said = answers_table(OHIO.read_text(encoding="utf-8"), "")
    cells = {name: value if isinstance(value, str) else ";".join(map(str, value)) for name, value in said.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(cells)
        for number in range(rows):
            writer.writerow({**cells, "org_name": f"Elm {number}"}.values())
    return path


MANY = 24
"""Rows of a table: more than two processes can have under way when somebody stops them."""


def begun(place: Path, rows: int, *more: str) -> subprocess.Popen[str]:
    """Start a run over a table, and wait until it has made some policies."""
    table(place / "t.csv", rows)
    words = ("batch", "--table", "t.csv", "--out", "out", "--format", "md", "--as-of", "2026-11-21", *more)
    run = subprocess.Popen(
        [sys.executable, "-m", "policygen", *words],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + PATIENCE
    while len(list((place / "out").glob("*/policy.lock"))) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    return run


def resumed(place: Path) -> tuple[int, int]:
    """Go on with an interrupted run to its end; give how many policies it made, and how many were there."""
    words = ("batch", "--table", "t.csv", "--out", "out", "--format", "md", "--as-of", "2026-11-21", "--resume")
    done = policygen(*words, where=place)
    assert done.returncode == 0, done.stderr
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (\w+)", done.stdout.partition(": ")[2])}
    return counts["built"], counts["unchanged"]


@posix
@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(lambda run: os.killpg(run.pid, signal.SIGINT), id="Ctrl-C"),
        pytest.param(lambda run: run.terminate(), id="the system ends it"),
    ],
)
def test_when_stopped_what_was_finished_stands_in_the_report_and_is_not_made_again(
    tmp_path: Path, stop: Callable[[subprocess.Popen[str]], None]
) -> None:
    run = begun(tmp_path, MANY, "--processes", "2")
    stop(run)
    out, errors = run.communicate(timeout=PATIENCE)
    assert run.returncode == 1
    assert "Stopping when the policies under way are finished." in errors
    assert "Traceback" not in errors
    made = {path.parent.name for path in (tmp_path / "out").glob("*/policy.lock")}
    with (tmp_path / "out" / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {Path(row["folder"]).name for row in csv.DictReader(file)} == made
    assert 4 <= len(made) < MANY
    assert "The run was stopped before its end." in out
    assert f"{MANY - len(made)} are left. To go on, run the same command with --resume." in errors
    assert resumed(tmp_path) == (MANY - len(made), len(made))


@posix
def test_a_killed_run_leaves_whole_folders_and_no_process_behind(tmp_path: Path) -> None:
    run = begun(tmp_path, MANY, "--processes", "2")
    os.kill(run.pid, signal.SIGKILL)
    run.communicate(timeout=PATIENCE)  # ends when no process holds its output any more
    made = len(list((tmp_path / "out").glob("*/policy.lock")))
    built, unchanged = resumed(tmp_path)
    assert built + unchanged == MANY
    assert made - 2 <= unchanged <= made + 2
    assert list((tmp_path / "out").rglob(f"*{STAGED}")) == []
