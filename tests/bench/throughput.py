"""The whole durable pipeline beside the bare frameworks, on the same bytes."""

from __future__ import annotations

from tests.bench import aiogram_side, ptb_side
from tests.bench.measurement import Found, Options
from tests.bench.ours import pipeline
from tests.bench.rounds import versus

_COUNT = 4_000


async def aiogram(options: Options) -> Found:
    """aiogram with one handler that does nothing."""
    return await versus(options, pipeline, aiogram_side.one_handler, 2.0, _COUNT)


async def aiogram_30(options: Options) -> Found:
    """aiogram with thirty handlers that do nothing."""
    return await versus(options, pipeline, aiogram_side.thirty_handlers, None, _COUNT)


async def ptb(options: Options) -> Found:
    """python-telegram-bot with one handler that does nothing."""
    return await versus(options, pipeline, ptb_side.one_handler, None, _COUNT)


async def ptb_30(options: Options) -> Found:
    """python-telegram-bot with thirty handlers that do nothing."""
    return await versus(options, pipeline, ptb_side.thirty_handlers, None, _COUNT)


async def aiogram_commits(options: Options) -> Found:
    """aiogram with one handler that commits one row."""
    return await versus(options, pipeline, aiogram_side.commit_each, 8.0, _COUNT)
