"""A group of people, and the real pipeline without a network: what they try, and what it brings them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from storage import chats, referrals
from storage.cases import CASE
from storage.chats import CHAT, MEMBER
from storage.directory import PERSON
from storage.ledger import LEDGER, STANDING
from tests.bench.measurement import Options
from tests.bench.ours import a_pipeline
from tests.bench.rounds import BOT

NOW = 1_767_600_000  # 08:00 UTC on a Monday
MINUTE, HOUR, DAY = 60, 3_600, 86_400
GROUP, ELSEWHERE, OWNER = -1001, -1009, 1
CALM = "name: T\nlanguage: en\ntimezone: UTC\ncommands: {times: 1000, within: 1s}\n"
_NAME = re.compile(r"@\w+")
Json = dict[str, Any]


class Town:
    """A pipeline with its database. Everybody who acts is in the group since `NOW`, unless they are new."""

    def __init__(self, folder: Path, rules: Path) -> None:
        self.store, self.pipeline = a_pipeline(
            f"sqlite:///{folder}/town.db", Options(say=lambda _: None, rules=rules)
        )
        self.number, self.messages, self.people, self.at = 10, 0, 100, NOW
        self.past: list[bytes] = []
        bot = {"id": BOT, "is_bot": True, "first_name": "Bot"}
        for chat in (GROUP, ELSEWHERE):
            body = {"chat": {"id": chat, "type": "supergroup", "title": f"G{chat}"}, "date": NOW}
            body |= {"from": person(OWNER), "old_chat_member": {"user": bot, "status": "left"}}
            self._take("my_chat_member", body | {"new_chat_member": {"user": bot, "status": "member"}})
        self.write(OWNER, "hello to you all")
        with self.store.write() as connection:
            query = select(CHAT.c.id).where(CHAT.c.title == f"G{GROUP}")
            (chat,) = connection.execute(query).scalars()
            others = connection.execute(select(CHAT.c.id).where(CHAT.c.id != chat)).scalars().all()
            for other in others:
                connection.execute(CHAT.update().where(CHAT.c.id == other).values(community_id=None))
            owner = self.own(OWNER)
            chats.set_administrators(connection, chat, {owner: "creator"}, NOW * 2, NOW * 2)
        self.pipeline.directory.forget()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def own(self, who: int) -> int:
        """Own id of somebody."""
        with self.store.read() as connection:
            query = select(PERSON.c.id).where(PERSON.c.platform_id == who)
            return int(connection.execute(query).scalar_one())

    def somebody(self, written: int = 3, *, here_for: int = 30 * DAY, link: str = "") -> int:
        """Somebody new in the group, perhaps by a link, who wrote some messages that earn nothing."""
        self.people += 1
        who, now = self.people, self.at
        self.at = now - here_for
        joins = {"chat": chat_of(GROUP), "from": person(who), "date": self.at}
        joins["old_chat_member"] = {"user": person(who), "status": "left"}
        if link:
            named = {"invite_link": link, "creator": person(OWNER), "is_primary": False, "is_revoked": False}
            joins["invite_link"] = named
        self._take("chat_member", joins | {"new_chat_member": {"user": person(who), "status": "member"}})
        for _ in range(written):
            self.write(who, "hm")
        self.at = now
        return who

    def leave(self, who: int) -> None:
        """Somebody leaves."""
        leaves = {"chat": chat_of(GROUP), "from": person(who), "date": self.at}
        leaves["old_chat_member"] = {"user": person(who), "status": "member"}
        self._take("chat_member", leaves | {"new_chat_member": {"user": person(who), "status": "left"}})

    def link_of(self, who: int) -> str:
        """Somebody's own invite link."""
        link = f"https://t.me/+of{who}"
        with self.store.write() as connection:
            query = select(CHAT.c.id).where(CHAT.c.title == f"G{GROUP}")
            chat = int(connection.execute(query).scalar_one())
            referrals.keep_link(connection, chat, self.own(who), link, self.at)
        return link

    def pass_(self, seconds: int) -> None:
        """Let time go on."""
        self.at += seconds

    def to_day(self, seconds: int = 0) -> None:
        """Go on to the next local day, and some seconds into it."""
        self.at = (self.at // DAY + 1) * DAY + seconds

    def write(self, who: int, text: str, *, to: tuple[int, int] | None = None, **more: Any) -> int:
        """Write, perhaps in answer `to` a message (number, whose); `chat` and what else Telegram tells."""
        self.messages += 1
        number, chat = self.messages, more.pop("chat", GROUP)
        body: Json = {"message_id": number, "date": self.at, "chat": chat_of(chat), "from": person(who)}
        if text.startswith("/"):
            length = len(text.split()[0])
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        names = [{"type": "mention", "offset": m.start(), "length": len(m[0])} for m in _NAME.finditer(text)]
        body["entities"] = [*body.get("entities", []), *names]
        if to is not None:
            body["reply_to_message"] = self._answered(chat, *to)
        self._take("message", body | {"text": text} | more)
        return number

    def edit(self, who: int, message: int, text: str, *, to: tuple[int, int] | None = None) -> None:
        """Change one's message."""
        body: Json = {"message_id": message, "date": self.at - 1, "edit_date": self.at, "text": text}
        body |= {"chat": chat_of(GROUP), "from": person(who)}
        if to is not None:
            body["reply_to_message"] = self._answered(GROUP, *to)
        self._take("edited_message", body)

    def react(self, who: int, message: int, emoji: str = "👍", *, off: bool = False) -> None:
        """React to a message, or take that away."""
        shown = [{"type": "emoji", "emoji": emoji}]
        old, new = (shown, []) if off else ([], shown)
        body = {"chat": chat_of(GROUP), "message_id": message, "user": person(who), "date": self.at}
        self._take("message_reaction", body | {"old_reaction": old, "new_reaction": new})

    def settle(self) -> None:
        """Let all timers that are due come."""
        self.write(OWNER, "hm")  # the clock goes by what is heard
        while self.pipeline.take_timers():
            pass

    def replay(self) -> None:
        """Hand everything over once more that ever came."""
        for raw in self.past:
            self.pipeline.take([raw])

    def earned(self, who: int, *sources: str, currency: str = "xp") -> int:
        """What somebody has by the ledger, of some sources alone if any are named."""
        with self.store.read() as connection:
            query = (
                select(func.coalesce(func.sum(LEDGER.c.granted), 0))
                .join(PERSON, PERSON.c.id == LEDGER.c.person_id)
                .where(PERSON.c.platform_id == who, LEDGER.c.currency == currency)
            )
            if sources:
                query = query.where(LEDGER.c.source.in_(sources))
            return int(connection.execute(query).scalar_one())

    def balances(self) -> dict[int, tuple[int, int]]:
        """By person: points by their balance and by the ledger."""
        with self.store.read() as connection:
            sums = select(LEDGER.c.person_id, func.sum(LEDGER.c.granted)).where(LEDGER.c.currency == "xp")
            ledger: dict[int, int] = dict(connection.execute(sums.group_by(LEDGER.c.person_id)).all())
            rows = connection.execute(select(STANDING.c.person_id, STANDING.c.xp))
            return {who: (xp, ledger.get(who, 0)) for who, xp in rows}

    def members(self) -> int:
        """How many people are known in groups."""
        with self.store.read() as connection:
            return int(connection.execute(select(func.count()).select_from(MEMBER)).scalar_one())

    def newest_case(self) -> int:
        """The number of the newest case."""
        with self.store.read() as connection:
            return int(connection.execute(select(func.max(CASE.c.id))).scalar() or 0)

    def _answered(self, chat: int, message: int, whose: int) -> Json:
        return {
            "message_id": message,
            "date": self.at - 60,
            "chat": chat_of(chat),
            "from": person(whose),
            "text": "x",
        }

    def _take(self, kind: str, body: Json) -> None:
        self.number += 1
        raw = json.dumps({"update_id": self.number, kind: body}).encode()
        self.past.append(raw)
        self.pipeline.take([raw])


def chat_of(number: int) -> Json:
    """A group as Telegram names it."""
    return {"id": number, "type": "supergroup", "title": f"G{number}"}


def person(number: int) -> Json:
    """Somebody as Telegram names them."""
    return {"id": number, "is_bot": number == BOT, "first_name": f"P{number}", "username": f"p{number}"}
