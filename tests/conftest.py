"""The two libraries that tests read, loaded once, and the settings of Hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import settings

from policygen.library import Library
from policygen.loading import load_folders, load_library
from tests.tools import TEA

settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def library() -> Library:
    """Give the library that is shipped."""
    return load_library()


@pytest.fixture(scope="session")
def tea() -> Library:
    """Give the toy library."""
    return load_folders(TEA)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the long runs that CI does not take."""
    parser.addoption("--all-combinations", action="store_true", help="sweep every place, kind and ownership")


@pytest.fixture
def all_combinations(request: pytest.FixtureRequest) -> bool:
    """Tell whether the long sweep was asked for."""
    return bool(request.config.getoption("--all-combinations"))
