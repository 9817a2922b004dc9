from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.errors import WorkspaceError
from policygen.findings import Severity
from policygen.trail import TRAIL, Deed, Entry, append, head, load_trail, read_trail, verify, verify_folder, with_entry
from tests.test_formats import policygen

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def entry(number: int = 0, who: str = "kim", deed: Deed = Deed.BUILT, **details: str) -> Entry:
    return Entry(at=NOON + timedelta(hours=number), who=who, deed=deed, details=details)


def trail_of(count: int) -> str:
    text = ""
    for number in range(count):
        text = append(text, entry(number, outputs=f"fingerprint {number}"))
    return text


FIVE = trail_of(5)
LINES = FIVE.splitlines(keepends=True)


def found(text: str, *heads: str) -> list[tuple[str, int]]:
    """Verify a trail; give each finding's check and line."""
    return [(finding.check, finding.line) for finding in verify(text, heads)]


def resealed(lines: list[str]) -> str:
    """Write lines anew, each with a right hash, as somebody who knows the format would."""
    text = ""
    for line in lines:
        text = append(text, read_trail(line)[0].entry)
    return text


# writing and reading


def test_an_entry_is_one_line_of_json_that_says_who_did_what_when() -> None:
    text = append("", entry(who="Kim Lee", deed=Deed.WAIVED, clause="cake/rum", reason="no rum here"))
    assert text.count("\n") == 1
    said = json.loads(text)
    assert (said["number"], said["at"], said["who"], said["did"]) == (1, "2026-11-21T12:00:00Z", "Kim Lee", "waived")
    assert said["details"] == {"clause": "cake/rum", "reason": "no rum here"}
    assert said["before"] == ""
    assert len(said["seal"]) == 64


def test_a_line_holds_the_hash_of_the_line_before_it() -> None:
    first, second = read_trail(trail_of(2))
    assert second.before == first.seal
    assert (first.number, second.number) == (1, 2)
    assert head(trail_of(2)) == second.seal


def test_lines_that_stand_are_not_touched_by_appending() -> None:
    assert append(FIVE, entry(5)).startswith(FIVE)


def test_the_same_entry_gives_the_same_line() -> None:
    assert append(FIVE, entry(5, b="2", a="1")) == append(FIVE, entry(5, a="1", b="2"))


def test_the_same_moment_in_another_time_zone_is_the_same_line() -> None:
    there = Entry(at=NOON.astimezone(timezone(timedelta(hours=13, minutes=45))), who="kim", deed=Deed.BUILT, details={})
    assert append("", there) == append("", Entry(at=NOON, who="kim", deed=Deed.BUILT, details={}))


def test_a_time_without_its_zone_is_not_recorded() -> None:
    with pytest.raises(ValueError, match="time zone"):
        append("", Entry(at=datetime(2026, 1, 1), who="kim", deed=Deed.BUILT, details={}))


def test_an_empty_trail_has_no_head_and_no_faults() -> None:
    assert head("") == ""
    assert verify("") == ()


@given(
    who=st.text(),
    details=st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=4),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_is_recorded_is_one_line_that_verifies(who: str, details: dict[str, str], at: datetime) -> None:
    text = append(FIVE, Entry(at=at, who=who, deed=Deed.CHANGED, details=details))
    assert text.count("\n") == 6
    assert verify(text, [head(text)]) == ()
    assert read_trail(text)[-1].entry.details == details


def test_half_a_surrogate_pair_in_a_file_name_is_recorded_as_a_question_mark() -> None:
    text = append("", entry(file="caf\udce9.md"))
    assert read_trail(text)[0].entry.details == {"file": "caf?.md"}
    assert verify(text) == ()


# verifying


def test_a_trail_that_nobody_touched_has_no_findings() -> None:
    assert verify(FIVE, [head(FIVE)]) == ()


def test_line_ends_as_windows_writes_them_are_no_finding() -> None:
    assert verify(FIVE.replace("\n", "\r\n"), [head(FIVE)]) == ()


@pytest.mark.parametrize("line", range(1, 6))
def test_an_altered_line_is_named_and_no_other(line: int) -> None:
    altered = [*LINES]
    altered[line - 1] = altered[line - 1].replace('"who":"kim"', '"who":"tim"')
    assert found("".join(altered), head(FIVE)) == [("T2", line)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("T14:00:00Z", "T14:00:01Z", id="the time"),
        pytest.param('"built"', '"issued"', id="what was done"),
        pytest.param("fingerprint 2", "fingerprint 9", id="the details"),
        pytest.param('"number":3', '"number":4', id="the number"),
    ],
)
def test_every_part_of_a_line_is_sealed(old: str, new: str) -> None:
    assert ("T2", 3) in found("".join([*LINES[:2], LINES[2].replace(old, new), *LINES[3:]]))


@given(st.data())
def test_no_single_character_can_be_changed_unseen(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(FIVE) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda letter: letter != FIVE[place]))
    changed = FIVE[:place] + other + FIVE[place + 1 :]
    if changed.replace("\r\n", "\n") != FIVE:
        assert verify(changed, [head(FIVE)]) != ()


def test_an_altered_line_with_a_new_hash_is_found_by_the_line_after_it() -> None:
    forged = append("".join(LINES[:2]), entry(2, who="tim")).splitlines(keepends=True)[2]
    findings = verify("".join([*LINES[:2], forged, *LINES[3:]]))
    assert [(finding.check, finding.line) for finding in findings] == [("T3", 4)]
    assert "line 3" in findings[0].says


def test_a_history_written_anew_is_found_by_the_hash_kept_elsewhere_and_by_nothing_else() -> None:
    forged = resealed([LINES[0], LINES[1].replace("kim", "tim"), *LINES[2:]])
    assert found(forged) == []
    assert found(forged, head(FIVE)) == [("T4", 5)]


def test_a_tail_that_was_cut_off_is_found_by_the_hash_kept_elsewhere_and_by_nothing_else() -> None:
    assert found("".join(LINES[:3])) == []
    assert found("".join(LINES[:3]), head(FIVE)) == [("T4", 3)]
    assert found("", head(FIVE)) == [("T4", 1)]


def test_a_document_may_print_the_first_twelve_digits_and_no_fewer() -> None:
    third = read_trail(FIVE)[2].seal
    assert found(FIVE, head(FIVE), third[:12]) == []
    assert found(FIVE, head(FIVE), third[:11]) == [("T4", 5)]


def test_lines_after_the_one_that_the_lock_knows_are_a_note_and_no_error() -> None:
    findings = verify(FIVE, [read_trail(FIVE)[3].seal])
    assert [(finding.check, finding.severity) for finding in findings] == [("T5", Severity.NOTE)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([0, 2, 1, 3, 4], [("T3", 2), ("T3", 3), ("T3", 4)], id="two lines changed places"),
        pytest.param([0, 1, 1, 2, 3, 4], [("T3", 3)], id="a line stands twice"),
        pytest.param([0, 1, 2, 3, 4, 0], [("T3", 6)], id="the first line stands again at the end"),
        pytest.param([0, 1, 3, 4], [("T3", 3)], id="a line was taken out"),
        pytest.param([1, 2, 3, 4], [("T3", 1)], id="the first line was taken out"),
    ],
)
def test_lines_out_of_place_are_named(lines: list[int], expected: list[tuple[str, int]]) -> None:
    assert found("".join(LINES[number] for number in lines)) == expected


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param("garbage", id="words"),
        pytest.param("", id="an empty line"),
        pytest.param("[" * 50_000, id="a deep list"),
        pytest.param("{}", id="an empty object"),
        pytest.param(LINES[2].strip().replace(":", ": ", 1), id="an entry with a space more"),
        pytest.param(LINES[2].strip().replace('{"number":3', '{"who":"tim","number":3'), id="a key twice"),
        pytest.param(LINES[2].strip().replace('"built"', '"dreamt"'), id="a deed that there is not"),
        pytest.param(LINES[2].strip().replace('"number":3', '"number":3.0'), id="a number that is not whole"),
        pytest.param(LINES[2].strip().replace("2026-11-21T14:00:00Z", "0001-01-01T00:00:00+23:00"), id="no time"),
        pytest.param("\ufffd\x00", id="bytes that are not text"),
    ],
)
def test_a_line_that_is_no_entry_is_named(garbage: str) -> None:
    assert found("".join([*LINES[:2], garbage + "\n", *LINES[3:]])) == [("T1", 3)]


def test_a_half_written_last_line_is_said_and_is_no_error() -> None:
    findings = verify(FIVE + LINES[0][:40], [head(FIVE)])
    assert [(finding.check, finding.line, finding.severity) for finding in findings] == [("T6", 6, Severity.WARNING)]


@given(st.integers(0, len(LINES[4])))
def test_the_next_entry_takes_the_place_of_a_line_that_a_killed_run_left_half_written(cut: int) -> None:
    text = append("".join(LINES[:4]) + LINES[4][:cut], entry(9))
    assert verify(text, [head(text)]) == ()
    assert text.count("\n") == (6 if cut >= len(LINES[4]) - 1 else 5)


def test_nothing_is_sealed_to_a_line_that_cannot_be_read() -> None:
    with pytest.raises(WorkspaceError, match="Line 6 of the trail cannot be read"):
        append(FIVE + "garbage\n", entry(9))


# files and the commands


def test_a_trail_that_is_not_there_yet_begins_with_the_first_entry(tmp_path: Path) -> None:
    assert load_trail(tmp_path / TRAIL) == ""
    assert with_entry(tmp_path / TRAIL, entry()).decode() == append("", entry())


def test_a_folder_is_held_against_the_hash_in_its_lock(tmp_path: Path) -> None:
    (tmp_path / TRAIL).write_text(FIVE, encoding="utf-8")
    (tmp_path / "policy.lock").write_text(json.dumps({"trail": head(FIVE)}), encoding="utf-8")
    assert verify_folder(tmp_path) == ()
    (tmp_path / TRAIL).write_text("".join(LINES[:4]), encoding="utf-8")
    assert [finding.check for finding in verify_folder(tmp_path)] == ["T4"]
    (tmp_path / TRAIL).unlink()
    assert [finding.check for finding in verify_folder(tmp_path)] == ["T4"]


@pytest.mark.parametrize(
    "lock", [pytest.param("{", id="unreadable"), pytest.param("[]", id="no table"), pytest.param("[" * 9999, id="deep")]
)
def test_a_lock_without_a_hash_vouches_for_nothing(tmp_path: Path, lock: str) -> None:
    (tmp_path / TRAIL).write_text(FIVE, encoding="utf-8")
    (tmp_path / "policy.lock").write_text(lock, encoding="utf-8")
    assert verify_folder(tmp_path) == ()


def test_log_show_lists_and_log_verify_names_the_altered_line(tmp_path: Path) -> None:
    (tmp_path / TRAIL).write_text(FIVE.replace("fingerprint 3", "fingerprint \x1b[2J"), encoding="utf-8")
    shown = policygen("log", "show", ".", where=tmp_path)
    assert shown.returncode == 0
    assert "2026-11-21 12:00 UTC  built     kim" in shown.stdout
    assert "\x1b" not in shown.stdout
    (tmp_path / TRAIL).write_text(FIVE.replace("fingerprint 3", "fingerprint 4"), encoding="utf-8")
    verified = policygen("log", "verify", ".", where=tmp_path)
    assert (verified.returncode, verified.stderr) == (1, "")
    assert verified.stdout.startswith("trail.jsonl:4: error T2: Line 4 was altered")


def test_log_verify_is_content_with_a_whole_trail_and_asks_for_one_where_there_is_none(tmp_path: Path) -> None:
    none = policygen("log", "verify", ".", where=tmp_path)
    assert (none.returncode, none.stderr) == (1, ". holds no trail.jsonl: nothing was recorded there yet.\n")
    (tmp_path / TRAIL).write_text(FIVE, encoding="utf-8")
    done = policygen("log", "verify", ".", "--head", head(FIVE)[:12].upper(), where=tmp_path)
    assert (done.returncode, done.stdout) == (0, "5 entries, each sealed to the one before it.\n")
