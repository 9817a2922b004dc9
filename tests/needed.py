"""Programs that some tests need and not every machine has: the test is skipped, unless CI says that it must run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
AXE = ROOT / ".ci" / "axe" / "node_modules" / "axe-core" / "axe.min.js"


def program(*names: str) -> str:
    """Find a program by one of its names; without it the test is skipped, or fails in CI."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or lacking(names[0])


def file(path: Path) -> Path:
    """Find a file; without it the test is skipped, or fails in CI."""
    return path if path.is_file() else Path(lacking(path.name))


def lacking(name: str) -> str:
    """Skip the test for want of something; fail it where POLICYGEN_ALL_TESTS is set."""
    says = f"{name} is not installed; .ci/run installs it"
    if os.environ.get("POLICYGEN_ALL_TESTS"):
        pytest.fail(says)
    pytest.skip(says)
