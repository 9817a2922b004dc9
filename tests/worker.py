"""A worker of a Dask cluster that is killed in the middle of a policy: a driver of tests/test_clustering.py.

Usage: python -m tests.worker ARGUMENTS OF DASK'S WORKER. VICTIM names the folder before whose lock is written the
worker is killed; MARK is a file that the first one to be killed leaves, so that the others are spared.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

VICTIM, MARK = os.environ.get("VICTIM", ""), Path(os.environ.get("MARK", "/nowhere"))


def hear(event: str, details: tuple[object, ...]) -> None:
    """Kill this worker just before it writes the lock of the victim, unless another one was."""
    if event == "open" and str(details[0]).endswith(f"/{VICTIM}/policy.lock.policygen-new") and not MARK.exists():
        MARK.touch()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    from distributed.cli.dask_worker import main

    if VICTIM:
        sys.addaudithook(hear)
    main()
