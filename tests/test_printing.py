"""What is printed of a block is kept, but only where the same would be printed again, and by trusted templates."""

from __future__ import annotations

import gc
import shutil
import weakref
from datetime import date
from pathlib import Path

import pytest

from policygen.errors import RenderFailed
from policygen.filling import Filled
from policygen.formats import RENDERERS, render_paper
from policygen.loading import shipped_library
from policygen.look import PLAIN
from policygen.paper import Block, Contents, Edited, Heading, Item, Listing, Mark, Paper, Statement, Table

SHIPPED = (shipped_library() / "templates",)
RULE = Listing(items=(Item(text="Ask first.", statements=("1.1",)),))
STATEMENT = Statement(number="1.1", title="Ask", text=Filled(("Ask the privacy office.",)))


def paper(*blocks: Block, language: str = "en-US") -> Paper:
    return Paper(
        name="quick-guide",
        title="Guide",
        institution="Tea Club",
        language=language,
        paper="a4",
        as_of=date(2026, 11, 21),
        issue="version 1.0",
        blocks=blocks,
    )


def html(*blocks: Block, templates: tuple[Path, ...] = SHIPPED, language: str = "en-US") -> str:
    return render_paper(paper(*blocks, language=language), "html", templates).decode()


@pytest.mark.parametrize("name", ["md", "html"])
def test_a_paper_is_printed_the_same_again(name: str) -> None:
    made = paper(Heading(text="One", level=1), STATEMENT, RULE, RULE)
    assert render_paper(made, name, SHIPPED) == render_paper(made, name, SHIPPED)


def test_a_block_leads_to_a_statement_only_where_its_paper_holds_it() -> None:
    assert 'href="#c1.1"' not in html(RULE)
    assert 'href="#c1.1"' in html(STATEMENT, RULE)
    assert 'href="#c1.1"' not in html(RULE)


def test_a_block_is_printed_in_the_language_of_its_paper() -> None:
    assert "(see " in html(RULE)
    assert "(voir " in html(RULE, language="fr-CA")


def test_a_row_of_a_table_is_printed_in_the_language_of_its_paper() -> None:
    added = Table(head=("Rule",), rows=((Edited(((Mark.INSERTED, "Ask first."),)),),))
    assert "[added: " in html(added)
    assert "[ajouté: " in html(added, language="fr-CA")


def test_a_row_of_a_table_is_printed_by_the_template_of_its_folder(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHIPPED[0], tmp_path / "templates"))
    table = Table(head=("Rule",), rows=(("Ask first.",),))
    before = html(table, templates=(copied,))
    words = copied / "paper" / "blocks.html.j2"
    words.write_text(
        words.read_text(encoding="utf-8").replace("<tr>{% for cell in", "<tr class=new>{% for cell in"),
        encoding="utf-8",
    )
    assert "<tr class=new>" not in before
    assert "<tr class=new>" in html(table, templates=(copied,))


def test_contents_list_the_headings_of_their_own_paper() -> None:
    assert "Two" not in html(Contents(), Heading(text="One", level=1))
    assert "Two" in html(Contents(), Heading(text="One", level=1), Heading(text="Two", level=1))


@pytest.mark.parametrize("name", ["md", "html"])
def test_templates_of_another_folder_print_the_same(name: str, tmp_path: Path) -> None:
    copied = (Path(shutil.copytree(SHIPPED[0], tmp_path / "templates")),)
    made = paper(Contents(), Heading(text="One", level=1), STATEMENT, RULE)
    assert render_paper(made, name, copied) == render_paper(made, name, SHIPPED)


def test_a_template_of_another_folder_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHIPPED[0], tmp_path / "templates"))
    before = html(RULE, templates=(copied,))
    words = copied / "paper" / "blocks.html.j2"
    words.write_text(words.read_text(encoding="utf-8").replace("<li>{{ item", "<li>New: {{ item"), encoding="utf-8")
    assert "New: " not in before
    assert "New: Ask first." in html(RULE, templates=(copied,))


@pytest.mark.parametrize("name", ["md", "html"])
def test_what_a_paper_was_printed_from_is_let_go_without_a_search_for_unused_memory(name: str) -> None:
    made = paper(Heading(text="One", level=1), RULE)
    gc.disable()
    try:
        RENDERERS[name](made, SHIPPED, PLAIN)
        gone = weakref.ref(made)
        del made
        for _ in range(3):  # the last few papers are remembered
            RENDERERS[name](paper(RULE), SHIPPED, PLAIN)
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("reach", ["{{ paper.__class__.__mro__ }}", "{{ paper.blocks.__len__.__globals__ }}"])
def test_a_template_of_another_folder_cannot_leave_the_sandbox(reach: str, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHIPPED[0], tmp_path / "templates"))
    (copied / "paper" / "paper.html.j2").write_text(reach, encoding="utf-8")
    with pytest.raises(RenderFailed, match="cannot be rendered"):
        html(RULE, templates=(copied,))


def test_a_name_that_is_not_there_stops_the_rendering_of_either(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(SHIPPED[0], tmp_path / "templates"))
    (copied / "paper" / "paper.html.j2").write_text("{{ nothing_of_this_name }}", encoding="utf-8")
    with pytest.raises(RenderFailed, match="nothing_of_this_name"):
        html(RULE, templates=(copied,))
