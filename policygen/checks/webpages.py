"""L38 and L44: every reference lands, and everybody can read the documents."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from policygen.checks.check import Check, Hit
from policygen.checks.examined import Examined
from policygen.checks.passages import Passage
from policygen.checks.patterns import either
from policygen.findings import Severity

_SEE = either(r"\((?:see|voir) (\d+(?:\.\d+)+)\)")
_FIELDS = frozenset({"input", "select", "textarea"})


def broken_references(examined: Examined) -> Iterator[Hit]:
    """Find references to statements, sections and anchors that are not there."""
    document = examined.document
    sections = {section.number for part in document.parts for section in part.sections}
    known = sections | {part.number for part in document.parts} | {each.number for each in document.clauses}
    cited = [number for row in document.authorities for number in row.clauses]
    cited += [number for row in document.roles for number in row.sections]
    cited += [number for _, number in document.remember]
    cited += [found for _, text in examined.words("md") for found in _SEE.findall(text)]
    for number in dict.fromkeys(cited):
        if number not in known:
            yield Hit(says=f"A reference leads to {number}, which is not there.", better="Make the documents again.")
    for name, text in examined.words("html"):
        page = _read_page(text)
        for link in sorted(page.links - page.ids):
            yield Hit(says=f"A link leads to #{link}, which is not there.", at=Passage(text="", path=name))


def inaccessible(examined: Examined) -> Iterator[Hit]:
    """Find what keeps people from reading the documents with a screen reader or without a mouse."""
    for name, text in examined.words("html"):
        for fault in _faults_of_page(_read_page(text)):
            yield Hit(says=fault, better="Mend the template.", at=Passage(text="", path=name))
    for name, data in examined.rendered.items():
        if name.endswith(".pdf") and b"/StructTreeRoot" not in data and b"/ObjStm" not in data:
            yield Hit(says="The PDF is not tagged.", better="Make it again.", at=Passage(text="", path=name))


class _Page(HTMLParser):
    """What matters for links and for screen readers on one page."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.title = False
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.labelled: set[str] = set()
        self.levels: list[int] = []
        self.fields: list[dict[str, str]] = []
        self.pictures_without_words = 0
        self.tables_without_heads = 0
        self.in_table = self.has_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        said = {name: value or "" for name, value in attrs}
        self.ids |= {said["id"]} if "id" in said else set()
        match tag:
            case "html":
                self.language = said.get("lang", "")
            case "title":
                self.title = True
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.levels.append(int(tag[1]))
            case "a" if said.get("href", "").startswith("#") and len(said["href"]) > 1:
                self.links.add(said["href"][1:])
            case "img":
                self.pictures_without_words += "alt" not in said
            case "table":
                self.in_table, self.has_head = True, False
            case "th":
                self.has_head = True
            case "label":
                self.labelled.add(said.get("for", ""))
            case _ if tag in _FIELDS and said.get("type") != "hidden":
                self.fields.append(said)

    def handle_endtag(self, tag: str) -> None:
        """Note that a table ends."""
        if tag == "table" and self.in_table:
            self.tables_without_heads += not self.has_head
            self.in_table = False


def _read_page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


def _faults_of_page(page: _Page) -> Iterator[str]:
    if not page.language:
        yield "The page does not say its language."
    if not page.title:
        yield "The page has no title."
    if page.levels and (
        page.levels[0] != 1 or any(b > a + 1 for a, b in zip(page.levels, page.levels[1:], strict=False))
    ):
        yield "The levels of the headings are out of order."
    if page.tables_without_heads:
        yield f"{page.tables_without_heads} tables have no head cells."
    if page.pictures_without_words:
        yield f"{page.pictures_without_words} pictures have no words beside them."
    if any(not (said.get("aria-label") or said.get("id") in page.labelled) for said in page.fields):
        yield "A field has no label."


REFERENCES_LAND = Check[Examined](
    id="L38",
    severity=Severity.ERROR,
    title="Every reference lands.",
    why="A reader who is sent nowhere stops reading.",
    find=broken_references,
)
ALL_CAN_READ = Check[Examined](
    id="L44",
    severity=Severity.ERROR,
    title="The documents themselves are accessible.",
    why="Staff and patients read with screen readers, large print and keyboards.",
    find=inaccessible,
)
