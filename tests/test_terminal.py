"""A real person at a real terminal: answer, ask for help, go back, save, be killed, go on, finish."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from tests.tools import PATIENCE


def heed_control_c() -> None:
    """Take Ctrl-C as at a terminal; the jobs that a shell runs in the background ignore it, and so would theirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def talk(folder: Path) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable,
        ["-m", "policygen", "new", "clinic", "--as-of", "2026-11-21"],
        cwd=str(folder),
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(60, 160),
        preexec_fn=heed_control_c,
    )


def said(folder: Path) -> dict[str, object]:
    loaded = yaml.load((folder / "clinic" / "answers.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def answer(session: pexpect.spawn[str], question: str, typed: str) -> None:
    session.expect_exact(question)
    session.expect("> $")
    session.sendline(typed)


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a POSIX terminal")
def test_a_whole_conversation_survives_help_back_save_and_a_kill(tmp_path: Path) -> None:
    session = talk(tmp_path)
    session.expect("12 questions make a first draft")
    answer(session, "full legal name", "Elm Street Clinic")
    answer(session, "What kind of institution", "?")
    session.expect("special rules")
    session.sendline("back")
    answer(session, "full legal name", "Elm Street Clinic, Inc.")
    answer(session, "What kind of institution", "99")
    session.expect("There is no number 99")
    session.sendline("1")
    answer(session, "Where do you", "Ohio, Narnia")
    session.expect("'Narnia' is not one of the choices")
    session.sendline("ohio")
    session.expect("Adds ")
    session.expect("> $")
    session.sendline("save")
    session.expect("Saved. To go on: policygen new clinic")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 0
    assert said(tmp_path) == {
        "org_name": "Elm Street Clinic, Inc.",
        "facility_type": "medical-practice",
        "jurisdictions": ["us-oh"],
    }

    session = talk(tmp_path)
    session.expect("Going on where you stopped: 3 of 12 answered")
    answer(session, "Who owns", "3")
    session.expect("> $")
    session.kill(signal.SIGKILL)
    session.wait()
    assert said(tmp_path)["ownership"] == "physician-owned"

    session = talk(tmp_path)
    session.expect("Going on where you stopped: 4 of 12 answered")
    answer(session, "Who has to follow", "1, 2")
    answer(session, "a union represent", "not sure")
    answer(session, "Which role", "Practice Manager")
    answer(session, "On what date", "2027-13-01")
    session.expect("is not a date")
    session.sendline("2027-02-01")
    answer(session, "What email address", "nobody")
    session.expect("is not an email address")
    session.sendline("privacy@elmstreet.example")
    session.expect("> $")
    session.sendline("2")
    session.expect("> $")
    session.sendline("2")
    session.expect("> $")
    session.sendline("2")
    session.expect("Answer them now")
    session.sendline("no")
    session.expect("Your answers")
    session.expect("change an answer, or done: ")
    session.sendline("1")
    answer(session, "full legal name", "Elm Street Family Clinic")
    session.expect("change an answer, or done: ")
    session.sendline("done")
    session.expect("Made clinic/documents/policy.pdf")
    session.expect("To settle before approval")
    session.expect("DRAFT")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 0
    assert said(tmp_path)["union_status"] == "not sure"
    text = (tmp_path / "clinic" / "documents" / "policy.md").read_text(encoding="utf-8")
    assert "Elm Street Family Clinic" in text
    assert "Elm Street Clinic, Inc." not in text


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a POSIX terminal")
def test_control_c_keeps_every_answer(tmp_path: Path) -> None:
    session = talk(tmp_path)
    answer(session, "full legal name", "Elm Street Clinic")
    session.expect("> $")
    session.sendintr()
    session.expect("everything you answered is saved")
    session.expect(pexpect.EOF)
    session.close()
    assert session.exitstatus == 1
    assert said(tmp_path) == {"org_name": "Elm Street Clinic"}
