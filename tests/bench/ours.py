"""Our side: decode, the default rules, points, and a commit with synchronous=FULL every hundred updates."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory

from bot.core.pipeline import Pipeline
from bot.features import extensions
from bot.features.courses.advisor import Advisor
from bot.features.spam.near_copies import Memory
from bot.features.spam.score_service import Spam, Voice
from bot.features.spam.seed_corpus import shipped
from bot.platforms.telegram.decode import Me
from bot.runtime.clock import EventClock
from bot.runtime.opening import open_store
from rules.config.rule_book_store import RuleBookStore
from storage.store import Store
from tests.bench.measurement import Options
from tests.bench.rounds import BOT, Feed
from tests.services import services

BATCH = 100


def a_pipeline(
    url: str, options: Options, hand_over: Callable[[Callable[[], object]], object] = lambda _: None
) -> tuple[Store, Pipeline]:
    """The pipeline as the bot runs it, on a database that it brings to the newest shape.

    `hand_over` gets what follows a commit; nobody does it when it is left out.
    """
    store, community = open_store(url, "main", 1)
    rule_books = RuleBookStore(options.rules, extensions())
    given = services(Advisor(community), open_door=True)
    given.of(Spam).voices[community] = Voice(shipped(), Memory())
    me = Me(BOT, "bench_bot")
    return store, Pipeline(
        store, EventClock(1), lambda: rule_books.book, me, community, lambda _: None, given, hand_over
    )


@asynccontextmanager
async def pipeline(options: Options) -> AsyncIterator[Feed]:
    """Takes updates in batches of a hundred, on a new database in a file."""
    later = asyncio.get_running_loop().call_soon_threadsafe
    with TemporaryDirectory() as folder:
        store, taking = a_pipeline(f"sqlite:///{folder}/bench.db", options, later)

        async def feed(raws: Sequence[bytes]) -> None:
            for at in range(0, len(raws), BATCH):
                await store.in_turn(taking.take, raws[at : at + BATCH])

        yield feed
        store.close()
