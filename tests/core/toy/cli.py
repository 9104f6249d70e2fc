"""`zhiqun waves`: a group of commands."""

from __future__ import annotations

from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say

waves_app = Commands(help="Look after waves.", no_args_is_help=True)


@waves_app.command("explain")
def explain() -> None:
    """Say what waving is."""
    say("👋")


GROUPS = {"waves": waves_app}
