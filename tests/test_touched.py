"""A clause that is reworded touches those policies alone that print it, or hold other wording to it."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from policygen.bodies import Body, read_body
from policygen.coverage import name_with_place
from policygen.freshness import used_of
from policygen.history import Issued
from policygen.library import Library
from policygen.loading import load_folders, shipped_library
from policygen.making import Circumstances, Made, make
from policygen.outputs import Wanted
from policygen.translations import Translation
from tests.sets import SETS, answers
from tests.test_batching import Club, edit
from tests.test_profiles import TODAY, shipped
from tests.tools import TEA, clause_file, lay

FEW_HANDS = TEA / "clauses" / "kettle" / "few-hands.md"
"""A clause for clubs of at most five."""
MADE = Wanted(formats=("md", "html", "csv"))


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Three clubs, of which elm is a small one."""
    club = Club(tmp_path)
    edit(club.folders[1] / "answers.yaml", "headcount: 12", "headcount: 4")
    shutil.copytree(TEA / "clauses" / "kettle", club.library / "clauses" / "kettle")
    return club


def reword(club: Club, old: str, new: str) -> None:
    edit(club.library / "clauses" / "kettle" / "few-hands.md", old, new)


def test_a_reworded_clause_touches_the_one_that_uses_it(club: Club) -> None:
    assert club.results() == ["built"] * 3
    reword(club, "brews.", "brews and pours.")
    assert club.results() == ["unchanged", "built", "unchanged"]
    assert "brews and pours." in (club.folders[1] / "documents" / "policy.md").read_text(encoding="utf-8")
    assert club.results() == ["unchanged"] * 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("title: Take turns", "title: Taking turns", id="the title"),
        pytest.param("at most 5", "at most 20", id="the condition"),
        pytest.param("brews.", "brews, says {{ org_name }}.", id="a name that is printed"),
    ],
)
def test_what_may_decide_whether_a_clause_is_used_touches_all(club: Club, old: str, new: str) -> None:
    club.outcomes()
    reword(club, old, new)
    assert club.results() == ["built"] * 3


def test_a_new_clause_and_one_that_is_gone_touch_all(club: Club) -> None:
    club.outcomes()
    lay(club.library, {"clauses/kettle/rinse.md": clause_file("Rinse the pot.", title="Rinse", when="{headcount: 4}")})
    assert club.results() == ["built"] * 3
    (club.library / "clauses" / "kettle" / "rinse.md").unlink()
    assert club.results() == ["built"] * 3


def test_wording_of_an_institution_is_held_to_a_reworded_clause_again(club: Club) -> None:
    lay(club.folders[2], {"clauses/kettle/few-hands.md": clause_file("We draw lots.", title="Lots")})
    club.outcomes()
    reword(club, "brews.", "must brew.")
    assert club.results() == ["unchanged", "built", "built"]


def test_what_a_lock_says_of_used_clauses_cannot_be_edited(club: Club) -> None:
    club.outcomes()
    edit(club.folders[1] / "policy.lock", '   "kettle/few-hands",\n', "")
    reword(club, "brews.", "brews and pours.")
    assert club.results() == ["unchanged", "built", "unchanged"]


# the whole library: of a policy, no byte comes from a wording that it does not name as used


def reworded(library: Library, spared: Collection[str]) -> Library:
    """Reword every clause but some, in every language; the names that a text prints stay."""

    def more(body: Body) -> Body:
        return read_body(f"{body.text}\n\nYou must never tell the nurses within two days, unless they ask.")

    def translated(translation: Translation) -> Translation:
        clauses = {
            key: each if _name(*key) in spared else replace(each, body=more(each.body))
            for key, each in translation.clauses.items()
        }
        return replace(translation, clauses=clauses)

    return replace(
        library,
        clauses=tuple(
            clause if name_with_place(clause) in spared else replace(clause, body=more(clause.body))
            for clause in library.clauses
        ),
        translations={language: translated(each) for language, each in library.translations.items()},
    )


def _name(clause: str, place: str | None) -> str:
    return f"{clause}.{place}" if place else clause


def made_of(library: Library, name: str, own: Circumstances, **more: object) -> Made:
    return make(library, answers(name, **more), TODAY, own, MADE)


def holds_nothing_unused(library: Library, name: str, own: Circumstances) -> None:
    """Make a policy, reword what it does not use and make it again; then reword all, to see that this can fail."""
    made = made_of(library, name, own)
    used = used_of(library, made.editions[0].selection, own.local)
    assert len(used) < len(library.clauses)
    for spared, same in ((used, True), ((), False)):
        beneath = replace(own, duties=reworded(own.duties or library, spared))
        again = made_of(reworded(library, spared), name, beneath)
        assert (again.outputs == made.outputs, again.lock.clauses == made.lock.clauses) == (same, same)


@pytest.mark.parametrize("name", SETS)
def test_no_byte_of_a_policy_comes_from_a_wording_that_it_does_not_use(name: str) -> None:
    holds_nothing_unused(shipped(), name, Circumstances())


def test_nor_where_an_institution_words_clauses_and_has_issued_a_version(tmp_path: Path) -> None:
    name = "p1-ohio-family-practice"
    own = clause_file("Tell the privacy contact.", title="Tell", owner="privacy_officer", applies_to="everyone")
    local = (
        "clauses/breach-notification/assess-and-notify.us-oh.md",
        "clauses/breach-notification/hhs-and-media.us.md",
    )
    lay(tmp_path, dict.fromkeys(local, own))
    library = load_folders(shipped_library(), tmp_path)
    issued = Issued(
        version="1.0",
        on=TODAY,
        approved_by="The board",
        prepared_by="",
        next_review=None,
        keep_years=6,
        changes=(),
        lock=made_of(shipped(), name, Circumstances(), patient_stories="never").lock,
        folder=tmp_path,
    )
    brings = Circumstances(history=(issued,), local=dict.fromkeys(local, ""), folder=tmp_path, duties=shipped())
    holds_nothing_unused(library, name, brings)
