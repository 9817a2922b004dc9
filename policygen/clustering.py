"""Make policies on several machines, with dask.distributed; each makes whole institutions in a folder that all share.

The folder is shared, rather than files sent back, because then the same function runs as on one machine: it looks at
what stands there, holds the folder while it writes, and puts all in place or nothing.
"""

from __future__ import annotations

import logging
import re
import secrets
import socket
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from policygen.batching import Order, Outcome, Result, Task, library_of, make_one
from policygen.crews import Job, lock_now
from policygen.errors import PolicygenError, UsageError
from policygen.freshness import Ground, ground_of
from policygen.trail import Hand

if TYPE_CHECKING:
    from distributed import Client

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}")
_PATIENCE = 15
"""Seconds in which a scheduler must answer, and have a worker."""
_GO_ON = "What was finished stands; to go on, run the same command with --resume."
_LOST = f"The scheduler was lost. {_GO_ON}"
_SIGN = ".policygen-cluster-"
"""How the file begins by which a worker knows that it sees the folder of the machine that hands out work."""


class ClusterFailed(PolicygenError):
    """The cluster cannot be used as it is."""


@contextmanager
def cluster(address: str, order: Order) -> Iterator[Cluster]:
    """Join a cluster for one run; raise UsageError, or ClusterFailed with what to do about it.

    ``address`` is that of its scheduler. Every worker there is asked at once for its library and its program.
    """
    client = _connected(address)
    try:
        folders = tuple(folder.absolute() for folder in order.ground.folders)
        there = replace(order, ground=replace(order.ground, folders=folders))
        joined = Cluster(client, there)
        try:
            yield joined
        finally:
            joined.leave()
    finally:
        with suppress(Exception):  # a scheduler that is lost cannot be taken leave of
            client.close()


def is_open(address: str) -> bool:
    """Tell whether others than this machine can read and alter what goes to an address, and send it code."""
    protocol, _, place = address.partition("://")
    host = place.rpartition(":")[0].strip("[]")
    try:
        alone = ip_address(host).is_loopback
    except ValueError:
        alone = host == "localhost"
    return protocol == "tcp" and not alone


class Cluster:
    """The workers of a cluster, each a process that makes one institution at a time."""

    def __init__(self, client: Client, order: Order) -> None:
        """Look at every worker; raise ClusterFailed when one of them would make something else."""
        library_of(order.ground)  # its mistakes stop the run here
        self.client, self.order, self.width = client, order, _fit_workers(client, order.ground)
        self.sign, self.marked = f"{_SIGN}{secrets.token_hex(8)}", set[Path]()
        self.pool = client.get_executor(pure=False)

    def take(self, task: Task, hand: Hand | None) -> Job:
        """Hand a task to the scheduler, which gives it to another worker when one is lost; raise ClusterFailed."""
        there = replace(task, folder=task.folder.absolute())
        self._mark(there.folder.parent)
        lock = lock_now(task)
        try:
            found = self.pool.submit(make_there, there, self.order, hand, self.sign)
        except Exception:  # noqa: BLE001 - Dask says in several ways that it is no longer joined
            raise ClusterFailed(_LOST) from None
        return Job(task, hand, found, lock)

    def outcome(self, job: Job) -> Outcome:
        """Wait for an outcome, wherever it is made; raise ClusterFailed once there is nobody left to make it."""
        from distributed.scheduler import KilledWorker  # Dask would slow every command

        error = self._waited_for(job)
        if isinstance(error, KilledWorker):
            return job.refused("Every worker that began it was killed or lost.")
        if isinstance(error, CancelledError):
            raise ClusterFailed(_LOST)
        return job.refused(repr(error)) if error else job.told(job.found.result())

    def _waited_for(self, job: Job) -> BaseException | None:
        """Give the failure of a job when it has ended; None when it has an outcome."""
        while True:
            try:
                return job.found.exception(timeout=_PATIENCE)
            except CancelledError as lost:
                return lost
            except TimeoutError:
                self._refuse_if_alone()

    def _refuse_if_alone(self) -> None:
        """Stop where nobody is left who would make anything."""
        try:
            workers = self.client.nthreads()
        except Exception:  # noqa: BLE001 - Dask says in several ways that it is no longer joined
            raise ClusterFailed(_LOST) from None
        if not workers:
            raise ClusterFailed(f"No worker is left. {_GO_ON}")

    def drop(self, job: Job) -> bool:
        """Leave what was handed out to the workers: whether one has begun it cannot be known in time."""
        return job.found.cancelled()

    def leave(self) -> None:
        """Take away the signs that were laid into shared folders."""
        with suppress(Exception):  # Dask says in several ways that it is no longer joined
            self.pool.shutdown(wait=False)
        for folder in self.marked:
            with suppress(OSError):
                (folder / self.sign).unlink()

    def _mark(self, folder: Path) -> None:
        """Lay a sign into a folder, once; one that cannot be written is told by the worker that does not find it."""
        if folder not in self.marked:
            self.marked.add(folder)
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / self.sign).touch(exist_ok=False)


def make_there(task: Task, order: Order, hand: Hand | None, sign: str) -> Outcome:
    """Make the policy of one institution on a worker, as on one machine, once that is known to be right."""
    wrong = unlike(order.ground) or _unshared(task.folder.parent, sign)
    if wrong:
        return Outcome(folder=task.folder, result=Result.REFUSED, reason=wrong)
    return make_one(task, order, hand)


@lru_cache(maxsize=4)
def unlike(ground: Ground) -> str:
    """Say why this machine would make other policies from some ground; empty where it would not."""
    here = ground_of(ground.folders)
    host = socket.gethostname()
    if here.library != ground.library:
        folders = ", ".join(map(str, ground.folders))
        return f"The machine {host} has another library at {folders}. Lay the same files there, at the same place."
    if here.rest != ground.rest:
        return f"The machine {host} has another version of policygen, its packages or templates. Install the same."
    return ""


@lru_cache(maxsize=64)
def _unshared(folder: Path, sign: str) -> str:
    try:
        found = any(path.name == sign for path in folder.iterdir())  # looking at the list, a network drive looks anew
    except OSError:
        found = False
    if found:
        return ""
    return f"The machine {socket.gethostname()} does not see {folder} as it is here. Share it, at the same place."


def _connected(address: str) -> Client:
    if not _ADDRESS.fullmatch(address):
        raise UsageError(f"'{address}' is not a scheduler's address. Write it as tcp://10.0.0.5:8786, or tls://...")
    try:
        from distributed import Client, Security  # Dask would slow every command
    except ImportError:
        raise ClusterFailed("A cluster needs Dask. Run: pip install 'policygen[cluster]'") from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what it would say is told in sentences
    try:
        certificates = Security().get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise ClusterFailed(f"The certificates for Dask cannot be read: {error}.") from None
    if address.startswith("tls://") and certificates is None:
        raise ClusterFailed("tls:// needs certificates. docs/batch.md says how Dask is told of them.")
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, RuntimeError, ValueError) as error:
        says = f"No scheduler answers at {address} ({error})."
        raise ClusterFailed(f"{says} Start one with: dask scheduler --no-dashboard") from None
    return client


def _fit_workers(client: Client, ground: Ground) -> int:
    """Count the workers, each of which must make the same policies; raise ClusterFailed."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        says = "No worker has joined the scheduler."
        raise ClusterFailed(f"{says} Start some with: dask worker ADDRESS --nworkers 4 --nthreads 1") from None
    busy = [worker for worker, threads in client.nthreads().items() if threads != 1]
    if busy:
        says = f"{len(busy)} workers make several policies at once in one process ({busy[0]})."
        raise ClusterFailed(f"{says} Start each with --nthreads 1, and as many as there are cores.")
    try:
        found = client.run(unlike, ground)
    except Exception as error:  # noqa: BLE001 - whatever a strange worker answers
        raise ClusterFailed(f"A worker cannot run policygen ({error!r}). Install the same on each machine.") from None
    wrong = sorted({says for says in found.values() if says})
    if wrong:
        raise ClusterFailed("\n".join(wrong))
    return len(found)
