"""`zhiqun courses`: the catalogue, and who took what."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_common import fail, settings_or_fail

courses_app = typer.Typer(help="Look after courses and who took them.", no_args_is_help=True)

RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]


@courses_app.command("import", epilog="Example: `zhiqun courses import enrolments.csv`")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV with the columns person, course, kind, at")],
) -> None:
    """Read who took which course when, for the recommender to learn from."""
    from bot.operating import import_courses

    try:
        new = asyncio.run(import_courses(settings_or_fail(), file))
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    typer.echo(f"{new} new course events")


@courses_app.command(
    "add",
    epilog="Examples: `zhiqun courses add https://example.com/feed.xml` · `zhiqun courses add new.csv`",
)
def add_(
    source: Annotated[str, typer.Argument(help="A file or http(s) address: CSV, YAML, RSS or Atom.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be added, and add nothing.")
    ] = False,
    rules: RulesOption = None,
) -> None:
    """Add the courses of a file or feed to courses.csv; those that are there already are left alone.

    Missing tags are filled in from the nearest courses of the catalogue, each with its confidence.
    """
    from bot.courses.feeds import fetch, read
    from bot.courses.shelving import add
    from rules.config.courses import load_courses

    folder = rules or settings_or_fail().rules
    try:
        found = read(fetch(source), load_courses(folder, []))
        problems = [] if dry_run or not found else add(folder, found)
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    for one in found:
        tags = ", ".join(f"{tag} ({sure:.0%})" for tag, sure in one.guessed.items())
        typer.echo(f"{one.row['id']}  {one.row['title']}{'  tags guessed: ' + tags if tags else ''}")
    if problems:
        raise fail("\n".join([*map(str, problems), "Nothing was added."]), 1)
    typer.echo(f"{len(found)} new courses{' would be added' if dry_run else ''}")


@courses_app.command("check", epilog="Example: `zhiqun courses check`")
def check_(rules: RulesOption = None) -> None:
    """Print what is wrong in the catalogue as file:line:column, and what would make it better."""
    from bot.courses.shelving import advice
    from rules.config.courses import load_courses
    from rules.config.problems import Problem

    problems: list[Problem] = []
    courses = load_courses(rules or settings_or_fail().rules, problems)
    for problem in problems:
        typer.echo(str(problem))
    for sentence in advice(courses):
        typer.echo(sentence)
    typer.echo(f"{len(courses)} courses, {len(problems)} problems")
    if problems:
        raise typer.Exit(1)
