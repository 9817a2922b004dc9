"""L25: the rights clauses fit the employer."""

from __future__ import annotations

from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined
from policygen.checks.grounds import RIGHTS, RIGHTS_OF_OTHERS, grounds
from policygen.checks.needs import Need, unmet
from policygen.findings import Severity

TOPIC = "protected-employee-speech"

EVERYWHERE = (
    Need(
        says="that staff may talk about their work without asking",
        any_of=("protected-employee-speech/freedom-to-talk-about-work",),
    ),
    Need(
        says="how a concern may be raised",
        any_of=(
            "protected-employee-speech/raising-concerns",
            "protected-employee-speech/raising-concerns-by-any-route",
        ),
    ),
)


def ill_fitting_rights(examined: Examined) -> Iterator[Hit]:
    """Find rights that the place and the owner call for and that are missing, and rights of other employers."""
    yield from unmet(examined, EVERYWHERE)
    for authority in grounds(RIGHTS, examined.setting):
        if not examined.carries(authority, TOPIC):
            yield Hit(
                says=f"The rights section does not rest on {_title(examined, authority)}, which counts for this "
                f"employer.",
                better="Put back the clause that carries it.",
                authorities=(authority,),
            )
    for authority in grounds(RIGHTS_OF_OTHERS, examined.setting):
        if examined.carries(authority, TOPIC):
            yield Hit(
                says=f"The rights section rests on {_title(examined, authority)}, which is for another kind of "
                f"employer.",
                better="Use the wording for this owner.",
                authorities=(authority,),
            )


def _title(examined: Examined, authority: str) -> str:
    return next((each.title for name, each in examined.library.authorities.items() if name == authority), authority)


RIGHTS_FIT = Check[Examined](
    id="L25",
    severity=Severity.ERROR,
    title="The rights clauses fit the employer.",
    why="Labour law, free speech and speaking-up law differ by place and owner; the wrong one protects nobody.",
    find=ill_fitting_rights,
)
