"""``policygen audit`` as a person or a program runs it."""

from __future__ import annotations

import json
from pathlib import Path

from policygen.answerfile import load_answers
from policygen.auditing.audit import audit
from policygen.auditing.figures import audit_as_data
from policygen.auditing.opening import load_old_policy
from policygen.editions import make_editions
from policygen.formats import render
from tests.test_audit import HERE, ON, shipped
from tests.test_formats import policygen

ANSWERS = ("--answers", str(HERE / "fernbank.yaml"), "--as-of", "2026-11-21")
BARE = str(HERE / "bare-page.md")


def test_an_audit_writes_its_report_and_ends_with_1_on_errors(tmp_path: Path) -> None:
    done = policygen("audit", BARE, *ANSWERS, where=tmp_path)
    assert done.returncode == 1
    folder = tmp_path / "bare-page-audit"
    assert sorted(path.name for path in folder.iterdir()) == ["audit.html", "audit.json", "audit.pdf"]
    assert (folder / "audit.pdf").read_bytes().startswith(b"%PDF")
    assert "bare-page.md:20: error L24: " in done.stdout
    assert "carries" in done.stdout
    assert done.stderr == ""


def test_an_audit_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        words = ("audit", BARE, *ANSWERS, "--format", "html,json,docx", "--out", name)
        policygen(*words, where=tmp_path, PYTHONHASHSEED=seed)
    for file in ("audit.html", "audit.json", "audit.docx"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_an_audit_prints_nothing_but_json_when_asked(tmp_path: Path) -> None:
    done = policygen("audit", BARE, *ANSWERS, "--json", where=tmp_path)
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"figures", "topics", "findings", "lacks", "advice_lacking", "own", "statements"} <= set(data)
    said = load_answers(HERE / "fernbank.yaml", shipped())
    assert data == json.loads(
        json.dumps(audit_as_data(audit(load_old_policy(HERE / "bare-page.md"), shipped(), said, ON)))
    )
    assert list(tmp_path.iterdir()) == []


def test_a_policy_without_errors_ends_with_0(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        (HERE / "fernbank.yaml").read_text(encoding="utf-8").replace(".example", ".org"), encoding="utf-8"
    )
    library = shipped()
    (edition,) = make_editions(library, load_answers(answers, library), ON)
    (tmp_path / "policy.docx").write_bytes(render(edition.document, "docx", library.templates))
    done = policygen(
        *("audit", "policy.docx", "--answers", str(answers), "--as-of", "2026-11-21", "--json"), where=tmp_path
    )
    assert done.returncode == 0, json.loads(done.stdout)["findings"]
    assert json.loads(done.stdout)["figures"]["coverage"] == 1.0


def test_a_hostile_file_gets_one_sentence_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "p.docx").write_bytes(b"PK\x03\x04")
    done = policygen("audit", "p.docx", *ANSWERS, where=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("p.docx is broken or locked with a password.")
    assert [path.name for path in tmp_path.iterdir()] == ["p.docx"]


def test_a_format_that_does_not_exist_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = policygen("audit", "none.md", *ANSWERS, "--format", "odt", where=tmp_path)
    assert done.returncode == 2
    assert "'odt' is not a format." in done.stderr


def test_adopting_starts_a_folder_that_can_be_built(tmp_path: Path) -> None:
    template = str(HERE / "practice-template.md")
    done = policygen("audit", template, *ANSWERS, "--format", "json", "--adopt", "fernbank", where=tmp_path)
    assert done.returncode == 1
    assert "Started fernbank with" in done.stdout
    assert "policygen build fernbank" in done.stdout
    built = policygen("build", "fernbank", "--format", "md", "--as-of", "2026-11-21", where=tmp_path)
    assert built.returncode == 0, built.stderr
