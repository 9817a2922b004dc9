"""Four whole policies, word for word: a change of the library shows what it does to them.

Accept new words, after reading the difference, with: .venv/bin/python -m tests.test_golden
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from policygen.assembling import assemble
from policygen.selection import select
from tests.test_profiles import TODAY, profile_answers, profiles, shipped, whole_text

GOLDEN = Path(__file__).parent / "golden"


def policy_of(name: str) -> str:
    return whole_text(assemble(shipped(), select(shipped(), profile_answers(name), TODAY)))


@pytest.mark.parametrize("name", profiles())
def test_a_policy_reads_as_it_was_accepted(name: str) -> None:
    accepted = (GOLDEN / f"{name}.md").read_text(encoding="utf-8").splitlines()
    difference = list(difflib.unified_diff(accepted, policy_of(name).splitlines(), "accepted", "now", lineterm="", n=1))
    assert difference == [], "\n".join(difference[:60])


def accept() -> None:
    """Write the policies as they are now."""
    for name in profiles():
        (GOLDEN / f"{name}.md").write_text(policy_of(name), encoding="utf-8")


if __name__ == "__main__":
    accept()
