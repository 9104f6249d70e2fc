"""The whole community engine as one handler in an application of python-telegram-bot that runs already.

    from telegram.ext import Application
    from bot.gateways.embed import community_handler

    application = Application.builder().token(TOKEN).build()
    application.add_handler(community_handler(app.pipeline.take), group=-1)

`take` is the pipeline's: it gets each update as JSON and commits it before the handlers of later groups
see it. Ask for all update kinds, `run_polling(allowed_updates=bot.telegram.allowed.ALLOWED_UPDATES)`:
python-telegram-bot leaves reactions and members out by default. Its updater confirms updates before they
are handled, so a crash loses what waits in its queue; the bot's own polling does not.
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
