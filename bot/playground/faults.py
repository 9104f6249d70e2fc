"""Things that go wrong on demand, for tests of what a bot does then."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from dataclasses import asdict, dataclass

from bot.playground.engine import Engine
from bot.playground.errors import OTHER_POLL, ApiError, bad, conflict, flood
from bot.playground.state import JSON, Bot

KINDS = (
    "flood",
    "server_error",
    "timeout_before",
    "timeout_after",
    "late",
    "drop",
    "kicked",
    "migrate",
    "conflict",
    "refusal",
)


@dataclass(slots=True)
class Rule:
    """When something goes wrong. `times` counts down; -1 never ends. `seconds`: to wait or to hold.

    `text` is what a "refusal" answers, with status 400. A "late" answer is kept back that long, or until
    faults are cleared: the call is carried out before.
    """

    kind: str
    method: str = "*"
    chat: int = 0
    times: int = 1
    seconds: float = 1
    probability: float = 1.0
    code: int = 500
    text: str = "Bad Request"


class Faults:
    """The rules in force; the first that fits a call and has its draw takes it."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.rules: list[Rule] = []
        self._cleared = asyncio.Event()

    def set(self, rules: list[JSON]) -> None:
        """Add rules.

        Raises:
            ValueError: a rule has an unknown kind or field.
        """
        try:
            added = [Rule(**rule) for rule in rules]
        except TypeError as error:
            raise ValueError(str(error)) from None
        for rule in added:
            if rule.kind not in KINDS:
                raise ValueError(f"a fault is one of {', '.join(KINDS)}")
        self.rules += added

    def clear(self) -> None:
        """Let nothing go wrong any more, and give the answers that are kept back."""
        self.rules.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()

    async def keep_back(self, rule: Rule) -> None:
        """Wait as long as an answer is late."""
        with suppress(TimeoutError):
            async with asyncio.timeout(rule.seconds):
                await self._cleared.wait()

    def shown(self) -> list[JSON]:
        """The rules with what is left of them."""
        return [asdict(rule) for rule in self.rules]

    def pick(self, method: str, chat: int) -> Rule | None:
        """The rule that takes this call, counted down."""
        for rule in self.rules:
            fits = rule.method in ("*", method) and rule.chat in (0, chat)
            # A general rule leaves polling alone: it is about what a bot does, not about how it listens.
            general = rule.method == "*" and method == "getUpdates" and rule.kind != "conflict"
            if not fits or general or not rule.times or self._random.random() >= rule.probability:
                continue
            rule.times -= rule.times > 0
            return rule
        return None


def refusal(rule: Rule) -> ApiError | None:
    """The error a rule answers with, if it is of that kind."""
    match rule.kind:
        case "flood":
            return flood(max(1, int(rule.seconds)))
        case "refusal":
            return ApiError(400, rule.text)
        case "conflict":
            return conflict(OTHER_POLL)
        case "server_error" if rule.code == 500:
            return ApiError(500, "Internal Server Error: restart")
        case "server_error":
            return ApiError(rule.code, "Bad Gateway")
    return None


def happen(engine: Engine, bot: Bot, rule: Rule, chat: int) -> None:
    """Let a rule change the world: put the bot out of the chat, or make the group a supergroup.

    Raises:
        ApiError: 400, when that is impossible here.
    """
    act = "remove_bot" if rule.kind == "kicked" else "migrate"
    extra = {"bot": bot.id} if rule.kind == "kicked" else {}
    result = engine.do(do=act, chat=chat, **extra)
    engine.flush()
    if not result["ok"]:
        raise bad(f"the fault '{rule.kind}' can't happen here: {result['error']}")
