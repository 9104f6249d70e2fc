"""`zhiqun courses gap`: what members ask about and no course covers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.runtime.command_line.common import do, settings_or_fail
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say_json

if TYPE_CHECKING:
    from bot.features.content_gap.report import Report

courses_app = Commands()
RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]


@courses_app.command("gap", epilog="Examples: `zhiqun courses gap` · `zhiqun courses gap --days 30 --json`")
def courses_gap(
    days: Annotated[int, typer.Option(min=1, max=90, help="How far back to look.")] = 14,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    rules: RulesOption = None,
) -> None:
    """Say what members ask about and no course covers: askers, unanswered questions, trend, nearest course.

    Names nobody. Reads what was asked since the last time first; may run beside the bot.
    """
    from bot.features.content_gap.terminal_report import as_json, as_table, gap_report

    settings = settings_or_fail()
    found: Report = do(lambda: gap_report(settings, rules or settings.rules, days))
    if json_:
        say_json(as_json(found))
    else:
        as_table(found)


GROUPS = {"courses": courses_app}
