"""``policygen batch`` as a person or a program runs it: what it takes, what it reports, and how it ends."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pexpect
import pytest

from tests.test_batching import table
from tests.test_formats import policygen
from tests.tools import PATIENCE

RUN = ("batch", "--table", "t.csv", "--out", "out", "--format", "md", "--as-of", "2026-11-21")


def report(folder: Path) -> dict[str, dict[str, str]]:
    """Read the rows of a report by the name of the folder."""
    with (folder / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["folder"]).name: row for row in csv.DictReader(file)}


def test_a_table_becomes_folders_and_a_report_and_failures_are_exit_code_5(tmp_path: Path) -> None:
    text = table(tmp_path / "t.csv", 3).read_text(encoding="utf-8")
    (tmp_path / "t.csv").write_text(text.replace("Elm 1", "=HYPERLINK(1)<b>"), encoding="utf-8")
    assert policygen(*RUN, where=tmp_path).returncode == 0
    (tmp_path / "t.csv").write_text(text.replace("Elm 1,medical-practice", "Elm 1,barn"), encoding="utf-8")
    edited = tmp_path / "out" / "elm-2" / "answers.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("Elm 2", "Elm Two"), encoding="utf-8")
    done = policygen(*RUN, where=tmp_path)
    assert done.returncode == 5
    assert "3 institutions: 0 built, 1 unchanged, 0 incomplete, 2 refused." in done.stdout
    rows = report(tmp_path / "out")
    assert rows["elm-0"]["result"] == "unchanged"
    assert "t.csv:3: Column 'facility_type': 'barn' is not one of the choices." in rows["elm-1"]["reason"]
    assert "was edited by hand and says something else than the table" in rows["elm-2"]["reason"]
    assert "Elm Two" in edited.read_text(encoding="utf-8")
    page = (tmp_path / "out" / "batch.html").read_text(encoding="utf-8")
    assert "&#x27;barn&#x27; is not one of the choices." in page
    assert page.count("<tr") == 4


def test_a_changed_row_replaces_the_answers_that_the_table_wrote(tmp_path: Path) -> None:
    text = table(tmp_path / "t.csv", 2).read_text(encoding="utf-8")
    assert policygen(*RUN, where=tmp_path).returncode == 0
    (tmp_path / "t.csv").write_text(text.replace("privacy@", "office@", 1), encoding="utf-8")
    done = policygen(*RUN, where=tmp_path)
    assert "1 built, 1 unchanged" in done.stdout
    assert "office@" in (tmp_path / "out" / "elm-0" / "documents" / "policy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param((), "one of the two", id="nothing"),
        pytest.param(("x", "--table", "t.csv", "--out", "out"), "one of the two", id="folders and a table"),
        pytest.param(("--table", "t.csv"), "Say with --out", id="a table without a place"),
        pytest.param(("x", "--format", "tiff"), "'tiff' is not a format", id="an unknown format"),
    ],
)
def test_words_that_do_not_fit_are_refused_before_anything_is_made(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = policygen("batch", *words, where=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_heading_makes_nothing_and_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("org_name,facility_typ\n", encoding="utf-8")
    done = policygen(*RUN, where=tmp_path)
    assert done.returncode == 1
    assert "t.csv:1: There is no question 'facility_typ' (column 2). Did you mean 'facility_type'?" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_without_answers_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = policygen("batch", "empty", "nowhere", "--format", "md", where=tmp_path)
    assert done.returncode == 5
    assert {name: row["result"] for name, row in report(tmp_path).items()} == {"empty": "refused", "nowhere": "refused"}
    assert not (tmp_path / "nowhere").exists()


def test_a_terminal_shows_how_far_a_run_is(tmp_path: Path) -> None:
    table(tmp_path / "t.csv", 3)
    run = pexpect.spawn(
        sys.executable, ["-m", "policygen", *RUN], cwd=str(tmp_path), encoding="utf-8", timeout=PATIENCE
    )
    run.expect(r"3 of 3, [\d.,]+ a second, 0 s left")
    run.expect("3 institutions: 3 built")
    run.expect(pexpect.EOF)
