"""`zhiqun history import`: a group's earlier messages become part of what can be replayed."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.backtest.backtest import Backtest
from bot.backtest.importing import Counts, import_history
from bot.backtest.stored_history import StoredPast
from bot.backtest.timeline import Moment
from bot.runtime.settings import Settings
from rules.config.rule_book_store import load_book
from storage.activity import ActivityLog
from storage.directory import PERSON
from storage.event_log import DETAIL, EVENT, TEXT
from storage.store import Store
from tests.behaviour.conftest import MODERATION
from tests.bots import running_bot, write_rules
from tests.processes import here as zhiqun
from tests.servers import community, playground

DAY = 86_400


def export(folder: Path, now: int) -> Path:
    """A group's export: one message too old for events, one too old for texts, and three of last week."""

    def said(number: int, ago: int, user: str, text: Any, **more: Any) -> dict[str, Any]:
        at = {"date_unixtime": str(now - ago)}
        return (
            {"id": number, "type": "message", "from": user, "from_id": f"user{user}", "text": text}
            | at
            | more
        )

    joined = {"id": 804, "type": "service", "date_unixtime": str(now - 6 * DAY), "actor": "Zoe"}
    link = {"type": "text_link", "text": "here", "href": "https://evil.example"}
    messages = [
        said(801, 400 * DAY, "2", "long ago"),
        said(802, 60 * DAY, "2", "buy now, some time ago"),
        said(803, 7 * DAY, "77", "buy now"),
        joined | {"actor_id": "user88", "action": "join_group_by_link", "members": []},
        said(805, 5 * DAY, "88", ["look ", link], reply_to_message_id=803),
        said(806, 4 * DAY, "News", "a post", from_id="channel9"),
        said(808, 4 * DAY, "Learners", "the group's own word", from_id="channel1001"),
        {"id": 807, "type": "message", "text": "no date"},
    ]
    path = folder / "result.json"
    # A local group -1001 has the number that an export spells 1.
    path.write_text(
        json.dumps({"name": "Learners", "type": "private_group", "id": 1001, "messages": messages})
    )
    return path


def counted(store: Store) -> list[int]:
    """Rows of events, texts, details and people."""
    with store.read() as connection:
        tables = (EVENT, TEXT, DETAIL, PERSON)
        return [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]


async def test_an_export_fills_the_history_once_and_is_replayed_with_the_rest(tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "rules", moderation=MODERATION)
    path = export(tmp_path, int(time.time()))
    async with playground(flood=False, check=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        chat = await community(pg, drain=False)
        await bot.settled()
        await pg.act({"do": "message", "chat": chat, "user": 2, "text": "buy now, says the living"})
        await bot.settled()
        settings = Settings(_env_file=None, database=bot.store.url, rules=rules)
        before = counted(bot.store)

        def run(*, dry_run: bool) -> Counts:
            return import_history(settings, path, 0, dry_run=dry_run, show=lambda done, total: None)

        wanted = Counts(messages=4, moves=1, too_old=1, without_text=1, others=1, unreadable=1)
        assert run(dry_run=True) == wanted
        assert counted(bot.store) == before
        english, chinese = [
            (await asyncio.to_thread(zhiqun, tmp_path, *asked, language, database=bot.store.url)).stdout
            for asked in [("history", "import", path.name, "--dry-run", "--language")]
            for language in ("en", "zh")
        ]
        assert "events are kept for 180 days (ZHIQUN_KEEP_EVENTS_DAYS)" in english
        assert "texts are kept for 30 days (ZHIQUN_KEEP_TEXTS_DAYS)" in english
        assert "互动只保留 180 天（ZHIQUN_KEEP_EVENTS_DAYS）" in chinese
        assert run(dry_run=False) == wanted
        events, texts, details, people = counted(bot.store)
        assert [events, texts, details, people] == [n + m for n, m in zip(before, (5, 4, 3, 3), strict=True)]
        again = run(dry_run=False)
        assert (again.messages, again.moves, again.known) == (0, 0, 5)
        assert counted(bot.store) == [events, texts, details, people]

        judged: list[tuple[Moment, list[str]]] = []
        book = load_book(rules)[0]
        assert book is not None
        past = StoredPast(bot.store, 0)
        past.open()
        test = Backtest(
            book, start=past.start, watch=lambda m, d, _: judged.append((m, [h.rule for h in d.hits]))
        )
        for part in past.parts(lambda done, total: None):
            test.take(part)
        spoken = [(m.event.text, rules, m.whole) for m, rules in judged if m.event.message_id]
        assert spoken[:3] == [("", [], False), ("buy now", ["ads"], True), ("look here", [], True)]
        assert spoken[-1] == ("buy now, says the living", ["ads"], True)
        hidden = next(m.event for m, _ in judged if m.event.text == "look here")
        assert hidden.content is not None
        assert hidden.content.links[0].hidden
        assert hidden.reply is not None
        assert hidden.reply.person is not None
        assert hidden.reply.person.name == "77"
        # What was imported is no recent past to the running bot.
        log = ActivityLog()
        await bot.store.look(log.load)
        assert [s.message_id for s in log.of(1, 0).chat if s.message_id >= 801] == []


def test_a_group_that_is_not_claimed_is_refused_in_a_sentence(tmp_path: Path, store: Store) -> None:
    settings = Settings(_env_file=None, database=store.url)
    path = export(tmp_path, int(time.time()))
    with pytest.raises(ValueError, match=r"the group 'Learners' \(-1001\) is not claimed: claim it first"):
        import_history(settings, path, 0, dry_run=False, show=lambda done, total: None)
