"""The sets of papers that tests look at: those of the four institutions, and of some that stand for the rest."""

from __future__ import annotations

from functools import lru_cache

from policygen.answers import Answers
from policygen.editions import Edition, make_editions
from policygen.filling import Filled
from policygen.library import Library
from policygen.outputs import papers_of
from policygen.paper import Block, Box, Field, Heading, Listing, Paper, Paragraph, Statement, Table, Text
from tests.test_profiles import TODAY, answers_of, profiles, shipped

QUEBEC = "a hospital in Quebec"
NURSING_HOME = "a nursing home in Florida and Ohio"
NEVER = "a clinic that shows nobody and answers nobody"

SETS: dict[str, tuple[str, dict[str, object]]] = {
    "p1-ohio-family-practice": ("p1-ohio-family-practice", {}),
    "p2-california-academic": ("p2-california-academic", {}),
    "p5-ontario-community-hospital": ("p5-ontario-community-hospital", {}),
    "p8-australian-cosmetic": ("p8-australian-cosmetic", {}),
    QUEBEC: (
        "p5-ontario-community-hospital",
        {"jurisdictions": ["ca-qc"], "languages": ["fr"], "org_short_name": "l’Hôpital"},
    ),
    NURSING_HOME: (
        "p1-ohio-family-practice",
        {"facility_type": "long-term-care", "jurisdictions": ["us-fl", "us-oh"], "urgent_phone": "+1 555 0111"},
    ),
    NEVER: (
        "p1-ohio-family-practice",
        {"patient_stories": "never", "review_replies": "no", "official_accounts": "none", "acknowledgement": "none"},
    ),
}
"""By name: a profile, and the answers that differ from it."""


def answers(name: str, **more: object) -> Answers:
    """Give the answers of a set, with some that differ."""
    profile, differing = SETS[name]
    values = profiles()[profile]["answers"]
    assert isinstance(values, dict)
    return answers_of({**values, **differing, **more})


@lru_cache
def edition(name: str) -> Edition:
    """Make the edition of a set that prevails."""
    return make_editions(shipped(), answers(name), TODAY)[0]


@lru_cache
def papers(name: str) -> dict[str, Paper]:
    """Set the papers that the answers of a set ask for, by stem; the policy is among them."""
    return {paper.stem: paper for paper in papers_of(shipped(), edition(name))}


def papers_with(library: Library, name: str, **more: object) -> dict[str, Paper]:
    """Set the papers of a set with answers or a library that differ."""
    made = make_editions(library, answers(name, **more), TODAY)[0]
    return {paper.stem: paper for paper in papers_of(library, made)}


def words_of(paper: Paper) -> str:
    """Give the words of a paper, one text a line, with its title."""
    return "\n".join([paper.title, *_words(paper.blocks)])


def fields_of(paper: Paper) -> dict[str, Field]:
    """Find what is filled in on a form, by name."""
    return {field.name: field for field in every_block(paper) if isinstance(field, Field)}


def every_block(paper: Paper) -> list[Block]:
    """List the blocks of a paper and those within its boxes."""
    return list(_every(paper.blocks))


def _every(blocks: tuple[Block, ...]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Box):
            found += _every(block.blocks)
    return found


def _words(blocks: tuple[Block, ...]) -> list[str]:
    said: list[Text] = []
    for block in _every(blocks):
        match block:
            case Heading() | Paragraph():
                said.append(block.text)
            case Listing():
                said += [item.text for item in block.items]
            case Statement():
                said += [block.title, block.text]
            case Field():
                said += [block.label, block.value]
            case Box():
                said.append(block.title)
            case Table():
                said += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
            case _:
                pass
    return [str(text) for text in said if isinstance(text, str | Filled)]
