"""The child process that turns print HTML into a PDF: a request on standard input, the PDF on standard output."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import sys
from pathlib import Path

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

MOST_MEMORY = 3 * 1024**3
"""Bytes of address space."""
MOST_SECONDS = 200
"""Seconds of processor time."""

FONTS = {
    "sans-regular": ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    "sans-italic": ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    "sans-semibold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    "sans-bold": ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    "serif-regular": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "serif-semibold": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
"""The assets a style sheet may name, as ``asset:sans-regular``."""


class NotAnAsset(ValueError):
    """The page asks for something that is not one of its own assets."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the named fonts and nothing else, and remembers what it refused."""

    def __init__(self) -> None:
        """Begin with nothing refused."""
        super().__init__(allowed_protocols=["asset"])
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Serve an asset; refuse every other address."""
        del headers
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in FONTS:
            self.refused.append(url)
            raise NotAnAsset(f"{url[:200]} is not one of the document's own assets")
        return URLFetcherResponse(url, font_path(name).read_bytes(), headers={"Content-Type": "font/ttf"})


def font_path(name: str) -> Path:
    """Find the file of a named font in its package."""
    package, file = FONTS[name]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The fonts are missing: install {package.replace('_', '-')}.")
    return Path(spec.origin).parent / "files" / file


def make_pdf(html: str, identifier: str, *, form: bool) -> bytes:
    """Make a tagged PDF; raise NotAnAsset when the page asked for anything that is not its own.

    A form can be filled in, and does not claim PDF/UA, because its fields have no fixed looks.
    """
    fetcher = AssetFetcher()
    page = HTML(string=html, url_fetcher=fetcher, base_url="asset:")
    made = page.write_pdf(
        font_config=FontConfiguration(),
        pdf_variant=None if form else "pdf/ua-1",
        pdf_version="1.7",
        pdf_tags=True,
        pdf_forms=form,
        pdf_identifier=bytes.fromhex(identifier)[:16],
        custom_metadata=False,
    )
    if fetcher.refused:
        raise NotAnAsset(f"the document asks for {', '.join(sorted(set(fetcher.refused)))[:400]}, which is refused")
    return bytes(made)


def limit_this_process() -> None:
    """Keep this process to the memory and processor time that a policy needs, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> int:
    """Answer one request; a failure ends with one sentence on standard error."""
    limit_this_process()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    request = json.load(sys.stdin)
    try:
        made = make_pdf(request["html"], request["identifier"], form=bool(request.get("form")))
    except (NotAnAsset, FileNotFoundError, MemoryError) as error:
        sys.stderr.write(f"{error or 'it needed too much memory'}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
