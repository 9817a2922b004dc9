"""A health system answers and words for its sites; each site may differ, and nothing reaches it by another way."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from policygen.answerfile import load_answers
from policygen.batching import Order, Task
from policygen.carrying import carried
from policygen.crews import batch
from policygen.errors import AnswersRefused, PolicygenError, ProblemsFound
from policygen.freshness import ground_of
from policygen.localising import customize
from policygen.lock import Lock, read_lock, write_lock
from policygen.questions import QuestionId
from policygen.reporting import status_in_words
from policygen.starting import answers_so_far, begin, begin_unasked, save_answer
from policygen.status import outlook
from policygen.systems import find_system, sites_of
from policygen.tabling import read_rows
from policygen.trail import read_trail
from policygen.updating import new_questions
from policygen.workspace import Workspace, require_workspace
from tests.health_system import OWN, SYSTEM, WARM, Mercy, make_mercy
from tests.test_batching import ANSWERS
from tests.test_interview import talk
from tests.tools import ON, TEA, clause_file, lay

MILK = QuestionId("milk")
ELM_WARM = WARM.replace("before the leaf goes in", "twice")

posix = pytest.mark.skipif(os.name != "posix", reason="links and rights are those of POSIX")


@pytest.fixture
def mercy(tmp_path: Path) -> Mercy:
    """Give a health system without sites."""
    return make_mercy(tmp_path)


def refusal(mercy: Mercy, site: Workspace) -> str:
    """Give the sentence with which the answers of a site are refused."""
    with pytest.raises(PolicygenError) as refused:
        load_answers(site.answers, mercy.beneath(site))
    return str(refused.value)


# what a site takes over


def test_a_site_takes_the_answers_and_the_wording_of_its_system(mercy: Mercy) -> None:
    mercy.words(WARM)
    made = mercy.build(mercy.site("elm"))
    assert "Every club must warm the pot before the leaf goes in." in made
    assert "Elm House" in made
    assert "Pour the tea, then cow's milk." in made


def test_a_site_overrides_its_system_and_the_system_the_library(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm, ash = mercy.site("elm", OWN + "milk: no\n"), mercy.site("ash")
    lay(elm.folder, {"clauses/pouring/warm-the-pot.md": ELM_WARM})
    made = mercy.build(elm)
    assert "Every club must warm the pot twice." in made
    assert "Pour the tea, then" not in made
    assert "before the leaf goes in" in mercy.build(ash)


def test_sites_may_lie_in_folders_within_the_system(mercy: Mercy) -> None:
    far = mercy.site("north/county/elm")
    assert find_system(far.folder) == mercy.folder
    assert load_answers(far.answers, mercy.beneath(far)).value(MILK) is True


def test_a_folder_beside_the_system_takes_nothing_from_it(mercy: Mercy) -> None:
    beside = Workspace(lay(mercy.folder.parent / "beside", {"answers.yaml": ANSWERS}))
    answers = load_answers(beside.answers, mercy.beneath(beside))
    assert (answers.standard, answers.inherited, answers.value(MILK)) == (None, frozenset(), False)


def test_a_relative_path_finds_the_same_system(mercy: Mercy, monkeypatch: pytest.MonkeyPatch) -> None:
    site = mercy.site("elm")
    for where, named in ((mercy.folder.parent, "mercy/elm"), (mercy.folder, "elm"), (site.folder, ".")):
        monkeypatch.chdir(where)
        found = find_system(Path(named))
        assert found is not None
        assert found.samefile(mercy.folder)


def test_what_neither_says_is_missing_from_the_sites_file(mercy: Mercy) -> None:
    elm = mercy.site("elm", "org_name: Elm House\n")
    assert "elm/answers.yaml:1: headcount is not answered" in refusal(mercy, elm)
    assert "brewing" not in refusal(mercy, elm)


def test_what_the_system_leaves_open_is_open_at_its_sites_until_they_answer(mercy: Mercy) -> None:
    mercy.says(SYSTEM.replace("milk: yes", "milk: not sure"))
    elm, ash = mercy.site("elm"), mercy.site("ash", OWN + "milk: yes\n")
    assert load_answers(elm.answers, mercy.beneath(elm)).unsure == {MILK}
    assert load_answers(ash.answers, mercy.beneath(ash)).unsure == frozenset()


def test_a_table_beneath_a_system_needs_no_column_for_what_it_answers(mercy: Mercy, tmp_path: Path) -> None:
    site = mercy.site("elm")
    library = mercy.beneath(site)
    (tmp_path / "t.csv").write_text("folder,org_name,headcount\noak,Oak House,9\n", encoding="utf-8")
    standard = load_answers(site.answers, library).standard
    [alone] = read_rows(tmp_path / "t.csv", library)
    [row] = read_rows(tmp_path / "t.csv", library, standard)
    assert [problem.says.split()[0] for problem in alone.problems] == ["jurisdictions", "brewing", "effective_date"]
    assert row.problems == ()
    assert b"brewing" not in row.answers
    order = Order(ground=ground_of([TEA, mercy.shared]), on=ON, formats=("md",))
    [made] = batch([Task(folder=mercy.folder / "oak", answers=row.answers)], order)
    assert made.reason == ""
    assert "Oak House" in (mercy.folder / "oak" / "documents" / "policy.md").read_text(encoding="utf-8")


# the file and the interview of a site


def test_an_inherited_answer_is_not_written_into_the_sites_file_and_an_own_one_is(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    library = mercy.beneath(elm)
    answers = answers_so_far(elm, library)
    save_answer(elm, answers, "milk")
    assert elm.answers.read_text(encoding="utf-8") == OWN
    differs = answers.with_answer(MILK, False)
    save_answer(elm, differs, "milk")
    assert "milk: no" in elm.answers.read_text(encoding="utf-8")
    back = differs.without(MILK)
    assert (back.value(MILK), MILK in back.inherited) == (True, True)
    save_answer(elm, back, "milk")
    assert "milk: no" not in elm.answers.read_text(encoding="utf-8")


def test_a_site_begun_from_settings_holds_only_what_it_says_itself(mercy: Mercy) -> None:
    folder = mercy.folder / "oak"
    library = mercy.beneath(Workspace(folder))
    made = begin_unasked(folder, library, None, ["org_name=Oak House", "headcount=9"], ask_rest=False)
    text = made.answers.read_text(encoding="utf-8")
    assert "org_name: Oak House" in text
    assert "brewing:" not in text


def test_the_interview_of_a_site_asks_what_the_system_left_open_and_shows_the_rest(mercy: Mercy) -> None:
    lay(mercy.folder, {"oak/.keep": ""})
    oak = Workspace(mercy.folder / "oak")
    library = mercy.beneath(oak)
    held = talk(library, "Oak House", "9", "cow", "no", "done", so_far=answers_so_far(oak, library))
    assert held.questions(library) == ["org_name", "headcount", "milks"]
    assert "4 answers come from Mercy Teas and are not asked. To differ, choose one at the end." in held.said
    assert any(line.endswith("Do any of you take milk? yes (from Mercy Teas)") for line in held.said)
    assert any(line.endswith("How many of you are there? 9") for line in held.said)


def test_a_site_that_wants_to_differ_chooses_the_answer_at_the_end(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    library = mercy.beneath(elm)
    held = talk(library, "cow", "no", "milk", "no", "done", so_far=answers_so_far(elm, library))
    assert held.answers is not None
    assert (held.answers.value(MILK), held.answers.says(MILK)) == (False, True)
    kept = talk(library, "cow", "no", "milk", "", "done", so_far=answers_so_far(elm, library))
    assert kept.answers is not None
    assert not kept.answers.says(MILK)


def test_a_new_question_that_the_system_answers_is_not_put_to_its_sites(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    library = mercy.beneath(elm)
    before = Lock(questions=("org_name", "headcount"))
    asked = [str(each.id) for each in new_questions(library, before, answers_so_far(elm, library))]
    assert "review_months" in asked
    assert "brewing" not in asked


# a system that changes


CHANGES: dict[str, tuple[Callable[[Mercy], None], str]] = {
    "an answer": (
        lambda mercy: mercy.says(SYSTEM.replace("milk: yes", "milk: no")),
        "the health system Mercy Teas changed its answer to milk: no",
    ),
    "an answer taken back": (
        lambda mercy: mercy.says(SYSTEM.replace("  milk: yes\n", "")),
        "the health system Mercy Teas changed its answer to milk: no answer",
    ),
    "its wording": (
        lambda mercy: mercy.words(ELM_WARM),
        "the health system Mercy Teas changed its wording of a clause: pouring/warm-the-pot",
    ),
    "a new clause": (
        lambda mercy: mercy.words(clause_file("Wipe the table."), "cake/wipe"),
        "the health system Mercy Teas added a clause: cake/wipe",
    ),
    "wording taken back": (
        lambda mercy: (mercy.folder / "clauses/pouring/warm-the-pot.md").unlink(),
        "the health system Mercy Teas no longer words a clause: pouring/warm-the-pot",
    ),
    "a clause taken back": (
        lambda mercy: (mercy.folder / "clauses/cake/tidy.md").unlink(),
        "the health system Mercy Teas no longer has a clause: cake/tidy",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_the_system_makes_its_sites_stale_and_says_so(mercy: Mercy, name: str) -> None:
    change, says = CHANGES[name]
    mercy.words(WARM)
    mercy.words(clause_file("Tidy the table."), "cake/tidy")
    elm = mercy.site("elm")
    mercy.build(elm)
    assert not mercy.status(elm).stale
    change(mercy)
    status = mercy.status(elm)
    assert status.stale
    assert status.system == (says,)
    assert f"  {says}" in list(status_in_words(status, briefly=False))
    mercy.build(elm)
    assert not mercy.status(elm).stale


def test_a_change_that_a_site_overrides_leaves_it_current(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm", OWN + "milk: no\n")
    lay(elm.folder, {"clauses/pouring/warm-the-pot.md": ELM_WARM})
    mercy.build(elm)
    mercy.says(SYSTEM.replace("  milk: yes\n", ""))
    assert not mercy.status(elm).stale


def test_a_change_of_the_site_itself_is_not_laid_to_the_system(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm")
    mercy.build(elm)
    lay(elm.folder, {"answers.yaml": OWN + "milk: no\n", "clauses/pouring/warm-the-pot.md": ELM_WARM})
    status = mercy.status(elm)
    assert status.stale
    assert status.system == ()


def test_the_audit_trail_keeps_who_built_what_the_system_changed(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    mercy.build(elm, "kim")
    mercy.says(SYSTEM.replace("milk: yes", "milk: no"))
    lay(elm.folder, {"answers.yaml": OWN.replace("12", "13")})
    mercy.build(elm, "lee")
    entry = read_trail((elm.folder / "trail.jsonl").read_text(encoding="utf-8"))[-1].entry
    assert (entry.who, entry.details["answers"], entry.details["from_system"]) == ("lee", "headcount, milk", "milk")


def test_the_changes_name_the_system_as_their_reason(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    mercy.build(elm)
    mercy.words(WARM)
    mercy.says(SYSTEM.replace("milk: yes", "milk: no"))
    seen = outlook(elm, mercy.library(elm), ON)
    assert {change.clause: [reason.key for reason in change.reasons] for change in seen.changes.clauses} == {
        "pouring/warm-the-pot": ["system_reworded"],
        "pouring/milk-last": ["system_answer"],
    }


def test_the_lock_of_a_site_says_what_was_inherited_and_others_say_nothing_of_it(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm", OWN + "milk: no\n")
    mercy.build(elm)
    lock = read_lock(elm.lock.read_text(encoding="utf-8"))
    assert (lock.system, lock.inherited) == ("Mercy Teas", ("brewing", "effective_date", "jurisdictions"))
    assert [name for name, clause in lock.clauses.items() if clause.inherited] == ["pouring/warm-the-pot"]
    assert read_lock(write_lock(lock).decode()) == lock
    assert b'"inherited"' not in write_lock(Lock(as_of=ON))
    assert b'"system"' not in write_lock(Lock(as_of=ON))


def test_a_batch_makes_sites_as_a_build_does_and_again_when_their_system_changes(mercy: Mercy) -> None:
    mercy.words(WARM)
    sites = [mercy.site("ash"), mercy.site("elm", OWN + "milk: no\n")]
    beside = lay(mercy.folder.parent / "beside", {"answers.yaml": ANSWERS})
    alone = mercy.build(mercy.site("alone"))
    tasks = [Task(folder=folder) for folder in (*(site.folder for site in sites), beside)]

    def results() -> list[str]:
        order = Order(ground=ground_of([TEA, mercy.shared]), on=ON, formats=("md",))
        return [outcome.result.value for outcome in batch(tasks, order)]

    assert results() == ["built"] * 3
    assert (sites[0].documents / "policy.md").read_text(encoding="utf-8") == alone
    assert results() == ["unchanged"] * 3
    mercy.words(ELM_WARM)
    assert results() == ["built", "built", "unchanged"]
    mercy.says(SYSTEM.replace("milk: yes", "milk: no"))
    assert results() == ["built", "built", "unchanged"]
    lay(mercy.folder, {"waivers.yaml": "waivers: []\n"})
    assert results() == ["built", "built", "unchanged"]


# own wording over that of the system


def test_customize_begins_with_the_words_of_the_system(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm")
    mercy.build(elm)
    made = customize(elm, mercy.library(elm), "pouring/warm-the-pot")
    assert made.file.read_text(encoding="utf-8") == WARM


def test_a_change_of_the_system_beneath_own_wording_is_carried_over_like_one_of_the_library(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm")
    mercy.build(elm)
    file = customize(elm, mercy.library(elm), "pouring/warm-the-pot").file
    file.write_text(WARM.replace("Every club", "Every house"), encoding="utf-8")
    mercy.build(elm)
    mercy.words(ELM_WARM)
    assert mercy.status(elm).beneath == ("clauses/pouring/warm-the-pot.md",)
    [each] = carried(elm, mercy.beneath(elm))
    assert "Every house must warm the pot twice." in (each.merged.text or "")


def test_the_guard_holds_the_systems_wording_to_the_librarys_duties(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm")
    status = mercy.status(elm)
    assert [finding.check for finding in status.findings] == ["G1", "G6"]
    lines = list(status_in_words(status, briefly=False))
    assert any(line.startswith("  the health system's wording of pouring/warm-the-pot, G1:") for line in lines)
    lay(elm.folder, {"clauses/pouring/warm-the-pot.md": ELM_WARM})
    lines = list(status_in_words(mercy.status(elm), briefly=False))
    assert any(line.startswith("  your wording of pouring/warm-the-pot, G1:") for line in lines)


def waiver(finding: str, until: str) -> str:
    """Write one waiver of the clause that the system words."""
    facts = {"clause": "pouring/warm-the-pot", "finding": finding, "reason": "All agreed.", "by": "Counsel"}
    lines = [f"{name}: {value}" for name, value in {**facts, "until": until}.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def test_a_waiver_of_the_system_counts_at_its_sites_until_its_day(mercy: Mercy) -> None:
    mercy.words(WARM)
    elm = mercy.site("elm")
    lay(mercy.folder, {"waivers.yaml": "waivers:\n" + waiver("G1", "2027-01-01") + waiver("G6", "2026-01-01")})
    status = mercy.status(elm)
    assert [finding.check for finding in status.findings] == ["G6"]
    assert [each.finding for each in status.expired] == ["G6"]


def test_a_waiver_of_the_system_that_concerns_other_sites_is_not_held_against_this_one(mercy: Mercy) -> None:
    lay(mercy.folder, {"waivers.yaml": "waivers:\n" + waiver("G1", "2027-01-01") + waiver("G6", "2026-01-01")})
    assert mercy.status(mercy.site("elm")).expired == ()


# mistakes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            SYSTEM.replace("milk:", "mylk:"), "system.yaml:4: There is no question 'mylk'. Did you mean", id="question"
        ),
        pytest.param(SYSTEM.replace("pot", "bucket"), "system.yaml:3: brewing: 'bucket' is not one of", id="answer"),
        pytest.param("answers: {}\n", "system.yaml:1: The key 'name' is missing.", id="no name"),
        pytest.param("name: ''\n", "system.yaml:1: 'name' is empty.", id="an empty name"),
        pytest.param("name: M\nanswer: {}\n", "system.yaml:2: There is no key 'answer' here. Did you mean", id="key"),
        pytest.param('name: "M\\u202Ex"\n', "system.yaml:1: This text holds a character that", id="a hidden character"),
        pytest.param("name: M\nname: N\n", "system.yaml:2: The key 'name' stands here again.", id="a key twice"),
        pytest.param("name: [\n", "system.yaml:", id="no YAML"),
        pytest.param("\x00", "system.yaml:1: This line holds a control character.", id="no text"),
    ],
)
def test_a_mistake_in_the_systems_file_is_told_with_its_line(mercy: Mercy, text: str, says: str) -> None:
    mercy.says(text)
    assert f"{mercy.folder.as_posix()}/{says}" in refusal(mercy, mercy.site("elm"))


def test_a_broken_clause_of_the_system_names_its_file(mercy: Mercy) -> None:
    mercy.words("no header")
    with pytest.raises(ProblemsFound) as found:
        mercy.beneath(mercy.site("elm"))
    assert f"{mercy.folder.as_posix()}/clauses/pouring/warm-the-pot.md:1: The header is missing." in str(found.value)


def test_a_system_within_a_system_is_refused_from_both_sides(mercy: Mercy) -> None:
    inner = lay(mercy.folder / "north", {"system.yaml": "name: North\n"})
    says = f"{inner.as_posix()}/system.yaml:1: This health system lies within another, {mercy.folder}/system.yaml."
    with pytest.raises(AnswersRefused) as refused:
        find_system(inner / "elm")
    assert says in str(refused.value)
    with pytest.raises(AnswersRefused) as refused:
        list(sites_of(mercy.folder))
    assert says in str(refused.value)


def test_the_folder_of_a_system_is_no_site(mercy: Mercy) -> None:
    lay(mercy.folder, {"answers.yaml": ANSWERS})
    with pytest.raises(PolicygenError, match="is the folder of a health system"):
        require_workspace(mercy.folder)
    with pytest.raises(PolicygenError, match="is the folder of a health system"):
        begin(mercy.folder)


@posix
def test_a_link_out_of_the_system_is_refused_and_one_into_it_is_followed(mercy: Mercy, tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", {"answers.yaml": ANSWERS})
    (mercy.folder / "elm").symlink_to(outside)
    with pytest.raises(PolicygenError, match=r"A link leads .*/mercy/elm out of the health system"):
        find_system(mercy.folder / "elm")
    (tmp_path / "shortcut").symlink_to(mercy.site("ash").folder)
    found = find_system(tmp_path / "shortcut")
    assert found is not None
    assert found.samefile(mercy.folder)
    assert [site.name for site in sites_of(mercy.folder)] == ["ash"]


@posix
def test_links_that_lead_in_a_circle_end(mercy: Mercy) -> None:
    ash = mercy.site("ash")
    (ash.folder / "up").symlink_to(mercy.folder)
    found = find_system(ash.folder / "up" / "ash")
    assert found is not None
    assert found.samefile(mercy.folder)
    assert list(sites_of(mercy.folder)) == [ash.folder]
    (mercy.folder / "round").symlink_to(mercy.folder / "round")
    with pytest.raises(PolicygenError, match="lead in a circle"):
        find_system(mercy.folder / "round" / "elm")


@posix
def test_a_system_file_that_is_a_link_is_refused(mercy: Mercy, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text(SYSTEM, encoding="utf-8")
    (mercy.folder / "system.yaml").unlink()
    (mercy.folder / "system.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert "system.yaml:1: This is a link to another place." in refusal(mercy, mercy.site("elm"))


@posix
def test_a_clause_of_the_system_that_is_a_link_is_refused(mercy: Mercy, tmp_path: Path) -> None:
    (tmp_path / "warm.md").write_text(WARM, encoding="utf-8")
    lay(mercy.folder, {"clauses/pouring/.keep": ""})
    (mercy.folder / "clauses/pouring/warm-the-pot.md").symlink_to(tmp_path / "warm.md")
    with pytest.raises(ProblemsFound, match="This is a link to another place"):
        mercy.beneath(mercy.site("elm"))


@posix
def test_a_system_where_anybody_may_put_files_is_refused(mercy: Mercy) -> None:
    elm = mercy.site("elm")
    mercy.folder.chmod(0o1777)
    assert "system.yaml:1: Anybody may put files into this folder" in refusal(mercy, elm)
    mercy.folder.chmod(0o755)
    assert load_answers(elm.answers, mercy.beneath(elm)).value(MILK) is True


def test_nothing_above_a_folder_is_taken_for_a_system() -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert find_system(Path(folder) / "elm") is None


@posix
def test_a_place_that_cannot_be_looked_into_is_named(mercy: Mercy) -> None:
    with pytest.raises(PolicygenError, match=r"system\.yaml cannot be looked into: Not a directory\."):
        list(sites_of(mercy.folder / "system.yaml"))


def test_sites_are_found_in_order_and_only_outside_other_folders(mercy: Mercy) -> None:
    for name in ("oak", "ash", "north/elm", "clauses/no", ".hidden/no", "oak/history/no"):
        mercy.site(name)
    assert [site.relative_to(mercy.folder).as_posix() for site in sites_of(mercy.folder)] == ["ash", "north/elm", "oak"]
