"""Cut the blocks of an old policy into numbered statements.

A statement is a sentence or a list item. What leads to a list ("Staff must not:", or a heading such as
"Don'ts") goes with each of its items, because an item means something else without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from policygen.auditing.oldpolicy import MOST_STATEMENTS, Block, BlockKind, OldStatement, UnreadableFile
from policygen.auditing.plaintext import looks_like_heading

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_SHORT_FORM = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Inc|Ltd|Co|Corp|Nos?|Secs?|Arts?|pars?|pp|cf|vs|[Cc]h|Regs?|Stat|Fed|Cal|approx"
    r"|etc|ext|tel|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Za-z]\.[A-Za-z])\.$"
)
_OPENS = "A-Z0-9\u00c0-\u00dd"
_END = re.compile(
    rf"(?<=[.?!])[\"'\u201d\u2019)\]]{{0,3}}\s+(?=[\"'\u201c\u2018(\[]{{0,3}}[{_OPENS}])|\n(?=\W{{0,5}}[{_OPENS}])"
)
_CONTENTS_LINE = re.compile(r"(?:\.{4}|(?:\. ){4}|\t)\s*\d{1,3}$")
_FORBIDS = re.compile(
    r"(?:the |social media )?(?:do not|do nots|do ?n'?t'?s?|dont'?s?|never|must nots?|not allowed|forbidden(?: \w+)?"
    r"|prohibited(?: \w+){0,3}|(?:you|staff|employees) (?:must|may|should|can) ?not"
    r"|what (?:\w+ )?(?:must |may |should |can )?not (?:to )?do)\W*",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\W*(?:do not|don't|never|no)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\W*(?:you|staff|employees?|we|all|everyone|patients?|the|any|it|this|these|please)\b", re.IGNORECASE
)
_RULE = re.compile(
    r"(?![\W\d]*(?:who|what|when|where|which|why|how)\b).*\b(?:must|shall|never|do not|don't|may not|not allowed"
    r"|prohibited|no (?:one|staff|employee\w*|patient\w*|phones?|photo\w*|pictures?))\b(?: \w+){2}",
    re.IGNORECASE,
)
"""A heading that is a rule by itself."""
_SHORT_TAIL = 30
LONGEST_LEAD = 12
"""Words of a sentence that only leads to a list and says nothing by itself."""


def split(blocks: Iterable[Block]) -> tuple[tuple[OldStatement, ...], tuple[str, ...]]:
    """Cut blocks into statements and list the headings; raise UnreadableFile when there are too many or none."""
    cutter = _Cutter()
    for block in blocks:
        cutter.take(block)
        if len(cutter.statements) > MOST_STATEMENTS:
            raise UnreadableFile(f"holds more than {MOST_STATEMENTS:,} statements. Split it, and audit the parts.")
    cutter.say_what_led_to_nothing()
    if not cutter.statements:
        raise UnreadableFile("holds no sentence that could be audited.")
    return tuple(cutter.statements), tuple(dict.fromkeys(cutter.headings))


def sentences_of(text: str) -> Iterator[str]:
    """Cut a text into sentences; the full stop of a short form such as U.S. or No. ends none."""
    held: list[str] = []
    for piece in _END.split(text):
        held.append(piece.strip())
        if not _SHORT_FORM.search(piece[-_SHORT_TAIL:]):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def tidy(text: str) -> str:
    """Take out what cannot be seen, and bring letters and spaces to one form; line ends stay."""
    plain = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text).translate(_LIGATURES).replace("\u2019", "'"))
    lines = (" ".join(line.split()) for line in _UNSEEN.sub("", plain).split("\n"))
    return "\n".join(line for line in lines if line)


class _Cutter:
    """Remembers the heading and what leads to a list while blocks are cut, one after the other."""

    def __init__(self) -> None:
        self.statements: list[OldStatement] = []
        self.headings: list[str] = []
        self.heading = self.forbids = self.lead = ""
        self.listed = False
        self.unsaid: tuple[str, Block] | None = None

    def take(self, block: Block) -> None:
        text = tidy(block.text)
        if not text or _CONTENTS_LINE.search(text[-_SHORT_TAIL:]):
            return
        if block.kind is not BlockKind.ITEM:
            self.say_what_led_to_nothing()
        self.unsaid = None
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and self.is_heading(text)):
            self.heading = text.replace("\n", " ").rstrip(":")
            self.headings.append(self.heading)
            if _RULE.match(self.heading) and not _FORBIDS.fullmatch(self.heading):
                self.add(self.heading, block, "")
            self.forbids = "Do not" if _FORBIDS.fullmatch(self.heading) else ""
            self.lead, self.listed = "", False
        elif block.kind is BlockKind.ITEM:
            for number, sentence in enumerate(sentences_of(text)):
                self.add(sentence, block, self.leading(sentence) if number == 0 else "")
            self.listed = True
        else:
            self.paragraph(text, block)

    def is_heading(self, text: str) -> bool:
        return "\n" not in text and (looks_like_heading(text) or bool(_FORBIDS.fullmatch(text)))

    def paragraph(self, text: str, block: Block) -> None:
        """Add the sentences; the last one may lead to the list below it, and then counts only if it is long.

        A ban that the heading says ends with the list below it.
        """
        if self.listed:
            self.forbids = ""
        found = list(sentences_of(text))
        self.lead = found[-1].rstrip(": ") if found[-1].endswith(":") else ""
        if self.lead and len(self.lead.split()) <= LONGEST_LEAD:
            self.unsaid = (found.pop(), block)
        for sentence in found:
            self.add(sentence, block, self.forbidding(sentence))

    def say_what_led_to_nothing(self) -> None:
        """Add the sentence that seemed to lead to a list, when no list came."""
        if self.unsaid is not None:
            self.add(self.unsaid[0], self.unsaid[1], "")
            self.unsaid = None

    def leading(self, sentence: str) -> str:
        """Give what leads to an item: the sentence before the list, or the ban that its heading says."""
        return self.lead or self.forbidding(sentence)

    def forbidding(self, sentence: str) -> str:
        whole = _NEGATED.match(sentence) or _SUBJECT.match(sentence) or sentence.endswith("?")
        return "" if whole else self.forbids

    def add(self, sentence: str, block: Block, lead: str) -> None:
        text = sentence.replace("\n", " ").strip()
        if not any(letter.isalpha() for letter in text):
            return
        self.statements.append(
            OldStatement(
                number=len(self.statements) + 1,
                text=text,
                lead=lead,
                heading=self.heading,
                page=block.page,
                line=block.line,
            )
        )
