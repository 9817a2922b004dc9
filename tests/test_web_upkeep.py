"""Pages that keep a policy right: they write what the command line writes, refuse what it refuses, lose no update."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from policygen.carrying import Choice, Decision
from policygen.issuing import Release, issue
from policygen.localising import customize
from policygen.trail import Hand
from policygen.updating import update
from policygen.waivers import Waiver, load_waivers
from policygen.waiving import waive
from tests.club import DAY, Club, make_club
from tests.killed import state as files
from tests.moved import DUTY, SHARE, WARM, moved_club, weaken
from tests.served import AT, SECONDS_TO_START, Reply, Visitor, served
from tests.tools import lay

ADA = Hand("Ada", AT)
COMBINED = "Everyone gets a piece. Cut it when all are seated, while it is warm. Leave the last piece."


@dataclass(frozen=True)
class Site:
    """A club, and a visitor of its pages."""

    club: Club
    visitor: Visitor

    def get(self, path: str) -> Reply:
        return self.visitor.get(f"/at/leaf-and-cup/{path}")

    def seen(self, path: str) -> str:
        """Read the fingerprint that the form of a page carries."""
        found = re.search(r'name="seen" value="([^"]*)"', self.get(path).body)
        assert found is not None
        return found[1]

    def send(self, path: str, fields: dict[str, str], form: str = "") -> Reply:
        """Send a form as a browser does, with the fingerprint of the page that it stands on."""
        return self.visitor.post(f"/at/leaf-and-cup/{path}", {"seen": self.seen(form or path), **fields})

    def finished(self, path: str) -> Reply:
        """Wait for work in the background, and give the page that tells its outcome."""
        end = time.monotonic() + SECONDS_TO_START
        while self.get("documents/working").status == 200 and time.monotonic() < end:
            time.sleep(0.05)
        return self.get(path)


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Site]:
    """Serve a club whose library moved beneath two of its own clauses."""
    club = moved_club(tmp_path / "served")
    with served(club.workspace.folder, (club.library,)) as visitor:
        yield Site(club, visitor.let_in())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a club whose policy is current."""
    (tmp_path / "served").mkdir()
    club = make_club(tmp_path / "served")
    with served(club.workspace.folder, (club.library,)) as visitor:
        yield Site(club, visitor.let_in())


DECIDED = {
    f"choice {WARM}": "keep",
    f"choice {SHARE}": "combine",
    f"words {SHARE}": COMBINED.replace(". ", ".\r\n"),
}


def test_a_policy_just_made_is_current_and_offers_nothing_to_update(site: Site) -> None:
    page = site.get("changes").body
    assert "Your policy is <strong>current</strong>" in page
    assert "Bring the policy up to date" not in page


def test_what_changes_is_shown_word_by_word_with_its_reason_and_for_whom(site: Site) -> None:
    site.club.replace(f"clauses/{SHARE}.md", "Everyone gets a piece.", "Everyone gets two.")
    page = site.get("changes").body
    assert "<del>" in page
    assert "<ins>" in page
    assert "[added: " in page
    assert "the library words it anew" in page
    assert "who must acknowledge the policy again" in page


def test_one_clause_kept_and_one_combined_give_the_files_of_the_command_line(moved: Site, tmp_path: Path) -> None:
    other = moved_club(tmp_path / "other")
    decided = {WARM: Decision(Choice.KEEP), SHARE: Decision(Choice.COMBINE, COMBINED.replace(". ", ".\n"))}
    update(other.workspace, other.beneath(), DAY, decided, hand=ADA)
    assert moved.send("changes/update", DECIDED, "changes").status == 303
    assert "current" in moved.finished("changes").body
    assert files(moved.club.workspace.folder) == files(other.workspace.folder)
    assert "Cut it when all are seated, while it is warm." in moved.club.policy
    assert "Never rinse" in moved.club.policy


def test_the_words_to_combine_begin_with_what_fits_of_both(moved: Site) -> None:
    page = moved.get("changes").body
    assert "Everyone gets a piece. Cut it when all are seated. Leave the last piece.</textarea>" in page


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({f"choice {WARM}": ""}, id="a clause not decided"),
        pytest.param({f"choice {WARM}": "accept"}, id="a merge that does not exist"),
        pytest.param({f"words {SHARE}": " \r\n"}, id="no words to combine"),
    ],
)
def test_an_undecided_clause_is_named_and_nothing_is_written(moved: Site, changed: dict[str, str]) -> None:
    before = files(moved.club.workspace.folder)
    reply = moved.send("changes/update", {**DECIDED, **changed}, "changes")
    assert reply.status == 422
    assert "Decide about these clauses first" in reply.body
    assert files(moved.club.workspace.folder) == before
    if not changed.get(f"words {SHARE}"):
        assert "while it is warm." in reply.body


@pytest.mark.parametrize("who", ["the institution", "the library"])
def test_a_decision_about_words_that_changed_meanwhile_is_refused_with_both_texts(moved: Site, who: str) -> None:
    seen = moved.seen("changes")
    if who == "the library":
        moved.club.replace(f"clauses/{WARM}.md", "Wait for help.", "Call for help.")
    else:
        moved.club.edit(f"clauses/{WARM}.md", "Wait for help.", "Call for help.")
    before = files(moved.club.workspace.folder)
    reply = moved.send("changes/update", {**DECIDED, "seen": seen}, "changes")
    assert reply.status == 409
    assert "Never rinse" in reply.body
    assert "while it is warm" in reply.body
    assert files(moved.club.workspace.folder) == before


def test_a_document_edited_by_hand_is_told_and_not_overwritten(moved: Site) -> None:
    moved.club.edit("documents/policy.md", "Wait for help.", "Wait for me.")
    assert "Changed by hand" in moved.get("changes").body
    moved.send("changes/update", DECIDED, "wording/kettle/standing")
    assert "Wait for me." in moved.club.policy


WAIVED = {"clause": DUTY, "finding": "G2", "by": "Dana, Counsel", "reason": "We agreed.", "until": "2026-12-31"}
FORM = f"changes/waive?clause={DUTY}&finding=G2"


def test_a_waiver_gives_the_files_of_the_command_line(moved: Site, tmp_path: Path) -> None:
    other = moved_club(tmp_path / "other")
    weaken(moved.club)
    weaken(other)
    waiver = Waiver(clause=DUTY, finding="G2", by="Dana, Counsel", reason="We agreed.", until=date(2026, 12, 31))
    waive(other.workspace, other.load(), waiver, DAY, ADA)
    assert moved.send("changes/waive", WAIVED, FORM).status == 303
    assert files(moved.club.workspace.folder) == files(other.workspace.folder)
    assert "Waived: G2 of kettle/standing" in moved.get("changes").body


def test_a_waiver_without_a_reason_is_refused_and_keeps_what_was_typed(moved: Site) -> None:
    weaken(moved.club)
    reply = moved.send("changes/waive", {**WAIVED, "reason": " "}, FORM)
    assert reply.status == 422
    assert "Say why this is waived." in reply.body
    assert "Dana, Counsel" in reply.body
    assert not moved.club.workspace.waivers.exists()


def test_a_waiver_of_words_that_changed_meanwhile_is_refused(moved: Site) -> None:
    weaken(moved.club)
    seen = moved.seen(FORM)
    moved.club.edit(f"clauses/{DUTY}.md", "within 4 hours", "one day")
    reply = moved.send("changes/waive", {**WAIVED, "seen": seen}, FORM)
    assert reply.status == 409
    assert "one day" in reply.body
    assert load_waivers(moved.club.workspace.waivers) == ()


RELEASE = {"version": "1.0", "approved_by": "The Committee", "prepared_by": "Dana", "on": "2026-04-01"}


def test_a_version_can_be_read_and_a_document_that_was_altered_is_not_handed_out(site: Site) -> None:
    release = Release(version="1.0", approved_by="The Committee", prepared_by="Dana", on=date(2026, 4, 1))
    issue(site.club.workspace, site.club.load(), release, hand=ADA)
    assert "The Committee" in site.get("versions").body
    page = site.get("versions/of/1.0").body
    assert "First version." in page
    assert "Everyone gets a piece." in page
    copy = site.get("versions/of/1.0/policy.md")
    assert copy.body == site.club.policy
    assert copy.headers["content-disposition"] == 'attachment; filename="1.0-policy.md"'
    frozen = site.club.workspace.folder / "history/1.0/documents/policy.md"
    frozen.write_text(copy.body.replace("piece", "crumb"), encoding="utf-8")
    assert "was altered since it was issued" in site.get("versions/of/1.0/policy.md").body


@pytest.mark.parametrize("path", ["..%2F..%2Fanswers.yaml", "answers.yaml", "issue.json"])
def test_no_other_file_is_handed_out_as_a_version(site: Site, path: str) -> None:
    assert site.get(f"versions/of/1.0/{path}").status == 404
    assert site.get(f"versions/of/..%2F..%2F/{path}").status == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"version": "one"}, "is not a version", id="not a version"),
        pytest.param({"prepared_by": "The Committee"}, "may not approve it", id="one pair of eyes"),
        pytest.param({"on": "soon"}, "from which day", id="not a day"),
    ],
)
def test_a_version_that_may_not_be_issued_says_why_at_once(site: Site, changed: dict[str, str], says: str) -> None:
    before = files(site.club.workspace.folder)
    reply = site.send("versions/issue", {**RELEASE, **changed})
    assert reply.status == 422
    assert says in reply.body
    assert files(site.club.workspace.folder) == before


def test_a_version_of_a_policy_that_changed_meanwhile_is_not_issued(site: Site) -> None:
    seen = site.seen("versions/issue")
    site.club.edit("answers.yaml", "headcount: 12", "headcount: 13")
    reply = site.send("versions/issue", {**RELEASE, "seen": seen})
    assert reply.status == 409
    assert 'value="The Committee"' in reply.body
    assert not (site.club.workspace.folder / "history").exists()


WORDS = {"title": "Warm the pot", "body": "Warm the big pot\r\nwith hot water.", "leave_out": "", "do": "save"}


def test_own_words_are_saved_as_customize_and_an_editor_save_them(site: Site, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_club(tmp_path / "other")
    made = customize(other.workspace, other.load(), WARM)
    text = made.file.read_text(encoding="utf-8")
    made.file.write_text(text.rpartition("---\n")[0] + "---\nWarm the big pot\nwith hot water.\n", encoding="utf-8")
    assert site.send(f"wording/{WARM}", WORDS).status == 303
    assert files(site.club.workspace.folder) == files(other.workspace.folder)
    assert "Worded by you" in site.get("wording").body


def test_checking_words_saves_nothing_and_tells_what_they_weaken(moved: Site) -> None:
    before = files(moved.club.workspace.folder)
    fields = {"title": "Standing", "body": "The steward should throw it away.", "leave_out": ""}
    whole = moved.send(f"wording/{DUTY}", {**fields, "do": "check"})
    part = moved.send(f"wording/{DUTY}/check", fields, f"wording/{DUTY}")
    for reply in (whole, part):
        assert reply.status == 200
        assert "G2" in reply.body
        assert "G3" in reply.body
    assert "<html" not in part.body
    assert "should throw it away.</textarea>" in whole.body
    assert files(moved.club.workspace.folder) == before


def test_words_with_which_no_policy_can_be_made_are_not_saved_and_not_lost(site: Site) -> None:
    before = files(site.club.workspace.folder)
    reply = site.send(f"wording/{WARM}", {**WORDS, "body": "Fill {{ kettle_size }}."})
    assert reply.status == 422
    assert "There is no &#39;kettle_size&#39; to print." in reply.body
    assert "Fill {{ kettle_size }}.</textarea>" in reply.body
    assert files(site.club.workspace.folder) == before


def test_two_tabs_lose_no_words_and_the_second_may_save_after_reading_both(site: Site) -> None:
    first = second = site.seen(f"wording/{WARM}")
    assert site.send(f"wording/{WARM}", {**WORDS, "seen": first}).status == 303
    late = {**WORDS, "body": "Use the small pot.", "seen": second}
    reply = site.send(f"wording/{WARM}", late)
    assert reply.status == 409
    assert "Warm the big pot" in reply.body
    assert "Use the small pot." in reply.body
    assert "Warm the big pot" in site.club.read(f"clauses/{WARM}.md")
    again = re.findall(r'name="seen" value="([^"]*)"', reply.body)
    assert site.send(f"wording/{WARM}", {**late, "seen": again[0]}).status == 303
    assert "Use the small pot." in site.club.read(f"clauses/{WARM}.md")


def test_own_words_can_be_given_up(site: Site) -> None:
    site.send(f"wording/{WARM}", WORDS)
    late = site.send(f"wording/{WARM}/give-up", {"seen": "0" * 64}, f"wording/{WARM}")
    assert late.status == 409
    assert "they were not deleted" in late.body
    assert (site.club.workspace.folder / f"clauses/{WARM}.md").exists()
    assert site.send(f"wording/{WARM}/give-up", {}, f"wording/{WARM}").status == 303
    assert not (site.club.workspace.folder / f"clauses/{WARM}.md").exists()


def test_a_clause_is_found_by_the_number_of_its_statement(site: Site) -> None:
    page = site.get("wording").body
    number = re.search(r">([\d.]+) Everyone|>([\d.]+) Share", page)
    assert number is not None
    reply = site.get(f"wording?clause={number[1] or number[2]}")
    assert reply.headers["location"] == "/at/leaf-and-cup/wording/cake/share-the-cake"
    assert site.get("wording?clause=cake/share-the-cak").status == 422


def test_a_broken_clause_file_is_told_everywhere_and_can_be_mended_whole(site: Site) -> None:
    site.club.write(f"clauses/{WARM}.md", "no header\n")
    for path in ("changes", "wording"):
        page = site.get(path)
        assert page.status == 200
        assert "The header is missing." in page.body
    assert "The whole file" in site.get(f"wording/{WARM}").body
    whole = "---\ntitle: Warm\napplies_to: members\nrests_on: good practice\n---\nWarm it.\r\n"
    assert site.send(f"wording/{WARM}", {"whole": whole, "do": "save"}).status == 303
    assert site.club.read(f"clauses/{WARM}.md") == whole.replace("\r\n", "\n")


def test_words_of_strangers_are_shown_and_never_run(site: Site) -> None:
    hostile = "<script>alert(1)</script>"
    site.club.write(
        f"clauses/{WARM}.md", f"---\ntitle: '{hostile}'\napplies_to: members\nrests_on: good practice\n---\nWarm.\n"
    )
    for path in ("changes", "wording", f"wording/{WARM}"):
        page = site.get(path).body
        assert "&lt;script&gt;" in page
        assert hostile not in page


@pytest.mark.parametrize(
    "path",
    ["changes/update", "changes/waive", "versions/issue", f"wording/{WARM}", f"wording/{WARM}/give-up"],
)
def test_a_form_that_another_page_sent_changes_nothing(site: Site, path: str) -> None:
    before = files(site.club.workspace.folder)
    fields = {**WORDS, **WAIVED, **RELEASE, "seen": site.seen(f"wording/{WARM}")}
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert site.visitor.post(f"/at/leaf-and-cup/{path}", fields, **headers).status == 403
    assert files(site.club.workspace.folder) == before


@pytest.mark.parametrize(
    ("path", "says"),
    [
        pytest.param("library", "Share the cake", id="clauses by topic"),
        pytest.param("library?place=tealand-east", "Share the cake", id="clauses of a place"),
        pytest.param("library/clauses/kettle/lid", "Tealand", id="a clause with the wording of a place"),
        pytest.param("library/authorities", "in force", id="authorities with their status"),
        pytest.param("library/authorities/tea-act", "Citation", id="one authority"),
        pytest.param("library/law", "<time datetime=", id="changes of law"),
        pytest.param("library/coverage", "Left out for a reason", id="coverage"),
        pytest.param("library/coverage?place=tealand", "tea-act", id="the duties of a place"),
    ],
)
def test_the_library_can_be_looked_through(site: Site, path: str, says: str) -> None:
    reply = site.get(path)
    assert reply.status == 200
    assert says in reply.body


@pytest.mark.parametrize("path", ["library?place=nowhere", "library/authorities/nothing", "library/clauses/kettle/x"])
def test_what_the_library_lacks_is_a_plain_page(site: Site, path: str) -> None:
    assert site.get(path).status in (404, 422)


def test_many_institutions_have_a_line_each(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    sites = tmp_path / "sites"
    for name in ("mug", "cup", "pot"):
        shutil.copytree(club.workspace.folder, sites / name)
    (sites / "mug" / "policy.lock").unlink()
    (sites / "pot" / "answers.yaml").write_text("org_nam: Pot\n", encoding="utf-8")
    with served(sites, (club.library,)) as visitor:
        page = visitor.let_in().get("/").body
        assert page.index("/at/cup/") < page.index("/at/mug/") < page.index("/at/pot/")
        for says in ("Current", "Never made", "Cannot be told", "org_nam"):
            assert says in page
        assert visitor.get("/at/cup/changes").status == 200
        assert visitor.get("/at/..%2Fleaf-and-cup/changes").status == 404


def test_a_form_is_not_lost_silently_while_other_work_goes_on(moved: Site) -> None:
    held = threading.Event()
    assert moved.visitor.desk is not None

    def wait(_: object) -> dict[str, str]:
        held.wait(SECONDS_TO_START)
        return {}

    moved.visitor.desk.jobs.start(moved.club.workspace.folder, "Making the documents", "/", wait)
    try:
        reply = moved.send("changes/update", DECIDED, "changes")
        assert "Wait until this is done, then send the form again: Making the documents." in reply.body
        assert "Wait until this is done" in moved.visitor.post("/at/leaf-and-cup/documents/handbook", {}).body
        assert moved.visitor.post("/at/leaf-and-cup/documents/build", {}).status == 303  # the same again shows the work
    finally:
        held.set()


def test_a_site_words_its_clauses_over_those_of_its_health_system(tmp_path: Path) -> None:
    club = make_club(tmp_path)
    system = tmp_path / "system"
    shutil.copytree(club.workspace.folder, system / "north" / "mug")
    ours = (
        "---\ntitle: Warm the pot\napplies_to: members\nrests_on: good practice\n---\nWarm every pot of the system.\n"
    )
    lay(system, {"system.yaml": "name: All cups\nanswers: {}\n", f"clauses/{WARM}.md": ours})
    with served(system, (club.library,)) as visitor:
        assert visitor.let_in().get("/").headers["location"] == "/at/north~mug/"
        page = visitor.get(f"/at/north~mug/wording/{WARM}").body
        assert "Warm every pot of the system.</textarea>" in page
        assert visitor.get("/at/north~mug/changes").status == 200
        assert visitor.post(f"/at/north~mug/wording/{WARM}", {**WORDS, "seen": ""}).status == 303
    assert (system / "north" / "mug" / f"clauses/{WARM}.md").is_file()
    assert (system / f"clauses/{WARM}.md").read_text(encoding="utf-8") == ours
