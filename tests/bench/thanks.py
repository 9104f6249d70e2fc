"""Thanks that our engine finds, beside those that freeCodeCamp's CamperBot awarded in its public rooms.

    python -m tests.bench.thanks [FOLDER] [--json]

FOLDER holds `events.jsonl.gz` of the rooms (freecodecamp_gitter); otherwise that of the folder
`ZHIQUN_DATA` is looked through. CamperBot answered "thanks @B" by "A sends brownie points to @B". Each
message goes through `award` under the shipped incentives, with givers and caps open; an award of the same
giver in the same room within 90 seconds agrees. Where the bot was silent for three days nothing is counted.
The words were chosen on the earlier half of the awards; the later half is told.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs

import rules
from bot.features import extensions
from rules.config.book import load_book
from rules.engine.decision import Decision
from rules.engine.events import Chat, Content, Event, Kind, Person
from rules.engine.gate import Gate
from rules.engine.incentives import award
from rules.engine.policy import IncentivesPolicy, WorthPolicy
from rules.engine.state import BEFORE, Activity, MemberState, Standing

_AWARDS = re.compile(r"^>\s*(\w+) sends brownie points to (.+)", re.DOTALL)
_NAMES = re.compile(r"@(\w+)")
_SLACK, _ALIVE = 90, 3 * 86_400  # seconds
_EVERYBODY = 10**6


class Thanks(NamedTuple):
    """Somebody thanked somebody."""

    room: str
    giver: str
    at: int


class Agreement(NamedTuple):
    """How awards and what was found agree."""

    awards: int
    found: int
    precision: float
    recall: float


def policy_of(whole: IncentivesPolicy) -> IncentivesPolicy:
    """Thanks alone, with nothing that limits how often somebody may give."""
    thanks = whole.thanks
    assert thanks is not None
    open_to_all = structs.replace(
        thanks, per_day=_EVERYBODY, gives_per_day=_EVERYBODY, per_pair=_EVERYBODY, receivers=10
    )
    return IncentivesPolicy(thanks=open_to_all, givers=Gate(0, 0, 0), per_day=_EVERYBODY, worth=WorthPolicy())


def awards(events: Iterable[dict[str, Any]]) -> tuple[list[Thanks], set[str]]:
    """What the bot awarded, and who the bot is."""
    found, bots = list[Thanks](), set[str]()
    for event in events:
        match = _AWARDS.match(event.get("text", ""))
        if match is not None and "sparkles" in event["text"]:
            found.append(Thanks(event["chat"], match[1], event["ts"]))
            bots.add(event["user"])
    return found, bots


def found_in(events: Iterable[dict[str, Any]], bots: set[str], policy: IncentivesPolicy) -> Iterator[Thanks]:
    """Messages in which the engine finds thanks to somebody whom they name."""
    own: dict[str, int] = {}
    for number, event in enumerate(events, 1):
        text = event.get("text", "")
        if "@" not in text or event["user"] in bots:
            continue
        author = own.setdefault(event["user"], len(own) + 1)
        named = [own.setdefault(name, len(own) + 1) for name in _NAMES.findall(text)]
        message = Event(
            update_id=number,
            kind=Kind.MESSAGE,
            at=event["ts"],
            chat=Chat(-1),
            person=Person(author, "A"),
            message_id=number,
            content=Content(text),
        )
        state = MemberState(person=author, chat=1, first_seen=BEFORE)
        earned = award(
            message,
            Decision(update_id=number, book="", state=state),
            {person: Standing(person=person) for person in {author, *named}},
            policy,
            author=author,
            receiver=None,
            activity=Activity(),
            timezone="UTC",
            named=named,
        )
        if earned.entries:
            yield Thanks(event["chat"], event["user"], event["ts"])


def agreement(gold: list[Thanks], found: Iterable[Thanks], since: int, until: int) -> Agreement:
    """How both agree on the time from `since` to `until`."""
    rooms: dict[str, list[int]] = defaultdict(list)
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in sorted(gold, key=lambda g: g.at):
        rooms[one.room].append(one.at)
        if since <= one.at < until:
            waiting[one.room, one.giver].append(one.at)
    total = sum(len(times) for times in waiting.values())
    right = wrong = 0
    for one in found:
        if not since <= one.at < until:
            continue
        mine = waiting.get((one.room, one.giver), [])
        hit = next((at for at in mine if one.at - 2 <= at <= one.at + _SLACK), None)
        if hit is not None:
            mine.remove(hit)
            right += 1
        elif _alive(rooms.get(one.room, []), one.at):
            wrong += 1
    counted = right + wrong
    return Agreement(total, counted, right / counted if counted else 0.0, right / total if total else 0.0)


def _alive(times: list[int], at: int) -> bool:
    """Whether the bot awarded something around a moment."""
    place = bisect(times, at)
    return any(abs(t - at) <= _ALIVE for t in times[max(0, place - 1) : place + 1])


def measure(events: list[dict[str, Any]], policy: IncentivesPolicy) -> dict[str, Agreement]:
    """The agreement on the earlier and the later half of the awards."""
    gold, bots = awards(events)
    if not gold:
        return {}
    found = list(found_in(events, bots, policy))
    middle = sorted(g.at for g in gold)[len(gold) // 2]
    return {
        "earlier": agreement(gold, found, 0, middle),
        "later": agreement(gold, found, middle, 2**40),
    }


def _folder() -> Path:
    named = [a for a in sys.argv[1:] if not a.startswith("-")]
    data = Path(os.environ.get("ZHIQUN_DATA", "."))
    return Path(named[0]) if named else data / "chats" / "freecodecamp_gitter"


def main() -> None:
    """Measure, and print."""
    file = _folder() / "events.jsonl.gz"
    if not file.is_file():
        sys.exit(f"{file} is not there: nothing is measured")
    book, _ = load_book(Path(rules.__file__).parent, extensions())
    assert book is not None
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    found = measure(events, policy_of(book.incentives))
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({part: one._asdict() for part, one in found.items()}) + "\n")
        return
    for part, one in found.items():
        told = f"precision {one.precision:.3f}, recall {one.recall:.3f}"
        sys.stdout.write(f"{part}: {one.awards} awards, {one.found} found, {told}\n")


if __name__ == "__main__":
    main()
