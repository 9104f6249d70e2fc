"""`make faults`: breaks things, prints a table; with --json the last line is one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.runtime import logs
from tests.faults.report import as_json, good, table
from tests.faults.scenario import Found, Options, Scenario
from tests.faults.table import SCENARIOS

_EXAMPLES = """examples:
  make faults                           the long form, ten minutes or so
  make faults ARGS="--kills 20"         the short form
  make faults ARGS="--list"
  make faults ARGS="--only sigkill --kills 1000 --seed 7 --json"

The exit status is 1 when anything of the bot's own data is lost or doubled.
"""


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "make faults",
        description="Everything that can go wrong, on purpose, and whether anything is lost or doubled.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [s.name for s in SCENARIOS]
    parser.add_argument("--list", action="store_true", help="say what can be broken, and end")
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help="break this; may repeat"
    )
    parser.add_argument(
        "--kills", type=int, default=Options.kills, help="how often the process ends (%(default)s)"
    )
    parser.add_argument(
        "--subscriptions", type=int, default=0, help="how many in the scenario membership (10,000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="where chance starts (%(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave databases and logs there")
    parser.add_argument("--json", action="store_true", help="end with one JSON line")
    wanted = parser.parse_args(given)
    if wanted.kills < 2:
        parser.error("--kills starts at 2: one by SIGKILL, one by SIGTERM")
    if wanted.keep is not None and wanted.keep.exists():
        parser.error(f"{wanted.keep} is there already")
    return wanted


def say(line: str) -> None:
    """Progress, out of the way of what is piped on."""
    sys.stderr.write(f"  {line}\n")


async def play(scenario: Scenario, options: Options) -> Found:
    """One scenario; trouble in it is a problem found."""
    started = time.perf_counter()
    try:
        found = await scenario.run(options)
    except Exception as error:
        found = Found(injected=1)
        found.verdict.problems.append(f"{type(error).__name__}: {error}")
    seconds = time.perf_counter() - started
    options.say(
        f"{scenario.name}: {found.skipped or ('well' if found.good else 'NOT WELL')}, {seconds:.0f} s"
    )
    return found


async def play_all(chosen: list[Scenario], options: Options) -> dict[str, Found]:
    """One after the other, with those that mostly wait beside them."""
    beside = {s.name: asyncio.create_task(play(s, options)) for s in chosen if s.idle}
    found = {}
    for number, scenario in enumerate(chosen, 1):
        sys.stderr.write(f"[{number}/{len(chosen)}] {scenario.name}: {scenario.what}\n")
        if not scenario.idle:
            found[scenario.name] = await play(scenario, options)
    for name, task in beside.items():
        found[name] = await task
    return {s.name: found[s.name] for s in chosen}


def quietly() -> None:
    """Nothing but our own lines: a bot and a server whose connections are cut have much to say."""
    logs.configure("critical", "json")
    logging.disable(logging.ERROR)


def main(given: list[str] | None = None) -> int:
    """Break things and print what came of it."""
    wanted = arguments(sys.argv[1:] if given is None else given)
    if wanted.list:
        for s in SCENARIOS:
            sys.stdout.write(f"{s.name:18} {s.what}\n")
        return 0
    quietly()
    chosen = [s for s in SCENARIOS if not wanted.only or s.name in wanted.only]
    with TemporaryDirectory() as folder:
        options = Options(wanted.keep or Path(folder), say, wanted.seed, wanted.kills, wanted.subscriptions)
        found = asyncio.run(play_all(chosen, options))
    sys.stdout.write(table(found))
    if wanted.json:
        sys.stdout.write(json.dumps(as_json(found, wanted.seed), ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0 if good(found) else 1


if __name__ == "__main__":
    sys.exit(main())
