"""A policy's Markdown is cut at its headings, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policygen.cutting import CutLine, cut, lines_around

POLICY = """# Tea policy

Sip slowly.

## 1 Tea

### 1.1 Leaves

#### 1.1.1 Weigh the leaves

Weigh them.

- Twice.

#### By hand

Ours.

## Annex A
"""
_LINES = st.sampled_from(["# T", "## 1 A", "### 1.1 B", "### C", "#### 1.1.1 D", "#### E", "##### F", "word ", "", " "])


def test_statements_stand_under_their_sections_and_the_rest_around_them() -> None:
    found = cut(POLICY)
    assert [(each.number, each.section, each.title, each.text, each.line) for each in found.statements] == [
        ("1.1.1", "1.1", "Weigh the leaves", "Weigh them.\n\n- Twice.", 9),
        ("", "1.1", "By hand", "Ours.", 15),
    ]
    assert found.around == (
        CutLine("# Tea policy", 1),
        CutLine("Sip slowly.", 3),
        CutLine("## 1 Tea", 5),
        CutLine("### 1.1 Leaves", 7),
        CutLine("## Annex A", 19),
    )


@given(st.lists(_LINES, max_size=20).map("\n".join))
def test_the_lines_around_are_those_that_a_cut_leaves_and_no_word_is_lost(markdown: str) -> None:
    found = cut(markdown)
    assert lines_around(markdown) == tuple(line.text for line in found.around)
    said = [line.text for line in found.around]
    for each in found.statements:
        said += [f"#### {each.number} {each.title}".replace("####  ", "#### "), *each.text.splitlines()]
    assert sorted(" ".join(said).split()) == sorted(markdown.split())
