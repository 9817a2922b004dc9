"""The child process that turns print HTML into a PDF: a request on standard input, the PDF on standard output.

With ``--serve`` it answers one request after the other. What all of them need is read once; then it forks for each, so
that every document is made in a fresh process with limits of its own, and none sees another.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from functools import partial
from typing import Any, NoReturn

import pydyf
from weasyprint import HTML
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from policygen.rendering.answering import answer_once, tell
from policygen.rendering.fontfiles import FONTS, font_path

MOST_MEMORY = 3 * 1024**3
"""Bytes of address space."""
MOST_SECONDS = 200
"""Seconds of processor time."""

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
"""What says that a file of PDF/A is PDF/UA-1 too, and, as PDF/A asks, what that means.

Source: ISO 14289-1, chapter 5; ISO 19005-3, 6.6.2.3."""


_MOST_TRIES = 40
"""Times that a file is written; one in 256 comes out with a fault that the next does not have."""


class NotAnAsset(ValueError):
    """The page asks for something that is not one of its own assets."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the named fonts and the logo and nothing else, and remembers what it refused."""

    def __init__(self, logo: tuple[str, bytes] | None = None) -> None:
        """Begin with nothing refused; a logo is its kind and its bytes."""
        super().__init__(allowed_protocols=["asset"])
        self.logo = logo
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Serve an asset; refuse every other address."""
        del headers
        scheme, _, name = url.partition(":")
        if url == "asset:logo" and self.logo is not None:
            return URLFetcherResponse(url, self.logo[1], headers={"Content-Type": self.logo[0]})
        if scheme != "asset" or name not in FONTS:
            self.refused.append(url)
            raise NotAnAsset(f"{url[:200]} is not one of the document's own assets")
        return URLFetcherResponse(url, font_path(name).read_bytes(), headers={"Content-Type": "font/ttf"})


def make_pdf(
    html: str,
    identifier: str,
    *,
    form: bool = False,
    logo: tuple[str, bytes] | None = None,
    fonts: FontConfiguration | None = None,
) -> bytes:
    """Make a tagged PDF; raise NotAnAsset when the page asked for anything that is not its own.

    It is PDF/UA-1 and PDF/A-3a at once. A form can be filled in and claims neither, because its fields have
    no fixed looks. ``fonts`` are those that were read before, if any.
    """
    fetcher = AssetFetcher(logo)
    page = HTML(string=html, url_fetcher=fetcher, base_url="asset:")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves the file of its colour profile open
        write = partial(
            page.write_pdf,
            font_config=fonts or FontConfiguration(),
            pdf_variant=None if form else "pdf/a-3a",
            pdf_version="1.7",
            pdf_tags=True,
            pdf_forms=form,
            pdf_identifier=bytes.fromhex(identifier)[:16],
            custom_metadata=False,
        )
        if form:
            made = write(finisher=_finish_form)
        else:
            tries = (write(finisher=partial(_finish, space=space)) for space in range(_MOST_TRIES))
            made = next(made for made in tries if not ends_in_line_end(made))
    if fetcher.refused:
        raise NotAnAsset(f"the document asks for {', '.join(sorted(set(fetcher.refused)))[:400]}, which is refused")
    return bytes(made)


def name_languages() -> None:
    """Have WeasyPrint name the language of a passage in its tag, so that a reader speaks it; it names only the paper's.

    This wraps a private function, because there is no other way in; the version of WeasyPrint is held for it.
    """
    build = tags._build_box_tree

    def build_and_name(box: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint has no types
        language = None if box.element is None or box.element_tag in ("html", "body") else box.element.get("lang")
        for element in build(box, *rest):
            if language:
                element["Lang"] = pydyf.String(language)
            yield element

    tags._build_box_tree = build_and_name


def ends_in_line_end(made: bytes) -> bool:
    """Tell whether the table of a PDF's objects, packed last of all, happens to end in a carriage return."""
    return made.rpartition(b"endstream")[0].endswith(b"\r\n")


def _finish(document: object, pdf: pydyf.PDF, space: int) -> None:
    """Make a PDF/A file PDF/UA too; with other ``space`` in its metadata, all that is packed comes out otherwise."""
    _claim_accessibility(pdf, space)
    _finish_form(document, pdf)


def _finish_form(document: object, pdf: pydyf.PDF) -> None:
    """Leave a stream unpacked that would end in a carriage return, since readers cannot tell that from a line end."""
    del document
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress and stream.data.endswith(b"\r\nendstream"):
            stream.compress = False


def _claim_accessibility(pdf: pydyf.PDF, space: int) -> None:
    """Add to the metadata of PDF/A that the file is PDF/UA-1 too, and leave it unpacked for archives to read."""
    number = int(bytes(pdf.catalog["Metadata"]).split()[0])
    metadata = next(each for each in pdf.objects if each.number == number)
    metadata.compress = False
    metadata.stream = [each.replace(b"</rdf:RDF>", _UA + b" " * space + b"</rdf:RDF>") for each in metadata.stream]


def limit_this_process() -> None:
    """Keep this process to the memory and processor time that a policy needs, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> int:
    """Answer one request; a failure ends with one sentence on standard error."""
    limit_this_process()
    _prepare()
    return answer_once(_answer)


def serve() -> int:
    """Answer requests until there are no more, each a line of JSON.

    The first request is a page that uses what all others will use, so that fonts and style sheets are read once; its
    PDF is thrown away.
    """
    _prepare()
    fonts = FontConfiguration()
    first = sys.stdin.buffer.readline()
    if first:
        _answer(json.loads(first), fonts)
    gc.freeze()  # what was read is shared by all that follow, and never let go
    for line in sys.stdin.buffer:
        tell(sys.stdout.buffer, _apart(line, fonts))
    return 0


def _apart(line: bytes, fonts: FontConfiguration) -> bytes | str | int:
    """Answer one request in a process of its own: the PDF, why there is none, or the signal that ended the process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _write_apart(line, fonts, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        made = file.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return -ended if ended < 0 else made if made.startswith(b"%PDF") else made.decode(errors="replace")


def _write_apart(line: bytes, fonts: FontConfiguration, writing: int) -> NoReturn:
    """Answer a request into a pipe and end this process, whatever happens."""
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)  # only the parent answers; should it be killed, that is seen at once
        gc.disable()  # looking for unused memory takes longer than the memory is worth
        limit_this_process()
        request = json.loads(line)
        os.environ["SOURCE_DATE_EPOCH"] = str(request["epoch"])
        made = _answer(request, fonts)
        with os.fdopen(writing, "wb") as file:
            file.write(made if isinstance(made, bytes) else made.encode())
        code = 0
    except Exception as error:  # noqa: BLE001 - the last word of a process that nobody else hears
        os.write(writing, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(code)


def _prepare() -> None:
    name_languages()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


def _answer(request: dict[str, object], fonts: FontConfiguration | None = None) -> bytes | str:
    """Give the PDF that a request asks for, or why it cannot be made."""
    html, identifier = str(request["html"]), str(request["identifier"])
    try:
        return make_pdf(html, identifier, form=bool(request.get("form")), logo=_logo(request), fonts=fonts)
    except (NotAnAsset, FileNotFoundError, MemoryError, RecursionError) as error:
        says = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        return says or "it needed too much memory"


def _logo(request: dict[str, object]) -> tuple[str, bytes] | None:
    kind, data = request.get("logo_kind"), request.get("logo")
    return (str(kind), base64.b64decode(str(data))) if data else None


if __name__ == "__main__":
    sys.exit(serve() if "--serve" in sys.argv[1:] else main())
