"""A club whose library moved beneath two of its own clauses, for the tests of pages that bring it up to date."""

from __future__ import annotations

from pathlib import Path

from policygen.localising import customize
from tests.club import Club, make_club

WARM, SHARE, DUTY = "pouring/warm-the-pot", "cake/share-the-cake", "kettle/standing"
BASE = {
    WARM: "Tell the steward the same day. Do not rinse the pot first. Wait for help.",
    SHARE: "Everyone gets a piece. Cut it while it is cold. Leave the last one.",
    DUTY: "The steward must throw it away within 4 hours.",
}
OURS = {WARM: ("Do not rinse", "Never rinse"), SHARE: ("while it is cold", "when all are seated")}
THEIRS = {WARM: ("Do not rinse", "You must not rinse"), SHARE: ("while it is cold", "while it is warm")}
LAST = ("Leave the last one.", "Leave the last piece.")
"""A change of the library that clashes with nothing."""


def moved_club(folder: Path) -> Club:
    """Make a policy with two clauses of its own, and then change the library's text of both."""
    folder.mkdir(exist_ok=True)
    club = make_club(folder)
    for name, text in BASE.items():
        rests_on = "tea-act 3" if name == DUTY else "good practice"
        header = f"---\ntitle: About {name.partition('/')[0]}\napplies_to: members\nrests_on: {rests_on}\n---\n"
        (club.library / f"clauses/{name}.md").write_text(f"{header}{text}\n", encoding="utf-8")
    club.build()
    for name, (before, after) in OURS.items():
        customize(club.workspace, club.load(), name)
        club.edit(f"clauses/{name}.md", before, after)
    club.build()
    for name, (before, after) in THEIRS.items():
        club.replace(f"clauses/{name}.md", before, after)
    club.replace(f"clauses/{SHARE}.md", *LAST)
    return club


def weaken(club: Club) -> None:
    """Word the clause with the must for the institution, with should instead."""
    customize(club.workspace, club.load(), DUTY)
    club.edit(f"clauses/{DUTY}.md", "must", "should")
