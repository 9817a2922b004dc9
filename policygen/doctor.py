"""Examine the machine: what works, what is missing, and the line that mends it."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from policygen.errors import ProblemsFound
from policygen.loading import load_library, shipped_library

PACKAGES = ("jinja2", "markdown", "nh3", "pydantic", "pyyaml", "typer", "babel", "filelock", "weasyprint")


@dataclass(frozen=True)
class Finding:
    """One thing examined."""

    what: str
    good: bool
    says: str


def examine() -> Iterator[Finding]:
    """Examine Python, the packages, the library and the parts that a PDF needs."""
    yield Finding("Python", sys.version_info >= (3, 11), f"{platform.python_version()} (3.11 or later is needed)")
    for package in PACKAGES:
        yield _package(package)
    yield _library()
    yield _pdf()


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, f"not installed. Run: {sys.executable} -m pip install {name}")


def _library() -> Finding:
    try:
        library = load_library()
    except ProblemsFound as error:
        return Finding("library", False, f"{error.about} Run: policygen lint")
    counted = f"{len(library.clauses)} clauses, {len(library.authorities)} authorities"
    return Finding("library", True, f"{library.frame.version}, {counted}, in {shipped_library()}")


def _pdf() -> Finding:
    """Try the PDF libraries in a process of its own, because loading them takes a second."""
    tried = subprocess.run(
        [sys.executable, "-I", "-c", "import policygen.rendering.pdfworker as w; [w.font_path(n) for n in w.FONTS]"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode == 0:
        return Finding("PDF", True, "Pango and the fonts are there")
    if "cannot load library" in tried.stderr:
        return Finding("PDF", False, f"Pango is missing. Run: {pango_line()}")
    return Finding("PDF", False, tried.stderr.strip().splitlines()[-1] if tried.stderr.strip() else "it cannot start")


def pango_line() -> str:
    """Give the one line that installs Pango on this kind of machine."""
    match platform.system():
        case "Darwin":
            return "brew install pango"
        case "Windows":
            return "pacman -S mingw-w64-ucrt-x86_64-pango (in MSYS2), and set WEASYPRINT_DLL_DIRECTORIES"
        case _:
            return "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
