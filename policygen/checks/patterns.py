"""How the checks write down what they look for."""

from __future__ import annotations

import re


def either(*alternatives: str) -> re.Pattern[str]:
    """Compile a pattern that is found where any of its alternatives is, in capitals or not."""
    return re.compile("|".join(alternatives), re.IGNORECASE)
