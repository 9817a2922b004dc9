"""A health system from the command line: its sites are begun, built, watched and compared."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from policygen.answerfile import answers_table
from tests.test_batch_command import report
from tests.test_formats import OHIO, policygen
from tests.tools import lay

DAY = ("--as-of", "2026-11-21")
OWN = "org_name: Elm Clinic\norg_short_name: Elm\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a place with the folder of a health system and two sites in it."""
    said = answers_table(OHIO.read_text(encoding="utf-8"), "")
    lines = [f"  {name}: {json.dumps(value)}\n" for name, value in said.items() if not name.startswith("org_")]
    lay(tmp_path, {"mercy/system.yaml": "name: Mercy Health\nanswers:\n" + "".join(lines)})
    return lay(tmp_path, {"mercy/elm/answers.yaml": OWN, "mercy/north/ash/answers.yaml": OWN.replace("Elm", "Ash")})


def test_a_system_is_built_watched_and_compared_as_one(place: Path) -> None:
    made = policygen("batch", "mercy", "--format", "md", *DAY, where=place)
    assert made.returncode == 0, made.stderr
    assert sorted(report(place)) == ["ash", "elm"]
    right = policygen("status", "mercy", *DAY, where=place)
    assert right.returncode == 0
    assert "mercy/north/ash: current" in right.stdout
    same = policygen("drift", "mercy", *DAY, where=place)
    assert same.returncode == 0
    assert same.stdout.splitlines() == [
        "mercy/elm: as the standard of Mercy Health",
        "mercy/north/ash: as the standard of Mercy Health",
        "2 sites, 0 with differences.",
    ]
    system = place / "mercy" / "system.yaml"
    system.write_text(system.read_text(encoding="utf-8").replace("privacy@", "office@"), encoding="utf-8")
    stale = policygen("status", "mercy/elm", *DAY, where=place)
    assert stale.returncode == 3
    assert "  the health system Mercy Health changed its answer to privacy_contact: office@" in stale.stdout
    changed = policygen("changes", "mercy/elm", *DAY, where=place)
    assert "why: the health system Mercy Health changed an answer: " in changed.stdout
    assert policygen("update", "mercy/elm", *DAY, where=place).returncode == 0
    assert "office@" in (place / "mercy" / "elm" / "documents" / "policy.md").read_text(encoding="utf-8")


def test_drift_ends_with_code_3_and_is_a_table_and_data_too(place: Path) -> None:
    lay(place, {"mercy/elm/answers.yaml": OWN + "privacy_contact: me@elm.example\n"})
    told = policygen("drift", "mercy", *DAY, where=place)
    assert told.returncode == 3
    assert "mercy/elm: differs from the standard of Mercy Health in 1 answer" in told.stdout
    assert "2 sites, 1 with differences." in told.stdout
    table = policygen("drift", "mercy", "--format", "csv", *DAY, where=place)
    [row] = csv.DictReader(io.StringIO(table.stdout))
    assert (row["site"], row["name"], row["here"]) == ("mercy/elm", "privacy_contact", "me@elm.example")
    data = json.loads(policygen("drift", "mercy/elm", "--json", *DAY, where=place).stdout)
    assert [each["differs"] for each in data] == [True]


def test_a_site_that_cannot_be_compared_is_code_1_and_the_others_are_told(place: Path) -> None:
    lay(place, {"mercy/elm/answers.yaml": "org_nam: Elm\n"})
    told = policygen("drift", "mercy", *DAY, where=place)
    assert told.returncode == 1
    assert "mercy/elm: cannot be compared." in told.stdout
    assert "mercy/elm/answers.yaml:1: There is no question 'org_nam'. Did you mean 'org_name'?" in told.stdout
    assert "mercy/north/ash: as the standard of Mercy Health" in told.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("drift", "mercy", "--format", "pdf"), 2, "Say --format csv for a table", id="an unknown format"),
        pytest.param(("build", "mercy"), 1, "mercy is the folder of a health system", id="a build of the system"),
        pytest.param(("new", "mercy", "--no-input"), 1, "Name the folder of a site within it.", id="a new system"),
        pytest.param(("drift", "nowhere"), 1, "nowhere holds no answers.yaml", id="a folder that is not there"),
    ],
)
def test_words_that_do_not_fit_a_system_are_one_sentence(
    place: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    done = policygen(*words, where=place)
    assert done.returncode == code
    assert says in done.stdout + done.stderr


def test_a_site_is_begun_with_only_what_it_says_itself(place: Path) -> None:
    words = ("new", "mercy/oak", "--no-input", "--set", "org_name=Oak Clinic", "--set", "outputs=full-policy", *DAY)
    done = policygen(*words, where=place)
    assert done.returncode == 0, done.stderr
    assert " answers come from the health system Mercy Health." in done.stdout
    answers = (place / "mercy" / "oak" / "answers.yaml").read_text(encoding="utf-8")
    assert "org_name: Oak Clinic" in answers
    assert "privacy_contact" not in answers


def test_a_table_makes_sites_of_a_system_with_only_the_columns_that_differ(place: Path) -> None:
    lay(place, {"t.csv": "folder,org_name,privacy_contact\noak,Oak Clinic,\nyew,Yew Clinic,me@yew.example\n"})
    words = ("batch", "--table", "t.csv", "--out", "mercy", "--format", "md", *DAY)
    done = policygen(*words, where=place)
    assert done.returncode == 0, done.stdout + done.stderr
    policies = {
        name: (place / "mercy" / name / "documents" / "policy.md").read_text("utf-8") for name in ("oak", "yew")
    }
    assert "me@yew.example" in policies["yew"]
    assert "privacy@" in policies["oak"]
    assert "2 unchanged" in policygen(*words, where=place).stdout
