"""`zhiqun bans`: a shared ban list, looked at before it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import counted, do, settings_or_fail, wait_for
from bot.runtime.printing import say

bans_app = typer.Typer(help="Use a ban list that somebody else keeps.", no_args_is_help=True)
_SHOWN = 20
Source = Annotated[str, typer.Argument(help="A file, or an https address: one numeric id a line.")]


@bans_app.command("preview", epilog="Example: `zhiqun bans preview https://example.org/bans.txt`")
def preview(source: Source) -> None:
    """Say what a list would do: how many ids, which of them are in your groups now. Changes nothing."""
    from bot.features.screening.listing import fetch
    from bot.features.screening.previewing import preview as compare

    settings = settings_or_fail()
    listed = do(lambda: wait_for(fetch(source, private=settings.fetch_private)))
    found = do(lambda: compare(settings, listed.ids))
    say(f"{counted(len(listed.ids), 'id')}: {found.new} new, {found.gone} of the list in use would go")
    if listed.strange:
        say(f"{counted(listed.strange, 'line')} without an id, the first is line {listed.first_strange}")
    if not found.members:
        say("Nobody in your groups is on it. It is applied to those who come.")
        return
    say(
        f"{counted(len(found.members), 'membership')} in your groups on the list, which puts nobody out "
        "who is there; it is applied to those who come:"
    )
    for name, title in found.members[:_SHOWN]:
        say(f"  {name} in {title}")
    if len(found.members) > _SHOWN:
        say(f"  … and {len(found.members) - _SHOWN} more")


@bans_app.command("load", epilog="Example: `zhiqun bans load bans.txt`")
def load(source: Source) -> None:
    """Let the list in use be this one. The job `bans` does the same with the source in screening.yaml."""
    from bot.features.screening.listing import fetch
    from bot.features.screening.previewing import load as replace

    settings = settings_or_fail()
    listed = do(lambda: wait_for(fetch(source, private=settings.fetch_private)))
    new, gone = do(lambda: replace(settings, listed.ids))
    say(f"{counted(len(listed.ids), 'id')}: {new} new, {gone} gone")
