"""The engine inside somebody else's application of python-telegram-bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.gateways.embed import community_handler
from tests.behaviour.conftest import MODERATION
from tests.bots import running_bot, write_rules
from tests.servers import community, playground


async def test_the_engine_keeps_order_beside_the_applications_own_handlers(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=MODERATION)
    heard: list[str] = []

    async def own(update: Update, _context: Any) -> None:
        message = update.effective_message
        heard.append(message.text or "" if message else "")

    async with playground(flood=False) as pg, running_bot(pg, tmp_path, rules, fetches=False) as bot:
        application = Application.builder().token(pg.token).base_url(f"{pg.url}/bot").build()
        application.add_handler(community_handler(bot.app.take), group=-1)
        application.add_handler(MessageHandler(filters.TEXT, own))
        async with application:
            chat = await community(pg, drain=False)
            spam = (await pg.act({"do": "message", "chat": chat, "user": 2, "text": "buy now"}))["message_id"]
            for update in await application.bot.get_updates(allowed_updates=ALLOWED_UPDATES):
                await application.process_update(update)

            async def gone() -> bool:
                ghosts = [m for m in await pg.messages(chat) if m.get("deleted_by") == pg.bot_id]
                return [m["message"]["message_id"] for m in ghosts] == [spam]

            await pg.wait_for(gone)
    assert heard == ["buy now"]
