"""A bot of a few lines that does what the demonstration expects, over plain HTTP."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.playground.demo.people import FLOODER, GROUP, LEARNER, ROOM
from bot.playground.rights import PERMISSIONS
from tests.playground.smallshop import SmallShop

Json = dict[str, Any]
FLOOD = 8
ANSWERS = {
    "/me": "你有 12 分",
    "/top": "🥇 陈默 12",
    "/why": "+2 message",
    "/rules": "Be kind.",
    "/courses": "1. Python",
    "/invites": "1 stayed, 1 still to be seen",
}


def named(person: Json) -> str:
    """A mention."""
    return f'<a href="tg://user?id={person["id"]}">{person["first_name"]}</a>'


class FakeBot:
    """Welcomes, deletes advertisements, mutes floods, answers commands; `suggest` and `board` post."""

    def __init__(self, url: str, token: str, http: aiohttp.ClientSession) -> None:
        self._base, self._http = f"{url}/bot{token}", http
        self._written: Counter[int] = Counter()
        self._shop = SmallShop(self.call)
        self._offered = 10
        self.offset = self._poll = 0

    async def call(self, method: str, **params: Any) -> Any:
        """One call; its result, None when it is refused."""
        async with self._http.post(f"{self._base}/{method}", json=params) as response:
            return (await response.json()).get("result")

    async def say(self, chat: int, text: str, **more: Any) -> Any:
        """Write."""
        return await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more)

    async def run(self) -> None:
        """Serve until cancelled."""
        kinds = ["message", "callback_query", "chat_member", "chat_join_request", "pre_checkout_query"]
        while True:
            updates = await self.call("getUpdates", offset=self.offset, timeout=5, allowed_updates=kinds)
            for update in updates or []:
                self.offset = update["update_id"] + 1
                if not await self._shop.take(update):
                    await self.take(update)

    async def take(self, update: Json) -> None:
        """Answer one update."""
        match update:
            case {"callback_query": {"data": str(data), "message": card} as query} if data.endswith(":undo"):
                await self.call("answerCallbackQuery", callback_query_id=query["id"])
                where = {"chat_id": ROOM, "message_id": card["message_id"]}
                await self.call("editMessageText", **where, text="↩️ 周舟 took it back")
            case {"callback_query": {"data": str(data), "message": card} as query} if data.startswith("hwg:"):
                await self.call("answerCallbackQuery", callback_query_id=query["id"])
                where = {"chat_id": ROOM, "message_id": card["message_id"]}
                await self.call("editMessageText", **where, text="📝 1 ✅")
            case {"callback_query": query}:
                await self.call("answerCallbackQuery", callback_query_id=query["id"], text="记下了 Noted")
                if query["data"].startswith("captcha:"):
                    who = {"chat_id": GROUP, "user_id": query["from"]["id"]}
                    await self.call("restrictChatMember", permissions=dict.fromkeys(PERMISSIONS, True), **who)
            case {"message": {"new_chat_members": [person]} as message} if not person["is_bot"]:
                button = {"text": "我是真人", "callback_data": "captcha:1:0"}
                asks = {"inline_keyboard": [[button]]}
                await self.say(message["chat"]["id"], f"请点 {named(person)}", reply_markup=asks)
                await self.say(message["chat"]["id"], f"欢迎 {named(person)}")
            case {"message": {"text": text} as message}:
                await self._text(message, text)

    async def _text(self, message: Json, text: str) -> None:
        chat, person, number = message["chat"]["id"], message["from"], message["message_id"]
        self._written[person["id"]] += 1
        if "加微信" in text:
            await self.call("deleteMessage", chat_id=chat, message_id=number)
            await self.say(chat, f"{named(person)}: 广告 advertisement")
        elif text.startswith("/warn"):
            undo = [[{"text": "Undo", "callback_data": "case:1:undo"}]]
            warned = named(message["reply_to_message"]["from"])
            await self.say(ROOM, f"{warned}: one warning", reply_markup={"inline_keyboard": undo})
        elif text == "/invite":
            link = await self.call("createChatInviteLink", chat_id=GROUP)
            await self.say(chat, link["invite_link"])
        elif text == "/solved":
            thanks = [[{"text": "谢谢", "callback_data": "qa:AAAAAAAAAAAAAAAA:t1"}]]
            card = await self.say(chat, "❓ 1")
            where = {"chat_id": chat, "message_id": card["message_id"]}
            markup = {"inline_keyboard": thanks}
            await self.call("editMessageText", **where, text="✅ 1 Kenji", reply_markup=markup)
        elif text == "/shop":
            await self.call("setChatMemberTag", chat_id=GROUP, user_id=person["id"], tag="Helper")
            order = await self.say(ROOM, "🛍 1")
            where = {"chat_id": ROOM, "message_id": order["message_id"]}
            await self.call("editMessageText", **where, text="🛍 1 ✅")
        elif text.startswith("/quiz"):
            asked = {"type": "quiz", "is_anonymous": False, "correct_option_ids": [1]}
            options = [{"text": t} for t in "abc"]
            poll = await self.call("sendPoll", chat_id=chat, question="?", options=options, **asked)
            self._poll = poll["message_id"]
        elif text.startswith("作业"):
            marks = [[{"text": "优", "callback_data": f"hwg:AAAAAAAAAAAA:1.1.{n}"} for n in range(2)]]
            await self.say(ROOM, "📝 1", reply_markup={"inline_keyboard": marks})
        elif text.startswith("#english"):
            fire = [{"type": "emoji", "emoji": "🔥"}]
            await self.call("setMessageReaction", chat_id=chat, message_id=number, reaction=fire)
            await self.call("stopPoll", chat_id=chat, message_id=self._poll)
        elif text == "/suggest" and person["id"] == LEARNER.id:
            await self._offer(chat, number)
        elif answer := ANSWERS.get(text.split()[0]):
            await self.say(chat, answer, reply_parameters={"message_id": number})
        if self._written[FLOODER.id] == FLOOD and person["id"] == FLOODER.id and chat < 0:
            until = message["date"] + 3600
            await self.call(
                "restrictChatMember", chat_id=chat, user_id=person["id"], permissions={}, until_date=until
            )

    async def _offer(self, chat: int, number: int) -> None:
        """Suggest another course each time."""
        self._offered += 1
        row = [{"text": verb, "callback_data": f"sg:{self._offered}:{verb}"} for verb in ("taken", "no")]
        await self.say(
            chat,
            f"为你挑的：第 {self._offered} 门课（免费）",
            reply_parameters={"message_id": number},
            reply_markup={"inline_keyboard": [row]},
        )

    async def suggest(self, person: Json) -> Any:
        """Suggest a course to somebody, with buttons."""
        row = [
            {"text": "感兴趣", "callback_data": "sg:1:like"},
            {"text": "不感兴趣", "callback_data": "sg:1:no"},
        ]
        text = f"{named(person)} 推荐《用 pandas 做月报》，因为你常聊 groupby"
        stop = [{"text": "停止推荐", "callback_data": "sg:0:stop"}]
        return await self.say(GROUP, text, reply_markup={"inline_keyboard": [row, stop]})

    async def board(self) -> Any:
        """Post the leaderboard."""
        return await self.say(GROUP, "本周排行\n🥇 陈默 12\n🥈 小满 9")


@asynccontextmanager
async def fake_bot(url: str, token: str) -> AsyncIterator[FakeBot]:
    """A running one."""
    async with aiohttp.ClientSession() as http:
        bot = FakeBot(url, token, http)
        task = asyncio.create_task(bot.run())
        try:
            yield bot
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
