"""Which site of a health system differs from its standard: in what, since when, by whom, and whether it is weaker."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from policygen.drift import Drift, drift_of, drift_or_reason
from policygen.driftreport import drift_as_csv, drift_as_data, drift_in_words
from policygen.issuing import Release, issue
from policygen.workspace import Workspace
from tests.health_system import OWN, SYSTEM, Mercy, make_mercy
from tests.test_systems import waiver
from tests.tools import ON, clause_file, lay

MARCH, APRIL = ON, date(2026, 4, 2)
FACTS = {"title": "Warm every pot", "rests_on": "leaf-charter 1", "applies_to": "[members, guests]"}
DUTY = clause_file("Every club must warm the pot.", **FACTS)
"""How the system words a duty of the library."""
SOFT = DUTY.replace("must", "should")
FILE = "clauses/pouring/warm-the-pot.md"


@pytest.fixture
def mercy(tmp_path: Path) -> Mercy:
    """Give a health system that words one duty itself."""
    made = make_mercy(tmp_path)
    made.words(DUTY)
    return made


def drift(mercy: Mercy, site: Workspace, on: date = ON) -> Drift:
    return drift_of(site, mercy.beneath(site), on)


def words(found: Drift) -> list[str]:
    """Give the report of a site without its first line, which names its folder."""
    return [line.replace(found.folder.as_posix(), "elm") for line in drift_in_words(found)]


def differing(mercy: Mercy) -> Workspace:
    """Build a site as the standard in March, and in April with an answer and three clauses of its own."""
    elm = mercy.site("elm")
    mercy.build(elm, "kim", MARCH)
    lay(elm.folder, {"answers.yaml": OWN + "milk: no\n", FILE: SOFT})
    lay(elm.folder, {"clauses/cake/wipe.md": clause_file("Wipe the table.", title="Wipe")})
    share = "---\ntitle: Share\napplies_to: members\nrests_on: good practice\nleave_out: No cake here.\n---\nNone.\n"
    lay(elm.folder, {"clauses/cake/share-the-cake.md": share})
    mercy.build(elm, "lee", APRIL)
    return elm


GOLDEN = """\
elm: differs from the standard of Mercy Teas in 1 answer and 3 clauses, weaker than it
  answer milk: Do any of you take milk?
    standard: yes; here: no
    since 2026-04-02, by lee
  clause pouring/warm-the-pot: Warm every pot (reworded)
    Every club [-must-] {+should+} warm the pot.
    since 2026-04-02, by lee
    weaker (G2): The library has 1 word of duty here (must, never, only), and this wording has none.
  clause cake/wipe: Wipe (added)
    {+Wipe the table.+}
    since 2026-04-02, by lee
  clause cake/share-the-cake: Share the cake (left out)
    [-Everyone gets a piece.-]
    since 2026-04-02, by lee
  falls out because of its answers: Milk comes last
""".splitlines()


def test_the_report_says_what_differs_in_words_since_when_and_by_whom(mercy: Mercy) -> None:
    elm = differing(mercy)
    assert words(drift(mercy, elm, APRIL)) == GOLDEN


def test_a_site_that_says_nothing_itself_is_as_the_standard(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    found = drift(mercy, elm)
    assert (found.differs, found.weaker) == (False, False)
    assert words(found) == ["elm: as the standard of Mercy Teas"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"answers.yaml": OWN + "milk: yes\n"}, id="it gives the same answer itself"),
        pytest.param({"answers.yaml": OWN + "review_months: 6\n"}, id="the system does not answer that"),
        pytest.param({FILE: DUTY}, id="it words a clause in the same words"),
        pytest.param({"clauses/kettle/few-hands.md": clause_file("Help.", when="{headcount: at most 5}")}, id="idle"),
    ],
)
def test_what_comes_to_the_same_is_no_difference(mercy: Mercy, files: dict[str, str]) -> None:
    elm = mercy.site("elm")
    lay(elm.folder, files)
    assert not drift(mercy, elm).differs


def test_a_duty_dropped_behind_the_same_words_is_a_difference(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    lay(elm.folder, {FILE: DUTY.replace("leaf-charter 1", "good practice")})
    found = drift(mercy, elm)
    assert found.weaker
    assert "  clause pouring/warm-the-pot: Warm every pot (the same words, less behind them)" in words(found)


def test_a_site_is_measured_by_the_system_where_that_asks_for_more_than_the_library(mercy: Mercy) -> None:
    mercy.words(DUTY.replace("warm the pot.", "warm the pot, and must never leave it cold."))
    elm = mercy.site("elm")
    lay(elm.folder, {FILE: DUTY})
    assert mercy.status(elm).findings == mercy.status(mercy.site("ash")).findings
    assert [finding.check for finding in drift(mercy, elm).clauses[0].weaker] == ["G2"]


def test_a_stricter_site_differs_and_is_not_weaker(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    lay(elm.folder, {FILE: DUTY.replace("warm the pot.", "warm the pot, and must never leave it cold.")})
    found = drift(mercy, elm)
    assert (found.differs, found.weaker) == (True, False)


def test_a_waived_weakness_is_told_with_who_took_it_upon_themselves(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    lay(elm.folder, {FILE: SOFT, "waivers.yaml": "waivers:\n" + waiver("G2", "2027-01-01")})
    found = drift(mercy, elm)
    assert (found.differs, found.weaker) == (True, False)
    assert any(line.endswith("Waived until 2027-01-01 by Counsel: All agreed.") for line in words(found))
    assert drift(mercy, elm, date(2027, 1, 2)).weaker


def test_a_difference_that_was_not_built_yet_is_told_as_such(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    mercy.build(elm)
    lay(elm.folder, {"answers.yaml": OWN + "milk: no\n", FILE: SOFT})
    assert words(drift(mercy, elm)).count("    not in its documents yet") == 2


def test_a_difference_from_the_first_build_on_is_laid_to_who_built_it(mercy: Mercy) -> None:
    elm = mercy.site("elm", OWN + "milk: no\n")
    mercy.build(elm, "kim", MARCH)
    mercy.build(elm, "lee", APRIL)
    assert "    since 2026-03-01, by kim" in words(drift(mercy, elm, APRIL))


def test_without_a_trail_nobody_is_blamed(mercy: Mercy) -> None:
    elm = mercy.site("elm", OWN + "milk: no\n")
    mercy.build(elm)
    (elm.folder / "trail.jsonl").unlink()
    assert "    its audit trail does not tell since when" in words(drift(mercy, elm))


def test_an_issued_difference_names_the_version_since_which_it_lasts(mercy: Mercy) -> None:
    elm = mercy.site("elm", OWN + "milk: no\nlegal_review: done\n")
    for version, answers, on in (
        ("1.0", "milk: no\n", date(2026, 4, 1)),
        ("2.0", "milk: yes\n", date(2026, 4, 2)),
        ("3.0", "milk: no\n", date(2026, 4, 3)),
        ("4.0", "milk: no\n", date(2026, 4, 4)),
    ):
        lay(elm.folder, {"answers.yaml": OWN + "legal_review: done\n" + answers})
        issue(elm, mercy.library(elm), Release(version=version, approved_by=f"Ann {version}", on=on))
    origin = drift(mercy, elm, date(2026, 4, 5)).answers[0].origin
    assert origin is not None
    assert origin.version == "3.0"


def test_a_change_of_the_system_that_a_site_does_not_follow_is_a_difference(mercy: Mercy) -> None:
    elm = mercy.site("elm", OWN + "milk: yes\n")
    assert not drift(mercy, elm).differs
    mercy.says(SYSTEM.replace("milk: yes", "milk: no"))
    [answer] = drift(mercy, elm).answers
    assert (answer.question, answer.standard, answer.here) == ("milk", "no", "yes")


def test_a_site_that_cannot_be_read_says_why_and_stops_no_other(mercy: Mercy) -> None:
    elm, beside = mercy.site("elm", "org_name: Elm\n"), mercy.folder.parent / "beside"
    found = drift_or_reason(elm.folder, mercy.beneath(elm), ON)
    assert "headcount is not answered" in found.failed
    assert words(found)[0].startswith("elm: cannot be compared. These answers are missing or wrong")
    lay(beside, {"answers.yaml": OWN + "brewing: pot\njurisdictions: tealand-east\neffective_date: 2026-04-01\n"})
    assert "lies in no health system" in drift_or_reason(beside, mercy.beneath(elm), ON).failed
    lay(elm.folder, {"answers.yaml": OWN, FILE: "no header"})
    assert f"{FILE}:1: The header is missing." in drift_or_reason(elm.folder, mercy.beneath(elm), ON).failed


def test_the_table_and_the_data_say_the_same_as_the_words(mercy: Mercy) -> None:
    elm = differing(mercy)
    found = drift(mercy, elm, APRIL)
    broken = drift_or_reason(mercy.site("ash", "=1").folder, mercy.beneath(elm), APRIL)
    rows = list(csv.DictReader(io.StringIO(drift_as_csv([found, broken]))))
    assert [(row["what"], row["name"], row["since"], row["by"]) for row in rows] == [
        ("answer", "milk", "2026-04-02", "lee"),
        ("clause reworded", "pouring/warm-the-pot", "2026-04-02", "lee"),
        ("clause added", "cake/wipe", "2026-04-02", "lee"),
        ("clause left out", "cake/share-the-cake", "2026-04-02", "lee"),
        ("cannot be compared", "", "", ""),
    ]
    assert rows[1]["difference"] == "Every club [-must-] {+should+} warm the pot."
    assert rows[1]["weaker"].startswith("weaker (G2)")
    data = drift_as_data(found)
    assert (data["system"], data["differs"], data["weaker"]) == ("Mercy Teas", True, True)
    assert isinstance(data["clauses"], list)
    assert data["clauses"][0]["change"]["redline"][1] == {"mark": "deleted", "text": "must "}
    assert data["clauses"][0]["since"] == "2026-04-02"
