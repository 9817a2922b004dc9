"""The words that renderers and templates print around the clauses, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policygen.errors import ProblemsFound, RenderFailed
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


@lru_cache(maxsize=8)
def load_words(language: str, templates: tuple[Path, ...]) -> Words:
    """Load the words of a language tag; the first folder that has them wins. Raises RenderFailed, ProblemsFound."""
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
