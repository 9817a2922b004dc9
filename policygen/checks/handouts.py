"""L36 and L46: hand-outs agree with the policy, and documents are no longer than their use allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined, in_words, paper_passages
from policygen.checks.passages import Passage, start
from policygen.checks.patterns import either
from policygen.findings import Severity
from policygen.paper import Block, Box, Field, Heading, Listing, Paragraph, Statement, Table

WORDS_ON_A_PAGE = 550
"""Of a printed policy, headings among them."""
HOSPITALS = frozenset({"hospital", "academic", "childrens", "health-system"})
"""Answers to ``facility_type`` that make a house as large as a hospital."""
LONGEST_POLICY = {True: 15, False: 7}
"""Pages of a hospital (True) and a practice (False), without annexes: a little over the 12 and 5 that suit them."""
LONGEST_HOUSE_RULES = 700
"""Words."""
LONGEST_QUICK_GUIDE = 1
"""Pages."""

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_DUTY = either(r"\bmust\b", r"\b(?:doit|doivent|devez)\b")
_PDF_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def disagreeing_papers(examined: Examined) -> Iterator[Hit]:
    """Find hand-outs that point to no statement, give another contact, or add a duty of their own."""
    numbers = {numbered.number for numbered in examined.document.clauses}
    said = {word for value in examined.selection.answers.given.values() for word in _EMAIL.findall(str(value))}
    for paper in examined.papers:
        where = Passage(text="", number=paper.title)
        words = tuple(_cited(paper.blocks))
        for number in dict.fromkeys(each for _, cited in words for each in cited if each not in numbers):
            says = f"It points to statement {number}, which is not there."
            yield Hit(says=says, better="Make it again.", at=where)
        for address in sorted({address for text, _ in words if "@" in text for address in _EMAIL.findall(text)} - said):
            yield Hit(says=f"It gives a contact that no answer gives: {address}.", better="Make it again.", at=where)
        if not paper.for_public:  # what the public reads names no statements; the outline's linter holds its law
            yield from _own_duties(words, where)


def too_much(examined: Examined) -> Iterator[Hit]:
    """Find documents that are longer than their use allows."""
    words = sum(len(str(numbered.text).split()) for numbered in examined.document.clauses)
    pages, most = words / WORDS_ON_A_PAGE, LONGEST_POLICY[examined.answer("facility_type") in HOSPITALS]
    if pages > most:
        yield Hit(
            says=f"The statements hold {words:,} words, about {pages:.0f} pages; {most} are the most here.",
            better="Hand out the quick guide, and let staff read the sections that are for them.",
        )
    yield from _long_house_rules(examined)
    yield from _long_quick_guide(examined)


def _own_duties(words: tuple[tuple[str, tuple[str, ...]], ...], where: Passage) -> Iterator[Hit]:
    for text, cited in words:
        if not cited and _DUTY.search(text):
            yield Hit(
                says="It states a duty and names no statement of the policy.",
                better="Take the words from a statement, and give its number.",
                quote=start(text, 30),
                at=where,
                severity=Severity.WARNING,
            )


def _long_house_rules(examined: Examined) -> Iterator[Hit]:
    if rules := examined.paper("house-rules"):
        number = sum(len(passage.text.split()) for passage in paper_passages(rules))
        if number > LONGEST_HOUSE_RULES:
            says = f"The house rules have {number} words; {LONGEST_HOUSE_RULES} are the most."
            yield Hit(says=says, at=Passage(text="", number=rules.title))


def _long_quick_guide(examined: Examined) -> Iterator[Hit]:
    for name, data in examined.rendered.items():
        pages = len(_PDF_PAGE.findall(data)) if name.endswith(".pdf") else 0
        if "quick-guide" in name and pages > LONGEST_QUICK_GUIDE:
            yield Hit(
                says=f"The quick guide has {pages} pages.",
                better="Bring it to one.",
                at=Passage(text="", path=name),
                severity=Severity.ERROR,
            )


def _cited(blocks: tuple[Block, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Go through the words of a hand-out, each with the statements that they come from."""
    for block in blocks:
        match block:
            case Paragraph():
                yield in_words(block.text), block.statements
            case Field():
                yield in_words(block.label), block.statements
            case Statement():
                yield in_words(block.text), (block.number,)
            case Heading():
                yield in_words(block.text), ()
            case Listing():
                yield from ((in_words(item.text), item.statements) for item in block.items)
            case Table():
                yield from ((in_words(cell), ()) for row in block.rows for cell in row)
            case Box():
                yield from _cited(block.blocks)


HANDOUTS_AGREE = Check[Examined](
    id="L36",
    severity=Severity.ERROR,
    title="Child documents agree with the policy and add no new duty.",
    why="Staff follow the page on the wall, not the policy in the drawer.",
    find=disagreeing_papers,
)
LENGTH_FITS = Check[Examined](
    id="L46",
    severity=Severity.WARNING,
    title="Length fits the use.",
    why="What is too long is not read.",
    find=too_much,
)
