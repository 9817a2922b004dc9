"""Amounts of time as the law gives them: 2 hours, 15 business days, 6 years."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOURS = {
    "hours": 1.0,
    "days": 24.0,
    "business days": 24.0 * 7 / 5,
    "weeks": 24.0 * 7,
    "months": 24.0 * 365.25 / 12,
    "years": 24.0 * 365.25,
}
"""Length of each unit in hours, for putting amounts in order; business days as five to a week."""

_AMOUNT = re.compile(r"(\d{1,4}) ([a-z ]+)")


@dataclass(frozen=True)
class Amount:
    """A number of units of time."""

    number: int
    unit: str

    @property
    def hours(self) -> float:
        """Give the length in hours, so that amounts in different units can be put in order."""
        return self.number * HOURS[self.unit]

    def __str__(self) -> str:
        """Write the amount as a sentence holds it: ``1 day``, ``30 days``."""
        return f"{self.number} {self.unit if self.number != 1 else self.unit.removesuffix('s')}"


def read_amount(text: str) -> Amount:
    """Read ``30 days``; raise ValueError with advice when it is not an amount of time."""
    found = _AMOUNT.fullmatch(text.strip())
    unit = found[2].strip() if found else ""
    unit = unit if unit.endswith("s") else f"{unit}s"
    if not found or unit not in HOURS:
        raise ValueError(f"'{text}' is not an amount of time. Write a number and one of: {', '.join(HOURS)}.")
    return Amount(int(found[1]), unit)
