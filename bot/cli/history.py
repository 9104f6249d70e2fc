"""`zhiqun history`: the stored past, and adding to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.runtime.command_line.common import do, settings_or_fail
from bot.runtime.command_line.language import telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_all, say_json

history_app = Commands(help="Look after the stored past.", no_args_is_help=True)


@history_app.command(
    "import",
    epilog="Examples: `zhiqun history import result.json --dry-run` · "
    "`zhiqun history import chat.csv --chat -1001234567890`",
)
def import_(
    file: Annotated[
        Path, typer.Argument(help="Telegram Desktop's result.json, or .jsonl[.gz], .csv, .tsv with ids.")
    ],
    chat: Annotated[
        int, typer.Option(min=-(2**52), max=2**52, help="A claimed group's id; what the file says otherwise.")
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be added.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Add a claimed group's earlier messages, arrivals and leavings, for `zhiqun backtest`.

    What is there already stays, so the same file may be read again, also beside the bot. What is older than
    ZHIQUN_KEEP_EVENTS_DAYS is left out, and texts older than ZHIQUN_KEEP_TEXTS_DAYS are not kept. Points and
    members' standing do not change.
    """
    from msgspec import structs

    from bot.backtest.importing import import_history
    from bot.runtime.command_line.progress import progress
    from rules.config.table_reader import LeftOut

    settings, left_out = settings_or_fail(), LeftOut(file.name)
    with progress(words("unit-entries")) as show:
        made = do(lambda: import_history(settings, file, chat, dry_run=dry_run, show=show, left_out=left_out))
        counts = structs.asdict(made)
    say_all(map(telling, left_out.told()), err=True)
    if as_json:
        say_json(counts | {"dry_run": dry_run})
        return
    for name, count in counts.items():
        say(f"{words(f'history-count-{name}'.replace('_', '-')):16} {count:>10}")
    limits = {"too_old": settings.keep_events_days, "without_text": settings.keep_texts_days}
    for name, days in limits.items():
        if counts[name]:
            say(words(f"history-{name.replace('_', '-')}", days=days))
