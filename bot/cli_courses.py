"""`zhiqun courses`: looking after the catalogue and who took what."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_common import do, fail, settings_or_fail

if TYPE_CHECKING:
    from bot.courses.gap.report import Report

courses_app = typer.Typer(help="Look after courses and who took them.", no_args_is_help=True)

RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]


@courses_app.command("import", epilog="Example: `zhiqun courses import enrolments.csv`")
def courses_import(
    file: Annotated[Path, typer.Argument(help="CSV with the columns person, course, kind, at")],
) -> None:
    """Read who took which course when, for the recommender to learn from."""
    from bot.operating import import_courses

    try:
        new = asyncio.run(import_courses(settings_or_fail(), file))
    except (ValueError, OSError) as reason:
        raise fail(reason, 1) from None
    typer.echo(f"{new} new course events")


@courses_app.command("gap", epilog="Examples: `zhiqun courses gap` · `zhiqun courses gap --days 30 --json`")
def courses_gap(
    days: Annotated[int, typer.Option(min=1, max=90, help="How far back to look.")] = 14,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    rules: RulesOption = None,
) -> None:
    """Say what members ask about and no course covers: askers, unanswered questions, trend, nearest course.

    Names nobody. Reads what was asked since the last time first; may run beside the bot.
    """
    from bot.cli_gap import as_json, as_table, gap_report

    settings = settings_or_fail()
    found: Report = do(gap_report(settings, rules or settings.rules, days))
    if json_:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False))
    else:
        as_table(found)
