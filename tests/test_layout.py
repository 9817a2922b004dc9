"""Where the blocks of a paper stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygen.paper import Box, Contents, Heading, PageBreak, Paragraph, Statement
from policygen.rendering.layout import Entry, lay_out
from tests.papers import paper_of


def levels(*wanted: int) -> list[int]:
    return [each.level for each in lay_out(paper_of(*(Heading(text="Tea", level=level) for level in wanted))).blocks]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        pytest.param((1, 2, 3, 2, 1), [1, 2, 3, 2, 1], id="steps of one stay"),
        pytest.param((2, 2), [1, 2], id="a paper that begins too deep"),
        pytest.param((1, 4, 4), [1, 2, 3], id="a step that is too long"),
        pytest.param((0, 1), [1, 1], id="no level above the first"),
    ],
)
def test_headings_go_down_one_step_at_a_time(wanted: tuple[int, ...], given: list[int]) -> None:
    assert levels(*wanted) == given


def test_a_statement_stands_one_level_below_the_heading_before_it() -> None:
    statement = Statement(number="1", title="Pour", text="Pour.")
    assert [each.level for each in lay_out(paper_of(statement, Heading(text="Tea"), statement)).blocks] == [1, 1, 2]


def test_what_stands_in_a_box_does_not_lower_what_follows_it() -> None:
    box = Box(title="Remember", blocks=(Heading(text="Milk", level=3),))
    placed = lay_out(paper_of(Heading(text="Tea"), box, Heading(text="Cake", level=2))).blocks
    assert [each.level for each in placed] == [1, 2, 2]
    assert placed[1].inner[0].level == 3


def test_a_box_without_a_title_has_no_level() -> None:
    assert lay_out(paper_of(Box(blocks=(Paragraph(text="Tea"),)))).blocks[0].level == 0


@given(st.lists(st.sampled_from(["tea", "tea-2", "cake", ""]), max_size=6))
def test_every_link_target_has_a_name_of_its_own(names: list[str]) -> None:
    placed = lay_out(paper_of(*(Heading(text="Tea", anchor=name) for name in names))).blocks
    anchors = [each.anchor for each in placed]
    assert len(set(anchors)) == len(anchors)
    assert all(anchors)


def test_contents_list_two_levels_and_no_more() -> None:
    made = lay_out(paper_of(*(Heading(text=f"Tea {level}", level=level) for level in (1, 2, 3, 2, 1))))
    assert [(entry.heading.text, [each.heading.text for each in entry.inner]) for entry in made.contents] == [
        ("Tea 1", ["Tea 2", "Tea 2"]),
        ("Tea 1", []),
    ]


def test_contents_stand_first_where_the_paper_asks_for_them_and_nowhere_else() -> None:
    assert lay_out(paper_of(PageBreak(), contents=True)).blocks[0].block == Contents()
    assert [each.block for each in lay_out(paper_of(PageBreak())).blocks] == [PageBreak()]


def test_a_statement_can_be_linked_to_by_its_number_and_a_heading_not() -> None:
    made = lay_out(paper_of(Heading(text="Tea", number="1"), Statement(number="1.1", title="Pour", text="Pour.")))
    assert dict(made.anchors) == {"1.1": "c1.1"}


def contents_of(*sections: int) -> tuple[tuple[tuple[Entry, ...], ...], ...]:
    """Cut a table of contents whose parts have so many sections into pages, and each into columns."""
    blocks = [
        Heading(text=f"{part}" if not section else f"{part}.{section}", level=1 if not section else 2)
        for part, number in enumerate(sections, 1)
        for section in range(number + 1)
    ]
    return lay_out(paper_of(*blocks)).sheets


@pytest.mark.parametrize(
    ("sections", "parts"),
    [
        pytest.param((3, 1, 8, 12, 4, 16, 3, 4, 4, 0, 0, 0), ((5, 7),), id="a policy"),
        pytest.param((2, 2), ((1, 1),), id="two parts"),
        pytest.param((2, 2, 2), ((2, 1),), id="the first column is the longer one"),
        pytest.param((1, 30), ((1, 1),), id="one long part"),
        pytest.param((5,), (), id="one part is not cut"),
        pytest.param((), (), id="nothing"),
        pytest.param((40, 40, 40, 40), ((1, 1), (1, 1)), id="two pages"),
        pytest.param((40, 40, 40), ((1, 1), (1,)), id="one part is left for the second page"),
        pytest.param((60, 60), (), id="a part longer than a page"),
    ],
)
def test_contents_are_cut_into_pages_of_two_columns(
    sections: tuple[int, ...], parts: tuple[tuple[int, ...], ...]
) -> None:
    assert tuple(tuple(len(half) for half in sheet) for sheet in contents_of(*sections)) == parts
