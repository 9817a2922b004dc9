"""The commands that look into the clause library: ``policygen library ...``."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from policygen.console import AsJson, AsOf, LibraryDirs, library_folders, load, print_json, read_day, say
from policygen.counting import counted

library_app = typer.Typer(help="Look into the clause library.", no_args_is_help=True, rich_markup_mode=None)


@library_app.command("list")
def library_list(library: LibraryDirs = None) -> None:
    """List the topics and their clauses."""
    loaded = load(library_folders(library))
    for topic in loaded.topics.values():
        say(f"{topic.id}: {topic.title}")
        for clause in loaded.clauses:
            if clause.topic == topic.id:
                say(f"    {clause.id.partition('/')[2]}{f'.{clause.place}' if clause.place else ''}: {clause.title}")


@library_app.command("show")
def library_show(
    name: Annotated[str, typer.Argument(help="A clause (topic/name), an authority or a place.")],
    library: LibraryDirs = None,
) -> None:
    """Show a clause, an authority or a place."""
    from policygen.showing import show

    for line in show(load(library_folders(library)), name):
        say(line)


@library_app.command("coverage")
def library_coverage(
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    library: LibraryDirs = None,
) -> None:
    """Show, duty by duty, the clauses that carry it, or the reason why none does."""
    from policygen.coverage import coverage
    from policygen.tables import csv_table

    found = list(coverage(load(library_folders(library))))
    if as_json:
        duties = [
            {
                "authority": each.authority,
                "duty": each.duty,
                "place": each.place,
                "clauses": list(each.clauses),
                "not_carried": each.not_carried,
            }
            for each in found
        ]
        print_json({"duties": duties})
        return
    if as_csv:
        rows = [
            (each.place, each.authority, str(each.duty), each.says, "; ".join(each.clauses), each.not_carried or "")
            for each in found
        ]
        heading = ("place", "authority", "duty", "says", "clauses", "not carried because")
        typer.echo(csv_table(heading, rows), nl=False)
        return
    for place in dict.fromkeys(each.place for each in found):
        here = [each for each in found if each.place == place]
        carried = sum(bool(each.clauses) for each in here)
        explained = sum(each.not_carried is not None for each in here)
        say(f"{place}: {len(here)} duties, {carried} carried, {explained} left out for a reason")
        for each in here:
            if not each.settled:
                say(f"    {each.authority} {each.duty} is carried by no clause: {each.says}")


@library_app.command("changes")
def library_changes(
    since: Annotated[Optional[str], typer.Option("--since", help="Only from this day on, as 2025-01-01.")] = None,  # noqa: UP045
    place: Annotated[Optional[str], typer.Option("--place", help="Only of this place and those around it.")] = None,  # noqa: UP045
    as_json: AsJson = False,
    library: LibraryDirs = None,
) -> None:
    """List the changes of law and guidance, oldest first."""
    from policygen.showing import legal_changes

    found = legal_changes(load(library_folders(library)), read_day(since) if since else None, place)
    if as_json:
        print_json(
            [
                {
                    "date": each.date.isoformat(),
                    "place": each.place,
                    "authority": each.authority,
                    "kind": "substantive" if each.substantive else "editorial",
                    "says": each.says,
                }
                for each in found
            ]
        )
        return
    for each in found:
        say(f"{each.date}  {each.place}: {each.says} ({each.authority})")
    say(f"{counted(len(found), 'change', 'changes')}.")


@library_app.command("review")
def library_review(as_json: AsJson = False, as_of: AsOf = None, library: LibraryDirs = None) -> None:
    """List the authorities, those checked least well and longest ago first."""
    from policygen.coverage import review

    found = review(load(library_folders(library)), read_day(as_of))
    if as_json:
        print_json(
            [
                {
                    "authority": each.authority.id,
                    "place": each.authority.place,
                    "status": each.authority.status.value,
                    "confidence": each.authority.confidence,
                    "recalled_duties": each.authority.recalled_duties,
                    "as_of": each.authority.as_of,
                    "days": each.days,
                    "overdue": each.overdue,
                }
                for each in found
            ]
        )
        return
    for each in found:
        age = "not dated" if each.days is None else f"{each.days} days"
        mark = "overdue" if each.overdue else "ok"
        some = each.authority.recalled_duties if not each.authority.is_recalled(None) else ()
        duties = f" (from memory: duty {', '.join(map(str, some))})" if some else ""
        say(f"{each.authority.confidence:16} {age:>10}  {mark:8} {each.authority.id}: {each.authority.title}{duties}")
    say(f"{sum(each.overdue for each in found)} of {len(found)} have gone unchecked for more than a year.")
