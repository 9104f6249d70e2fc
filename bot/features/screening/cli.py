"""`zhiqun bans`: a shared ban list, looked at before it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.command_line.common import do, settings_or_fail, wait_for
from bot.runtime.command_line.language import words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say

bans_app = Commands(help="Use a ban list that somebody else keeps.", no_args_is_help=True)
_SHOWN = 20
Source = Annotated[str, typer.Argument(help="A file, or an https address: one numeric id a line.")]


@bans_app.command("preview", epilog="Example: `zhiqun bans preview https://example.org/bans.txt`")
def preview(source: Source) -> None:
    """Say what a list would do: how many ids, which of them are in your groups now. Changes nothing."""
    from bot.features.screening.ban_list import fetch
    from bot.features.screening.ban_list_preview import preview as compare

    settings = settings_or_fail()
    listed = do(lambda: wait_for(fetch(source, private=settings.fetch_private)))
    found = do(lambda: compare(settings, listed.ids))
    say(words("bans-preview", count=len(listed.ids), new=found.new, gone=found.gone))
    if listed.strange:
        say(words("bans-strange", count=listed.strange, first=listed.first_strange))
    if not found.members:
        say(words("bans-nobody"))
        return
    say(words("bans-members", count=len(found.members)))
    for name, title in found.members[:_SHOWN]:
        say(f"  {words('bans-member', name=name, chat=title)}")
    if len(found.members) > _SHOWN:
        say(f"  {words('bans-more', count=len(found.members) - _SHOWN)}")


@bans_app.command("load", epilog="Example: `zhiqun bans load bans.txt`")
def load(source: Source) -> None:
    """Let the list in use be this one. The job `bans` does the same with the source in screening.yaml."""
    from bot.features.screening.ban_list import fetch
    from bot.features.screening.ban_list_preview import load as replace

    settings = settings_or_fail()
    listed = do(lambda: wait_for(fetch(source, private=settings.fetch_private)))
    new, gone = do(lambda: replace(settings, listed.ids))
    say(words("bans-loaded", count=len(listed.ids), new=new, gone=gone))


GROUPS = {"bans": bans_app}
