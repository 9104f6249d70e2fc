"""The one door to the world: stamps each change with the time, lets it happen, writes it to the journal."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.playground.acts import ACTS
from bot.playground.acts.model import Act, AnyAct
from bot.playground.charging import renew
from bot.playground.clock import Clock
from bot.playground.errors import ActError
from bot.playground.journal import Journal, packed, unpacked
from bot.playground.methods import METHODS, READING
from bot.playground.state import JSON, Bot
from bot.playground.updates import allowed_from, confirm
from bot.playground.world import World

_DECODER: msgspec.json.Decoder[Act] = msgspec.json.Decoder(AnyAct)


class Engine:
    """Changes a world. What its methods were told, in order, is all that the world depends on.

    Args:
        world: to change; a journal with history is played into it first.
        clock: gives each change its time.
        journal: keeps the changes; without one a restart forgets everything.

    Raises:
        ValueError: the journal belongs to a world with another seed or token.
    """

    def __init__(self, world: World, clock: Clock, journal: Journal | None = None) -> None:
        self.world, self.clock, self.journal = world, clock, journal
        self.restored = 0
        self.last: Act | None = None
        if journal is not None:
            try:
                self._restore(journal)
            except BaseException:
                journal.close()
                raise

    def _restore(self, journal: Journal) -> None:
        for record in journal.records():
            self._replay(record)
            self.restored += 1
        if not self.restored:
            journal.write(self._header())
            journal.flush()

    def _header(self) -> JSON:
        return {"world": {"seed": self.world.seed, "token": self.world.main_bot.token}}

    def act(self, raw: bytes | memoryview) -> JSON:
        """Let a person do something: `{"ok": True, …, "update_ids": […]}` or `{"ok": False, "error"}`."""
        try:
            act = _DECODER.decode(raw)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            self.last = None
            return {"ok": False, "error": str(error)}
        self.last = act
        if act.id is not None and act.id in self.world.done:
            self.last = None
            return self.world.done[act.id]
        if act.ts is not None:
            self.clock.observe(act.ts)
        at = self._stamp()
        result = self._apply(act)
        self._keep({"at": at, "act": bytes(raw)})
        return result

    def do(self, **act: Any) -> JSON:
        """`act`, from Python."""
        return self.act(msgspec.json.encode(act))

    def call(self, bot: Bot, method: str, params: JSON) -> Any:
        """Let a bot do something.

        Raises:
            ApiError: the call is refused; nothing changed.
        """
        at = self._stamp()
        result = METHODS[method](self.world, bot, params)
        if method not in READING:
            self._keep({"at": at, "call": method, "bot": bot.id, "params": packed(params)})
            self.flush()
        return result

    def confirm(self, bot: Bot, offset: int, allowed: list[str] | None) -> None:
        """What a getUpdates call changes: what it confirms, and which kinds come from now on."""
        wanted = bot.allowed if allowed is None else allowed_from(allowed)
        changed = wanted != bot.allowed
        bot.allowed = wanted
        if confirm(bot, offset) or changed:
            self._keep({"at": self._stamp(), "confirm": [bot.id, offset, sorted(wanted)]})
            self.flush()

    def delivered(self, bot: Bot, update_id: int) -> None:
        """A webhook took an update."""
        _take(bot, update_id)
        self._keep({"at": self._stamp(), "delivered": [bot.id, update_id]})
        self.flush()

    def advance(self, seconds: float) -> None:
        """Let the clock jump forward."""
        self.clock.advance(seconds)
        self._keep({"at": self._stamp(), "advance": seconds})
        self.renew()
        self.flush()

    def renew(self) -> int:
        """Charge for the subscriptions that are due; how many charges were tried."""
        if not self.world.stars.is_due(self.clock.now()):
            return 0
        at = self._stamp()
        tried = renew(self.world)
        self._keep({"at": at, "renew": tried})
        self.flush()
        return tried

    def flush(self) -> None:
        """Make everything so far outlive this process."""
        if self.journal is not None:
            self.journal.flush()

    def _stamp(self) -> float:
        self.world.now = max(self.world.now, self.clock.now())
        return self.world.now

    def _keep(self, record: JSON) -> None:
        if self.journal is not None:
            self.journal.write(record)

    def _apply(self, act: Act) -> JSON:
        self.world.emitted = []
        try:
            result = {"ok": True, **ACTS[type(act)](self.world, act), "update_ids": self.world.emitted}
        except ActError as error:
            result = {"ok": False, "error": str(error)}
        if act.id is not None:
            self.world.done[act.id] = result
        return result

    def _replay(self, record: JSON) -> None:
        if "world" in record:
            if record != self._header():
                raise ValueError(f"the journal was written with {record['world']}")
            return
        world = self.world
        world.now = record["at"]
        self.clock.observe(record["at"])
        match record:
            case {"act": act}:
                self._apply(msgspec.convert(act, AnyAct))
            case {"call": method, "bot": bot, "params": params}:
                METHODS[method](world, world.bots[bot], unpacked(params))
            case {"confirm": [bot, offset, allowed]}:
                world.bots[bot].allowed = frozenset(allowed)
                confirm(world.bots[bot], offset)
            case {"delivered": [bot, update_id]}:
                _take(world.bots[bot], update_id)
            case {"renew": _}:
                renew(world)
            case {"advance": seconds} if self.clock.kind != "events":
                self.clock.advance(seconds)


def _take(bot: Bot, update_id: int) -> None:
    for update in bot.queue:
        if update.id == update_id:
            bot.queue.remove(update)
            bot.confirmed += 1
            return
