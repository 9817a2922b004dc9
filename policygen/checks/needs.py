"""What a policy must not lack: clauses of which at least one must be there, and why their absence matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policygen.checks.check import Hit
from policygen.checks.examined import Examined
from policygen.findings import Severity


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something that one clause of several must say."""

    says: str
    """What is missing, as the end of "Nothing says ..."."""
    any_of: tuple[str, ...]
    """Ids of clauses, or of topics: one of them is enough."""
    severity: Severity | None = None
    applies: Callable[[Examined], bool] = lambda _: True


def unmet(examined: Examined, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Find the needs that no clause of a policy meets."""
    for need in needs:
        if need.applies(examined) and not any(_is_there(examined, each) for each in need.any_of):
            yield Hit(
                says=f"Nothing says {need.says}.",
                better=f"Put back the clause {need.any_of[0]}, or one of your own under that name.",
                severity=need.severity,
            )


def has_accounts(examined: Examined) -> bool:
    """Tell whether the institution runs official accounts."""
    return examined.answer("official_accounts") != "none"


def _is_there(examined: Examined, name: str) -> bool:
    return bool(examined.clause(name) if "/" in name else examined.of_topic(name))
