"""Everything in tests/attacks/ is tried on every format: printed as it stands or refused, and nothing is fetched."""

from __future__ import annotations

import io
import json
import re
import socketserver
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import markdown
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from policygen.answerfile import load_answers
from policygen.console import clean
from policygen.errors import AnswersRefused
from policygen.formats import RENDERERS, render
from policygen.library import Library
from policygen.loading import load_folders, read_library
from policygen.questions import Kind, Question, QuestionId
from policygen.rendering.pdfworker import NotAnAsset, make_pdf
from policygen.strictyaml import Value, read_yaml
from policygen.tables import csv_table
from policygen.values import NotAnAnswer, read_value
from tests.test_marks import HOSTILE, Outline
from tests.tools import REQUIRED, TEA, assemble_tea, clause_file, lay, mistakes_with

HERE = Path(__file__).parent / "attacks"
TEMPLATES = (HERE.parent.parent / "templates",)
WORD = "the-words-of-the-secret"


def read(name: str) -> Value:
    tree, problems = read_yaml((HERE / f"{name}.yaml").read_text(encoding="utf-8"), name)
    assert tree is not None, problems
    assert problems == []
    return tree.value


def table(name: str, key: str = "") -> dict[str, str]:
    """Read attacks that have a name and a text."""
    value = read(name)
    assert isinstance(value, dict)
    found = value[key] if key else value
    assert isinstance(found, dict)
    return {attack: text for attack, text in found.items() if isinstance(text, str)}


def rows(name: str, key: str = "") -> list[dict[str, str]]:
    """Read attacks that are tables of their own."""
    value = read(name)
    found = value[key] if key and isinstance(value, dict) else value
    assert isinstance(found, list)
    return [{key: text for key, text in row.items() if isinstance(text, str)} for row in found if isinstance(row, dict)]


def cases(attacks: dict[str, str]) -> list[object]:
    return [pytest.param(text, id=name) for name, text in attacks.items()]


def rows_as_cases(attacks: list[dict[str, str]]) -> list[object]:
    return [pytest.param(row, id=row.get("name") or ascii(row.get("path") or row.get("to"))) for row in attacks]


# the canary


@dataclass(frozen=True)
class Canary:
    """A web server that nobody may ask and a file that nobody may read."""

    address: str
    secret: Path
    asked: list[str]

    def put_into(self, text: str) -> str:
        return text.replace("CANARY", self.address).replace("SECRET", self.secret.as_posix())


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    secret = tmp_path_factory.mktemp("canary") / "secret.md"
    secret.write_text(clause_file(WORD), encoding="utf-8")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", f"file://{secret}")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Canary(f"http://127.0.0.1:{server.server_address[1]}", secret, asked)
        server.shutdown()


@pytest.fixture(autouse=True)
def nothing_was_fetched(canary: Canary) -> Iterator[None]:
    """Hold after every test that nobody asked the web server."""
    yield
    assert canary.asked == []


def test_the_canary_sings(canary: Canary) -> None:
    from urllib.request import urlopen

    with pytest.raises(OSError, match=r"Found|not allowed|redirect"):
        urlopen(f"{canary.address}/x").read()
    assert canary.asked == ["/x"]
    canary.asked.clear()


# answers


ANSWERS = table("answers")
NUMBERS = {name: chr(97 + number // 26) + chr(97 + number % 26) for number, name in enumerate(ANSWERS)}
HARMLESS = "Quillon"

BODY = """{{{{ {name} }}}} opens.

Ask **{{{{ {name} }}}}** and [{{{{ {name} }}}}](https://tea.example/x), then

- {{{{ {name} }}}}

1. {{{{ {name} }}}}

| a | b |
|---|---|
| {{{{ {name} }}}} | c |

> {{{{ {name} }}}}

Close

{{{{ {name} }}}}"""


def full_of_questions(folder: Path) -> Library:
    """Load the tea club with a question and a clause for each attack, and one for a harmless answer."""
    asked = (TEA / "clauses" / "questionnaire.yaml").read_text(encoding="utf-8")
    files = {}
    for number in ["harmless", *NUMBERS.values()]:
        asked += f"  attack_{number}: {{section: rules, path: full, type: text, default: '', ask: What?}}\n"
        header = {"title": f"Attack {number}", "when": f"{{attack_{number}: answered}}"}
        files[f"clauses/cake/attack-{number}.md"] = clause_file(BODY.format(name=f"attack_{number}"), **header)
    loaded = load_folders(TEA, lay(folder, {**files, "clauses/questionnaire.yaml": asked}))
    return replace(loaded, templates=TEMPLATES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Callable[[str], bytes]:
    """Render, once a format, a document in which every attack stands in every kind of place."""
    loaded = full_of_questions(tmp_path_factory.mktemp("hostile"))
    said: dict[str, Value] = {f"attack_{NUMBERS[name]}": canary.put_into(text) for name, text in ANSWERS.items()}
    document = assemble_tea(loaded, **said, attack_harmless=HARMLESS)
    made: dict[str, bytes] = {}

    def made_as(format_name: str) -> bytes:
        if format_name not in made:
            made[format_name] = render(document, format_name, loaded.templates)
        return made[format_name]

    return made_as


def squeezed(text: str) -> str:
    """Drop white space, and the hyphens at which lines are broken."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def text_of_html(data: bytes) -> str:
    return Outline(data.decode()).text


def text_of_markdown(data: bytes) -> str:
    return text_of_html(markdown.markdown(data.decode(), extensions=["tables", "sane_lists"]).encode())


def text_of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(each.get_textpage().get_text_range() for each in document)
    finally:
        document.close()


def text_of_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return Outline(re.sub("<w:(?:br|p)[ />]", "\n<x ", packed.read("word/document.xml").decode())).text


READERS: dict[str, Callable[[bytes], str]] = {
    "md": text_of_markdown,
    "html": text_of_html,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
}


@pytest.mark.parametrize("format_name", RENDERERS)
def test_every_attack_is_printed_letter_for_letter(
    hostile: Callable[[str], bytes], canary: Canary, format_name: str
) -> None:
    shown = squeezed(READERS[format_name](hostile(format_name)))
    whole = 5 if format_name == "pdf" else 7  # the foot of a page may stand within a text
    missing = [name for name, text in ANSWERS.items() if shown.count(squeezed(canary.put_into(text))) < whole]
    assert missing == []
    assert shown.count(HARMLESS) >= 7


@pytest.mark.parametrize("format_name", RENDERERS)
def test_no_attack_brings_the_secret_into_a_document(hostile: Callable[[str], bytes], format_name: str) -> None:
    data = hostile(format_name)
    assert WORD.encode() not in data
    assert WORD not in READERS[format_name](data)


def test_a_pdf_full_of_attacks_has_no_links_but_its_own_and_holds_no_files_or_programs(
    hostile: Callable[[str], bytes],
) -> None:
    with pikepdf.open(io.BytesIO(hostile("pdf"))) as pdf:
        dictionaries = [inner for each in pdf.objects for inner in within(each)]
        addresses = {str(each["/URI"]) for each in dictionaries if "/URI" in each}
        forbidden = {
            "/EmbeddedFile",
            "/JavaScript",
            "/JS",
            "/Launch",
            "/GoToR",
            "/SubmitForm",
            "/ImportData",
            "/Filespec",
        }
        assert addresses == {"https://tea.example/x"}
        for each in dictionaries:
            assert {str(each.get("/S")), str(each.get("/Type")), *each} & forbidden == set()


def within(found: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """Go through an object of a PDF and those that stand in it."""
    if isinstance(found, pikepdf.Dictionary):
        yield found
    values = (
        list(found.values())
        if isinstance(found, pikepdf.Dictionary)
        else list(found)
        if isinstance(found, pikepdf.Array)
        else []
    )
    for each in values:
        if depth < 4 and isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from within(each, depth + 1)


def clause_of_html(html: str, title: str) -> Outline:
    found = re.search(rf'<div class="clause" id="[^"]*">\s*<h4>[^\n]*{title}</h4>(.*?)\n</div>', html, re.DOTALL)
    assert found
    return Outline(found[1])


@pytest.mark.parametrize(("name", "text"), [pytest.param(name, text, id=name) for name, text in ANSWERS.items()])
def test_no_attack_changes_the_tags_of_its_clause(
    hostile: Callable[[str], bytes], canary: Canary, name: str, text: str
) -> None:
    html = hostile("html").decode()
    plain, attacked = clause_of_html(html, "Attack harmless"), clause_of_html(html, f"Attack {NUMBERS[name]}")
    assert attacked.tags == plain.tags
    assert attacked.others == []
    assert attacked.text == plain.text.replace(HARMLESS, canary.put_into(text))


MARKDOWN_READERS: dict[str, Callable[[str], str]] = {
    "Python-Markdown": lambda text: markdown.markdown(text, extensions=["sane_lists", "tables"]),
    "Python-Markdown with everything": lambda text: markdown.markdown(
        text, extensions=["extra", "toc", "sane_lists", "admonition", "wikilinks", "smarty"]
    ),
    "CommonMark": MarkdownIt("commonmark").enable(["table", "strikethrough"]).render,
    "GitHub": MarkdownIt("gfm-like", {"linkify": False}).render,
}


def clause_of_markdown(text: str, title: str) -> str:
    found = re.search(rf"^#### [\d.]+ {title}\n(.*?)(?=^#)", text, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("reader", [pytest.param(reader, id=name) for name, reader in MARKDOWN_READERS.items()])
def test_no_attack_is_markdown_to_any_reader(
    hostile: Callable[[str], bytes], canary: Canary, reader: Callable[[str], str]
) -> None:
    page = hostile("md").decode()
    plain = Outline(reader(clause_of_markdown(page, "Attack harmless")))
    live = []
    for name, text in ANSWERS.items():
        attacked = Outline(reader(clause_of_markdown(page, f"Attack {NUMBERS[name]}")))
        if attacked.tags != plain.tags or _bare(attacked.text) != _bare(
            plain.text.replace(HARMLESS, canary.put_into(text))
        ):
            live.append(name)
    assert live == [], live


def _bare(text: str) -> str:
    """Undo the quotation marks and dashes that a reader draws finer."""
    fine = {
        "\u201c": '"',
        "\u201d": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "--",
        "\u2014": "---",
        "\u2026": "...",
    }
    return (
        re.sub(r"\s+", " ", re.sub("[\u2013\u2014\u2018\u2019\u201c\u201d\u2026]", lambda each: fine[each[0]], text))
        .replace("<<", "\u00ab")
        .replace(">>", "\u00bb")
    )


def page_of(tea: Library, name: str) -> Outline:
    """Give the page of an institution of some name."""
    return Outline(render(assemble_tea(tea, org_name=name, platforms=["Zwetschge", name]), "html", TEMPLATES).decode())


@pytest.fixture(scope="module")
def harmless(tea: Library) -> Outline:
    return page_of(tea, HARMLESS)


@pytest.mark.parametrize("text", cases(ANSWERS))
def test_no_institution_is_named_so_that_its_page_changes(
    tea: Library, harmless: Outline, canary: Canary, text: str
) -> None:
    attacked = page_of(tea, canary.put_into(text))
    assert [tag for tag, _ in attacked.tags] == [tag for tag, _ in harmless.tags]
    assert attacked.text == harmless.text.replace(HARMLESS, canary.put_into(text))


@given(name=HOSTILE)
def test_no_answer_changes_the_tags_or_the_other_words_of_a_page(tea: Library, harmless: Outline, name: str) -> None:
    attacked = page_of(tea, name)
    assert [tag for tag, _ in attacked.tags] == [tag for tag, _ in harmless.tags]
    assert attacked.text == harmless.text.replace(HARMLESS, name)


def question(kind: str) -> Question:
    return Question(
        id=QuestionId("x"), section="", ask="", help="", kind=Kind(kind), quick=True, required=True, choices={"a": "A"}
    )


@pytest.mark.parametrize("attack", rows_as_cases(rows("refused-answers")))
def test_an_answer_that_hides_or_floods_is_refused_with_a_reason(attack: dict[str, str]) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read_value(attack["text"] * int(attack.get("times", 1)), question(attack.get("kind", "text")))
    assert attack["says"] in str(refused.value)
    assert len(str(refused.value)) < 400


# libraries from elsewhere


@pytest.mark.parametrize("attack", rows_as_cases(rows("clauses")))
def test_a_clause_from_elsewhere_is_refused_by_lint(tmp_path: Path, canary: Canary, attack: dict[str, str]) -> None:
    text = canary.put_into(attack["text"]) * int(attack.get("times", 1))
    problems = mistakes_with(tmp_path, {"clauses/cake/bad.md": clause_file(text)})
    assert attack["says"] in " ".join(problem.says for problem in problems)
    assert all(problem.path.endswith("clauses/cake/bad.md") for problem in problems)


TITLES = table("headers", "literal")


@pytest.mark.parametrize("title", cases(TITLES))
def test_a_title_from_elsewhere_is_printed_letter_for_letter(tmp_path: Path, canary: Canary, title: str) -> None:
    shown = canary.put_into(title)
    loaded = load_folders(
        TEA,
        lay(tmp_path / "plain", {"clauses/cake/own.md": clause_file("Pour.", title=HARMLESS)}),
    )
    hostile = load_folders(
        TEA, lay(tmp_path / "bad", {"clauses/cake/own.md": clause_file("Pour.", title=json.dumps(shown))})
    )
    for format_name, reader in (("md", MARKDOWN_READERS["CommonMark"]), ("html", str)):
        plain, attacked = (
            Outline(reader(render(assemble_tea(each), format_name, TEMPLATES).decode())) for each in (loaded, hostile)
        )
        assert attacked.tags == plain.tags
        assert attacked.text == plain.text.replace(HARMLESS, shown)


@pytest.mark.parametrize("attack", rows_as_cases(rows("headers", "refused")))
def test_a_header_from_elsewhere_is_refused_by_lint(tmp_path: Path, attack: dict[str, str]) -> None:
    header = {attack["key"]: attack["text"]}
    problems = mistakes_with(tmp_path, {"clauses/cake/bad.md": clause_file("Pour.", **header)})
    assert attack["says"] in " ".join(map(str, problems))


@pytest.mark.parametrize("attack", rows_as_cases(rows("names")))
def test_a_name_from_elsewhere_is_refused_or_not_read(tmp_path: Path, canary: Canary, attack: dict[str, str]) -> None:
    path = attack.get("path", attack.get("link", "")).replace("LONG", "x" * 100)
    place = tmp_path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if "link" in attack:
        folder = canary.secret.parent.as_posix()
        place.symlink_to(attack["to"].replace("SECRETS", folder).replace("SECRET", canary.secret.as_posix()))
    else:
        place.write_text(clause_file("Pour."), encoding="utf-8")
    loaded, problems = read_library([TEA, tmp_path])
    if "ignored" in attack:
        assert problems == []
        assert loaded is not None
        assert len(loaded.clauses) == len(load_folders(TEA).clauses)
    else:
        assert attack["says"] in " ".join(map(str, problems))
    assert WORD not in " ".join(map(str, problems))


# pages


def page(body: str) -> str:
    return f"<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("form", [pytest.param(False, id="a paper"), pytest.param(True, id="a form")])
@pytest.mark.parametrize("body", cases(table("pages", "refused")))
def test_no_pdf_is_made_of_a_page_that_asks_for_a_file_or_an_address(canary: Canary, body: str, form: bool) -> None:
    with pytest.raises(NotAnAsset) as refused:
        make_pdf(page(canary.put_into(body)), "0" * 64, form=form)
    assert re.search(r"file:|http:|ftp:|data:|asset:|//|/etc/|%5C", str(refused.value), re.IGNORECASE)
    assert WORD not in str(refused.value)


@pytest.mark.parametrize("form", [pytest.param(False, id="a paper"), pytest.param(True, id="a form")])
@pytest.mark.parametrize("body", cases(table("pages", "inert")))
def test_what_a_pdf_does_not_know_asks_for_nothing(canary: Canary, body: str, form: bool) -> None:
    made = make_pdf(page(canary.put_into(body)), "0" * 64, form=form)
    assert WORD not in text_of_pdf(made)


# files


def bytes_of(attack: dict[str, str]) -> bytes:
    text = attack["bytes"].replace("PLATFORMS", ",".join(f"p{number}" for number in range(101)))
    return text.encode("latin-1") * int(attack.get("times", 1))


@pytest.mark.parametrize("attack", rows_as_cases([row for row in rows("files") if "says" in row]))
def test_a_hostile_answers_file_is_refused_with_its_line(tmp_path: Path, tea: Library, attack: dict[str, str]) -> None:
    (tmp_path / "answers.yaml").write_bytes(bytes_of(attack))
    with pytest.raises(AnswersRefused) as refused:
        load_answers(tmp_path / "answers.yaml", tea)
    assert any(attack["says"] in each.says and each.line == int(attack["line"]) for each in refused.value.problems)
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize("attack", rows_as_cases([row for row in rows("files") if "read" in row]))
def test_an_odd_answers_file_is_read_rightly(tmp_path: Path, tea: Library, attack: dict[str, str]) -> None:
    required = "".join(f"{key}: {value}\n" for key, value in REQUIRED.items() if key not in ("org_name", "headcount"))
    headcount = b"" if b"headcount" in bytes_of(attack) else b"headcount: 5\n"
    (tmp_path / "answers.yaml").write_bytes(bytes_of(attack) + headcount + required.encode())
    assert load_answers(tmp_path / "answers.yaml", tea).given[QuestionId("org_name")] == attack["read"]


# tables and the terminal


CELLS = [text for text in read("cells") if isinstance(text, str)]
ORDERS = [text for text in read("terminal") if isinstance(text, str)]


@pytest.mark.parametrize("cell", [pytest.param(cell, id=ascii(cell)) for cell in CELLS])
def test_no_cell_is_calculated(cell: str) -> None:
    import csv

    written = csv_table(("a",), [(cell, "x")])
    (_, (first, second)) = csv.reader(io.StringIO(written, newline=""))
    assert (first.removeprefix("'"), second) == (cell.replace("\r", "\n"), "x")
    opened = first.strip().lstrip("\u00a0")
    assert not opened.startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


@pytest.mark.parametrize("order", [pytest.param(order, id=ascii(order)) for order in ORDERS])
def test_no_text_steers_the_terminal(order: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", clean(order))


def test_there_are_enough_attacks() -> None:
    names = ("refused-answers", "clauses", "names", "files")
    counted = len(ANSWERS) + len(TITLES) + len(CELLS) + len(ORDERS) + sum(len(rows(name)) for name in names)
    assert counted + len(table("pages", "refused")) + len(table("pages", "inert")) > 300
