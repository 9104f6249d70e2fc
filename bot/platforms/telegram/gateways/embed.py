"""The whole community engine as one handler in an application of python-telegram-bot that runs already.

    from telegram.ext import Application
    from bot.app import opened
    from bot.platforms.telegram.gateways.embed import community_handler
    from bot.runtime.settings import Settings
    from bot.platforms.telegram.api_rules import ALLOWED_UPDATES

    async with opened(Settings()) as app:
        engine = asyncio.create_task(app.run(fetches=False))  # delivery, timers, schedule, rule changes
        application = Application.builder().token(TOKEN).build()
        application.add_handler(community_handler(app.take), group=-1)
        ...  # run the application as before, with allowed_updates=ALLOWED_UPDATES
        app.stop.set()
        await engine

`take` gets each update as JSON and commits it before the handlers of later groups see it. Ask for all the
kinds of updates in ALLOWED_UPDATES: reactions and members are left out otherwise. The application's updater
confirms updates before they are handled, so a crash loses what waits in its queue; the bot's own polling
does not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, ContextTypes

Take = Callable[[Sequence[Any]], Awaitable[None]]


class CommunityHandler(BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]):
    """Hands every update to the pipeline, as raw JSON, and lets the application's own handlers go on."""

    def __init__(self, take: Take) -> None:
        super().__init__(self._handle, block=True)
        self._take = take

    def check_update(self, update: object) -> bool:
        """Every update of Telegram's."""
        return isinstance(update, Update)

    async def _handle(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._take([update.to_json().encode()])


def community_handler(take: Take) -> CommunityHandler:
    """The handler for `Application.add_handler`; `take` is `Pipeline.take`."""
    return CommunityHandler(take)
