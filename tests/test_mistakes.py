"""A library with many mistakes gives one problem for each, with file, line and advice, in one run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from policygen.errors import Problem
from policygen.loading import read_library, shipped_library
from tests.test_formats import policygen
from tests.tools import TEA, mistakes_with

HEADER = "---\ntitle: A rule\napplies_to: [everyone]\nrests_on: {rests_on}\n{more}---\n{body}\n"


@dataclass(frozen=True)
class Mistake:
    """A file with one mistake in it, and what must be said about it."""

    file: str
    text: str
    line: int
    says: str
    advice: str


def clause(body: str = "You may do this.", rests_on: str = "good practice", more: str = "") -> str:
    return HEADER.format(rests_on=rests_on, more=more, body=body)


MISTAKES = {
    "a typo in a key": Mistake(
        "clauses/personal-use/typo-in-key.md",
        clause(more="ower: privacy_officer\n"),
        5,
        "There is no key 'ower' here.",
        "Did you mean 'owner'?",
    ),
    "an unknown question": Mistake(
        "clauses/personal-use/unknown-question.md",
        clause(more="when:\n  patient_storys: never\n"),
        6,
        "There is no question 'patient_storys'.",
        "Did you mean 'patient_stories'?",
    ),
    "an impossible choice": Mistake(
        "clauses/personal-use/impossible-choice.md",
        clause(more="when:\n  patient_stories: nevr\n"),
        6,
        "'nevr' is not an answer to 'patient_stories'.",
        "Did you mean 'never'?",
    ),
    "a repeated key": Mistake(
        "clauses/personal-use/repeated-key.md",
        clause(more="title: Another rule\n"),
        5,
        "The key 'title' stands here again.",
        "Keep this one or line 2.",
    ),
    "Norway, or no, as a place": Mistake(
        "jurisdictions/us-xx/_place.yaml",
        "name: Nowhere\nwithin: NO\n",
        2,
        "'NO' is not a place.",
        "Write the id of a place",
    ),
    "a tab": Mistake(
        "clauses/personal-use/tab.md",
        clause(more="when:\n\tpatient_stories: never\n"),
        6,
        "A tab stands here.",
        "Indent with spaces.",
    ),
    "an authority that is missing": Mistake(
        "clauses/personal-use/missing-authority.md",
        clause(rests_on="[us-hipaa-164-999 1]"),
        4,
        "There is no authority 'us-hipaa-164-999'.",
        "Did you mean 'us-hipaa-164-",
    ),
    "a duty number that is missing": Mistake(
        "clauses/personal-use/missing-duty.md",
        clause(rests_on="\n  - us-crfa 1, 9"),
        5,
        "us-crfa has no duty 9.",
        "Its duties are: 1, 2.",
    ),
    "a number on its own": Mistake(
        "clauses/personal-use/lone-number.md",
        clause(rests_on="[us-crfa 1, 2]"),
        4,
        "The number 2 stands alone.",
        "Write one entry a line",
    ),
    "a vacated authority alone": Mistake(
        "clauses/personal-use/vacated.us.md",
        clause(rests_on="[us-hipaa-repro-rule-2024 1]"),
        4,
        "No authority here is in force: us-hipaa-repro-rule-2024 is vacated.",
        "Rest it on an authority that is in force",
    ),
    "logic in the text": Mistake(
        "clauses/personal-use/logic.md",
        clause(body="You may do this.\n\n{% if yes %}Or that.{% endif %}"),
        8,
        "The text holds a template instruction ({% ... %}).",
        "Write a clause of its own with a 'when' instead.",
    ),
    "an unknown term": Mistake(
        "clauses/personal-use/unknown-term.md",
        clause(body="Keep {{ term.patient_informaton }} safe."),
        6,
        "There is no 'term.patient_informaton' to print.",
        "Did you mean 'patient_information'?",
    ),
    "a clause that can never apply": Mistake(
        "clauses/personal-use/never.md",
        clause(more="when: {official_accounts: none, mfa_required: yes}\n"),
        5,
        "This clause can never apply.",
        "change or delete a row",
    ),
    "a filter": Mistake(
        "clauses/personal-use/filter.md",
        clause(body="{{ org_name | upper }} does this."),
        6,
        "Something other than a name stands in {{ }}.",
        "no filters",
    ),
    "HTML": Mistake(
        "clauses/personal-use/html.md",
        clause(body="<b>You</b> may do this."),
        6,
        "The text holds HTML.",
        "Write plain Markdown.",
    ),
    "an answer that may be empty": Mistake(
        "clauses/personal-use/empty.md",
        clause(body="Call {{ urgent_phone }}."),
        6,
        "'urgent_phone' may be empty.",
        "Add 'urgent_phone: answered'",
    ),
    "a clause in no topic": Mistake(
        "clauses/personal-uses/lost.md",
        clause(),
        1,
        "The folder 'personal-uses' is not a topic.",
        "Did you mean 'personal-use'?",
    ),
    "an audience nobody is in": Mistake(
        "clauses/personal-use/audience.md",
        "---\ntitle: A rule\napplies_to: [nurse-managers]\nrests_on: good practice\n---\nYou may do this.\n",
        3,
        "There is no audience 'nurse-managers'.",
        "Did you mean 'managers'?",
    ),
    "law of another place": Mistake(
        "clauses/personal-use/elsewhere.ca.md",
        clause(rests_on="[us-crfa 1]"),
        4,
        "us-crfa does not apply in ca.",
        "Cite law of that place",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every mistake into one library folder."""
    folder = tmp_path_factory.mktemp("mistakes")
    for mistake in MISTAKES.values():
        path = folder / mistake.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(mistake.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def problems(folder: Path) -> list[Problem]:
    """Read the library once, with all its mistakes."""
    return read_library([shipped_library(), folder])[1]


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_file_line_and_advice(mistake: Mistake, problems: list[Problem], folder: Path) -> None:
    path = (folder / mistake.file).as_posix()
    here = [problem for problem in problems if problem.path == path]
    assert [(problem.line, problem.says) for problem in here] == [(mistake.line, mistake.says)]
    assert mistake.advice in here[0].advice


def test_all_mistakes_are_found_in_one_run_and_nothing_else(problems: list[Problem]) -> None:
    assert len(problems) == len(MISTAKES)


def test_lint_prints_them_all_and_fails(folder: Path) -> None:
    done = policygen("lint", "--library", str(folder), where=folder)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(MISTAKES)
    assert "Traceback" not in done.stderr


def test_lint_of_the_shipped_library_finds_nothing() -> None:
    done = policygen("lint", where=Path.cwd())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No problems: ")


def test_a_role_that_prints_what_nobody_sets_is_a_mistake(tmp_path: Path) -> None:
    frame = (TEA / "clauses/_library.yaml").read_text(encoding="utf-8")
    wrong = frame.replace("{{ term.brewer }}", "{{ brewer }}")
    (problem,) = mistakes_with(tmp_path, {"clauses/_library.yaml": wrong})
    assert problem.says == "There is no 'brewer' to print."
