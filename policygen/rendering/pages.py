"""The Jinja2 environments in which templates/ are rendered.

The templates that travel with the program are its own code: they run as they are, and what they print of a block is
kept for the next paper that holds the same block. Templates of any other folder are a stranger's: they run in the
sandbox, and nothing of theirs is kept. Either way a name that is not there stops the rendering, values are escaped,
and no clause or answer is ever read as a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from policygen.errors import RenderFailed
from policygen.loading import shipped_library
from policygen.paper import Block, Box, Contents, Text
from policygen.rendering.codes import code_svg, readable_address
from policygen.rendering.layout import Entry, Layout, Placed
from policygen.rendering.marks import escape_markdown
from policygen.rendering.texts import bare_of, html_line_of, html_of, markdown_line_of, markdown_of
from policygen.rendering.words import load_words

_Macro: TypeAlias = Callable[..., str]
"""What prints a placed block of a layout."""
_Row: TypeAlias = tuple[Text, ...]
"""The cells of a row of a table."""
_KNOWN_ROWS = 1024
"""Rows that are known again, because a new row in a long table leaves the others as they were."""
_KNOWN = 1024
"""Blocks that are known again, because many papers hold the same; a policy and its hand-outs have some five hundred."""


def render_page(template: str, language: str, templates: tuple[Path, ...], /, **names: object) -> str:
    """Render one template of templates/ with the words of a language; the first folder that has it wins."""
    environment = _text_environment if ".md" in template else _html_environment
    try:
        return environment(language, templates).get_template(template).render(**names)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or template}, line {getattr(error, 'lineno', '?')}"
        raise RenderFailed(f"The template {where} cannot be rendered: {error.message}.") from error


def template_text(name: str, templates: tuple[Path, ...]) -> str:
    """Read a file that a template needs as it stands, such as a style sheet."""
    text = _text_of(name, templates)
    if text is None:
        raise RenderFailed(f"The template file {name} is missing from templates/.")
    return text


def optional_text(name: str, templates: tuple[Path, ...]) -> str:
    """Read a file that a template may do without; an empty text when there is none."""
    return _text_of(name, templates) or ""


def _text_of(name: str, templates: tuple[Path, ...]) -> str | None:
    """Give the text of a file in the first folder that has it, as it stands now; None where none has it."""
    for folder in templates:
        path = folder / name
        with suppress(OSError):
            found = path.stat()
            if S_ISREG(found.st_mode):
                return _read(path, found.st_mtime_ns, found.st_size)
    return None


@lru_cache(maxsize=32)
def _read(path: Path, changed: int, size: int) -> str:
    """Read a file once for many papers, as long as it stays as it is."""
    del changed, size
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _html_environment(language: str, templates: tuple[Path, ...]) -> Environment:
    environment = _environment(language, templates, autoescape=True)
    environment.filters["text"] = _html_text
    environment.filters["line"] = _html_line
    environment.filters["bare"] = bare_of
    environment.filters["together"] = _together
    environment.filters["drawn"] = lambda code, says: Markup(code_svg(code, says))  # noqa: S704 - drawn there
    return environment


@lru_cache(maxsize=8)
def _text_environment(language: str, templates: tuple[Path, ...]) -> Environment:
    environment = _environment(language, templates, autoescape=False)
    environment.filters["text"] = _markdown_text
    environment.filters["line"] = _markdown_line
    environment.filters["cell"] = escape_markdown
    environment.filters["hanging"] = lambda text: text.replace("\n", "\n    ")
    environment.filters["quoted"] = lambda text: "> " + text.replace("\n", "\n> ")
    environment.filters["opening"] = lambda text: escape_markdown(text, opens_a_block=True)
    return environment


def _environment(language: str, templates: tuple[Path, ...], *, autoescape: bool) -> Environment:
    """Make an environment for one language: imported macros read its words, and are made once for all papers."""
    own = templates == (shipped_library() / "templates",)
    environment = (Environment if own else ImmutableSandboxedEnvironment)(
        loader=FileSystemLoader([str(folder) for folder in templates]),
        undefined=StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["readable"] = readable_address
    environment.globals["words"] = load_words(language, templates)
    environment.globals["printed"] = _print_once if own else _print_each
    environment.globals["printed_rows"] = _rows_once if own else _rows_each
    return environment


def _print_once(macro: _Macro, layout: Layout, *more: bool) -> list[str]:
    """Print the blocks of a paper, each of them unless the same was printed before."""
    form = macro, more
    printed = []
    for each, kept in _known(layout):
        if form not in kept:
            kept[form] = macro(each, layout, *more)
        printed.append(kept[form])
    return printed


def _print_each(macro: _Macro, layout: Layout, *more: bool) -> list[str]:
    """Print every block of a paper anew."""
    return [macro(each, layout, *more) for each in layout.blocks]


def _rows_once(macro: _Macro, rows: Iterable[_Row]) -> list[str]:
    """Print the rows of a table, each of them unless the same was printed before."""
    return [_row_once(macro, row) for row in rows]


@lru_cache(maxsize=_KNOWN_ROWS)
def _row_once(macro: _Macro, row: _Row) -> str:
    return macro(row)


def _rows_each(macro: _Macro, rows: Iterable[_Row]) -> list[str]:
    """Print every row of a table anew."""
    return [macro(row) for row in rows]


_Form: TypeAlias = tuple[_Macro, tuple[bool, ...]]
"""What prints a block, in one language and format, and what else it asks: whether it prints on paper."""


@lru_cache(maxsize=2)
def _known(layout: Layout) -> tuple[tuple[Placed, dict[_Form, str]], ...]:
    """Give each block of a paper with what is kept of it."""
    return tuple(
        (each, _kept(each.block, each.level, each.anchor, each.inner, links, _contents_in(each, layout)))
        for each, links in layout.linked
    )


@lru_cache(maxsize=_KNOWN)
def _kept(
    block: Block,
    level: int,
    anchor: str,
    inner: tuple[Placed, ...],
    links: tuple[str | None, ...],
    contents: tuple[Entry, ...],
) -> dict[_Form, str]:
    """Give what is kept of a block where it stands, by form; it is printed from nothing but what is named here."""
    del block, level, anchor, inner, links, contents
    return {}


def _contents_in(each: Placed, layout: Layout) -> tuple[Entry, ...]:
    """Give the table of contents where a block prints it."""
    return layout.contents if _holds_contents(each.block) else ()


def _holds_contents(block: Block) -> bool:
    """Tell whether a block lists what stands in its whole paper."""
    return isinstance(block, Contents) or (isinstance(block, Box) and any(map(_holds_contents, block.blocks)))


def _together(printed: list[Markup]) -> Markup:
    """Put blocks, which macros printed and escaped, one after the other."""
    return Markup("".join(printed))  # noqa: S704


@pass_context
def _html_text(context: Context, text: Text) -> Markup:
    return Markup(html_of(text, context["words"]))  # noqa: S704 - sanitised there


@pass_context
def _html_line(context: Context, text: Text) -> Markup:
    return Markup(html_line_of(text, context["words"]))  # noqa: S704


@pass_context
def _markdown_text(context: Context, text: Text) -> str:
    return markdown_of(text, context["words"])


@pass_context
def _markdown_line(context: Context, text: Text) -> str:
    return markdown_line_of(text, context["words"])
