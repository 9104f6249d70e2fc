"""The command `zhiqun`. Each part is imported where it runs, so that --help is quick."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.db import db_app
from bot.cli.dead import dead_app
from bot.cli.economy import economy_app
from bot.cli.history import history_app
from bot.cli.members import members_app
from bot.cli.points import points_app
from bot.cli.rules import RulesOption, add_to
from bot.features import command_groups
from bot.runtime.command_line.common import fail, refuse, settings_or_fail, wait_for
from bot.runtime.command_line.language import asked, telling, wished, words
from bot.runtime.command_line.speaking import Commands, Language
from bot.runtime.printing import say, say_all, say_json
from rules.sentences import say as sentence

app = Commands(
    name="zhiqun",
    help="知群: runs paid-knowledge communities in chat groups. Settings come from ZHIQUN_… or .env.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # drawing boxes would take twice as long as all else
    context_settings={"max_content_width": 110},
)
_own = {
    "db": db_app,
    "dead": dead_app,
    "economy": economy_app,
    "history": history_app,
    "members": members_app,
    "points": points_app,
}
for _name, _group in sorted((_own | command_groups()).items()):
    app.add_typer(_group, name=_name)
add_to(app)


def _version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import version

        say(f"zhiqun {version('zhiqun')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    language: Language = "",
) -> None:
    """What may stand before every command."""


@app.command(
    epilog="Examples: `zhiqun run` · `ZHIQUN_GATEWAY=ptb zhiqun run` · `ZHIQUN_GATEWAY=dry zhiqun run`"
)
def run() -> None:
    """Run the bot until Ctrl-C."""
    from bot.app import run as run_app
    from bot.operations.startup import CannotStart
    from rules.config.rule_book_store import RulesRefused

    settings = settings_or_fail()
    try:
        wait_for(run_app(settings))
    except RulesRefused as refused:
        raise fail([*refused.problems]) from None
    except (CannotStart, ValueError) as reason:
        raise fail(reason) from None


@app.command(epilog="Examples: `zhiqun check` · `zhiqun check my-rules`")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with the YAML files.", show_default=False)
    ] = None,
    rules: RulesOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing that the files name.")] = False,
) -> None:
    """Read the rule files and what they name, run their tests, print every problem as file:line:column."""
    from bot.features import extensions
    from bot.operations.rule_sources import look
    from bot.simulation.economy.simulate import unkept as limits_unkept
    from rules.config.book import examine
    from rules.config.membership import Membership

    settings = settings_or_fail()
    folder = folder or rules or settings.rules
    found = examine(folder, extensions())
    unkept = limits_unkept(folder, found.book) if found.book is not None else []
    named = wait_for(look(folder, private=settings.fetch_private, offline=offline))
    book, problems = found.book, sorted({*found.problems, *named, *unkept})
    say_all(map(telling, problems))
    if found.untested:
        say(words("rules-untested"), err=True)
    if problems or book is None:
        raise fail(words("rules-problems", count=len(problems), folder=str(folder)), 1)
    if names := book.file(Membership).providers:
        say(words("providers-mind", names=", ".join(names)), err=True)
    counts = {"rules": len(book.rules), "tests": book.tests, "jobs": len(book.schedule)}
    say(words("rules-good", folder=str(folder), courses=len(book.courses), **counts))


@app.command(
    epilog="Examples: `zhiqun replay chat.jsonl.gz --limit 20000` · `zhiqun replay result.json` · "
    "`zhiqun replay chat.jsonl --kills 10`"
)
def replay(
    file: Annotated[Path, typer.Argument(help="events .jsonl[.gz], or Telegram Desktop's result.json")],
    limit: Annotated[int, typer.Option(min=0, help="Only the first N events; 0 plays all.")] = 0,
    kills: Annotated[
        int, typer.Option(min=0, help="SIGKILL the bot and the local Telegram N times each.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Where random draws start.")] = 1,
    rules: RulesOption = None,
    keep: Annotated[Path | None, typer.Option(help="Folder for database and logs, kept afterwards.")] = None,
) -> None:
    """Play a past chat through the local Telegram into the real bot; the last line is a JSON summary."""
    from asyncio import CancelledError

    from bot.runtime.command_line.progress import progress
    from bot.simulation.processes import ChildFailed, trial_folder
    from bot.simulation.replay import problems
    from bot.simulation.replay import replay as play

    folder_of_rules = rules or settings_or_fail().rules
    try:
        with trial_folder(keep) as folder, progress(words("unit-events")) as show:
            found = wait_for(
                until_told(
                    play(
                        file,
                        folder_of_rules,
                        folder,
                        limit=limit,
                        kills=kills,
                        seed=seed,
                        progress=show,
                        tell=lambda lines: say_all(map(telling, lines), err=True),
                    )
                )
            )
    except CancelledError:
        raise refuse("ended-early", 130) from None
    except (ValueError, OSError, ChildFailed) as reason:
        raise fail(reason, 1) from None
    finish(found, problems(found))


async def until_told(work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` gives; SIGINT and SIGTERM cancel it, so that it can stop what it started."""
    import asyncio

    from bot.runtime.signals import on_signals

    task = asyncio.ensure_future(work)
    on_signals(task.cancel)
    return await task


def finish(found: dict[str, Any], wrong: Sequence[str]) -> None:
    """Print the summary as the last line of stdout; a status of 1 when something is wrong."""
    say_all(map(telling, wrong), err=True)
    say_json(found)
    if wrong:
        raise typer.Exit(1)


@app.command(
    epilog="Examples: `zhiqun demo` · `zhiqun demo --language en` · `zhiqun demo --headless --for 60s`"
)
def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="No page: play, print the summary as JSON, end.")
    ] = False,
    for_: Annotated[str, typer.Option("--for", help="End after this time, such as 60s or 10m.")] = "",
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8090,
    seed: Annotated[int, typer.Option(help="Where random draws start.")] = 1,
    rules: RulesOption = None,
    keep: Annotated[Path | None, typer.Option(help="Folder for rules, database and logs, kept.")] = None,
) -> None:
    """A group of learners on this machine, with the real bot in it. No token, no network.

    The bot speaks to the group in the language of its rule files, or in that of --language.
    """
    from bot.simulation.demo import demo as play
    from bot.simulation.demo import problems
    from bot.simulation.processes import ChildFailed, trial_folder
    from bot.simulation.summary import told
    from bot.text.durations import parse

    seconds = parse(for_) if for_ else None
    if for_ and not seconds:
        raise refuse("option-wrong", name="for", why=sentence("no-duration", value=for_))
    if headless and not seconds:
        seconds = 60
    try:
        with trial_folder(keep) as folder:
            found = wait_for(
                play(
                    rules or settings_or_fail().rules,
                    folder,
                    seconds=seconds,
                    page=not headless,
                    port=port,
                    seed=seed,
                    kept=keep is not None,
                    language=asked(),
                    group_language=wished(),
                )
            )
    except (ValueError, OSError, ChildFailed) as reason:
        raise fail(reason) from None
    wrong = problems(found) if seconds and seconds >= 60 else []
    if headless:
        finish(found, wrong)
        return
    say_all(told(found, asked(), str(keep) if keep else "").splitlines())
    if wrong:
        raise fail(wrong, 1)


@app.command(epilog="Examples: `zhiqun doctor` · `zhiqun doctor --language zh`")
def doctor() -> None:
    """Say what stands in the way: rules, disk, database, backup, token, privacy, updates, clock, rights."""
    from bot.operations.doctor import examine

    settings = settings_or_fail()
    marks = {"good": "✓", "advice": "!", "bad": "✗"}

    async def look() -> tuple[int, int]:
        bad, status = 0, 1
        async for found in examine(settings):
            say(f"{marks[found.grade]} {found.sentence(asked())}")
            bad += found.grade == "bad"
            status = 2 if (found.name, found.state) == ("database", "newer") else status
        return bad, status

    bad, status = wait_for(look())
    say(words("doctor-some-bad", count=bad) if bad else words("doctor-all-good"))
    if bad:
        raise typer.Exit(status)


@app.command(epilog="Examples: `zhiqun claim` · `zhiqun claim --role moderators`")
def claim(
    role: Annotated[
        str, typer.Option(help="members, or moderators for the group that gets alerts.")
    ] = "members",
    hours: Annotated[int, typer.Option(min=1, max=8760, help="How long the code is good.")] = 48,
) -> None:
    """Print a one-time code: send `/claim CODE` in a group to let it join the community."""
    from bot.operations.database_admin import mint_code

    try:
        code, link = wait_for(mint_code(settings_or_fail(), role, hours))
    except ValueError as reason:
        raise fail(reason) from None
    say(f"/claim {code}")
    say(words("claim-send", hours=hours))
    if link:
        say(words("claim-link"))
        say(link)


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
