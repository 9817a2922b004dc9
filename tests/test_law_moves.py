"""What happens to a policy when law or guidance changes, each time from a real change of law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from policygen.changes import Change, Kind
from policygen.errors import ProblemsFound
from policygen.loading import shipped_library
from policygen.rendering.words import load_words
from policygen.status import Status, outlook
from policygen.updating import update
from tests.club import Club, make_copy
from tests.test_formats import OHIO, policygen

ENGLISH = load_words("en", (shipped_library() / "templates",))


def practice(folder: Path, **answers: object) -> Club:
    """Make a copy of the shipped library, and the Ohio practice's answers with some changed."""
    said = yaml.safe_load(OHIO.read_text(encoding="utf-8"))
    text = yaml.safe_dump({**said.get("answers", said), **answers}, sort_keys=False)
    return make_copy(folder, shipped_library(), text)


def the_change(status: Status, clause: str) -> Change:
    return next(change for change in status.changes.clauses if change.clause == clause)


def reasons(change: Change) -> str:
    return "; ".join(reason.said(ENGLISH) for reason in change.reasons)


def untouched_statements_are_the_same(before: str, after: str, *changed: str) -> bool:
    """Tell whether the lines of the policy but those that hold some words are the same bytes."""
    kept = [line for line in before.splitlines() if not any(words in line for words in changed)]
    return set(kept) <= set(after.splitlines())


def test_a_deadline_that_new_york_shortened_is_shown_with_its_law_and_day(tmp_path: Path) -> None:
    club = practice(tmp_path, jurisdictions=["us-ny"])
    club.replace("jurisdictions/us-ny/_place.yaml", "at_most: 30 days", "at_most: 60 days")
    club.replace("jurisdictions/us-ny/_place.yaml", "date: 2024-12-21", "date: 2027-12-21")
    club.build(date(2024, 12, 1))
    club.replace("jurisdictions/us-ny/_place.yaml", "at_most: 60 days", "at_most: 30 days")
    club.replace("jurisdictions/us-ny/_place.yaml", "date: 2027-12-21", "date: 2024-12-21")
    status = club.status(date(2025, 1, 15))
    change = the_change(status, "breach-notification/state-notice.us-ny")
    assert status.stale
    assert (change.kind, change.substantive, change.since) == (Kind.REWORDED, True, date(2024, 12, 21))
    assert [text.strip() for mark, text in change.redline.runs if mark != "kept"] == ["60", "30"]
    assert "the law changed: Notice of a breach is due within 30 days" in reasons(change)
    assert list(change.applies_to) == ["leadership", "managers"]
    before = club.policy
    update(club.workspace, club.beneath(), date(2025, 1, 15), {})
    assert not club.status(date(2025, 1, 15)).stale
    assert untouched_statements_are_the_same(before, club.policy, "60 days", "as of", "2024", "known by")


def test_the_vacated_reproductive_health_rule_takes_its_clause_with_it(tmp_path: Path) -> None:
    club = practice(tmp_path)
    rule = "jurisdictions/us/us-hipaa-repro-rule-2024.yaml"
    law = club.library / rule
    shipped = law.read_text(encoding="utf-8")
    live = shipped.replace("status: vacated", "status: in force").replace("status_scope: part", "status_scope: whole")
    law.write_text(live.replace("as_of: 2025-09-10", "as_of: 2025-05-01"), encoding="utf-8")
    clause = club.library / "clauses/specially-protected-information/attest-first.us.md"
    clause.write_text(
        "---\ntitle: Get an attestation first\napplies_to: [leadership]\n"
        "rests_on:\n  - us-hipaa-repro-rule-2024 1\n---\n"
        "{{ role.privacy_officer }} must get an attestation before anything about reproductive care is shared.\n",
        encoding="utf-8",
    )
    club.build(date(2025, 5, 1))
    law.write_text(shipped, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="attest-first"):
        club.load()
    clause.unlink()
    status = club.status(date(2025, 10, 1))
    change = the_change(status, "specially-protected-information/attest-first.us")
    assert (change.kind, change.substantive) == (Kind.GONE, True)
    assert "us-hipaa-repro-rule-2024 was in force and is vacated" in reasons(change)
    update(club.workspace, club.beneath(), date(2025, 10, 1), {})
    assert not club.status(date(2025, 10, 1)).stale
    assert "attestation" not in club.policy


def test_guidance_that_a_newer_edition_supersedes_is_named_with_its_successor(tmp_path: Path) -> None:
    club = practice(tmp_path)
    on = date(2026, 11, 21)
    old = "jurisdictions/us/us-ama-2-3-2.yaml"
    cited = next(
        path
        for path in sorted((club.library / "clauses").rglob("*.md"))
        if "us-ama-2-3-2 " in path.read_text(encoding="utf-8") and "official" not in path.name
    )
    club.build(on)
    successor = (club.library / old).read_text(encoding="utf-8")
    successor = successor.replace("superseded_by:", "# superseded_by:")
    (club.library / "jurisdictions/us/us-ama-2027.yaml").write_text(successor, encoding="utf-8")
    club.replace(old, "status: in force", "status: superseded\nsuperseded_by: us-ama-2027")
    for path in (club.library / "clauses").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("us-ama-2-3-2", "us-ama-2027"), encoding="utf-8")
    text = cited.read_text(encoding="utf-8").rstrip("\n")
    cited.write_text(f"{text} You must also follow the new edition.\n", encoding="utf-8")
    status = club.status(on)
    assert any(
        "us-ama-2-3-2 was in force and is superseded, replaced by us-ama-2027" in each for each in status.authorities
    )
    (change,) = status.reworded
    assert change.substantive
    assert "replaced by us-ama-2027" in reasons(change)
    update(club.workspace, club.beneath(), on, {})
    assert not club.status(on).stale


def test_a_clause_that_comes_with_its_day_in_2027_is_announced_and_then_new(tmp_path: Path) -> None:
    club = practice(tmp_path)
    club.build(date(2026, 11, 21))
    assert any(each.on == date(2027, 5, 11) for each in club.status(date(2026, 11, 21)).coming)
    status = club.status(date(2027, 5, 12))
    change = the_change(status, "accessibility-and-language/federal-web-standard.us")
    assert (change.kind, change.since) == (Kind.NEW, date(2027, 5, 11))
    assert reasons(change) == "it applies from that day"
    assert set(change.applies_to) & set(status.changes.acknowledge)


def test_an_editorial_rewording_asks_nobody_to_acknowledge_again(tmp_path: Path) -> None:
    club = practice(tmp_path)
    club.build(date(2026, 11, 21))
    club.replace(
        "clauses/breach-notification/state-notice.us-ny.md", "counts medical", "counts every kind of medical"
    )  # not a clause of Ohio
    club.replace("clauses/roles-and-responsibilities/managers.md", "where this policy is", "where the policy is")
    status = club.status(date(2026, 11, 21))
    (change,) = status.reworded
    assert not change.substantive
    assert status.stale
    assert status.changes.acknowledge == ()
    assert "the library words it anew" in reasons(change)
    update(club.workspace, club.beneath(), date(2026, 11, 21), {})
    assert not club.status(date(2026, 11, 21)).stale


def test_a_place_that_the_institution_leaves_is_explained_by_the_answer(tmp_path: Path) -> None:
    club = practice(tmp_path, jurisdictions=["us-ny"])
    club.build(date(2026, 11, 21))
    club.edit("answers.yaml", "- us-ny", "- us-oh")
    status = club.status(date(2026, 11, 21))
    change = the_change(status, "breach-notification/state-notice.us-ny")
    assert change.kind is Kind.GONE
    assert "an answer changed" in reasons(change)
    assert [(each.question, each.before, each.after) for each in status.changes.answers] == [
        ("jurisdictions", "us-ny", "us-oh")
    ]


def test_the_notice_is_made_in_every_format_and_marks_what_was_put_in_and_taken_out(tmp_path: Path) -> None:
    club = practice(tmp_path, jurisdictions=["us-ny"])
    folder = club.workspace.folder
    club.replace("jurisdictions/us-ny/_place.yaml", "at_most: 30 days", "at_most: 60 days")
    club.build(date(2026, 11, 21))
    done = policygen(*("changes", str(folder), "--as-of", "2026-11-21", "--format", "md,html,pdf,docx"), where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[-60-] {+30+}" in done.stdout
    made = {path.suffix for path in (folder / "changes").iterdir()}
    assert made == {".md", ".html", ".pdf", ".docx"}
    html = (folder / "changes" / "changes.html").read_text(encoding="utf-8")
    assert "<del" in html
    assert "<ins" in html


def test_what_the_outlook_compares_is_current_right_after_a_build(tmp_path: Path) -> None:
    club = practice(tmp_path)
    club.build(date(2026, 11, 21))
    seen = outlook(club.workspace, club.load(), date(2026, 11, 21))
    assert seen.changes.clauses == ()
    assert seen.findings == ()
