"""Whatever bytes stand in a file, its reader gives values, problems or a planned refusal, and never fails otherwise.

For longer than CI takes: ``pytest tests/test_fuzz.py --fuzz-minutes 10``.
"""

from __future__ import annotations

import time
from atexit import register
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from policygen.adopting import adopt
from policygen.answerfile import blank_answers, read_answers, update_text, write_answers
from policygen.assembling import assemble
from policygen.carrying import load_decisions
from policygen.errors import PolicygenError, Problem
from policygen.formats import render
from policygen.history import load_history
from policygen.lint import lint
from policygen.loading import load_folders, read_library
from policygen.lock import read_lock
from policygen.minisign import read_public_key, read_signature
from policygen.packs import build_pack, read_pack
from policygen.selection import select
from policygen.strictyaml import read_yaml
from policygen.systems import load_standard
from policygen.textfiles import read_text
from policygen.trail import Deed, Entry, append, head, read_trail, verify
from policygen.trust import read_trust
from policygen.verifying import verify as verify_copy
from policygen.waivers import load_waivers
from policygen.writing import JOURNAL, settle
from tests.club import DAY, make_club
from tests.health_system import SYSTEM
from tests.test_packs import KIM, LEGACY, TRUST
from tests.tools import ON, TEA, answers_of, tea_answers

TEMPLATES = (TEA.parent.parent / "templates",)
LIBRARY = load_folders(TEA)

TOKENS = (
    *(
        "---\n",
        "---",
        "...",
        ": ",
        ":",
        "- ",
        "? ",
        "| \n  x",
        "> \n  x",
        "&a ",
        "*a",
        "!x ",
        "!!str ",
        "<<: ",
        "%YAML 1.2\n",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "'",
        '"',
        '"\\u202e"',
        '"\\0"',
        '"\\ud800"',
        "\t",
        "\n",
        "\n\n",
        "\r",
        "  ",
        "    ",
    ),
    *(
        "{{ ",
        " }}",
        "{{ org_name }}",
        "{{ term.cup }}",
        "{{ limit.pot_stands }}",
        "{{ role.brewer }}",
        "{% if %}",
        "<b>",
        "`",
        "[",
    ),
    *(
        "](https://x)",
        "](javascript:x)",
        "![",
        "**",
        "_",
        "* * *",
        "|a|\n|-|\n",
        "1. ",
        "> ",
        "not ",
        "at least ",
        "answered",
    ),
    *("yes", "no", "null", "~", "0x1", "1e9", "999999999999999999999", "-1", "2026-02-30", "9999-12-31", "0001-01-01"),
    *(
        "\ufeff",
        "\u2028",
        "\u00a0",
        "\u0301",
        "\u200d",
        "\ufdd0",
        "\U000e0041",
        "é",
        "茶",
        "🍵",
        "\x85",
        "\x00",
        "x" * 400,
    ),
    *(
        "title",
        "when",
        "applies_to",
        "rests_on",
        "members",
        "good practice",
        "tea-act 1",
        "tea-act",
        "from",
        "until",
        "do",
        "dont",
    ),
    *(
        "org_name",
        "jurisdictions",
        "tealand",
        "headcount",
        "milk",
        "answers",
        "not sure",
        "platforms",
        "within",
        "limits",
    ),
    *("at_most: 3 days", "at_least: 99999999 weeks", "language: xx", "paper: a4", "status: repealed", "as_of: 2026"),
    *('"number":', '"seal":""', '"at":"', "null", "true", "1.5", "[[", "{}", "PK\x01\x02", "PK\x03\x04", "PK\x05\x06"),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """Give a text that began as one of some files and was then cut, doubled and stuffed."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        put = draw(st.sampled_from(TOKENS) | st.just(text[start:end] * 2) | st.just("") | st.text(max_size=4))
        text = text[:start] + put + text[end:]
    return text


def seeds(pattern: str) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(TEA.glob(pattern)))


def try_yaml(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "leaf.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        read = read_text(path, "leaf.yaml")
    if isinstance(read, Problem):
        return
    tree, problems = read_yaml(read, "leaf.yaml")
    assert tree is not None or problems
    for problem in problems:
        assert 1 <= problem.line <= read.count("\n") + 2, problem
        assert problem.says
        assert problem.advice


def try_library(name: str) -> Callable[[str], None]:
    """Lay a file over the tea club; what it makes of it is linted, selected and rendered, or its mistakes are named."""

    def attempt(text: str) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            loaded, problems = read_library([TEA, Path(folder)])
            assert loaded is not None or problems
            assert all(problem.line >= 1 and problem.says for problem in problems)
            lint([TEA, Path(folder)])
        if loaded is None or problems:
            return
        try:
            document = assemble(loaded, select(loaded, tea_answers(LIBRARY, platforms=["x"]), ON))
            for format_name in ("html", "md"):
                render(document, format_name, TEMPLATES)
        except PolicygenError:
            return

    return attempt


def try_answers(text: str) -> None:
    answers, problems = read_answers(text, "answers.yaml", LIBRARY.questionnaire, LIBRARY.places)
    assert all(problem.line >= 1 and problem.says for problem in problems)
    again, _ = read_answers(write_answers(answers), "answers.yaml", LIBRARY.questionnaire, LIBRARY.places)
    assert again == answers
    if not problems:
        for question in LIBRARY.questionnaire:
            kept = update_text(text, answers, question.id)
            assert read_answers(kept, "answers.yaml", LIBRARY.questionnaire, LIBRARY.places) == (answers, [])
    complete = tea_answers(LIBRARY)
    for question_id, value in answers.given.items():
        complete = complete.with_answer(question_id, value)
    try:
        render(assemble(LIBRARY, select(LIBRARY, complete, ON)), "html", TEMPLATES)
    except PolicygenError:
        return


def try_trail(text: str) -> None:
    verify(text, [head(text), "0" * 64])
    assert len(read_trail(text)) <= text.count("\n") + 1
    try:
        longer = append(text, Entry(at=datetime(2026, 1, 1, tzinfo=UTC), who="kim", deed=Deed.BUILT, details={}))
    except PolicygenError:
        return
    assert head(longer) != head(text)


def try_pack(text: str) -> None:
    try:
        read_pack(text.encode("latin-1", "replace"))
    except PolicygenError:
        return


def try_signature(text: str) -> None:
    for reader in (read_signature, read_public_key):
        try:
            reader(text)
        except PolicygenError:
            continue


def try_lock(text: str) -> None:
    assert read_lock(text).outputs is not None


def try_trust(text: str) -> None:
    keys, problems = read_trust(text, "trust.yaml")
    assert keys or problems or "keys" in text


def try_journal(text: str) -> None:
    with TemporaryDirectory() as outside:
        folder = Path(outside) / "workspace"
        folder.mkdir()
        (folder / JOURNAL).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            settle(folder)
        except PolicygenError:
            return
        assert list(Path(outside).rglob("*")) == [folder]


def try_file(name: str, load: Callable[[Path], object]) -> Callable[[str], None]:
    """Load a file of an institution's folder."""

    def attempt(text: str) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            try:
                load(path)
            except PolicygenError:
                return

    return attempt


CLUB = make_club(Path(mkdtemp(prefix="policygen-test-")))
"""A workspace whose policy strangers edit."""
register(rmtree, CLUB.library.parent)


def try_adopting(text: str) -> None:
    before = {path: path.read_bytes() for path in CLUB.workspace.folder.rglob("*") if path.is_file()}
    CLUB.write("documents/policy.md", "")
    (CLUB.workspace.folder / "documents/policy.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        adopt(CLUB.workspace, CLUB.load(), CLUB.beneath(), DAY)
        assert read_library(CLUB.folders)[1] == []
        CLUB.build()
    except PolicygenError:
        pass
    for path in CLUB.workspace.folder.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    for path, data in before.items():
        path.write_bytes(data)


def try_verifying(text: str) -> None:
    copy = CLUB.library.parent / "copy"
    copy.write_bytes(text.encode("latin-1", "replace"))
    verify_copy(copy, CLUB.workspace, LIBRARY, DAY)


def trail() -> str:
    text = ""
    for number in range(4):
        text = append(
            text, Entry(at=datetime(2026, 1, 1, number, tzinfo=UTC), who="kim", deed=Deed.BUILT, details={"a": "b"})
        )
    return text


ANSWERS = (
    write_answers(answers_of(LIBRARY, org_name="Leaf", milk="yes", platforms=["a", "b"])),
    blank_answers(LIBRARY.questionnaire),
)
JOURNAL_SEED = '{"steps":[{"path":"documents/a.md","was":"","delete":false},{"path":"a","was":"","delete":true}]}'
WAIVERS = "waivers:\n  - {clause: cake/rum, finding: G2, reason: no rum, by: Kim, until: 2027-01-01}\n"
DECISIONS = "decisions:\n  cake/rum: keep\n  kettle/lid:\n    combine: Keep the lid on.\n"
RECORD = (
    '{"version":"1.0","on":"2026-01-01","approved_by":"A","prepared_by":"B","next_review":null,"keep_years":6,'
    '"changes":["x"],"sealed":""}'
)
WORD = render(assemble(LIBRARY, select(LIBRARY, tea_answers(LIBRARY), ON)), "docx", TEMPLATES).decode("latin-1")
PACK = build_pack(TEA, "tea", "1.2", date(2026, 1, 1)).decode("latin-1")

TARGETS: dict[str, tuple[st.SearchStrategy[str], Callable[[str], None]]] = {
    "yaml": (mutated(seeds("**/*.yaml")) | st.text() | st.lists(st.sampled_from(TOKENS)).map("".join), try_yaml),
    "clause": (mutated(seeds("clauses/*/*.md")), try_library("clauses/cake/share-the-cake.md")),
    "place": (mutated(seeds("jurisdictions/*/_place.yaml")), try_library("jurisdictions/tealand/_place.yaml")),
    "authority": (mutated(seeds("jurisdictions/*/[!_]*.yaml")), try_library("jurisdictions/tealand/tea-act.yaml")),
    "frame": (mutated(seeds("clauses/_library.yaml")), try_library("clauses/_library.yaml")),
    "questionnaire": (mutated(seeds("clauses/questionnaire.yaml")), try_library("clauses/questionnaire.yaml")),
    "cautions": (mutated(seeds("clauses/cautions.yaml")), try_library("clauses/cautions.yaml")),
    "topic": (mutated(seeds("clauses/*/_topic.yaml")), try_library("clauses/cake/_topic.yaml")),
    "answers": (mutated(ANSWERS) | st.text(), try_answers),
    "trail": (mutated((trail(),)) | st.text(), try_trail),
    "lock": (
        mutated(('{"format":1,"as_of":"2026-01-01","outputs":{"a":"b"},"clauses":{}}', "[" * 9999)),
        try_lock,
    ),
    "pack": (mutated((PACK,)), try_pack),
    "waivers": (mutated((WAIVERS,)), try_file("waivers.yaml", load_waivers)),
    "system": (
        mutated((SYSTEM,)),
        try_file("system.yaml", lambda path: load_standard(path.parent / "site", LIBRARY)),
    ),
    "decisions": (mutated((DECISIONS,)), try_file("decisions.yaml", load_decisions)),
    "history": (
        mutated((RECORD,)),
        try_file("history/1.0/issue.json", lambda path: load_history(path.parent.parent.parent)),
    ),
    "edited policy": (mutated((CLUB.policy,)), try_adopting),
    "copy": (mutated((WORD, "%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF")), try_verifying),
    "signature": (mutated((LEGACY, KIM.sign(b"x"), KIM.public)) | st.text(), try_signature),
    "trust": (mutated((TRUST,)), try_trust),
    "journal": (mutated((JOURNAL_SEED, "[" * 9999)) | st.text(), try_journal),
}

CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example]


@pytest.mark.parametrize("target", TARGETS)
def test_no_reader_fails_otherwise_than_planned(target: str, fuzz_minutes: float) -> None:
    strategy, attempt = TARGETS[target]
    if not fuzz_minutes:
        settings(max_examples=10 if attempt is try_adopting else 60, suppress_health_check=CHECKS)(
            given(strategy)(attempt)
        )()
        return
    until = time.monotonic() + fuzz_minutes * 60 / len(TARGETS)
    dice = Random()
    while time.monotonic() < until:
        longer = settings(max_examples=200, derandomize=False, suppress_health_check=CHECKS)
        seed(dice.getrandbits(64))(longer(given(strategy)(attempt)))()
