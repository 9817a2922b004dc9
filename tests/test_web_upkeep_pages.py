"""The pages that keep a policy right, in a real browser: by hand, without script, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from policygen.history import load_history
from policygen.loading import shipped_library
from policygen.lock import fingerprint
from policygen.trail import TRAIL, load_trail, read_trail
from tests.browser import violations
from tests.club import DAY, Club
from tests.moved import DUTY, SHARE, WARM, moved_club, weaken
from tests.served import Visitor, served
from tests.test_formats import OHIO
from tests.tools import lay

PAGES = (
    "changes",
    f"changes/waive?clause={DUTY}&finding=G2",
    "wording",
    f"wording/{DUTY}",
    "versions",
    "versions/issue",
    "library",
    "library/clauses/kettle/lid",
    "library/authorities",
    "library/authorities/tea-act",
    "library/law",
    "library/coverage?place=tealand",
)
SECONDS = 60_000
"""Milliseconds for a page that waits for work on a busy machine."""


@pytest.fixture
def club(tmp_path: Path) -> Club:
    """Make a club whose library moved beneath two of its own clauses."""
    return moved_club(tmp_path / "served")


@pytest.fixture
def visitor(club: Club) -> Iterator[Visitor]:
    with served(club.workspace.folder, (club.library,)) as visitor:
        yield visitor


def opened(context: BrowserContext, visitor: Visitor, path: str, institution: str = "leaf-and-cup") -> Page:
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    page.goto(visitor.address)
    page.goto(f"http://{visitor.host}/at/{institution}/{path}")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_stale_policy_is_updated_with_one_clause_kept_and_one_combined(
    chromium: Browser, club: Club, visitor: Visitor, script: bool
) -> None:
    page = opened(chromium.new_context(java_script_enabled=script), visitor, "changes")
    expect(page.get_by_text("2 own wordings to look at")).to_be_visible()
    page.get_by_role("button", name="Bring the policy up to date").click()
    expect(page.get_by_role("alert")).to_contain_text("Decide about these clauses first")
    page.get_by_role("group", name="About pouring").get_by_label("Keep mine").check()
    cake = page.get_by_role("group", name="About cake")
    cake.get_by_role("radio", name="Combine them").check()
    cake.get_by_label("The words to combine them in").fill("Cut it warm, when all are seated.")
    page.get_by_role("button", name="Bring the policy up to date").click()
    page.wait_for_url("**/changes", timeout=SECONDS)
    expect(page.get_by_text("Your policy is current")).to_be_visible()
    assert "Cut it warm, when all are seated." in club.policy
    assert "Never rinse" in club.read(f"clauses/{WARM}.md")
    assert "Cut it warm" in club.read(f"clauses/{SHARE}.md")


def test_the_guard_finds_a_weaker_word_while_it_is_typed(chromium: Browser, club: Club, visitor: Visitor) -> None:
    page = opened(chromium.new_context(), visitor, f"wording/{DUTY}")
    findings = page.locator("#findings")
    expect(findings).to_contain_text("The guard finds nothing")
    page.get_by_label("Text", exact=True).fill("The steward should throw it away within 4 hours.")
    expect(findings).to_contain_text("G2", timeout=SECONDS)
    expect(findings.locator("ins")).to_contain_text("should")
    assert not (club.workspace.folder / f"clauses/{DUTY}.md").exists()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved as")
    assert "should" in club.read(f"clauses/{DUTY}.md")


def test_without_script_a_button_shows_what_the_guard_finds(chromium: Browser, visitor: Visitor) -> None:
    page = opened(chromium.new_context(java_script_enabled=False), visitor, f"wording/{DUTY}")
    page.get_by_label("Text", exact=True).fill("The steward should throw it away within 4 hours.")
    page.get_by_role("button", name="Check wording").click()
    expect(page.locator("#findings")).to_contain_text("G2")
    expect(page.get_by_label("Text", exact=True)).to_have_value("The steward should throw it away within 4 hours.")


def test_a_finding_is_waived_by_name_reason_and_day(chromium: Browser, club: Club, visitor: Visitor) -> None:
    weaken(club)
    page = opened(chromium.new_context(java_script_enabled=False), visitor, "changes")
    page.get_by_role("link", name=f"Waive G2 of {DUTY}").click()
    page.get_by_label("Who takes it upon themselves").fill("Dana, Counsel")
    page.get_by_label("Why").fill("The board agreed.")
    page.get_by_label("The last day on which it holds").fill("2026-12-31")
    page.get_by_role("button", name="Waive G2").click()
    expect(page.get_by_text(f"Waived: G2 of {DUTY}")).to_be_visible()
    assert "by: Dana, Counsel" in club.read("waivers.yaml")


def test_a_version_is_issued_frozen_and_downloaded(chromium: Browser, tmp_path: Path) -> None:
    text = OHIO.read_text(encoding="utf-8").replace("trackers: not-sure", "trackers: no")
    folder = lay(tmp_path / "ohio", {"answers.yaml": f"{text}  legal_review: done\n  outputs: []\n"})
    with served(folder, (shipped_library(),)) as visitor:
        page = opened(chromium.new_context(), visitor, "versions", "ohio")
        page.get_by_role("link", name="Issue a version").click()
        page.get_by_label("Version").fill("1.0")
        page.get_by_label("Approved by").fill("The Partners")
        page.get_by_label("Prepared by").fill("Dana")
        expect(page.get_by_label("In effect from")).to_have_value(DAY.isoformat())
        page.get_by_role("button", name="Issue this version").click()
        page.get_by_role("link", name="1.0", exact=True).click(timeout=SECONDS)
        with page.expect_download(timeout=SECONDS) as copy:
            page.get_by_role("link", name="policy.pdf").click()
        assert violations(page) == []
    (issued,) = load_history(folder)
    assert (issued.version, issued.approved_by, issued.prepared_by) == ("1.0", "The Partners", "Dana")
    assert fingerprint(copy.value.path().read_bytes()) == issued.lock.outputs["documents/policy.pdf"]
    assert [line.entry.who for line in read_trail(load_trail(folder / TRAIL))] == ["Ada"]


def test_axe_finds_nothing_wrong_in_any_page_and_none_runs_off_a_narrow_screen(
    chromium: Browser, club: Club, visitor: Visitor
) -> None:
    weaken(club)
    context = chromium.new_context()
    page = opened(context, visitor, "changes")
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        for path in PAGES:
            page.goto(f"http://{visitor.host}/at/leaf-and-cup/{path}")
            assert (path, violations(page)) == (path, [])
            assert (path, page.evaluate("document.documentElement.scrollWidth <= innerWidth")) == (path, True)


def test_printed_changes_say_in_words_what_was_added_and_deleted(chromium: Browser, visitor: Visitor) -> None:
    page = opened(chromium.new_context(), visitor, "changes")
    mark = page.locator(".edit").first
    assert mark.evaluate("each => getComputedStyle(each).position") == "absolute"
    page.emulate_media(media="print")
    assert mark.evaluate("each => getComputedStyle(each).position") == "static"
    expect(page.get_by_role("button", name="Bring the policy up to date")).to_be_hidden()
