"""The one list of modules: a module imports only what stands above it.

Imports for type checkers and imports inside functions count too. A new module goes into ORDER as far up as it can.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import policygen

PACKAGE = Path(policygen.__file__).parent

ORDER = (
    # words, amounts and mistakes
    "errors",
    "findings",
    "typos",
    "numbering",
    "amounts",
    "counting",
    "addresses",
    "colours",
    "tables",
    "reading",
    # files as text and as values
    "keeping",
    "memory",
    "textfiles",
    "strictyaml",
    "writing",
    # the text of a policy that an institution already has
    "auditing",
    "auditing.oldpolicy",
    "auditing.plaintext",
    "auditing.webpage",
    "auditing.word",
    "auditing.pdfpages",
    "auditing.splitting",
    "auditing.reader",
    "auditing.opening",
    "auditing.wordlists",
    "auditing.similarity",
    "trail",
    "minisign",
    "trust",
    "packs",
    "merging",
    # the nouns
    "questions",
    "answers",
    "jurisdictions",
    "bodies",
    "clauses",
    "translations",
    "outlines",
    "library",
    "languages",
    # what may be wrong with words
    "checks",
    "checks.patterns",
    "checks.passages",
    "checks.check",
    "checks.grounds",
    "checks.access",
    "checks.acknowledgement",
    "checks.addresses",
    "checks.contradictions",
    "checks.dutywords",
    "checks.ease",
    "checks.placeholders",
    "checks.platforms",
    "checks.promises",
    "checks.public",
    "checks.terms",
    "checks.tone",
    "checks.vague",
    "checks.speech",
    "checks.speech_en",
    "checks.speech_fr",
    "checks.gags",
    # what conditions and answers mean
    "conditions",
    "values",
    "taking",
    # reading the library
    "shapes",
    "sources",
    "librarycache",
    "questionfiles",
    "lawfiles",
    "clausefiles",
    "translationfiles",
    "references",
    "outlineshapes",
    "outlinefiles",
    "outlinechecks",
    "loading",
    # looking at the library
    "coverage",
    "showing",
    "doctor",
    # from answers to a document
    "answertables",
    "systems",
    "answerfile",
    "selection",
    "auditing.mapping",
    "auditing.outdated",
    "filling",
    "effect",
    "document",
    "paper",
    "redlining",
    "pictures",
    "look",
    "letterhead",
    "themefiles",
    "lawrows",
    "assembling",
    "papers",
    "papers.material",
    "papers.clocks",
    "papers.contacts",
    "papers.rest",
    "papers.registers",
    "papers.matrix",
    "papers.changes",
    "parts",
    "handouts",
    "editions",
    "explaining",
    "inputs",
    "lock",
    "cutting",
    "history",
    "waivers",
    "recording",
    "guarding",
    # what may be wrong with a policy
    "checks.settings",
    "checks.examined",
    "checks.needs",
    "checks.control",
    "checks.handouts",
    "checks.operations",
    "checks.people",
    "checks.privacy",
    "checks.rights",
    "checks.said",
    "checks.standing",
    "checks.versions",
    "checks.webpages",
    "checklist",
    "auditing.audit",
    "verdict",
    "prose",
    "outlineprose",
    "lint",
    # from an interview to answers
    "interview",
    # from a document to bytes
    "rendering",
    "rendering.fontfiles",
    "rendering.answering",
    "rendering.pdfworker",
    "rendering.onechild",
    "rendering.warm",
    "rendering.pdfprocess",
    "rendering.typstworker",
    "rendering.marks",
    "rendering.words",
    "rendering.layout",
    "rendering.codes",
    "rendering.texts",
    "rendering.runs",
    "rendering.pages",
    "rendering.styles",
    "rendering.html",
    "rendering.markdown",
    "rendering.pdf",
    "rendering.typstdata",
    "rendering.typst",
    "rendering.docxparts",
    "rendering.docxpackage",
    "rendering.docxletterhead",
    "rendering.docxpen",
    "rendering.docxwriter",
    "rendering.docxfile",
    "rendering.docx",
    "policypaper",
    "formats",
    "outputs",
    "judging",
    "handbook",
    "bundle",
    # what changed
    "changes",
    "comparing",
    "notice",
    "staffchanges",
    # an institution's folder
    "making",
    "workspace",
    "exporting",
    "freshness",
    "starting",
    "tabling",
    "batching",
    "crews",
    "clustering",
    "batchreport",
    "clausetexts",
    "status",
    "portfolio",
    "localising",
    "carrying",
    "updating",
    "wording",
    "adopting",
    "issuing",
    "verifying",
    "examining",
    "waiving",
    "reporting",
    "drift",
    "driftreport",
    # the audit of an old policy
    "auditing.figures",
    "auditing.report",
    "auditing.adopting",
    # the page in the browser
    "web",
    "web.jobs",
    "web.desk",
    "web.visit",
    "web.menu",
    "web.replies",
    "web.faults",
    "web.gate",
    "web.families",
    "web.fields",
    "web.previewing",
    "web.asking",
    "web.policy",
    "web.checking",
    "web.working",
    "web.documents",
    "web.waivers",
    "web.wording",
    "web.changes",
    "web.versions",
    "web.library",
    "web.home",
    "web.routes",
    "web.server",
    # the front ends
    "console",
    "librarycli",
    "waivercli",
    "auditcli",
    "batchcli",
    "driftcli",
    "installing",
    "deciding",
    "askcli",
    "upkeepcli",
    "versionscli",
    "logcli",
    "packcli",
    "servecli",
    "makecli",
    "cli",
    "__main__",
    "",
)
"""Every module, top to bottom, by its name within the package; the package itself is the last."""


def path_of(module: str) -> Path:
    folder = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def modules() -> list[str]:
    """List the modules that the package holds."""
    names = (path.relative_to(PACKAGE).with_suffix("").parts for path in PACKAGE.rglob("*.py"))
    return [".".join(parts).removesuffix("__init__").removesuffix(".") for parts in names]


def imports(source: str, module: str, known: tuple[str, ...] = ORDER) -> Iterator[tuple[int, str]]:
    """Find each module of the package that a source imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            around = f"policygen.{module}".split(".")[: -node.level] if node.level else []
            origin = ".".join([*around, *filter(None, [node.module])])
            named = [
                f"{origin}.{alias.name}" if f"{origin}.{alias.name}".removeprefix("policygen.") in known else origin
                for alias in node.names
            ]
        else:
            continue
        for name in dict.fromkeys(named):
            if name == "policygen" or name.startswith("policygen."):
                yield node.lineno, name.removeprefix("policygen").removeprefix(".")


def test_every_module_is_in_the_list_once() -> None:
    assert sorted(ORDER) == sorted(modules())


@pytest.mark.parametrize("module", [pytest.param(module, id=module or "policygen") for module in ORDER])
def test_a_module_imports_only_what_stands_above_it(module: str) -> None:
    above = ORDER[: ORDER.index(module)]
    source = path_of(module).read_text(encoding="utf-8")
    assert [
        f"{path_of(module).name}:{line} imports {name or 'policygen'}, which does not stand above it"
        for line, name in imports(source, module)
        if name not in above
    ] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("import policygen.errors", [(1, "errors")], id="the module by its name"),
        pytest.param("from policygen.errors import Problem", [(1, "errors")], id="a name of the module"),
        pytest.param("from policygen import errors, typos", [(1, "errors"), (1, "typos")], id="modules of the package"),
        pytest.param("from policygen import load_library", [(1, "")], id="a name of the package"),
        pytest.param("from policygen.rendering import html", [(1, "rendering.html")], id="a module of a subpackage"),
        pytest.param("\nif TYPE_CHECKING:\n    import policygen.cli", [(3, "cli")], id="for type checkers"),
        pytest.param("def f():\n    from policygen.cli import main", [(2, "cli")], id="inside a function"),
        pytest.param("try:\n    import policygen.cli\nexcept ImportError: ...", [(2, "cli")], id="inside a try"),
        pytest.param("from .marks import x", [(1, "rendering.marks")], id="beside it"),
        pytest.param("from ..errors import x", [(1, "errors")], id="above it"),
        pytest.param("from .. import errors", [(1, "errors")], id="the module above it"),
    ],
)
def test_an_import_is_found_in_every_form(source: str, found: list[tuple[int, str]]) -> None:
    assert list(imports(source, "rendering.pages")) == found


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import os\nfrom pathlib import Path", id="of the standard library"),
        pytest.param("import policygenerator", id="of a package whose name begins alike"),
        pytest.param("'import policygen.cli'", id="in a text"),
    ],
)
def test_other_imports_do_not_count(source: str) -> None:
    assert list(imports(source, "rendering.pages")) == []


def test_every_name_that_the_package_offers_can_be_loaded() -> None:
    assert policygen.__all__
    for name in policygen.__all__:
        assert getattr(policygen, name).__name__ == name


def test_a_name_that_the_package_does_not_offer_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'coffee'"):
        _ = getattr(import_module("policygen"), "coffee")  # noqa: B009 - a name that type checkers must not see
