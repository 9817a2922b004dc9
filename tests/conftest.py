"""The two libraries that tests read, loaded once, and the settings of Hypothesis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from policygen.console import CACHE
from policygen.library import Library
from policygen.loading import load_folders, load_library
from tests.needed import AXE, file, program
from tests.tools import TEA

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("steady")
os.environ[CACHE] = "off"  # commands that tests start leave nothing in the home of whoever runs them


@pytest.fixture(scope="session")
def library() -> Library:
    """Give the library that is shipped."""
    return load_library()


@pytest.fixture(scope="session")
def tea() -> Library:
    """Give the toy library."""
    return load_folders(TEA)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a browser; it runs an event loop of its own, so no other test may be between its tests."""
    from playwright.sync_api import sync_playwright  # most tests need no browser

    path = program("chromium", "chromium-browser", "google-chrome")
    file(AXE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the long runs that CI does not take."""
    parser.addoption("--all-combinations", action="store_true", help="sweep every place, kind and ownership")
    parser.addoption("--fuzz-minutes", type=float, default=0, help="fuzz the readers for so long")
    parser.addoption("--kills", type=int, default=0, help="kill each command that writes at so many random moments")


@pytest.fixture
def all_combinations(request: pytest.FixtureRequest) -> bool:
    """Tell whether the long sweep was asked for."""
    return bool(request.config.getoption("--all-combinations"))


@pytest.fixture
def fuzz_minutes(request: pytest.FixtureRequest) -> float:
    """Give the minutes for which to fuzz; none means a few examples."""
    return float(request.config.getoption("--fuzz-minutes"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """Give the number of random moments at which to kill; none means a few."""
    return int(request.config.getoption("--kills"))
