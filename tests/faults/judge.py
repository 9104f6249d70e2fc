"""Comparing what the local Telegram sent and received with the rows of the database.

Nothing is asked of the bot. For every update there was there has to be one event or one dead letter; for
every message that earns, one row of the ledger; for every message that is answered or removed, one row of the
outbox; for every row of the outbox that ended, one receipt; and what the receipt says is what Telegram has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.playground.world import World
from tests.faults.rows import Call, Rows

ANSWERED, REMOVED = "hello bot", "buy now"  # how messages begin that get an answer, or go
_ENDED = ("done", "failed", "unknown", "gone")
_SHOWN = 5  # of each kind of problem


@dataclass
class Verdict:
    """What a comparison found. A problem is a sentence; a call in doubt may have been carried out or not."""

    lost: int = 0
    doubled: int = 0
    in_doubt: list[str] = field(default_factory=list)
    refused: int = 0  # calls that Telegram refused for good, each with its receipt
    updates: int = 0  # that were compared
    calls: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lose(self, what: str, many: Iterable[Any]) -> None:
        """Rows that should be there and are not."""
        self.lost += self._tell("lost", what, many)

    def double(self, what: str, many: Iterable[Any]) -> None:
        """Rows that are there more often than they should be."""
        self.doubled += self._tell("doubled", what, many)

    def _tell(self, how: str, what: str, many: Iterable[Any]) -> int:
        found = list(many)
        if found:
            shown = ", ".join(map(str, found[:_SHOWN])) + (" …" if len(found) > _SHOWN else "")
            self.problems.append(f"{how}: {len(found)} × {what}: {shown}")
        return len(found)

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.in_doubt + other.in_doubt,
            self.refused + other.refused,
            self.updates + other.updates,
            self.calls + other.calls,
            self.problems + other.problems,
            self.notes + other.notes,
        )


class Written(NamedTuple):
    """A member's message, as an update told of it."""

    chat: int  # of the platform
    message: int
    text: str


def judge(sent: Iterable[bytes], world: World, rows: Rows, *, refusals: bool = False) -> Verdict:
    """Compare. `refusals`: Telegram refuses some calls for good, which is no loss.

    Args:
        sent: the bodies of all updates there were.
        world: the local Telegram.
        rows: the bot's database, when everything had settled.
        refusals: see above.
    """
    bodies = list(dict.fromkeys(sent))
    verdict = Verdict(updates=len(bodies), calls=len(rows.calls))
    _updates(verdict, bodies, rows)
    _messages(verdict, [w for b in bodies if (w := written(b)) is not None], rows)
    _calls(verdict, world, rows, refusals)
    verdict.lose("a sound file", rows.damage)
    verdict.lose("points of a balance", [p for p, balance, total in rows.off if balance < total])
    verdict.double("points of a balance", [p for p, balance, total in rows.off if balance > total])
    return verdict


def number_of(body: bytes) -> int:
    """The update's id; 0 when it has none that can be read."""
    try:
        found = json.loads(body)["update_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0
    return found if isinstance(found, int) and abs(found) < 2**63 else 0


def written(body: bytes) -> Written | None:
    """The message of a member that an update tells of, if it does."""
    try:
        message = json.loads(body)["message"]
        found = Written(message["chat"]["id"], message["message_id"], message["text"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found.text, str) else None


def _updates(verdict: Verdict, bodies: list[bytes], rows: Rows) -> None:
    """One event or one dead letter for each, and its id is remembered."""
    wanted = Counter(map(number_of, bodies))
    nameless = wanted.pop(0, 0)
    found = rows.events + rows.letters
    verdict.lose("update", (i for i, n in wanted.items() if found[i] < n))
    verdict.double("update", (i for i, n in wanted.items() if found[i] > n))
    verdict.lose("id of an update", wanted.keys() - rows.seen)
    verdict.lose("update without an id", range(max(0, nameless - found[0])))


def _messages(verdict: Verdict, messages: list[Written], rows: Rows) -> None:
    """Points, answers and removals: once for each message that calls for them."""
    answers = Counter(
        (c.lane, c.params["reply_parameters"]["message_id"])
        for c in rows.calls
        if c.method == "sendMessage" and "reply_parameters" in c.params
    )
    removals = Counter(
        (c.lane, c.params.get("message_id"))
        for c in rows.calls
        if c.method == "deleteMessage" and "/" not in c.key
    )
    for what, found, begins in (("answer", answers, ANSWERED), ("removal", removals, REMOVED)):
        asked = Counter((rows.chats.get(w.chat, 0), w.message) for w in messages if w.text.startswith(begins))
        verdict.lose(what, (m for m, n in asked.items() if found[m] < n))
        verdict.double(what, (m for m, n in asked.items() if found[m] > n))
    earning = Counter(
        (rows.chats.get(w.chat, 0), w.message) for w in messages if w.text.startswith((ANSWERED, "thought"))
    )
    verdict.lose("points of a message", (m for m, n in earning.items() if rows.paid[m] < n))
    verdict.double("points of a message", (m for m, n in earning.items() if rows.paid[m] > n))


def _calls(verdict: Verdict, world: World, rows: Rows, refusals: bool) -> None:
    """Every row ended, with a receipt that says how, and Telegram has what it says; no more, no less."""
    now = world.now
    verdict.lose(
        "call that never left", (c.key for c in rows.calls if c.state not in _ENDED and c.not_before <= now)
    )
    ended = [c for c in rows.calls if c.state in _ENDED]
    silent = [c.key for c in ended if c.state not in [r.state for r in rows.receipts.get(c.id, [])]]
    verdict.lose("receipt", silent)
    verdict.double("receipt", (c.key for c in ended if len(rows.receipts.get(c.id, [])) > 1))
    doubtful = [c for c in ended if c.state == "unknown"]
    verdict.in_doubt += [f"{c.method} {c.key}" for c in doubtful]
    refused = [c for c in ended if c.state in ("failed", "gone")]
    verdict.refused += len(refused)
    if not refusals:
        verdict.lose("call given up", (f"{c.method} {c.key}" for c in refused))
    _posts(
        verdict, world, [c for c in ended if c.method == "sendMessage" and c.state == "done"], doubtful, rows
    )
    _removals(verdict, world, [c for c in ended if c.method == "deleteMessage" and c.state == "done"], rows)


def _posts(verdict: Verdict, world: World, done: list[Call], doubtful: list[Call], rows: Rows) -> None:
    """Every post that is told of is there, once; others are there only where their fate is in doubt."""
    there = {
        (chat.id, m.id)
        for chat in [*world.chats.values(), *world.dialogs.values()]
        for m in chat.messages.values()
        if m.author == world.main_bot.id and "text" in m.body
    }
    told = [(c.lane, receipt.message_id, c.key) for c in done for receipt in rows.receipts.get(c.id, [])]
    places = {own: {p for p, o in rows.chats.items() if o == own} for own in rows.current}
    absent = [
        key for lane, number, key in told if not any((p, number) in there for p in places.get(lane, ()))
    ]
    verdict.lose("post that Telegram does not have", absent)
    # By key: a group that became a supergroup has two messages of a number.
    more = len(there) - len({key for *_, key in told}) - len(doubtful)
    verdict.double("post beyond those told of", range(max(0, more)))


def _removals(verdict: Verdict, world: World, done: list[Call], rows: Rows) -> None:
    still = []
    for call in done:
        # A group that moved has its old messages under its old id.
        places = [world.chats[p] for p, own in rows.chats.items() if own == call.lane and p in world.chats]
        there = [m for p in places if (m := p.messages.get(call.params.get("message_id", 0))) is not None]
        if there and not any(m.deleted_by for m in there):
            still.append(call.key)
    verdict.lose("removal that did not happen", still)
