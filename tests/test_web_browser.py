"""People use the pages in a real browser: from an empty folder to a PDF, without JavaScript, in two tabs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import violations
from tests.club import Club, make_club
from tests.served import SECONDS_TO_START, Visitor, served

MOST_MILLISECONDS = SECONDS_TO_START * 1000
DAY = "2026-11-21"
expect.set_options(timeout=MOST_MILLISECONDS)


@dataclass(frozen=True)
class Open:
    """A browser that was let in, at the pages of one institution."""

    context: BrowserContext
    base: str
    """The address of the institution's pages."""
    page: Page

    def at(self, path: str) -> Page:
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.page.goto(f"{self.base}{path}")
        return self.page


def enter(chromium: Browser, visitor: Visitor, *, script: bool = True) -> Open:
    """Open the address that the server printed."""
    context = chromium.new_context(java_script_enabled=script)
    context.set_default_timeout(MOST_MILLISECONDS)
    page = context.new_page()
    page.goto(visitor.address)
    return Open(context, page.url, page)


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Club:
    made = make_club(tmp_path_factory.mktemp("browser"))
    made.edit("answers.yaml", "brewing: pot", "brewing: samovar")
    return made


@pytest.fixture(scope="module")
def visitor(club: Club) -> Iterator[Visitor]:
    with served(club.workspace.folder, (club.library,)) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def opened(chromium: Browser, visitor: Visitor) -> Iterator[Open]:
    opened = enter(chromium, visitor)
    yield opened
    opened.context.close()


PAGES = {
    "the overview": "",
    "the list of answers": "questions",
    "a text": "questions/org_name",
    "one of several choices": "questions/brewing",
    "several choices": "questions/cakes",
    "a few short questions": "questions/review_months",
    "the policy": "policy",
    "clauses left out": "policy/left-out",
    "the checks": "checks",
    "the documents": "documents",
    "an address of nothing": "nothing",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_wrong_with_a_page(opened: Open, path: str) -> None:
    page = opened.at(path)
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.eval_on_selector_all("details", "all => all.forEach((each) => (each.open = true))")
        found += [f"{scheme} {each}" for each in violations(page)]
    assert found == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_runs_off_a_screen_of_320_pixels(opened: Open, path: str) -> None:
    page = opened.at(path)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_wrong_when_an_answer_is_refused(opened: Open) -> None:
    page = opened.at("questions/org_name")
    page.fill("#org_name", "")
    page.click("text=Save and go on")
    expect(page.locator(".summary")).to_be_focused()
    assert violations(page) == []


def test_axe_finds_nothing_wrong_while_work_goes_on(opened: Open, visitor: Visitor, club: Club) -> None:
    may_end = threading.Event()

    def work(progress: Callable[[str], None]) -> dict[str, str]:
        progress("Making tea.pdf")
        may_end.wait(SECONDS_TO_START)
        return {}

    assert visitor.desk is not None
    visitor.desk.jobs.start(club.workspace.folder, "Making tea", f"{opened.base}questions", work)
    try:
        page = opened.at("documents/working")
        expect(page.locator("main")).to_contain_text("Making tea.pdf")
        assert violations(page) == []
    finally:
        may_end.set()
    expect(page.locator("h1")).to_have_text("Questions")


def test_axe_finds_nothing_wrong_with_a_refusal(chromium: Browser, opened: Open) -> None:
    page = chromium.new_page()
    page.goto(opened.base)
    expect(page.locator("h1")).to_have_text("You cannot come in this way")
    assert violations(page) == []


def test_axe_finds_nothing_wrong_with_a_preview_of_every_kind(opened: Open) -> None:
    page = opened.at("questions/headcount")
    page.fill("#headcount", "0")
    expect(page.locator("[data-pane]")).to_contain_text("This cannot stand")
    assert violations(page) == []


def test_a_page_breaks_no_rule_of_its_own_policy(opened: Open) -> None:
    said: list[str] = []
    opened.page.on("console", lambda message: said.append(message.text))
    for path in ("questions/brewing", "policy", "documents"):
        opened.at(path)
    assert [each for each in said if "Content Security Policy" in each] == []


def test_the_first_stop_without_a_mouse_skips_to_the_text(opened: Open) -> None:
    page = opened.at("questions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_question_can_be_answered_without_a_mouse(opened: Open, club: Club) -> None:
    page = opened.at("questions/brewing?to=review")
    while page.evaluate("document.activeElement.name") != "brewing":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.value") == "cup"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Questions")
    assert "brewing: cup" in club.read("answers.yaml")


def test_typing_shows_what_it_would_change_and_saves_nothing(opened: Open, club: Club) -> None:
    before = club.read("answers.yaml")
    page = opened.at("questions/brewing")
    assert not page.is_visible("text=Show what this changes")
    page.check("text=In a pot")
    expect(page.locator("[data-pane]")).to_contain_text("Warm the pot")
    assert club.read("answers.yaml") == before


def test_a_form_of_another_site_changes_nothing(opened: Open, club: Club) -> None:
    before = club.read("answers.yaml")
    with opened.context.new_page() as page:
        page.set_content(
            f'<form method="post" action="{opened.base}questions/org_name"><input name="org_name" value="Mine">'
            "<button>Win</button></form>"
        )
        with page.expect_response(lambda reply: "org_name" in reply.url) as reply:
            page.click("button")
        assert reply.value.status == 403
    assert club.read("answers.yaml") == before


def test_the_second_of_two_tabs_is_told_and_decides(opened: Open, club: Club) -> None:
    first, second = opened.at("questions/org_name?to=review"), opened.context.new_page()
    second.goto(first.url)
    for page, name in ((first, "First"), (second, "Second")):
        page.fill("#org_name", name)
        page.click("text=Save and go on")
    expect(second.locator("h1")).to_have_text("Somebody changed this meanwhile")
    assert "org_name: First" in club.read("answers.yaml")
    assert second.locator("pre").all_inner_texts() == [
        "What is your club called?\nFirst",
        "What is your club called?\nSecond",
    ]
    assert violations(second) == []
    second.click("text=Save mine instead")
    expect(second.locator("h1")).to_have_text("Questions")
    assert "org_name: Second" in club.read("answers.yaml")
    second.close()


def test_it_all_works_without_javascript(chromium: Browser, tmp_path: Path) -> None:
    club = make_club(tmp_path)
    with served(club.workspace.folder, (club.library,)) as visitor:
        opened = enter(chromium, visitor, script=False)
        page = opened.at("questions/brewing?to=review")
        page.check("text=In the cup")
        page.click("text=Show what this changes")
        expect(page.locator("aside")).to_contain_text("Warm the pot")
        assert "brewing: pot" in club.read("answers.yaml")
        page.click("text=Save and go on")
        expect(page.locator("aside")).to_contain_text("Warm the pot")
        assert "brewing: cup" in club.read("answers.yaml")
        opened.at("documents").click("text=Make the documents again")
        expect(page.locator("main")).to_contain_text("Up to date")
        with page.expect_download() as download:
            page.click("table a:has-text('Markdown')")
        assert Path(download.value.path()).read_text(encoding="utf-8") == club.policy
        opened.context.close()


def test_from_an_empty_folder_to_a_downloaded_pdf(chromium: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "maple"
    with _serving(folder) as address:
        opened = enter(chromium, Visitor(address))
        page = opened.page
        _answer_quickly(page)
        _choose_the_policy_alone(opened)
        opened.at("policy")
        page.click("text=Why is this here? >> nth=0")
        expect(page.locator("details[open]")).to_contain_text("Rests on")
        opened.at("documents").click("text=Make the documents")
        expect(page.locator("main")).to_contain_text("Up to date")
        with page.expect_download() as download:
            page.click("table a:has-text('PDF')")
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
        opened.context.close()
    assert _made_by_the_command_line(folder, tmp_path / "other") == _documents(folder)


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Run ``policygen serve`` as somebody does, and give the address that it prints."""
    command = [sys.executable, "-m", "policygen", "serve", str(folder), "--no-browser", "--as-of", DAY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            address = re.search(r"http://\S+", serving.stdout.readline())
            assert address is not None
            yield address[0]
        finally:
            serving.terminate()


def _answer_quickly(page: Page) -> None:
    """Answer what makes a first draft, as somebody does who reads the page."""
    page.click("main a:has-text('Start') >> nth=0")
    page.fill("#org_name", "Maple Hollow Family Physicians, Inc.")
    page.click("text=Save and go on")
    for choice in ("Medical practice or clinic", "Ohio", "Owned by its clinicians", "Employees", "No union"):
        if choice == "Ohio":
            page.click("text=United States (52)")
        page.get_by_label(choice, exact=True).check()
        page.click("text=Save and go on")
    page.fill("#policy_owner_role", "Practice Manager")
    page.fill("#effective_date", "2027-02-01")
    page.click("text=Save and go on")
    page.fill("#privacy_contact", "privacy@maplehollow.example")
    page.click("text=Save and go on")
    while page.locator("h1").inner_text() != "Questions":
        page.locator("input[type=radio]").first.check()
        page.click("text=Save and go on")


def _choose_the_policy_alone(opened: Open) -> None:
    """Keep the build short: no hand-outs."""
    page = opened.at("questions/outputs?to=review")
    for box in page.locator("input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") == "full-policy")
    page.click("text=Save and go on")
    expect(page.locator("main")).to_contain_text("That is enough for a draft.")


def _made_by_the_command_line(folder: Path, other: Path) -> dict[str, bytes]:
    other.mkdir()
    shutil.copy(folder / "answers.yaml", other)
    command = [sys.executable, "-m", "policygen", "build", str(other), "--as-of", DAY]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS_TO_START)
    return _documents(other)


def _documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "documents").iterdir()}
