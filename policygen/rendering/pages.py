"""The Jinja2 environment in which templates/ are rendered, and the words they use in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from policygen.document import Document
from policygen.errors import ProblemsFound, RenderFailed
from policygen.filling import Filled, literal
from policygen.rendering.marks import escape_markdown, to_html, to_html_line, to_markdown
from policygen.strictyaml import read_yaml
from policygen.textfiles import read_text


@dataclass(frozen=True)
class Words:
    """The words that templates print, in one language."""

    by_key: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Give the words of a key; an unknown key stops the rendering."""
        if key not in self.by_key:
            raise RenderFailed(f"The words file of the templates lacks '{key}'. Add it to templates/words/.")
        return self.by_key[key]

    def limit(self, name: str) -> str:
        """Give the words for a time limit; a library of one's own may have limits that no words file knows."""
        return self.by_key.get(f"limit_{name}", name.replace("_", " ").capitalize())


def render_page(document: Document, template: str, templates: tuple[Path, ...], **more: object) -> str:
    """Render one template of templates/ with a document; the first folder that has it wins."""
    environment = _html_environment(templates) if ".html" in template else _text_environment(templates)
    try:
        page = environment.get_template(template)
        return page.render(document=document, words=_words(document.language, templates), **more)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or template}, line {getattr(error, 'lineno', '?')}"
        raise RenderFailed(f"The template {where} cannot be rendered: {error.message}.") from error


def template_text(name: str, templates: tuple[Path, ...]) -> str:
    """Read a file that a template needs as it stands, such as a style sheet."""
    for folder in templates:
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise RenderFailed(f"The template file {name} is missing from templates/.")


@lru_cache(maxsize=8)
def _html_environment(templates: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    environment = _environment(templates, autoescape=True)
    environment.filters["text"] = lambda text: Markup(to_html(text))  # noqa: S704 - sanitised there
    environment.filters["line"] = lambda text: Markup(to_html_line(_as_filled(text)))  # noqa: S704
    return environment


@lru_cache(maxsize=8)
def _text_environment(templates: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    environment = _environment(templates, autoescape=False)
    environment.filters["text"] = to_markdown
    environment.filters["line"] = lambda text: to_markdown(_as_filled(text))
    environment.filters["cell"] = escape_markdown
    environment.filters["opening"] = lambda text: escape_markdown(text, opens_a_block=True)
    return environment


def _environment(templates: tuple[Path, ...], *, autoescape: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in templates]),
        undefined=StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _as_filled(text: Filled | str) -> Filled:
    return literal(text) if isinstance(text, str) else text


@lru_cache(maxsize=8)
def _words(language: str, templates: tuple[Path, ...]) -> Words:
    name = f"words/{language.partition('-')[0]}.yaml"
    for folder in templates:
        if (folder / name).is_file():
            return Words(_read_words(folder / name))
    raise RenderFailed(f"There is no {name} in templates/, so no document can be made in that language.")


def _read_words(path: Path) -> dict[str, str]:
    text = read_text(path, path.name)
    tree, problems = read_yaml(text, path.name) if isinstance(text, str) else (None, [text])
    if problems or tree is None or not isinstance(tree.value, dict):
        raise ProblemsFound(problems, "The words of the templates cannot be read.")
    return {key: str(value) for key, value in tree.value.items()}
