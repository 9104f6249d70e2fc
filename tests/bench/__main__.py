"""`make bench`: measures, prints a table; with --json the last line is one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from bot.runtime import logs
from tests.bench.measurement import Found, Measurement, Options
from tests.bench.plot import draw, refused
from tests.bench.table import MEASUREMENTS

_EXAMPLES = """examples:
  make bench
  make bench ARGS="--list"
  make bench ARGS="--only aiogram --only aiogram-commits --json"
  make bench ARGS="--only aiogram --rounds 9 --count 20000"
  make bench ARGS="--only events --count 1000000"
  make bench ARGS="--only soak --soak 60m --plot soak.png"
"""


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "make bench",
        description="Speed and quality, measured beside the bare frameworks in one run.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = [m.name for m in MEASUREMENTS]
    parser.add_argument("--list", action="store_true", help="say what can be measured, and end")
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help="measure this; may repeat"
    )
    parser.add_argument("--count", type=int, help="how many updates, or stored events, to measure with")
    parser.add_argument(
        "--rounds", type=int, default=5, help="how often both sides take their turn (%(default)s)"
    )
    parser.add_argument("--soak", type=seconds, default=60.0, help="how long memory is watched: 60s, 60m, 1h")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw a picture: FILE.png or FILE.svg")
    parser.add_argument("--json", action="store_true", help="end with one JSON line")
    wanted = parser.parse_args(given)
    if wanted.plot is not None and (why := refused(wanted.plot)):
        parser.error(why)
    if wanted.rounds < 1 or (wanted.count is not None and wanted.count < 1):
        parser.error("--rounds and --count start at 1")
    return wanted


def seconds(text: str) -> float:
    """A duration: 90s, 60m, 1h; a bare number is seconds."""
    unit = {"s": 1, "m": 60, "h": 3600}.get(text[-1:], 0)
    try:
        found = float(text[:-1] if unit else text) * (unit or 1)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is no duration: write 90s, 60m or 1h")
    return found


def say(line: str) -> None:
    """Progress, out of the way of what is piped on."""
    sys.stderr.write(f"  {line}\n")


def shown(measurement: Measurement, found: Found) -> str:
    """One line for one measurement."""
    verdict = {True: "met", False: "NOT met", None: ""}[found.met]
    figures = ", ".join(f"{k} {v}" for k, v in found.figures.items())
    target = f"  target {measurement.target}: {verdict}" if measurement.target else ""
    return f"{measurement.name:16} {figures}{target}\n"


def as_json(measurement: Measurement, found: Found) -> dict[str, Any]:
    """The figures, with the target and whether it is met where there is one."""
    if not measurement.target:
        return found.figures
    return {**found.figures, "target": measurement.target, "met": found.met}


async def measure(chosen: list[Measurement], options: Options) -> dict[str, Found]:
    """One after the other."""
    found = {}
    for number, measurement in enumerate(chosen, 1):
        sys.stderr.write(f"[{number}/{len(chosen)}] {measurement.name}: {measurement.what}\n")
        started = time.perf_counter()
        found[measurement.name] = await measurement.run(options)
        options.say(f"took {time.perf_counter() - started:.0f} s")
    return found


def main(given: list[str] | None = None) -> int:
    """Measure and print."""
    wanted = arguments(sys.argv[1:] if given is None else given)
    if wanted.list:
        for m in MEASUREMENTS:
            sys.stdout.write(f"{m.name:16} {m.what}{f', target {m.target}' if m.target else ''}\n")
        return 0
    logs.configure("error", "console")
    logging.getLogger().setLevel(logging.ERROR)
    chosen = [m for m in MEASUREMENTS if not wanted.only or m.name in wanted.only]
    options = Options(say, count=wanted.count, rounds=wanted.rounds, soak=wanted.soak)
    found = asyncio.run(measure(chosen, options))
    for m in chosen:
        sys.stdout.write(shown(m, found[m.name]))
    if wanted.plot is not None:
        try:
            draw(found, wanted.plot)
        except ValueError as reason:
            sys.stderr.write(f"{reason}\n")
            return 2
        say(f"drawn into {wanted.plot}")
    if wanted.json:
        line = {m.name: as_json(m, found[m.name]) for m in chosen}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
