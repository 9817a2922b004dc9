"""Work that takes longer than a page may: done in the background, one piece at a time, telling how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock as Turn

Work = Callable[[Callable[[str], None]], Mapping[str, str]]
"""A function that is given one to say what it is doing; gives the files that could not be made, with the reason."""


@dataclass(frozen=True)
class Job:
    """One piece of work for an institution."""

    title: str
    back: str
    """The address of the page that shows what came of it."""
    steps: list[str]
    """What it said it was doing, in order."""
    _future: Future[Mapping[str, str]]

    @property
    def done(self) -> bool:
        """Tell whether it ended, well or not."""
        return self._future.done()

    @property
    def failed(self) -> Mapping[str, str]:
        """Give the files that finished work could not make, each with the reason; raise what stopped it."""
        return self._future.result()


@dataclass
class Jobs:
    """The work in hand, one piece an institution."""

    _by_folder: dict[Path, Job] = field(default_factory=dict)
    _turn: Turn = field(default_factory=Turn)
    _workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def start(self, folder: Path, title: str, back: str, work: Work) -> None:
        """Begin work for an institution, unless some is going on for it."""
        with self._turn:
            going = self._by_folder.get(folder)
            if going is None or going.done:
                steps: list[str] = []
                self._by_folder[folder] = Job(title, back, steps, self._workers.submit(work, steps.append))

    def of(self, folder: Path) -> Job | None:
        """Give the work begun last for an institution."""
        return self._by_folder.get(folder)

    def forget(self, folder: Path) -> None:
        """Forget finished work, once its outcome was told."""
        with self._turn:
            if folder in self._by_folder and self._by_folder[folder].done:
                del self._by_folder[folder]

    @property
    def busy(self) -> bool:
        """Tell whether anything is going on."""
        return any(not job.done for job in list(self._by_folder.values()))
