"""Broken and strange updates by the ten thousand: none may raise, none may take long.

`python -m tests.fuzz` sends 100,000 (`--count`, `--seed`) through everything between bytes and rows:
decoding, deciding with the rules that come along, points, details and their way back, the words of
explanations; and in batches through the whole pipeline with its database. The test suite sends a few.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import random
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.core.event_payload import packed, unpacked
from bot.features import extensions
from bot.features.moderation.trace_rendering import explain
from bot.platforms.telegram.decode import Me, decode_batch
from bot.runtime import logs, metrics
from rules.config.book import RuleBook
from rules.config.rule_book_store import RuleBookStore
from rules.engine.carried_counts import carried
from rules.engine.decide import decide
from rules.engine.decision import Finding, Trace
from rules.engine.events import Content, Event, Kind
from rules.engine.incentives import award
from rules.engine.normalize import digest
from rules.engine.state import MemberState, PastEvent, Standing
from storage.activity import ActivityLog
from tests.bench.measurement import Options
from tests.bench.ours import a_pipeline
from tests.bench.rounds import BOT
from tests.bench.updates import arrivals, crowd, updates

LONGEST = 0.050  # seconds of a core that one update may take
_RULES = Path(__file__).parents[1] / "rules"
_BATCH = 100
_LARGEST = 40_000  # characters: ten times what Telegram lets people write
_STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    -(2**70),
    1.5,
    1e300,
    "",
    " ",
    "\x00\u200b\u202e",
    "\ud83d",
    "＠ａｄｍｉｎ",
    "加\u200b微 信",
    "аirdrоp " * 200,
    "🔥" * 2000,
    "a" * 20_000,
    "A!" * 3000,
    "((((((((" * 400,
    "https://" + "a." * 900 + "com",
    "tg://join?invite=x",
    "http://[::1",
    "https://xn--" + "a" * 300,
    "/warn@",
    "{member}{reason}",
    "<b>&lt;",
    [],
    [[]],
    {},
    {"id": {}},
    [None, 1, "x"],
)


def mutated(raw: bytes, draw: random.Random) -> bytes:
    """An update with something wrong or strange in it."""
    if draw.random() < 0.03:  # no JSON any more
        place = draw.randrange(len(raw))
        return (
            raw[:place] + bytes([draw.randrange(256)]) * draw.randrange(3) + raw[place + draw.randrange(3) :]
        )
    whole = json.loads(raw)
    for _ in range(draw.choice((1, 1, 1, 2, 3, 6))):
        _change(whole, draw)
    return json.dumps(whole, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")


def _change(whole: dict[str, Any], draw: random.Random) -> None:
    places = list(_places(whole))
    if not places:  # nothing but its number is left
        return
    holder, key = draw.choice(places)
    match draw.randrange(12):
        case 0:
            del holder[key]
        case 1 if isinstance(holder[key], str):
            holder[key] = (holder[key] * draw.choice((2, 40)))[:_LARGEST]
        case 2 if isinstance(holder, dict):
            holder[draw.choice(("text", "caption", "entities", "from", "chat", "photo", "date"))] = holder[
                key
            ]
        case 3:
            holder[key] = {"text": holder[key], "offset": draw.randrange(-5, 9000), "length": 10**9}
        case _:
            alike = [s for s in _STRANGE if type(s) is type(holder[key])]
            chosen = alike if alike and draw.random() < 0.8 else _STRANGE
            holder[key] = deepcopy(draw.choice(chosen))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value where something stands, but the update's number."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        if key != "update_id":
            yield value, key
            yield from _places(value[key])


@dataclass
class Judge:
    """Everything pure between bytes and rows, update by update."""

    book: RuleBook
    activity: ActivityLog = field(default_factory=ActivityLog)
    states: dict[tuple[int, int], MemberState] = field(default_factory=dict)
    longest: float = 0.0
    slowest: bytes = b""
    decided: int = 0
    unreadable: int = 0
    hits: int = 0

    def take(self, raw: bytes) -> None:
        """One update."""
        started = time.thread_time()
        events, _ = decode_batch([raw], Me(BOT, "bench_bot"))
        for event in events:
            self._event(event)
        taken = time.thread_time() - started
        if taken > self.longest:
            self.longest, self.slowest = taken, raw
        self.unreadable += not events

    def _event(self, event: Event) -> None:
        person = event.person.id if event.person is not None else 0
        pair = (event.chat.id, person)
        past, state = self.activity.of(*pair), self.states.get(pair) or MemberState(person=person, chat=1)
        decision = decide(event, state, past, self.book, event.at)
        self.states[pair] = decision.state
        standings = {person: Standing(person=person), -1: Standing(person=-1)}
        timezone = self.book.timezone
        if event.kind in (Kind.MESSAGE, Kind.REACTION):
            award(
                event,
                decision,
                standings,
                self.book.incentives,
                author=person,
                receiver=-1,
                activity=past,
                timezone=timezone,
            )
        for hit in decision.hits:
            for language in ("zh", "en"):
                explain(language, hit.trace)
        _there_and_back(event)
        fingerprint = digest(event.text) if event.text else 0
        media = event.content.media.value if event.content is not None else ""
        seen = PastEvent(
            event.at, person, event.message_id, event.kind.value, fingerprint, media, carried(event.content)
        )
        self.activity.add(event.chat.id, seen)
        self.decided += 1
        self.hits += len(decision.hits)


def _there_and_back(event: Event) -> None:
    detail = packed(event)
    if not detail:
        return
    content = event.content
    again = unpacked(
        detail,
        kind=event.kind,
        at=event.at,
        update_id=event.update_id,
        chat=event.chat,
        person=event.person,
        message_id=event.message_id,
        topic=event.topic,
        bare=Content(content.text, content.media) if content is not None else None,
        answered=event.reply.person if event.reply is not None else None,
    )
    if again is None or again.content != event.content or again.sender != event.sender:
        raise AssertionError("a detail is not what it was")


def fuzz(count: int, seed: int, *, rows: bool = True) -> Judge:
    """Send so many updates; with `rows`, also in batches through the pipeline.

    Raises:
        AssertionError: one took too long, or could not be decided though it could be read.
        Exception: whatever one of them raises.
    """
    draw = random.Random(seed)
    judge = Judge(RuleBookStore(_RULES, extensions()).book)
    counted = Trace("links", Finding(True, {"count": 1, "limit": "2", "kind": "any"}))
    for language in ("zh", "en"):  # locales are read at their first use
        explain(language, counted)
    people = crowd(BOT, seed=seed)
    before = metrics.ERRORS.labels("decide")._value.get()
    gc.collect()
    gc.freeze()  # as the bot does: what was there before is no update's business
    with TemporaryDirectory() as folder:
        options = Options(lambda _: None)
        store, pipeline = a_pipeline(f"sqlite:///{folder}/fuzz.db", options)
        try:
            pipeline.take(arrivals(people))
            for _ in range(0, count, _BATCH):
                raws = [mutated(raw, draw) for raw in updates(people, _BATCH)]
                for raw in raws:
                    judge.take(raw)
                if rows:
                    pipeline.take(raws)
        finally:
            gc.unfreeze()
            store.close()
    undecidable = metrics.ERRORS.labels("decide")._value.get() - before
    assert not undecidable, f"{undecidable:.0f} updates could be read and not be decided"
    assert judge.longest < LONGEST, f"{judge.longest * 1000:.0f} ms: {judge.slowest[:2000]!r}"
    return judge


def _lengths() -> int:
    """Send long texts, and tell which took too long; the exit status."""
    from tests.lengths import PIECES, PLACES, SIZES, long_updates, too_slow

    started, judge = time.perf_counter(), Judge(RuleBookStore(_RULES, extensions()).book)
    slow = too_slow(judge, long_updates(tuple(PLACES), PIECES, SIZES))
    sys.stdout.write("".join(f"{line}\n" for line in slow))
    sys.stdout.write(
        f"{len(PLACES) * len(PIECES) * len(SIZES)} long updates up to {max(SIZES):,} characters: "
        f"{len(slow)} too slow, {time.perf_counter() - started:.0f} s in all\n"
    )
    return bool(slow)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=100_000, help="updates (%(default)s)")
    parser.add_argument("--lengths", action="store_true", help="long and strange texts everywhere instead")
    parser.add_argument("--seed", type=int, default=1, help="where random draws start (%(default)s)")
    wanted = parser.parse_args()
    logs.configure("error", "console")
    logging.getLogger().setLevel(logging.ERROR)
    started = time.perf_counter()
    if wanted.lengths:
        sys.exit(_lengths())
    judge = fuzz(wanted.count, wanted.seed)
    sys.stdout.write(
        f"{wanted.count} updates: {judge.decided} decided with {judge.hits} hits, "
        f"{judge.unreadable} unreadable, the longest took {judge.longest * 1000:.1f} ms, "
        f"{time.perf_counter() - started:.0f} s in all\n"
    )


if __name__ == "__main__":
    main()
