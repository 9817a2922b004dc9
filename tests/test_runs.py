"""A text cut into paragraphs of plain runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.filling import Filled
from policygen.paper import Edited, Mark
from policygen.rendering.runs import Grid, Passage, Run, runs_in_line, runs_of


def passages(*pieces: str) -> list[Passage]:
    found = runs_of(Filled(pieces))
    assert all(isinstance(each, Passage) for each in found)
    return [each for each in found if isinstance(each, Passage)]


def said(passage: Passage) -> str:
    return "".join(run.text for run in passage.runs)


@pytest.mark.parametrize(
    ("markdown", "run"),
    [
        pytest.param("**tea**", Run(text="tea", bold=True), id="bold"),
        pytest.param("*tea*", Run(text="tea", italic=True), id="italic"),
        pytest.param("***tea***", Run(text="tea", bold=True, italic=True), id="both"),
        pytest.param("[tea](https://tea.example)", Run(text="tea", address="https://tea.example"), id="a link"),
        pytest.param("tea", Run(text="tea"), id="plain"),
    ],
)
def test_a_mark_becomes_the_look_of_a_run(markdown: str, run: Run) -> None:
    assert passages(markdown)[0].runs == (run,)


def test_a_value_is_only_ever_text() -> None:
    value = "<b>**tea**</b> [x](https://y.example) &amp;"
    assert passages("Pour **", value, "** now")[0].runs == (
        Run(text="Pour "),
        Run(text=value, bold=True),
        Run(text=" now"),
    )


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ue000\ue001"), max_size=40))
def test_any_value_stays_whole_within_its_sentence(value: str) -> None:
    assert " ".join(said(passages("Pour ", value, " now")[0]).split(" ")).split() == f"Pour {value} now".split()


def test_items_know_their_list_their_depth_and_which_is_the_first() -> None:
    found = passages("Pour:\n\n- tea\n    1. black\n    2. green\n- milk\n\nServe.")
    assert [(said(each), each.listing, each.depth, each.opens) for each in found] == [
        ("Pour:", "", 0, False),
        ("tea", "bullets", 1, True),
        ("black", "numbers", 2, True),
        ("green", "numbers", 2, False),
        ("milk", "bullets", 1, False),
        ("Serve.", "", 0, False),
    ]


def test_a_second_paragraph_of_an_item_is_set_in_and_not_listed() -> None:
    found = passages("- tea\n\n    Black.\n\n- milk")
    assert [(said(each), each.listing, each.depth) for each in found] == [
        ("tea", "bullets", 1),
        ("Black.", "", 1),
        ("milk", "bullets", 1),
    ]


def test_a_quotation_is_marked_and_what_follows_it_is_not() -> None:
    assert [each.quoted for each in passages("> Tea?\n\nYes.")] == [True, False]


def test_a_table_keeps_its_cells() -> None:
    grid = runs_of(Filled(("| Tea | Milk |\n|---|---|\n| **black** | ", "a | b", " |")))[0]
    assert isinstance(grid, Grid)
    assert [["".join(run.text for run in cell) for cell in row] for row in grid.rows] == [
        ["Tea", "Milk"],
        ["black", "a | b"],
    ]


def test_a_soft_line_end_is_a_space_and_a_hard_one_a_line_break() -> None:
    assert said(passages("Pour\ntea.")[0]) == "Pour tea."
    assert said(passages("Pour  \ntea.")[0]).replace(" ", "") == "Pour\ntea."


def test_plain_text_is_cut_at_blank_lines_and_keeps_its_marks() -> None:
    assert [said(each) for each in runs_of("**Pour**\nnow\n\nServe") if isinstance(each, Passage)] == [
        "**Pour**\nnow",
        "Serve",
    ]


def test_an_edited_text_keeps_what_happened_to_each_run() -> None:
    found = runs_of(Edited(((Mark.DELETED, "two"), (Mark.INSERTED, "four"), (Mark.KEPT, ""))))
    assert found == (Passage(runs=(Run(text="two", mark=Mark.DELETED), Run(text="four", mark=Mark.INSERTED))),)


def test_several_paragraphs_in_a_line_are_kept_apart_by_a_space() -> None:
    assert "".join(run.text for run in runs_in_line("Pour\n\nServe")) == "Pour Serve"
