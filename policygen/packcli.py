"""The commands for library packs: ``policygen pack ...``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from policygen.console import AsOf, account, read_day, say
from policygen.counting import counted

if TYPE_CHECKING:
    from policygen.packs import Pack

pack_app = typer.Typer(
    help="Pack a library into one file, verify such a file, and add it.", no_args_is_help=True, rich_markup_mode=None
)

PackFile = Annotated[Path, typer.Argument(help="A pack, such as tea-club-1.2.zip.")]
Trust = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads this at run time
    typer.Option("--trust", help="A file of public keys whose signatures are believed."),
]


@pack_app.command("build")
def pack_build(
    folder: Annotated[Path, typer.Argument(help="A folder with clauses/ or jurisdictions/.")],
    name: Annotated[str, typer.Option("--name", help="Small letters, digits and hyphens.")],
    version: Annotated[str, typer.Option("--version", help="Numbers and full stops, such as 2026.11.")],
    to: Annotated[Path, typer.Option("--to", help="The folder to write the pack into.")] = Path(),
    as_of: AsOf = None,
) -> None:
    """Make a pack of a folder. The same folder, name, version and date give the same bytes."""
    from policygen.packs import build_pack
    from policygen.writing import put_in_place

    file = to / f"{name}-{version}.zip"
    data = build_pack(folder, name, version, read_day(as_of))
    put_in_place({file: data})
    say(f"Made {file}. To sign it: minisign -S -m {file}")
    if (folder / "templates").is_dir():
        say("templates/ was left out: a pack holds words, never how documents are made.")


@pack_app.command("verify")
def pack_verify(file: PackFile, trust: Trust = None) -> None:
    """Hold a pack against its manifest and its signature; write nothing."""
    pack, signed_by = _read(file, trust)
    files = counted(len(pack.files), "file", "files")
    say(f"{pack.manifest} of {pack.manifest.made}: {files}, just as the manifest lists.")
    say(f"Signed by {signed_by}." if signed_by else "Signed by nobody whom you trust.")


@pack_app.command("add")
def pack_add(
    file: PackFile,
    to: Annotated[Path, typer.Option("--to", help="The folder of packs; the pack gets a folder of its own there.")],
    trust: Trust = None,
    accept_unsigned: Annotated[
        bool, typer.Option("--accept-unsigned", help="Take it although nobody trusted signed it; this is recorded.")
    ] = False,
    workspace: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--workspace", help="An institution's folder, in whose trail this is recorded."),
    ] = None,
) -> None:
    """Add a pack to a folder of packs, once its clauses pass lint. Then name its folder with --library."""
    from policygen.installing import Consent, add_pack, record_in
    from policygen.workspace import require_workspace

    institution = require_workspace(workspace) if workspace is not None else None
    beside = to / "trust.yaml"
    pack, signed_by = _read(file, trust or (beside if beside.is_file() else None))
    consent = Consent(who=account(), at=datetime.now(UTC), unsigned=accept_unsigned)
    added = add_pack(pack, to, signed_by, consent)
    if institution is not None:
        record_in(institution, added)
    done = "was there already" if added.already else "was added"
    say(f"{pack.manifest} {done}. Use it with: --library {added.folder}")
    if not signed_by:
        say("Nobody whom you trust signed it; that you took it so is recorded.")


def _read(file: Path, trust: Path | None) -> tuple[Pack, str]:
    """Read a pack, and name who signed it."""
    from policygen.packs import load_pack, read_pack
    from policygen.trust import load_trust, signer

    data = load_pack(file)
    signed_by = signer(file, data, load_trust(trust) if trust is not None else ())
    return read_pack(data, file.as_posix()), signed_by
