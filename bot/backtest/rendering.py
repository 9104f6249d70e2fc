"""Print a back-test's report: a table of the rules, then examples of what changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.backtest.command import Ran
from bot.backtest.report import Example, OfRule, Report, shown_first
from bot.runtime.printing import cell
from bot.text.messages import plain

_WIDTH = 110  # columns where the output is no terminal
_NUMBERS = ("hits", "members", "delete", "warn", "mute", "kick", "ban", "undone", "new", "gone")


def show(
    language: str, ran: Ran, timezone: str, console: Console | None = None, *, every: bool = False
) -> None:
    """Print the report; `every` shows the rules that found nothing, too."""
    out, report = console or Console(highlight=False), ran.report
    if not out.is_terminal:
        out.width = max(out.width, _WIDTH)
    if not report.events:
        out.print(cell(plain(language, "backtest-nothing")))
        if ran.last:
            where = "file" if ran.file else "database"
            at = _moment(ran.last, timezone)
            out.print(cell(plain(language, "backtest-before", at=at, where=where)), soft_wrap=True)
        return
    for line in _head(language, ran, timezone):
        out.print(cell(line), soft_wrap=True)
    told = [r for r in report.rules if every or r.hits or r.new or r.gone]
    if told:
        out.print(_table(language, report, told))
        for line in _legend(language, told):
            out.print(cell(line), soft_wrap=True)
    silent = len(report.rules) - len(told)
    if silent:
        out.print(cell(plain(language, "backtest-silent", count=silent, all=str(not told).lower())))
    out.print(cell(_sum(language, report)))
    for line in _examples(language, report, timezone):
        out.print(cell(line), soft_wrap=True)


def strangers(language: str, ran: Ran) -> Iterator[str]:
    """A sentence for each administrator whom the file does not know."""
    for name, near in ran.absent.items():
        hint = plain(language, "backtest-nearest", near=near) if near else ""
        yield plain(language, "backtest-absent", name=name) + hint


def _head(language: str, ran: Ran, timezone: str) -> Iterator[str]:
    report = ran.report
    yield plain(
        language,
        "backtest-head",
        events=report.events,
        since=_moment(report.since, timezone)[:10],
        until=_moment(report.until, timezone)[:10],
        speed=report.per_second,
    )
    if report.scored:
        model = "shipped" if ran.shipped else "own"
        speed = report.per_second_with_scores
        yield plain(language, "backtest-scored", count=report.scored, speed=speed, model=model)
    if report.without_text:
        yield plain(language, "backtest-without-text", count=report.without_text)
    yield plain(language, "backtest-limits-file" if ran.file else "backtest-limits-past")
    if ran.unknown:
        yield plain(language, "backtest-unknown", count=ran.unknown)


def _sum(language: str, report: Report) -> str:
    done = plain(language, "backtest-done", count=report.sanctioned, members=report.members_sanctioned)
    if not report.against:
        return done
    return f"{done} {plain(language, f'backtest-changed-{report.against}', count=report.changed)}"


def _table(language: str, report: Report, told: Sequence[OfRule]) -> Table:
    shown = [n for n in _NUMBERS if report.against or n not in ("new", "gone")]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(plain(language, "backtest-rule"), no_wrap=True)
    table.add_column(plain(language, "backtest-mode"), no_wrap=True)
    for name in shown:
        table.add_column(plain(language, f"backtest-{name}"), justify="right", no_wrap=True)
    ladder = any(r.escalated for r in told)
    if ladder:
        table.add_column(plain(language, "backtest-escalated"))
    for rule in shown_first(told):
        figures = (_figure(rule, name) for name in shown)
        mode = plain(language, f"backtest-mode-{rule.mode}")
        cells = [str(f) if f else "·" for f in figures]
        table.add_row(cell(rule.rule), mode, *cells, *([_escalated(language, rule)] if ladder else ()))
    return table


def _escalated(language: str, rule: OfRule) -> str:
    counts = (f"{plain(language, f'backtest-{name}')} {count}" for name, count in rule.escalated.items())
    return ", ".join(counts) or "·"


def _legend(language: str, told: Sequence[OfRule]) -> Iterator[str]:
    """What the table counts, where that is not what the rules ask for."""
    withheld = sum(count for rule in told for count in rule.withheld.values())
    if withheld or any(r.escalated for r in told):
        yield plain(language, "backtest-counted")
    if withheld:
        yield plain(language, "backtest-withheld", count=withheld)


def _figure(rule: OfRule, name: str) -> int:
    found: int = rule.done.get(name, 0) if name not in OfRule.__struct_fields__ else getattr(rule, name)
    return found


def _examples(language: str, report: Report, timezone: str) -> Iterator[str]:
    for rule in shown_first(report.rules):
        chosen = [("new", rule.new_examples), ("gone", rule.gone_examples)]
        if not report.against:
            chosen = [("hit", rule.examples)]
        for kind, examples in chosen:
            if examples:
                yield ""
                yield plain(language, f"backtest-examples-{kind}", rule=rule.rule)
            for example in examples:
                yield f"  {_example(example, timezone)}"


def _example(example: Example, timezone: str) -> str:
    follows = f" → {', '.join(example.actions)}" if example.actions else ""
    matched = f" [{example.matched}]" if example.matched and example.matched != example.text else ""
    return f"{_moment(example.at, timezone)} {example.person}: {example.text or '–'}{matched}{follows}"


def _moment(at: int, timezone: str) -> str:
    return datetime.fromtimestamp(at, ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")
