"""The commands, run as a person or a program runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from policygen.cli import COMMANDS, loaded
from tests.test_formats import OHIO, policygen


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a workspace with its Markdown only."""
    folder = tmp_path_factory.mktemp("cli") / "practice"
    folder.mkdir()
    (folder / "answers.yaml").write_text(OHIO.read_text(encoding="utf-8"), encoding="utf-8")
    done = policygen("build", "practice", "--format", "md", "--as-of", "2026-11-21", where=folder.parent)
    assert done.returncode == 0, done.stderr
    return folder


def test_missing_and_wrong_answers_are_all_listed_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "answers.yaml").write_text(
        "org_name: Elm Clinic\nfacility_typ: hospital\nownership: nobody\nminors: maybe\n", encoding="utf-8"
    )
    done = policygen("new", "x", "--answers", "answers.yaml", "--no-input", "--set", "jurisdictions=NO", where=tmp_path)
    assert done.returncode == 2
    for words in (
        "answers.yaml:2: There is no question 'facility_typ'. Did you mean 'facility_type'?",
        "answers.yaml:3: ownership: 'nobody' is not one of the choices.",
        "answers.yaml:4: minors: 'maybe' is neither yes nor no.",
        "--set:1: jurisdictions: 'NO' is not one of the choices.",
        "privacy_contact is not answered",
        "effective_date is not answered",
    ):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_hipaa_and_cma_name_the_united_states_and_canada(tmp_path: Path) -> None:
    for word, place in (("hipaa", "us"), ("CMA", "ca")):
        done = policygen(
            *(
                "new",
                place,
                "--answers",
                str(OHIO),
                "--no-input",
                "--set",
                f"jurisdictions={word}",
                "--set",
                "outputs=full-policy",
            ),
            where=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        shown = policygen("selection", place, "--json", where=tmp_path)
        assert json.loads(shown.stdout)["places"] == [place]


def test_selection_as_json_has_the_promised_shape(practice: Path) -> None:
    done = policygen("selection", str(practice), "--json", "--as-of", "2026-11-21", where=practice)
    data = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"clauses", "omissions", "open_items", "refused"} <= set(data)
    for clause in data["clauses"]:
        assert {"id", "title", "topic", "place", "rests_on", "because"} <= set(clause)
        assert clause["id"].startswith(clause["topic"] + "/")
        assert clause["because"]
        assert all(set(basis) == {"authority", "duty"} for basis in clause["rests_on"])
    assert any(clause["place"] == "us" for clause in data["clauses"])
    assert any(clause["rests_on"] == [] for clause in data["clauses"])
    assert all(omission["reason"] for omission in data["omissions"])


def test_why_names_answers_authorities_pinpoints_and_dates(practice: Path) -> None:
    done = policygen("why", str(practice), "60 days", where=practice)
    assert done.returncode == 0
    assert "164.404(b)" in done.stdout
    assert "in force, as of 2026-06-30" in done.stdout
    assert "because: " in done.stdout


def test_why_says_when_no_clause_has_the_words(practice: Path) -> None:
    done = policygen("why", str(practice), "free parking", where=practice)
    assert done.returncode == 1
    assert "No clause of this policy" in done.stderr


def test_why_tells_of_a_clause_that_was_left_out(practice: Path) -> None:
    done = policygen("why", str(practice), "PHIPA", where=practice)
    assert done.returncode == 0
    assert "Left out: " in done.stdout
    assert "Ontario" in done.stdout


def test_a_date_changes_what_applies(practice: Path) -> None:
    before = json.loads(policygen("selection", str(practice), "--json", "--as-of", "2026-11-21", where=practice).stdout)
    after = json.loads(policygen("selection", str(practice), "--json", "--as-of", "2027-05-12", where=practice).stdout)
    assert [clause["id"] for clause in before["clauses"]] != [clause["id"] for clause in after["clauses"]]


def test_build_refuses_to_overwrite_what_was_edited_by_hand(practice: Path) -> None:
    document = practice / "documents" / "policy.md"
    ours = document.read_text(encoding="utf-8")
    edited = ours.replace("must", "shall", 1)
    document.write_text(edited, encoding="utf-8")
    done = policygen("build", str(practice), "--format", "md", "--as-of", "2027-05-12", where=practice)
    assert done.returncode == 1
    assert "Edited by hand" in done.stderr
    assert document.read_text(encoding="utf-8") == edited
    document.write_text(ours, encoding="utf-8")
    assert policygen("build", str(practice), "--format", "md", "--as-of", "2026-11-21", where=practice).returncode == 0


def test_a_local_clause_replaces_the_librarys_and_a_new_one_adds(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    (folder / "clauses" / "personal-use").mkdir(parents=True)
    (folder / "answers.yaml").write_text(OHIO.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "clauses" / "personal-use" / "tea-breaks.md").write_text(
        "---\ntitle: Post on tea breaks\napplies_to: [everyone]\nrests_on: good practice\n---\n"
        "You may post on your tea break.\n",
        encoding="utf-8",
    )
    assert policygen("build", "practice", "--format", "md", where=tmp_path).returncode == 0
    assert "You may post on your tea break." in (folder / "documents" / "policy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        pytest.param(["build", "nowhere"], 1, "nowhere holds no answers.yaml", id="no workspace"),
        pytest.param(["build", "practice", "--format", "odt"], 2, "'odt' is not a format.", id="unknown format"),
        pytest.param(["build", "practice", "--as-of", "tomorrow"], 2, "'tomorrow' is not a date.", id="not a date"),
        pytest.param(["lint", "--library", "nowhere"], 2, "nowhere holds no clauses/", id="not a library"),
        pytest.param(
            ["library", "show", "us-hipa"], 1, "The library holds nothing called 'us-hipa'.", id="unknown entry"
        ),
        pytest.param(["new", "y", "--no-input", "--set", "org_name"], 2, "Write it as id=value.", id="not a setting"),
    ],
)
def test_a_users_mistake_ends_in_a_sentence(practice: Path, words: list[str], code: int, sentence: str) -> None:
    done = policygen(*words, where=practice.parent)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_blank_answers_file_is_readable_once_the_required_answers_are_filled_in(tmp_path: Path) -> None:
    blank = policygen("questions", "--blank", where=tmp_path).stdout
    settings = {
        "org_name": "Elm Clinic",
        "facility_type": "medical-practice",
        "jurisdictions": "Ohio",
        "ownership": "physician-owned",
        "effective_date": "2027-02-01",
        "privacy_contact": "privacy@elm.example",
    }
    (tmp_path / "answers.yaml").write_text(blank, encoding="utf-8")
    words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    done = policygen("new", "x", "--answers", "answers.yaml", "--no-input", *words, where=tmp_path)
    assert "is not answered" not in done.stderr
    assert done.returncode == 2 or (tmp_path / "x" / "documents" / "policy.md").is_file()


def test_library_show_prints_a_clause_an_authority_and_a_place(practice: Path) -> None:
    shown = policygen("library", "show", "us-hipaa-breach-rule", where=practice)
    assert "164.404(b)" in shown.stdout
    assert "carried by: breach-notification/" in shown.stdout
    noted = policygen("library", "show", "us-va-password-law", where=practice).stdout
    assert "note: Employers also may not require workers to add a manager as a contact." in noted
    assert "Ohio within United States" in policygen("library", "show", "Ohio", where=practice).stdout
    listed = policygen("library", "list", where=practice).stdout
    assert "patient-confidentiality: " in listed


def test_doctor_finds_this_machine_fit(practice: Path) -> None:
    done = policygen("doctor", where=practice)
    assert done.returncode == 0, done.stdout
    assert "PDF: Pango and the fonts are there" in done.stdout


def test_a_terminal_escape_in_an_answer_is_refused(tmp_path: Path) -> None:
    done = policygen(
        *("new", "x", "--answers", str(OHIO), "--no-input", "--set", "org_name=Evil\x1b[2J Clinic"), where=tmp_path
    )
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "control character" in done.stderr


def test_changes_of_law_are_listed_since_a_day_and_by_place(practice: Path) -> None:
    data = json.loads(
        policygen("library", "changes", "--since", "2026-01-01", "--place", "hipaa", "--json", where=practice).stdout
    )
    assert {change["place"] for change in data} == {"us"}
    assert [change["date"] for change in data] == sorted(change["date"] for change in data)
    assert data[0]["date"] >= "2026-01-01"
    assert len(json.loads(policygen("library", "changes", "--json", where=practice).stdout)) >= 36


def test_the_questions_can_be_had_in_french(practice: Path) -> None:
    shown = policygen("questions", "--language", "fr", "--blank", where=practice)
    assert shown.returncode == 0
    assert "Quel" in shown.stdout
    assert "What is your institution" not in shown.stdout


def test_why_finds_the_words_of_a_french_policy(tmp_path: Path) -> None:
    folder = tmp_path / "clinique"
    folder.mkdir()
    answers = OHIO.read_text(encoding="utf-8").replace("us-oh", "ca-qc").replace("- en", "- fr")
    (folder / "answers.yaml").write_text(answers, encoding="utf-8")
    done = policygen("why", "clinique", "Ne confirmez ni ne niez jamais", where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "patient-confidentiality/never-confirm-or-deny" in done.stdout
    assert "rests on: " in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_the_table_is_there_and_told_in_one_line(name: str) -> None:
    assert loaded(name).help
    assert len(f"  {'customize':<9}  {COMMANDS[name].says}") < 80


def test_help_imports_no_command() -> None:
    helped = "sys.argv[1:] = ['--help']\ntry: main()\nfinally: print(*sys.modules)"
    code = f"import sys; from policygen.cli import main; {helped}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "customize" in done.stdout
    assert not {f"policygen.{each.module}" for each in COMMANDS.values()} & set(done.stdout.split())
