"""Time whole commands in turn and print each as a ratio to its floor in the same run.

Run: .venv/bin/python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ANSWERS = Path(__file__).parent.parent / "docs" / "examples" / "ohio-practice.yaml"

FLOOR = ("import typer", [sys.executable, "-c", "import typer"])


def main(runs: int) -> None:
    """Print the median seconds of each command and its ratio to the floor."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "practice")
        workspace.mkdir()
        (workspace / "answers.yaml").write_bytes(ANSWERS.read_bytes())
        program = [sys.executable, "-m", "policygen"]
        commands = [
            FLOOR,
            ("policygen --help", [*program, "--help"]),
            ("policygen lint", [*program, "lint"]),
            ("policygen selection --json", [*program, "selection", str(workspace), "--json"]),
            ("policygen build, Markdown and HTML", [*program, "build", str(workspace), "--format", "md,html"]),
            ("policygen build, PDF", [*program, "build", str(workspace), "--format", "pdf"]),
        ]
        seconds: dict[str, list[float]] = {name: [] for name, _ in commands}
        for turn in range(runs + 1):
            for name, command in commands:
                took = time_once(command)
                if turn:
                    seconds[name].append(took)
    floor = statistics.median(seconds[FLOOR[0]])
    for name, each in seconds.items():
        median = statistics.median(each)
        print(f"{name:38} {median:7.3f} s   {median / floor:6.2f} x")


def time_once(command: Sequence[str]) -> float:
    """Give the wall seconds of one run; the first run of each command is not counted."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
