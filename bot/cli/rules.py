"""`zhiqun explain` and `zhiqun backtest`: rules tried out before they bite."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.runtime.command_line.common import fail, refuse, settings_or_fail
from bot.runtime.command_line.language import asked, telling, words
from bot.runtime.command_line.speaking import Commands
from bot.runtime.printing import say, say_all, say_json
from rules.sentences import said as reason_of
from rules.sentences import say as sentence

if TYPE_CHECKING:
    from bot.backtest.explaining import Spam
    from bot.runtime.settings import Settings
    from rules.config.book import RuleBook

RulesOption = Annotated[Path | None, typer.Option(help="Folder with the YAML files; ZHIQUN_RULES otherwise.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def book_or_fail(folder: Path) -> RuleBook:
    """The book of a folder, or every problem of it and a status of 1."""
    from bot.features import extensions
    from rules.config.rule_book_store import load_book

    book, problems = load_book(folder, extensions())
    if book is None:
        raise fail(problems, 1)
    return book


def explain(
    text: Annotated[str, typer.Argument(help="What is written; links and @names in it are found.")] = "",
    standing: Annotated[
        str, typer.Option("--as", help="Who writes it: newcomer, regular, veteran or admin.")
    ] = "newcomer",
    joined: Annotated[str | None, typer.Option(help="How long ago they joined, such as 2h or 30d.")] = None,
    messages: Annotated[int | None, typer.Option(help="Messages they wrote before.")] = None,
    points: Annotated[int | None, typer.Option(help="Points they have.")] = None,
    warnings: Annotated[int, typer.Option(help="Warning points that count.")] = 0,
    on: Annotated[
        str,
        typer.Option(
            help="message, edit, join, join_request, leave, reaction, rename, action, report, picture."
        ),
    ] = "message",
    name: Annotated[str | None, typer.Option(help="The member's name.")] = None,
    old_name: Annotated[str | None, typer.Option(help="With --on rename: the name before.")] = None,
    action: Annotated[str | None, typer.Option(help="With --on action: what a moderator did.")] = None,
    link: Annotated[list[str] | None, typer.Option(help="Where words of the text lead; may repeat.")] = None,
    media: Annotated[str, typer.Option(help="What comes along: photo, video, sticker, voice …")] = "",
    file: Annotated[str, typer.Option(help="Name of the file that comes along.")] = "",
    forward: Annotated[str, typer.Option(help="From a user, hidden_user, chat or channel.")] = "",
    via: Annotated[str, typer.Option(help="The inline bot it is sent through.")] = "",
    reply: Annotated[bool, typer.Option("--reply", help="It answers somebody.")] = False,
    quote: Annotated[str, typer.Option(help="What it quotes.")] = "",
    at: Annotated[str | None, typer.Option(help="Local time, such as 23:30.")] = None,
    day: Annotated[str | None, typer.Option(help="Day of the week, such as sat.")] = None,
    chat: Annotated[str, typer.Option(help="Title of the group.")] = "",
    topic: Annotated[int, typer.Option(help="Number of the topic.")] = 0,
    times: Annotated[int, typer.Option(help="It happens for the n-th time …")] = 1,
    within: Annotated[str | None, typer.Option(help="… in so much time, such as 10s …")] = None,
    by: Annotated[str, typer.Option(help="… by the same member, or by others in the chat.")] = "member",
    every: Annotated[bool, typer.Option("--all", help="Every condition of every rule.")] = False,
    rule: Annotated[str, typer.Option(help="Only the rule with this id, with every condition.")] = "",
    rules: RulesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the rules make of a message: those that hold with every condition, the others in a line each.

    First messages are scored for spam, when a rule asks, by the model in force. Nothing is sent or stored.
    """
    from bot.backtest import explaining

    given = {
        "text": text,
        "as": standing,
        "joined": joined,
        "messages": messages,
        "points": points,
        "warnings": warnings,
        "on": on,
        "name": name,
        "old_name": old_name,
        "action": action,
        "hidden_links": link,
        "media": media,
        "file": file,
        "forward": forward,
        "via": via,
        "reply": reply,
        "quote": quote,
        "at": at,
        "day": day,
        "chat": chat,
        "topic": topic,
        "times": times,
        "within": within,
        "by": by,
    }
    trial = _trial({name: value for name, value in given.items() if value is not None})
    if trial.on in ("message", "edit") and not any(
        (trial.text.strip(), link, media, file, forward, via, quote)
    ):
        raise refuse("explain-nothing-given")
    settings = settings_or_fail()
    book = book_or_fail(rules or settings.rules)
    _one_of(book, rule)
    found = explaining.explain(book, trial, lambda said: _spam(settings, said))
    if as_json:
        whole = explaining.as_json(found)
        if rule:
            whole["answers"] = [a for a in whole["answers"] if a["rule"] == rule]
        say_json(whole)
        return
    for line in explaining.lines(asked(), found, every=every, rule=rule):
        say(line)


def _one_of(book: RuleBook, rule: str) -> None:
    """Refuse a rule that is not in force."""
    from rules.config.problems import unknown

    if rule and rule not in {r.id for r in book.rules}:
        why = unknown("rule", rule, [r.id for r in book.rules])
        raise refuse("option-wrong", name="rule", why=sentence("rules-off-not-asked", why=why))


def _spam(settings: Settings, text: str) -> Spam:
    """The spam score of a text by the model in force; the libraries are loaded when it is asked for."""
    from bot.backtest.spam_models import own_voice, scored
    from bot.runtime.command_line.common import do

    return scored(do(lambda: own_voice(settings)), text)


def _trial(given: dict[str, Any]) -> Any:
    """The made-up message, or one sentence for each option that cannot be used."""
    from rules.config.diagnostics import checked
    from rules.config.document import Document, PathTo
    from rules.config.problems import Problem
    from rules.config.rule_test_model import TrialModel
    from rules.config.yaml_errors import Place

    problems: list[Problem] = []
    places: dict[PathTo, Place] = {(name,): (number, 1) for number, name in enumerate(given, 1)}
    names = {
        number: name.replace("hidden_links", "link").replace("_", "-") for number, name in enumerate(given, 1)
    }
    trial = checked(TrialModel, given, Document("options", given, places), (), problems)
    if trial is None:
        raise fail([sentence("option-wrong", name=names[p.line], why=p.message) for p in problems])
    return trial


def backtest(
    rules: Annotated[
        Path | None, typer.Option(help="Folder with the rules to try; those in force otherwise.")
    ] = None,
    since: Annotated[str, typer.Option(help="How far back, such as 30d; everything otherwise.")] = "",
    history: Annotated[
        Path | None,
        typer.Option(
            help="A file instead of the database: Telegram Desktop's result.json, .jsonl[.gz], .csv."
        ),
    ] = None,
    admins: Annotated[str, typer.Option(help="Who moderates in the file: names or ids, with commas.")] = "",
    examples: Annotated[int, typer.Option(min=0, max=100, help="Examples a rule.")] = 3,
    every: Annotated[bool, typer.Option("--all", help="Show the rules that find nothing, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Replay the past with a rule book: what each rule would hit, and what changes.

    Another book is compared with the one in force; the one in force with what the bot did then. Nothing is
    sent or stored, and it may run beside the bot. A rule in shadow mode is counted like one that
    acts. Spam scores are those of the model in force.
    """
    from bot.backtest import command
    from bot.backtest.rendering import show as print_report
    from bot.backtest.rendering import strangers
    from bot.backtest.report import as_json as jsonable
    from bot.runtime.command_line.common import do
    from bot.runtime.command_line.progress import progress

    settings = settings_or_fail()
    in_force = settings.rules
    other = rules is not None and rules.resolve() != in_force.resolve()
    book = book_or_fail(rules or in_force)
    wanted = command.Wanted(
        book=book,
        against=book_or_fail(in_force) if other else None,
        since=_moment(since),
        examples=examples,
        admins=tuple(a.strip() for a in admins.split(",") if a.strip()),
    )
    with progress(words("unit-events")) as show:
        if history is None:
            ran = do(lambda: command.over_database(settings, wanted, show))
        else:
            from bot.backtest.spam_models import own_voice

            heard = do(lambda: own_voice(settings)) if wanted.scored else None
            try:
                ran = command.over_file(history, wanted, show, heard)
            except (ValueError, OSError) as reason:
                raise fail(reason, 1) from None
    for line in strangers(asked(), ran):
        say(line, err=True)
    if as_json:
        beside = {n: getattr(ran, n) for n in ("unreadable", "unknown", "shipped", "absent", "last")}
        whole = jsonable(ran.report) | {"seconds_with_reading": round(ran.seconds, 3)} | beside
        say_json(whole)
        return
    if ran.unreadable:
        say_all(map(telling, ran.left_out), err=True)
        say(words("backtest-unreadable", file=str(history), count=sum(ran.unreadable.values())), err=True)
    print_report(asked(), ran, book.timezone, every=every)
    if ran.unreadable and not ran.report.events:
        raise typer.Exit(1)


def _moment(since: str) -> int:
    """Unix seconds of so long ago; 0 for everything."""
    import time

    from rules.engine.durations import seconds_of

    if not since:
        return 0
    try:
        return int(time.time()) - seconds_of(since)
    except ValueError as reason:
        raise refuse("option-wrong", name="since", why=reason_of(reason)) from None


def add_to(app: Commands) -> None:
    """Declare the commands."""
    app.command(
        epilog='Examples: `zhiqun explain "加微信领取"` · `zhiqun explain "hi" --as regular --all` · '
        "`zhiqun explain hello --times 8 --within 9s --json`"
    )(explain)
    app.command(
        epilog="Examples: `zhiqun backtest` · `zhiqun backtest --rules new-rules --since 30d` · "
        "`zhiqun backtest --rules new-rules --history result.json --admins Olga --json`"
    )(backtest)
