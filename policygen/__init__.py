"""policygen: social-media policies for hospitals and practices, assembled from a clause library.

The functions offered here are those of the command line::

    library = load_library()
    answers = load_answers(Path("answers.yaml"), library)
    selection = select(library, answers, on=date(2026, 11, 21))
    document = assemble(library, selection)
    content = render(document, "pdf", library.templates)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policygen.answerfile import load_answers
    from policygen.answers import Answers
    from policygen.assembling import assemble
    from policygen.document import Document
    from policygen.errors import AnswersRefused, PolicygenError, Problem, ProblemsFound
    from policygen.formats import render
    from policygen.library import Library
    from policygen.loading import load_library
    from policygen.selection import Selection, select
    from policygen.workspace import Workspace, build

__all__ = [
    "Answers",
    "AnswersRefused",
    "Document",
    "Library",
    "PolicygenError",
    "Problem",
    "ProblemsFound",
    "Selection",
    "Workspace",
    "assemble",
    "build",
    "load_answers",
    "load_library",
    "render",
    "select",
]

_HOMES = {
    "Answers": "answers",
    "AnswersRefused": "errors",
    "Document": "document",
    "Library": "library",
    "PolicygenError": "errors",
    "Problem": "errors",
    "ProblemsFound": "errors",
    "Selection": "selection",
    "Workspace": "workspace",
    "assemble": "assembling",
    "build": "workspace",
    "load_answers": "answerfile",
    "load_library": "loading",
    "render": "formats",
    "select": "selection",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first used, so that ``policygen --help`` does not wait for what it never needs."""
    if name not in _HOMES:
        raise AttributeError(f"module 'policygen' has no attribute '{name}'")
    return getattr(import_module(f"policygen.{_HOMES[name]}"), name)
