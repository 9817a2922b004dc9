"""Turn the words of a paper into HTML and Markdown: plain, filled or edited, and never a stranger's markup.

An edited text says what was done to its words as words too, so that a change survives a black-and-white
printer, a screen reader and a format that cannot strike through.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from policygen.filling import Filled
from policygen.paper import Edited, Mark, Text
from policygen.rendering.marks import escape_markdown, to_html, to_markdown
from policygen.rendering.words import Words

_TAGS = {Mark.INSERTED: "ins", Mark.DELETED: "del"}
_KEYS = {Mark.INSERTED: "edit_added", Mark.DELETED: "edit_deleted"}
_STROKES = {Mark.INSERTED: "**", Mark.DELETED: "~~"}
_INLINE_TAG = re.compile(r"</?(?:strong|em|a)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_BLANK_LINES = re.compile(r"\n\s*\n")
_BARE_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_OPENS_A_TARGET = re.compile(r"^[(\[:]")


def html_of(text: Text, words: Words) -> str:
    """Give the HTML of a text as paragraphs and lists."""
    if isinstance(text, Filled):
        return to_html(text)
    if isinstance(text, str):
        return _words_as_html(text)
    return f"<p>{_edited_html(text, words)}</p>"


@lru_cache(maxsize=4096)
def _words_as_html(text: str) -> str:
    """Write plain words as paragraphs; the cells of a matrix say the same for many institutions."""
    return "\n".join(f"<p>{_lines(part)}</p>" for part in _BLANK_LINES.split(text.strip()))


def html_line_of(text: Text, words: Words) -> str:
    """Give the HTML of a text without a paragraph around it, where it is one paragraph."""
    made = html_of(text, words)
    one = made.count("<p>") == 1 and made.startswith("<p>") and made.endswith("</p>")
    return made[3:-4] if one else made


def markdown_of(text: Text, words: Words) -> str:
    """Give the Markdown of a text as paragraphs and lists."""
    if isinstance(text, Filled):
        return to_markdown(text).strip()
    if isinstance(text, str):
        return "\n\n".join(_lines_markdown(part) for part in _BLANK_LINES.split(text.strip()))
    return _edited_markdown(text, words)


def markdown_line_of(text: Text, words: Words) -> str:
    """Give the Markdown of a text on one line, fit for a heading or a cell of a table, where no block can begin."""
    return _words_on_one_line(text) if isinstance(text, str) else _on_one_line(markdown_of(text, words))


@lru_cache(maxsize=4096)
def _words_on_one_line(text: str) -> str:
    """Write plain words on one line; the cells of a matrix say the same for many institutions."""
    return _on_one_line(escape_markdown(text))


def _on_one_line(markdown: str) -> str:
    return _BARE_BAR.sub(r"\1\\|", re.sub(r"\s*\n\s*", " ", markdown))


def bare_of(text: Text) -> str:
    """Give the words of a text without any mark, as they stand after a change; fit for an attribute."""
    if isinstance(text, Filled):
        return " ".join(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", to_html(text)))).split())
    if isinstance(text, Edited):
        return " ".join("".join(run for mark, run in text.runs if mark is not Mark.DELETED).split())
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "<br>".join(html.escape(line.strip()) for line in text.split("\n"))


def _lines_markdown(text: str) -> str:
    return "  \n".join(escape_markdown(line.strip(), opens_a_block=True) for line in text.split("\n"))


def _edited_html(text: Edited, words: Words) -> str:
    return "".join(_run_html(mark, run, words) for mark, run in text.runs)


def _run_html(mark: Mark, run: str, words: Words) -> str:
    shown = html.escape(run).replace("\n", "<br>")
    if mark is Mark.KEPT or not run.strip():
        return shown
    tag, said = _TAGS[mark], html.escape(words[_KEYS[mark]])
    return f'<{tag}><span class="edit">[{said}: </span>{shown}<span class="edit">]</span></{tag}>'


def _edited_markdown(text: Edited, words: Words) -> str:
    written = ""
    for mark, run in text.runs:
        shown = _run_markdown(mark, run, words, opens=not written or written.endswith("\n"))
        written += _kept_apart(written, shown, mark)
    return written.strip()


def _kept_apart(written: str, shown: str, mark: Mark) -> str:
    """Keep what follows a bracket from being read as the address of a link."""
    if not written.endswith("]") or not _OPENS_A_TARGET.match(shown):
        return shown
    return f"&#{ord(shown[0])};{shown[1:]}" if mark is Mark.KEPT else f" {shown}"


def _run_markdown(mark: Mark, run: str, words: Words, *, opens: bool) -> str:
    """Write one run; the strokes stand close to the words, because Markdown reads them so."""
    lines = run.split("\n")
    return "\n".join(
        _stretch_markdown(mark, line, words, opens=opens or number > 0) for number, line in enumerate(lines)
    )


def _stretch_markdown(mark: Mark, line: str, words: Words, *, opens: bool) -> str:
    bare = line.strip()
    if mark is Mark.KEPT or not bare:
        return escape_markdown(line, opens_a_block=opens)
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    stroke, shown = _STROKES[mark], escape_markdown(bare).replace("~", "&#126;")
    return f"{before}[{words[_KEYS[mark]]}: {stroke}{shown}{stroke}]{after}"
