"""The child process that reads a stranger's file: its bytes on standard input, its blocks on standard output."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping

from policygen.auditing.oldpolicy import Block, FileKind, UnreadableFile
from policygen.auditing.pdfpages import read_pdf
from policygen.auditing.plaintext import read_markdown, read_plain_text
from policygen.auditing.webpage import read_web_page
from policygen.auditing.word import read_word

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space."""
MOST_SECONDS = 60
"""Seconds of processor time; a policy of sixty pages takes less than one."""
REFUSED = 3
"""The exit code when standard error holds the sentence that says why the file cannot be read."""

READERS: Mapping[FileKind, Callable[[bytes], Iterable[Block]]] = {
    FileKind.WORD: read_word,
    FileKind.PDF: read_pdf,
    FileKind.WEB: lambda data: read_web_page(data.decode()),
    FileKind.MARKDOWN: lambda data: read_markdown(data.decode()),
    FileKind.TEXT: lambda data: read_plain_text(data.decode()),
}
"""By kind: a function of the file's bytes, which for text are UTF-8 with plain line ends."""


def limit_this_process() -> None:
    """Keep this process to the memory and time that a policy needs, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    """Read one file, of the kind that the first line of standard input names."""
    limit_this_process()
    kind = FileKind(sys.stdin.buffer.readline().decode().strip())
    try:
        blocks = list(READERS[kind](sys.stdin.buffer.read()))
    except UnreadableFile as error:
        sys.stderr.write(str(error))
        return REFUSED
    rows = [[block.kind.value, block.text, block.page, block.line] for block in blocks]
    sys.stdout.write(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
