"""What is sound in an old policy becomes local wording; what is not is kept with its reason; nothing is lost."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from policygen.auditing.adopting import BESIDE, IN_PART, NOT_SOUND, OWN, Adopted, adopt, start_workspace
from policygen.auditing.audit import audit
from policygen.auditing.mapping import MAPPED
from policygen.auditing.oldpolicy import FileKind, OldPolicy, OldStatement
from policygen.errors import AnswersRefused, WorkspaceError
from policygen.findings import Severity
from policygen.jurisdictions import PlaceId
from policygen.outputs import Wanted
from policygen.questions import QuestionId
from policygen.workspace import Workspace, build
from tests.test_audit import HERE, ON, POLICIES, answers, audited, shipped

HARBORVIEW = HERE / "harborview.yaml"


@lru_cache
def adopted(name: str) -> Adopted:
    return adopt(audited(name), shipped(), Path("nowhere"))


def adopting(*texts: str) -> Adopted:
    statements = tuple(OldStatement(number=number, text=text) for number, text in enumerate(texts, 1))
    policy = OldPolicy(name="p.md", kind=FileKind.MARKDOWN, statements=statements)
    return adopt(audit(policy, shipped(), answers("harborview"), ON), shipped(), Path("nowhere"))


def clause(found: Adopted, path: str) -> str:
    return next(each.text for each in found.clauses if each.path == path)


@pytest.mark.parametrize("name", POLICIES)
def test_every_statement_is_in_a_clause_or_an_orphan_once(name: str) -> None:
    found = adopted(name)
    placed = [number for each in found.clauses for number in each.statements]
    placed += [orphan.statement.number for orphan in found.orphans]
    assert sorted(placed) == [each.number for each in audited(name).policy.statements]
    assert all(orphan.reason for orphan in found.orphans)


@pytest.mark.parametrize("name", POLICIES)
def test_no_statement_with_an_error_becomes_a_clause(name: str) -> None:
    wrong = {int(each.number) for each in audited(name).findings if each.severity is Severity.ERROR and each.number}
    taken = {number for each in adopted(name).clauses for number in each.statements}
    assert not wrong & taken
    assert wrong <= {orphan.statement.number for orphan in adopted(name).orphans if orphan.file == NOT_SOUND}


def test_words_that_meet_a_whole_clause_take_its_place_and_keep_its_law() -> None:
    text = clause(adopted("dated-hospital"), "clauses/patient-confidentiality/know-what-identifies.md")
    assert "  - us-hipaa-160-103 1\n" in text
    assert "A name is not needed to identify a patient" in text
    assert "reviewed:" not in text


def test_words_that_meet_a_part_of_a_clause_stand_beside_it_as_good_practice() -> None:
    name = f"clauses/breach-notification/assess-and-notify{BESIDE}.us.md"
    text = clause(adopted("dated-hospital"), name)
    assert "rests_on: good practice" in text
    assert "us-hipaa" not in text
    assert "(our earlier words)" in text
    assert not any(each.path == name.replace(BESIDE, "") for each in adopted("dated-hospital").clauses)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        pytest.param("Do not talk about your pay online.", NOT_SOUND, id="an error"),
        pytest.param("The helicopter lands on the roof.", OWN, id="nothing like it"),
        pytest.param("Do check your privacy settings from time to time.", IN_PART, id="something like it"),
        pytest.param("Never confirm or deny online that someone is a {{ patient }}.", NOT_SOUND, id="a name in braces"),
    ],
)
def test_what_is_not_adopted_is_kept_with_its_reason(text: str, file: str) -> None:
    (orphan,) = adopting(text).orphans
    assert (orphan.file, orphan.statement.text) == (file, text)
    assert orphan.reason.endswith(".")


def test_a_text_is_said_in_part_only_from_the_threshold_on() -> None:
    found = audited("bare-page")
    for each in found.mapped:
        assert not each.matches or each.matches[0].score >= MAPPED


def test_old_words_are_no_markup_in_a_local_clause() -> None:
    found = adopting("Never confirm or deny *online* that someone is or was a _patient_ here.")
    (local,) = found.clauses
    assert "\\*online\\*" in local.text
    assert "\\_patient\\_" in local.text


@pytest.mark.parametrize("name", POLICIES)
def test_a_workspace_that_was_started_builds(tmp_path: Path, name: str) -> None:
    institution = "harborview" if name == "dated-hospital" else "fernbank"
    folder = tmp_path / institution
    made = start_workspace(folder, shipped(), HERE / f"{institution}.yaml", adopted(name))
    assert all(path.is_file() for path in made)
    workspace = Workspace(folder)
    built = build(workspace, workspace.library(), ON, Wanted(formats=["md"]))
    policy = (folder / "documents" / "policy.md").read_text(encoding="utf-8")
    for local in adopted(name).clauses:
        assert any(each.clause.path.endswith(local.path) for each in built.selection.clauses), local.path
    if name == "dated-hospital":
        assert "Remove the access of leavers on the day they leave." in policy


def test_the_orphans_are_readable_files(tmp_path: Path) -> None:
    start_workspace(tmp_path / "h", shipped(), HARBORVIEW, adopted("dated-hospital"))
    own = (tmp_path / "h" / OWN).read_text(encoding="utf-8")
    assert own.startswith("Statements of which the library says nothing.")
    assert "> The helicopter landing schedule is posted in the lobby.\n" in own
    wrong = (tmp_path / "h" / NOT_SOUND).read_text(encoding="utf-8")
    assert "O02: This says sixty (60) days; New York sets at most 30 days. Write 30 days." in wrong


def test_a_folder_with_local_clauses_is_left_alone(tmp_path: Path) -> None:
    start_workspace(tmp_path / "h", shipped(), HARBORVIEW, adopted("dated-hospital"))
    with pytest.raises(WorkspaceError, match="holds local clauses already"):
        start_workspace(tmp_path / "h", shipped(), HARBORVIEW, adopted("dated-hospital"))


def test_nothing_is_written_when_answers_are_missing(tmp_path: Path) -> None:
    few = tmp_path / "few.yaml"
    few.write_text("org_name: Elm\n", encoding="utf-8")
    with pytest.raises(AnswersRefused):
        start_workspace(tmp_path / "h", shipped(), few, adopted("bare-page"))
    assert not (tmp_path / "h").exists()


FRENCH = (
    "Ne publiez pas de renseignements sur un usager dans les médias sociaux sans son consentement exprès.",
    "Ne confirmez pas en ligne que quelqu'un est ou a été un usager ici.",
    "Le stationnement ferme à minuit.",
)


def test_a_french_policy_is_held_against_the_french_clauses_and_cannot_be_adopted() -> None:
    quebec = answers("harborview").with_answer(QuestionId("jurisdictions"), (PlaceId("ca-qc"),))
    statements = tuple(OldStatement(number=number, text=text) for number, text in enumerate(FRENCH, 1))
    found = audit(OldPolicy(name="p.md", kind=FileKind.MARKDOWN, statements=statements), shipped(), quebec, ON)
    assert found.document.language == "fr-CA"
    best = [each.best.clause.id.partition("/")[2] if each.best else "" for each in found.mapped]
    assert best == ["keep-patient-information-private", "never-confirm-or-deny", ""]
    with pytest.raises(WorkspaceError, match="Only a policy in English"):
        adopt(found, shipped(), Path("nowhere"))
