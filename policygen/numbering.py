"""Number parts, sections and statements so that a number once issued always means the same.

What is new between two numbers takes the first of them with a letter: 3A stands between 3 and 4, and A1
before 1. A number that is no longer used is not given to something else.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)

STEP = r"[A-Z]?\d+[A-Z]*"
"""One step of a number, as a pattern: 3, 3A or A1."""
_STEP = re.compile(r"([A-Z]?)(\d+)([A-Z]*)")


def give_numbers(
    keys: Sequence[KeyT], before: Mapping[KeyT, str], used: frozenset[str] = frozenset()
) -> dict[KeyT, str]:
    """Give numbers in order; things numbered ``before`` keep theirs, and no number in ``used`` is given again."""
    taken = {*used, *before.values()}
    highest = max((int(found[2]) for found in map(_STEP.fullmatch, taken) if found), default=0)
    known = sum(key in before for key in keys)
    given: dict[KeyT, str] = {}
    last = ""
    for key in keys:
        if key in before:
            known -= 1
            last = before[key]
        elif known:
            last = _between(last, taken)
        else:
            highest += 1
            last = str(highest)
        taken.add(last)
        given[key] = last
    return given


def by_number(number: str) -> tuple[tuple[float, str, str], ...]:
    """Order numbers as they stand in a policy: A1, 1, 2, 2A, 10."""
    return tuple(_step(step) for step in number.split("."))


def _step(step: str) -> tuple[float, str, str]:
    found = _STEP.fullmatch(step)
    if found is None:
        return (float("inf"), "", step)
    before, digits, after = found.groups()
    return (int(digits) - 0.5 if before else float(digits), before, after)


def _between(last: str, taken: set[str]) -> str:
    """Give the first free number after another and before the next whole one."""
    found = _STEP.fullmatch(last)
    if found is None or found[1]:
        return next(each for each in (f"{letters}1" for letters in ascii_uppercase) if each not in taken)
    candidates = (f"{found[2]}{letters}" for letters in _letters())
    return next(each for each in candidates if each not in taken and _step(each) > _step(last))


def _letters() -> Iterator[str]:
    yield from ascii_uppercase
    for first in ascii_uppercase:
        for second in ascii_uppercase:
            yield first + second
