"""A cluster makes what one machine makes, byte for byte, and a worker that is killed costs only time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from policygen.batching import Result, Task
from policygen.clustering import is_open, make_there
from tests.killed import state
from tests.test_batching import ANSWERS, Club
from tests.test_formats import policygen
from tests.tools import PATIENCE, clause_file, lay

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(os.name != "posix", reason="its workers are killed as POSIX does")


class Ring:
    """A scheduler and its workers, all on this machine and reached by it alone."""

    def __init__(self, place: Path, stack: ExitStack) -> None:
        self.place, self.stack = place, stack
        self.scheduler, self.address = self.schedule("tcp")

    def schedule(self, protocol: str, **environment: str) -> tuple[subprocess.Popen[bytes], str]:
        """Start a scheduler, and give its address."""
        file = self.place / f"{protocol}.json"
        words = ("--port", "0", "--no-show", "--protocol", protocol, "--scheduler-file", str(file))
        started = self.start("distributed.cli.dask_scheduler", *words, **environment)
        wait_until(file.is_file)
        return started, str(json.loads(file.read_text(encoding="utf-8"))["address"])

    def start(self, module: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start one of the processes; it is ended with the test."""
        log = self.stack.enter_context((self.place / f"{module}.log").open("ab"))
        command = [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *words]
        started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)
        self.stack.callback(started.wait)
        self.stack.callback(started.kill)
        return started

    def worker(self, address: str = "", threads: str = "1", **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker, and wait until the scheduler knows it."""
        words, before = ("--no-nanny", "--nthreads", threads, "--local-directory", str(self.place)), self.registered()
        started = self.start("tests.worker", address or self.address, *words, **environment)
        wait_until(lambda: self.registered() > before)
        return started

    def registered(self) -> int:
        """Count the workers that joined so far, as their log tells."""
        log = self.place / "tests.worker.log"
        return log.read_text(encoding="utf-8").count("Registered to:") if log.is_file() else 0


def wait_until(there: Callable[[], bool]) -> None:
    """Wait for something, with patience."""
    deadline = time.monotonic() + PATIENCE
    while not there() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert there()


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[Ring]:
    """Give a scheduler without workers."""
    (tmp_path / "ring").mkdir()
    with ExitStack() as stack:
        yield Ring(tmp_path / "ring", stack)


def clubs(place: Path, number: int = 8) -> Club:
    """Make several tea clubs without documents, one of which cannot be read."""
    place.mkdir()
    club = Club(place)
    club.folders = [lay(place / f"club-{each}", {"answers.yaml": ANSWERS}) for each in range(number)]
    lay(club.folders[2], {"answers.yaml": ANSWERS.replace("pot", "bucket")})
    return club


def results(lines: list[str]) -> list[str]:
    """Give what became of each club, as the driver tells it."""
    return [line.split(" ")[1] for line in lines if line.startswith("club-")]


def made(club: Club) -> list[dict[str, bytes]]:
    """Give all that was made in the folders of some clubs."""
    return [state(folder) for folder in club.folders]


def test_a_worker_killed_in_the_middle_costs_nothing_but_time(ring: Ring, tmp_path: Path) -> None:
    here, there = clubs(tmp_path / "here"), clubs(tmp_path / "there")
    mark = tmp_path / "killed"
    workers = [ring.worker(VICTIM="club-4", MARK=str(mark)) for _ in range(2)]
    alone, together = here.driven(), there.driven(CLUSTER=ring.address)
    assert mark.is_file()
    wait_until(lambda: any(worker.poll() is not None for worker in workers))
    assert [worker.poll() for worker in workers].count(None) == 1
    assert results(together) == results(alone) == ["built", "built", "refused", *["built"] * 5]
    assert any("brewing: 'bucket' is not one of the choices." in line for line in together)
    assert made(there) == made(here)
    again = there.driven(CLUSTER=ring.address)
    assert results(again) == ["unchanged", "unchanged", "refused", *["unchanged"] * 5]
    assert list(tmp_path.rglob(".policygen-cluster-*")) == []


def test_a_worker_with_another_library_is_refused_before_anything_is_made(ring: Ring, tmp_path: Path) -> None:
    club = clubs(tmp_path / "there")
    ring.worker()
    lay(club.library, {"clauses/kettle/rinse.md": clause_file("Rinse the pot.")})
    says = club.refused(CLUSTER=ring.address, EDITED="clauses/kettle/rinse.md")
    assert f"has another library at {ROOT}/tests/tea-club, {club.library}." in says
    assert all(list(each) == ["answers.yaml"] for each in made(club))


def test_over_tls_only_who_has_the_certificates_joins(ring: Ring, tmp_path: Path) -> None:
    from distributed.security import Security

    made_up, settings = Security.temporary(), dict[str, str]()
    for name in ("ca_file", "client__cert", "client__key", "scheduler__cert", "scheduler__key", "worker__cert"):
        text = getattr(made_up, f"tls_{name.replace('__', '_')}")
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{name.upper()}"] = str(
            lay(tmp_path, {f"{name}.pem": text}) / f"{name}.pem"
        )
    settings["DASK_DISTRIBUTED__COMM__TLS__WORKER__KEY"] = settings["DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"]
    _, address = ring.schedule("tls", **settings)
    ring.worker(address, **settings)
    club = clubs(tmp_path / "there", 3)
    assert "tls:// needs certificates." in club.refused(CLUSTER=address)
    assert results(club.driven(CLUSTER=address, **settings)) == ["built", "built", "refused"]


def test_a_worker_that_does_not_see_the_folder_says_so_and_makes_nothing(tmp_path: Path) -> None:
    club = clubs(tmp_path / "there", 3)
    outcome = make_there(Task(folder=club.folders[0]), club.order(), None, ".policygen-cluster-0")
    assert outcome.result is Result.REFUSED
    assert f"does not see {club.place} as it is here. Share it, at the same place." in outcome.reason
    assert list(made(club)[0]) == ["answers.yaml"]
    lay(club.place, {".policygen-cluster-1": ""})
    assert make_there(Task(folder=club.folders[0]), club.order(), None, ".policygen-cluster-1").result is Result.BUILT


def test_a_worker_that_joins_later_with_another_library_makes_nothing(tmp_path: Path) -> None:
    club = clubs(tmp_path / "there", 3)
    order = club.order()
    lay(club.library, {"clauses/kettle/rinse.md": clause_file("Rinse the pot.")})
    outcome = make_there(Task(folder=club.folders[0]), order, None, ".policygen-cluster-0")
    assert "has another library at" in outcome.reason
    other = replace(order, ground=replace(order.ground, rest="other", library=club.order().ground.library))
    outcome = make_there(Task(folder=club.folders[0]), other, None, ".policygen-cluster-0")
    assert "has another version of policygen, its packages or templates." in outcome.reason


def test_a_worker_that_makes_several_at_once_is_refused(ring: Ring, tmp_path: Path) -> None:
    ring.worker(threads="2")
    assert "Start each with --nthreads 1" in clubs(tmp_path / "there").refused(CLUSTER=ring.address)


def test_the_command_line_hands_out_work_and_reports_as_ever(ring: Ring, tmp_path: Path) -> None:
    ring.worker()
    lay(tmp_path, {"sites/elm/answers.yaml": "org_nam: Elm\n"})
    words = ("batch", "sites/elm", "--cluster", ring.address, "--format", "md")
    done = policygen(*words, where=tmp_path)
    assert done.returncode == 5, done.stderr
    assert "There is no question 'org_nam'" in done.stderr
    assert "sites/elm: refused." in done.stderr
    assert "encrypted" not in done.stderr
    assert "1 institution: 0 built, 0 unchanged, 0 incomplete, 1 refused." in done.stdout


def test_a_lost_scheduler_ends_the_run_in_a_sentence_and_nothing_finished_is_lost(ring: Ring, tmp_path: Path) -> None:
    club = clubs(tmp_path / "there", 60)
    ring.worker()
    with club.started(CLUSTER=ring.address) as run:
        assert run.stdout is not None
        told = [run.stdout.readline() for _ in range(2)]
        ring.scheduler.kill()
        rest, errors = run.communicate(timeout=PATIENCE)
    assert results(told) == ["built", "built"]
    assert run.returncode == 1
    assert "The scheduler was lost. What was finished stands; to go on, run the same command with --resume." in errors
    finished = results([*told, *rest.splitlines()]).count("built")
    again = results(club.driven())
    assert again[: finished + 1] == [*["unchanged"] * 2, "refused", *["unchanged"] * (finished - 2)]
    assert 0 < again.count("built") == 59 - again.count("unchanged")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("--cluster", "10.0.0.5"), 2, "'10.0.0.5' is not a scheduler's address", id="no address"),
        pytest.param(("--cluster", "http://x:1"), 2, "Write it as tcp://", id="another protocol"),
        pytest.param(("--cluster", "tcp://127.0.0.1:1", "--processes", "2"), 2, "with --cluster its", id="both"),
    ],
)
def test_words_that_name_no_cluster_are_refused(tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    done = policygen("batch", "x", "--format", "md", *words, where=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        pytest.param("tcp://10.0.0.5:8786", True, id="another machine"),
        pytest.param("tcp://127.0.0.1:8786", False, id="this machine"),
        pytest.param("tcp://localhost:8786", False, id="this machine by name"),
        pytest.param("tcp://localhost.example.org:8786", True, id="a name that begins alike"),
        pytest.param("tcp://127.example.org:8786", True, id="a name that begins like an address"),
        pytest.param("tcp://[::1]:8786", False, id="this machine by its newer address"),
        pytest.param("tls://10.0.0.5:8786", False, id="encrypted"),
    ],
)
def test_a_person_is_warned_where_strangers_may_listen(address: str, warned: bool) -> None:
    assert is_open(address) is warned
