"""`make bench`: measures, prints a table; with --json the last line is one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from typing import Any

from bot import logs
from tests.bench.measurement import Found, Measurement, Options
from tests.bench.table import MEASUREMENTS

_EXAMPLES = """examples:
  make bench
  make bench ARGS="--list"
  make bench ARGS="--only aiogram --only aiogram-commits --json"
  make bench ARGS="--only aiogram --rounds 9 --count 20000"
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
    parser.add_argument("--json", action="store_true", help="end with one JSON line")
    return parser.parse_args(given)


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
    found = asyncio.run(measure(chosen, Options(say, count=wanted.count, rounds=wanted.rounds)))
    for m in chosen:
        sys.stdout.write(shown(m, found[m.name]))
    if wanted.json:
        line = {m.name: as_json(m, found[m.name]) for m in chosen}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
