"""Read how an institution's documents look: theme.yaml, the logo it names, and reference.docx, all in its folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from policygen.errors import Problem, ProblemsFound
from policygen.letterhead import LARGEST_LETTERHEAD, faults_of_letterhead
from policygen.look import PLAIN, Face, Look
from policygen.pictures import LARGEST_PICTURE, NotAPicture, Picture, read_picture
from policygen.strictyaml import Tree, read_yaml
from policygen.textfiles import read_text

if TYPE_CHECKING:
    from policygen.shapes import ThemeShape

THEME = "theme.yaml"
LETTERHEAD = "reference.docx"


def load_look(folder: Path) -> Look:
    """Load the look of a folder's documents, the plain one where it says nothing; raise ProblemsFound."""
    problems: list[Problem] = []
    theme = _theme(folder, problems)
    look = _look(folder, *theme, problems) if theme else PLAIN
    letterhead = _letterhead(folder, problems)
    if problems:
        raise ProblemsFound(problems, "The look of the documents cannot be used.")
    return replace(look, letterhead=letterhead)


def _theme(folder: Path, problems: list[Problem]) -> tuple[ThemeShape, Tree] | None:
    if not (folder / THEME).is_file():
        return None
    from policygen.shapes import ThemeShape, read_shape  # as in sources.py

    text = read_text(folder / THEME, THEME)
    if isinstance(text, Problem):
        problems.append(text)
        return None
    tree, mistakes = read_yaml(text, THEME)
    problems += mistakes
    if tree is None:
        return None
    theme, mistakes = read_shape(ThemeShape, tree)
    problems += mistakes
    return (theme, tree) if theme is not None else None


def _look(folder: Path, theme: ThemeShape, tree: Tree, problems: list[Problem]) -> Look:
    logo = None
    if theme.logo:
        try:
            logo = _logo(folder, theme.logo)
        except NotAPicture as error:
            problems.append(tree.problem(("logo",), str(error), "Use a PNG or JPEG file in the same folder."))
    return Look(
        colour=theme.colour or PLAIN.colour,
        accent=theme.accent or PLAIN.accent,
        face=Face(theme.face) if theme.face else PLAIN.face,
        paper=theme.paper,
        large=theme.print == "large",
        logo=logo,
    )


def _logo(folder: Path, name: str) -> Picture:
    """Read the logo; its path may not leave the folder, not even by a link."""
    path = folder / name
    if Path(name).name != name or not path.is_file() or path.resolve().parent != folder.resolve():
        raise NotAPicture(f"There is no file '{name}' in this folder.")
    if path.stat().st_size > LARGEST_PICTURE:
        raise NotAPicture(f"The picture is larger than {LARGEST_PICTURE:,} bytes.")
    return read_picture(path.read_bytes())


def _letterhead(folder: Path, problems: list[Problem]) -> bytes | None:
    path = folder / LETTERHEAD
    if not path.is_file():
        return None
    large = path.stat().st_size > LARGEST_LETTERHEAD
    data = b"" if large else path.read_bytes()
    fault = f"It is larger than {LARGEST_LETTERHEAD:,} bytes." if large else faults_of_letterhead(data)
    if fault:
        problems.append(Problem(LETTERHEAD, 1, f"This file cannot be used as a letterhead. {fault}"))
    return None if fault else data
