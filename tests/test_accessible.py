"""Pages on a screen can be used by everybody: with a reader, without a mouse, in the dark, on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from policygen.assembling import assemble
from policygen.formats import render
from policygen.look import PLAIN, Face, Look
from policygen.paper import Field, FieldKind, Heading
from policygen.rendering.html import render_html
from policygen.selection import select
from tests.browser import violations
from tests.papers import TEMPLATES, paper_of
from tests.test_papers import FIELDS, every_block
from tests.test_profiles import TODAY, profile_answers, shipped


def policy() -> str:
    answers = profile_answers("p1-ohio-family-practice")
    return render(assemble(shipped(), select(shipped(), answers, TODAY)), "html", shipped().templates).decode()


def every(look: Look = PLAIN) -> str:
    paper = replace(paper_of(*every_block("Tea"), draft=True, contents=True), reasons=("It is new.",))
    return render_html(paper, TEMPLATES, look).decode()


PAGES: dict[str, Callable[[], str]] = {
    "a policy": policy,
    "a paper with every block": every,
    "a form": lambda: render_html(paper_of(Heading(text="Sign"), *FIELDS, form=True), TEMPLATES).decode(),
    "a theme": lambda: every(Look(colour="1e6b52", accent="8a2b06", face=Face.SERIF, large=True)),
}


def opened(chromium: Browser, html: str, *, dark: bool = False, width: int = 1280) -> Page:
    page = chromium.new_page(color_scheme="dark" if dark else "light", viewport={"width": width, "height": 800})
    page.set_content(html)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong(chromium: Browser, name: str) -> None:
    assert violations(opened(chromium, PAGES[name]())) == []


@pytest.mark.parametrize("name", ["a paper with every block", "a form", "a theme"])
def test_axe_finds_nothing_wrong_in_the_dark(chromium: Browser, name: str) -> None:
    assert violations(opened(chromium, PAGES[name](), dark=True)) == []


def test_axe_finds_a_field_without_a_label(chromium: Browser) -> None:
    field = render_html(paper_of(Field(name="a", label="A", kind=FieldKind.LINE), form=True), TEMPLATES).decode()
    broken = field.replace('for="f-a"', "").replace('title="A"', "")
    assert any(each.startswith("label:") for each in violations(opened(chromium, broken)))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_a_screen_of_320_pixels(chromium: Browser, name: str) -> None:
    page = opened(chromium, PAGES[name](), width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_field_can_be_reached_and_filled_in_without_a_mouse(chromium: Browser) -> None:
    page = opened(chromium, PAGES["a form"]())
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))
    assert list(dict.fromkeys(name for name in reached if name)) == ["who", "day", "read", "says", "sign"]


def test_the_first_stop_without_a_mouse_skips_to_the_text(chromium: Browser) -> None:
    page = opened(chromium, every())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#paper"
    assert page.evaluate("document.querySelector('#paper') !== null")
