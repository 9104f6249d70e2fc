"""Hand what runs beside the pipeline to features: their routes and their works."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.services import Services
from rules.config.book import RuleBook
from storage.store import Store


@dataclass(frozen=True)
class Inside:
    """The running bot as coroutines of features see it: they wait for networks, and write in transactions.

    Attributes:
        woken: is told when a timer was set that is due, for which somebody waits.
    """

    store: Store
    services: Services
    book: Callable[[], RuleBook]
    community: int
    now: Callable[[], float]
    woken: Callable[[], object]


# Runs until it is cancelled; one that fails is begun anew after a while.
Work: TypeAlias = Callable[[Inside], Awaitable[None]]
