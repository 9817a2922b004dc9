"""What tests of pages share: what axe-core finds in one."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.needed import AXE

RULES = "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"


def violations(page: Page) -> list[str]:
    """Give what axe-core finds wrong in a page, and where; it is put in past the page's own policy for scripts."""
    page.evaluate(f"{AXE.read_text(encoding='utf-8')}; undefined")
    found = page.evaluate("tags => axe.run({runOnly: tags})", list(RULES))
    return [f"{each['id']}: {node['html'][:90]}" for each in found["violations"] for node in each["nodes"]]
