"""A person at a terminal brings a policy up to date: accepts one merge, combines one clash in the editor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest

from policygen.loading import shipped_library
from tests.test_formats import OHIO, policygen
from tests.tools import PATIENCE

ACCESS = "clauses/accessibility-and-language/language-access.us.md"
BREACH = "clauses/breach-notification/assess-and-notify.us.md"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a POSIX terminal")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Make a policy with two clauses of its own, and a newer library that changed both."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "answers.yaml").write_bytes(OHIO.read_bytes())
    run("build", "clinic", "--format", "md", where=tmp_path)
    for path, mine, theirs in (
        (ACCESS, "Ours first. {}", "{} Theirs last."),
        (BREACH, "Ours first. {}", "Theirs first. {}"),
    ):
        run("customize", "clinic", path, where=tmp_path)
        shipped = (shipped_library() / path).read_text(encoding="utf-8")
        header, _, body = shipped.rpartition("---\n")
        (folder / path).write_text(f"{header}---\n{mine.format(body.strip())}\n", encoding="utf-8")
        newer = tmp_path / "newer" / path
        newer.parent.mkdir(parents=True)
        newer.write_text(f"{header}---\n{theirs.format(body.strip())}\n", encoding="utf-8")
    run("build", "clinic", "--format", "md", where=tmp_path)
    return tmp_path


def run(*words: str, where: Path) -> str:
    done = policygen(*words, *(["--as-of", "2026-11-21"] if words[0] == "build" else []), where=where)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_person_accepts_one_merge_and_combines_one_clash(clinic: Path) -> None:
    editor = clinic / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "text = path.read_text()\n"
        "assert '# Theirs first.' in text\n"
        "path.write_text(text.replace('Ours first.', 'Ours and theirs first.'))\n",
        encoding="utf-8",
    )
    session = pexpect.spawn(
        sys.executable,
        ["-m", "policygen", "update", "clinic", "--library", "newer", "--as-of", "2026-11-21"],
        cwd=str(clinic),
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(60, 160),
        env={**os.environ, "EDITOR": f"{sys.executable} {editor}"},
    )
    session.expect_exact("Your own clause accessibility-and-language/language-access.us:")
    session.expect_exact("{+Theirs last.+}")
    session.expect_exact("1 accept the merged text")
    session.expect("> $")
    session.sendline("1")
    session.expect_exact("Your own clause breach-notification/assess-and-notify.us:")
    session.expect_exact("The library now says:")
    session.expect_exact("1 keep mine")
    session.expect_exact("3 combine them in the editor")
    session.expect("> $")
    session.sendline("9")
    session.expect_exact("Type a number from 1 to 3.")
    session.sendline("3")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 0
    policy = (clinic / "clinic/documents/policy.md").read_text(encoding="utf-8")
    assert "Ours and theirs first." in policy
    assert "Theirs last." in policy
    assert "# Theirs" not in policy
    done = policygen("status", "clinic", "--library", "newer", "--as-of", "2026-11-21", where=clinic)
    assert done.returncode == 0, done.stdout


def test_without_a_terminal_the_clauses_are_listed_and_nothing_is_touched(clinic: Path) -> None:
    before = {path: path.read_bytes() for path in (clinic / "clinic").rglob("*.*") if path.is_file()}
    update = ("update", "clinic", "--library", "newer", "--as-of", "2026-11-21")
    done = policygen(*update, "--accept-merges", where=clinic)
    assert done.returncode == 1
    assert "breach-notification/assess-and-notify.us: the library changed the same words as you" in done.stderr
    assert "language-access" not in done.stderr
    assert {path: path.read_bytes() for path in before} == before
    (clinic / "decided.yaml").write_text(
        "decisions:\n  breach-notification/assess-and-notify.us: take\n", encoding="utf-8"
    )
    done = policygen(*update, "--accept-merges", "--decisions", "decided.yaml", where=clinic)
    assert done.returncode == 0, done.stderr
    assert "Ours first. " in (clinic / "clinic" / ACCESS).read_text(encoding="utf-8")
    assert not (clinic / "clinic" / BREACH).exists()
