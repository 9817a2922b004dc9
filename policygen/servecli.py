"""The command that opens the page in the browser: ``policygen serve``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from policygen.console import AsOf, LibraryDirs, hand, library_folders, read_day, say
from policygen.errors import UsageError


def serve(
    folder: Annotated[
        Path, typer.Argument(help="The institution's folder, a new one, or one that holds the folders of several.")
    ] = Path("policy"),
    port: Annotated[int, typer.Option("--port", help="The port on this machine; any free one when left out.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    as_of: AsOf = None,
    library: LibraryDirs = None,
) -> None:
    """Answer the questions and read the policy in the browser. Only this machine can open the page."""
    if not (find_spec("starlette") and find_spec("uvicorn")):
        raise UsageError("The page in the browser needs two more packages. Run: pip install 'policygen[web]'")
    from policygen.loading import shipped_library
    from policygen.web.desk import Desk
    from policygen.web.server import MINUTES_UNUSED, Server, Terms

    read_day(as_of)
    beneath = (shipped_library(), *library_folders(library))
    desk = Desk(folder=folder, beneath=beneath, today=lambda: read_day(as_of), hand=hand)

    def ready(address: str) -> None:
        import webbrowser  # it would slow every command

        say(f"Open this address in the browser; it works once: {address}")
        say(f"It stops by itself when nobody used it for {MINUTES_UNUSED} minutes. To stop it now: Ctrl-C.")
        if not no_browser:
            webbrowser.open(address)

    Server(desk, Terms(port=port)).run(ready)
    say("Stopped.")
