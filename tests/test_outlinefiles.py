"""Outlines are read strictly: each mistake is named with its line and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from policygen.handouts import chosen_outlines, set_papers
from policygen.paper import Heading, Listing, Paragraph
from policygen.papers.material import Told
from tests.tools import TEA, assemble_tea, mistakes_with, select_tea, tea_with

FILE = "templates/documents/card/outline.yaml"
HEAD = "title: {en: Tea card}\noutput: card\nblocks:\n"
VARIED = HEAD.replace("blocks:", "variants: {members: {title: {en: Card of members}}}\nblocks:")


@dataclass(frozen=True)
class Mistake:
    """Blocks with one mistake in them, and what must be said about it."""

    blocks: str
    line: int
    says: str
    advice: str


MISTAKES = {
    "an unknown clause": Mistake(
        "  - statements: [pouring/milk-lost]\n",
        4,
        "There is no clause 'pouring/milk-lost'.",
        "Did you mean 'pouring/milk-last'?",
    ),
    "an unknown topic": Mistake("  - lines: [pourin]\n", 4, "There is no topic 'pourin'.", "Did you mean 'pouring'?"),
    "a rule that names no clause": Mistake(
        "  - text: {en: Milk must come last.}\n",
        4,
        "A text states a rule ('must') and names no clause.",
        "Add 'restates:' with the clause it repeats, or 'rests_on:'.",
    ),
    "an unknown authority": Mistake(
        "  - text: {en: Milk must come last.}\n    places: [tealand]\n    rests_on: [tee-act 1]\n",
        4,
        "There is no authority 'tee-act'.",
        "Did you mean 'tea-act'?",
    ),
    "an authority that is not in force": Mistake(
        "  - text: {en: Milk must come last.}\n    places: [tealand]\n    rests_on: [old-tea-act 1]\n",
        4,
        "old-tea-act is superseded.",
        "Fixed words may rest only on what is in force.",
    ),
    "an authority that does not apply everywhere": Mistake(
        "  - text: {en: Milk must come last.}\n    rests_on: [tea-act 1]\n",
        4,
        "tea-act does not apply everywhere that these words are printed.",
        "Add 'places: [tealand]'.",
    ),
    "a duty that an authority has not": Mistake(
        "  - text: {en: Milk must come last.}\n    places: [tealand]\n    rests_on: [tea-act 9]\n",
        4,
        "tea-act has no duty 9.",
        "Count its duties.",
    ),
    "an unknown place": Mistake(
        "  - text: {en: Tea.}\n    places: [teeland]\n", 4, "'teeland' is not a place.", "Did you mean 'tealand'?"
    ),
    "an unknown audience": Mistake(
        "  - text: {en: Tea.}\n    audiences: [member]\n",
        4,
        "There is no audience 'member'.",
        "Did you mean 'members'?",
    ),
    "a name that cannot be printed": Mistake(
        "  - text: {en: 'Ask {{ org_nam }}.'}\n",
        4,
        "There is no 'org_nam' to print.",
        "Did you mean 'org_name'?",
    ),
    "two things at once": Mistake(
        "  - text: {en: Tea.}\n    heading: {en: Tea}\n",
        4,
        "This entry is two things at once.",
        "Write exactly one of: heading, text, items, statements, passages, lines, field, table, box, part, page.",
    ),
    "nothing at all": Mistake(
        "  - style: note\n",
        4,
        "This entry says nothing.",
        "Write exactly one of: heading, text, items, statements, passages, lines, field, table, box, part, page.",
    ),
    "a style of something else": Mistake(
        "  - text: {en: Tea.}\n    style: check\n", 5, "There is no style 'check' here.", "lead, note, script."
    ),
    "a field without a name": Mistake(
        "  - field: {en: Cups}\n", 4, "This field has no name.", "Give each field a 'name:' of its own."
    ),
    "an unknown part": Mistake("  - part: clock\n", 4, "There is no part 'clock'.", "Did you mean 'clocks'?"),
    "a part without its words": Mistake(
        "  - part: rest\n", 4, "The part 'rest' needs the label 'sentence'.", "Add it to 'labels'."
    ),
    "an unknown key": Mistake(
        "  - text: {en: Tea.}\n    styl: note\n", 5, "There is no key 'styl' here.", "Did you mean 'style'?"
    ),
    "no English": Mistake("  - text: {xx: Tea.}\n", 4, "A text has no 'en'.", "Add 'en:' beside it."),
    "HTML in a text": Mistake("  - text: {en: <b>Tea</b>}\n", 4, "The text holds HTML.", "Write plain Markdown."),
}


@pytest.mark.parametrize("mistake", [pytest.param(each, id=name) for name, each in MISTAKES.items()])
def test_a_mistake_is_named_with_its_line_and_advice(mistake: Mistake, tmp_path: Path) -> None:
    found = mistakes_with(tmp_path, {FILE: HEAD + mistake.blocks})
    wanted = (mistake.line, mistake.says, mistake.advice)
    assert wanted in [(each.line, each.says, each.advice) for each in found if each.path.endswith(FILE)]


def test_several_mistakes_are_named_in_one_run(tmp_path: Path) -> None:
    blocks = "".join(MISTAKES[name].blocks for name in ("an unknown clause", "an unknown part", "nothing at all"))
    assert len(mistakes_with(tmp_path, {FILE: HEAD + blocks})) == 3


GOOD = """\
  - heading: {en: At the table}
  - text: {en: 'Ask {{ org_name }} about the color.'}
  - lines: [pouring, cake]
    at_most: 1
    style: do
  - text: {en: Milk must come last.}
    restates: [pouring/milk-last]
  - text: {en: Only in the west.}
    places: [tealand-west]
  - text: {en: Only outside the west.}
    outside: [tealand-west]
"""


def test_an_outline_without_mistakes_is_set_for_an_institution(tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {FILE: VARIED + GOOD})
    selection, document = select_tea(tea), assemble_tea(tea)
    outlines = chosen_outlines(tea, selection, document, ["card"])
    everyone, paper = set_papers(tea, selection, document, outlines, Told(issue="1.2"))
    heading, asks, lines, *others = paper.blocks
    assert heading == Heading(text="At the table")
    assert isinstance(asks, Paragraph)
    assert str(asks.text) == "Ask Leaf & Cup about the colour."
    assert isinstance(lines, Listing)
    assert len(lines.items) == 1
    assert lines.items[0].statements
    said = [str(block.text) for block in others if isinstance(block, Paragraph)]
    assert "Only outside the west." in said
    assert "Only in the west." not in said
    assert (paper.stem, paper.title, paper.issue) == ("card-members", "Card of members", "1.2")
    assert (everyone.stem, everyone.title) == ("card", "Tea card")
    assert not any(isinstance(block, Listing) for block in everyone.blocks)


@pytest.mark.parametrize(
    ("milk", "printed"), [pytest.param("yes", True, id="milk"), pytest.param("no", False, id="none")]
)
def test_a_rule_is_printed_only_with_its_clause(milk: str, printed: bool, tmp_path: Path) -> None:
    tea = tea_with(tmp_path, {FILE: HEAD + GOOD})
    selection, document = select_tea(tea, milk=milk), assemble_tea(tea, milk=milk)
    (paper,) = set_papers(tea, selection, document, chosen_outlines(tea, selection, document, ["card"]), Told())
    rules = [block for block in paper.blocks if isinstance(block, Paragraph) and "must" in str(block.text)]
    assert [bool(block.statements) for block in rules] == [True] * printed


def test_the_toy_library_has_no_outlines_of_its_own() -> None:
    assert not (TEA / "templates").exists()
