"""`zhiqun dead`: updates that could not be read or decided."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.command_line.common import do, refuse, settings_or_fail
from bot.runtime.command_line.language import telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_all
from rules.sentences import say as sentence

dead_app = Commands(
    help="Look after dead letters: updates that could not be read or decided.", no_args_is_help=True
)

Numbers = Annotated[
    list[int], typer.Argument(min=1, max=2**53, help="Numbers of letters, as `zhiqun dead list` shows them.")
]


@dead_app.command("list", epilog="Examples: `zhiqun dead list` · `zhiqun dead list --all`")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Those that were dropped too.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, oldest first.")] = 100,
) -> None:
    """Print number, update id, time, state, size in characters and reason of each."""
    from bot.operations.dead_letters import listed

    found = do(lambda: listed(settings_or_fail(), every=every, limit=limit))
    for row in found:
        head = f"{row.number:>6}  {words('dead-update', id=str(row.update_id or '?')):<19} {row.at}"
        say(f"{head}  {telling(sentence(f'letter-{row.state}')):8} {row.size:>6}  {row.reason}")
    if not found:
        say(words("dead-none"))


@dead_app.command("show", epilog="Example: `zhiqun dead show 3`")
def show(number: Annotated[int, typer.Argument(min=1, max=2**53, help="A letter's number.")]) -> None:
    """Print the reason and the update itself, which may hold what members wrote."""
    from bot.operations.dead_letters import shown

    say_all(map(telling, do(lambda: shown(settings_or_fail(), number))))


@dead_app.command("retry", epilog="Examples: `zhiqun dead retry 3 4` · `zhiqun dead retry --all`")
def retry(
    numbers: Annotated[
        list[int] | None, typer.Argument(min=1, max=2**53, help="Numbers of letters.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that are open.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for the running bot.")] = 15,
) -> None:
    """Have letters decided again as if they had just arrived, once.

    The letters are marked, and the bot that runs on this database takes them within a second, through the
    same pipeline as everything else; without a running bot, the next start does. What is decided counts
    exactly once: the letter goes in the transaction that holds what was decided. A letter that fails again
    stays, with its new reason, and the status is 1.
    """
    from bot.operations.dead_letters import retried

    if not numbers and not every:
        raise refuse("letters-which")
    outcome = do(lambda: retried(settings_or_fail(), None if every else numbers, wait))
    for number in outcome.decided:
        say(words("dead-decided", number=number))
    for number, reason in outcome.failed.items():
        say(words("dead-failed", number=number, reason=reason))
    for number in outcome.unknown:
        say(words("dead-unknown", number=number))
    if outcome.waiting:
        many = ", ".join(map(str, outcome.waiting))
        say(words("dead-waiting-running" if outcome.running else "dead-waiting", numbers=many))
    if not any((outcome.decided, outcome.failed, outcome.unknown, outcome.waiting)):
        say(words("dead-none-open"))
    if outcome.failed or outcome.unknown:
        raise typer.Exit(1)


@dead_app.command("drop", epilog="Example: `zhiqun dead drop 3 4`")
def drop(numbers: Numbers) -> None:
    """Give letters up for good. That they were there stays on record; what was in them is forgotten."""
    from bot.operations.dead_letters import dropped

    gone = do(lambda: dropped(settings_or_fail(), numbers))
    for number in gone:
        say(words("dead-dropped", number=number))
    left = sorted(set(numbers) - set(gone))
    if left:
        raise refuse("letters-absent", 1, numbers=left)
