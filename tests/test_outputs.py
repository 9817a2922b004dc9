"""What a build makes: the policy and the hand-outs that were chosen, and what the command line says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygen.editions import make_editions
from policygen.outputs import Wanted, make_outputs
from tests.sets import answers
from tests.test_bundle import made
from tests.test_formats import policygen
from tests.test_profiles import TODAY, shipped

OHIO = "p1-ohio-family-practice"
STEMS = {
    *("policy", "quick-guide", "quick-guide-clinicians", "quick-guide-volunteers-and-vendors"),
    *("quick-guide-communications", "acknowledgement", "authorization", "house-rules", "review-playbook"),
    *("account-request", "account-register", "incident-checklist", "managers-guide", "evidence-matrix"),
}


def stems(files: object) -> set[str]:
    assert isinstance(files, dict)
    return {Path(name).stem for name in files}


def test_a_build_makes_the_policy_and_every_hand_out_chosen() -> None:
    files = make_outputs(shipped(), make_editions(shipped(), answers(OHIO), TODAY), Wanted(formats=["md"])).files
    assert stems(dict(files)) == STEMS


@pytest.mark.parametrize(
    ("documents", "wanted"),
    [
        pytest.param(["quick-guide"], {stem for stem in STEMS if stem.startswith("quick")} | {"policy"}, id="one"),
        pytest.param(["policy"], {"policy"}, id="the policy alone"),
        pytest.param(["change-summary"], {"policy"}, id="changes, where there are none yet"),
    ],
)
def test_the_policy_is_made_with_what_was_asked_for(documents: list[str], wanted: set[str]) -> None:
    editions = make_editions(shipped(), answers(OHIO), TODAY)
    files = make_outputs(shipped(), editions, Wanted(formats=["md"], documents=documents)).files
    assert stems(dict(files)) == wanted


def test_a_second_language_gets_hand_outs_of_its_own() -> None:
    both = answers("a hospital in Quebec", languages=["fr", "en"])
    files = make_outputs(
        shipped(), make_editions(shipped(), both, TODAY), Wanted(formats=["md"], documents=["quick-guide"])
    )
    assert "documents/quick-guide.md" in files.files
    assert "Never" in files.files["documents/quick-guide-en.md"].decode()
    assert "Jamais" in files.files["documents/quick-guide.md"].decode()


def test_the_same_answers_give_the_same_bytes_in_any_order() -> None:
    editions = make_editions(shipped(), answers(OHIO), TODAY)
    one = make_outputs(
        shipped(), editions, Wanted(formats=["md", "html", "docx"], documents=["incident-checklist"])
    ).files
    two = make_outputs(
        shipped(), editions, Wanted(formats=["docx", "html", "md"], documents=["incident-checklist"])
    ).files
    assert dict(one) == dict(two)


def test_the_command_line_builds_one_document(tmp_path: Path) -> None:
    made(tmp_path)
    result = policygen(
        "build", str(tmp_path), "--format", "md", "--document", "house-rules", "--as-of", "2026-11-21", where=tmp_path
    )
    assert result.returncode == 0
    assert "house-rules.md" in result.stdout
    assert "quick-guide" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ["build", "--document", "quick-gide"], "'quick-gide' is not a document.", id="a misspelt document"
        ),
        pytest.param(["build", "--format", "xls"], "'xls' is not a format.", id="a misspelt format"),
        pytest.param(["export"], "--bundle", id="an export of nothing"),
    ],
)
def test_the_command_line_says_what_does_not_fit(arguments: list[str], says: str, tmp_path: Path) -> None:
    made(tmp_path)
    result = policygen(arguments[0], str(tmp_path), *arguments[1:], where=tmp_path)
    assert result.returncode == 2
    assert says in result.stderr


def test_the_command_line_makes_handbook_and_bundle(tmp_path: Path) -> None:
    made(tmp_path)
    bound = policygen("handbook", str(tmp_path), "--document", "quick-guide", "--as-of", "2026-11-21", where=tmp_path)
    assert bound.returncode == 0
    assert {"handbook.pdf", "handbook.html", "handbook-fragment.html"} <= {
        path.name for path in (tmp_path / "documents").iterdir()
    }
    packed = policygen("export", str(tmp_path), "--bundle", where=tmp_path)
    assert packed.returncode == 0
    assert (tmp_path / "bundle.zip").is_file()
