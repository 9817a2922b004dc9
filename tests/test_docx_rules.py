"""A Word file breaks no rule of the format, so that Word opens it without offering to repair it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from policygen.assembling import assemble
from policygen.formats import render
from policygen.look import Face, Look
from policygen.paper import Edited, Item, Listing, Mark, Statement
from policygen.rendering.docx import render_docx
from policygen.selection import select
from tests.papers import TEMPLATES, paper_of
from tests.test_look import LOGO, changed, letterhead
from tests.test_papers import every_block
from tests.test_profiles import TODAY, profile_answers, shipped


def every(look: Look) -> bytes:
    return render_docx(paper_of(*every_block("Tea & <cake>"), draft=True, contents=True), TEMPLATES, look)


def policy() -> bytes:
    answers = profile_answers("p1-ohio-family-practice")
    return render(assemble(shipped(), select(shipped(), answers, TODAY)), "docx", shipped().templates)


def redline() -> bytes:
    gone, new = Edited(((Mark.DELETED, "Wait."),)), Edited(((Mark.INSERTED, "Pour"), (Mark.KEPT, " tea.")))
    listing = Listing(items=(Item(text=gone), Item(text=new)))
    return render_docx(paper_of(Statement(number="1", title=new, text=gone), listing), TEMPLATES)


FILES: dict[str, Callable[[], bytes]] = {
    "a policy": policy,
    "a paper with every block and a logo": lambda: every(LOGO),
    "a theme in large print": lambda: every(Look(colour="1e6b52", face=Face.SERIF, large=True)),
    "a redline": redline,
    "a letterhead": lambda: every(Look(letterhead=letterhead(footer="Charity 123"))),
}


def broken_rules(content: bytes, folder: Path) -> list[str]:
    file = folder / "paper.docx"
    file.write_bytes(content)
    return [str(each.description) for each in OpenXmlValidator().validate(str(file)).errors]


@pytest.mark.parametrize("name", FILES)
def test_no_rule_is_broken_by(name: str, tmp_path: Path) -> None:
    assert broken_rules(FILES[name](), tmp_path) == []


def test_a_rule_that_is_broken_is_found(tmp_path: Path) -> None:
    wrong = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p/></w:styles>'
    assert broken_rules(changed(policy(), {"word/styles.xml": wrong}), tmp_path) != []
