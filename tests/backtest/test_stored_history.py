"""Replaying what the bot lived through: the same rule book decides the same, to the last detail."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from bot.backtest.backtest import Backtest
from bot.backtest.replay_state import ALBUM
from bot.backtest.stored_history import StoredPast
from bot.features import extensions
from bot.features.moderation import judging
from rules.config.rule_book_store import load_book
from rules.engine.decide import decide
from rules.engine.decision import Decision
from rules.engine.events import Event
from storage.history import KINDS as KINDS_REPLAYED
from storage.store import Store
from tests.bots import default_rules, running_bot
from tests.servers import Json, Playground, community, playground

TEXTS = (
    "大家早上好，今天的作业有人做完了吗？",
    "每天稳赚不赔，加微信 vx88wealth 领取",
    "Guaranteed  PROFIT, ask me",
    "come https://t.me/+AbC",
    "see https://blog.example.net/post and https://github.com/a",
    "look at https://github.com/a",
    "look at https://github.com/a, please",
    "qq 123456789 聊",
    "你是傻 逼吗",
    "WHY DOES NOBODY EVER ANSWER ME",
    "@admin 有人发广告",
    "新课上线，欢迎来看看",
    "谢谢你",
    "打卡",
    "/me",
    "🔥" * 20,
)
PEOPLE = range(10, 22)


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> list[Decision]:
    """What the running bot decides, as it decides it; new names and moderators' acts are not replayed."""
    taken: list[Decision] = []

    def recording(event: Event, *given: Any, **scores: Any) -> Decision:
        decision = decide(event, *given, **scores)
        if event.kind.value in KINDS_REPLAYED:
            taken.append(decision)
        return decision

    monkeypatch.setattr(judging, "decide", recording)
    return taken


KINDS = {
    "text": 30,
    "again": 12,
    "answer": 8,
    "hidden": 4,
    "file": 3,
    "album": 3,
    "sticker": 8,
    "forward": 4,
    "edit": 6,
    "react": 6,
    "join": 10,
    "leave": 2,
    "anonymous": 2,
}


def act_of(kind: str, draw: random.Random, base: Json, written: list[tuple[int, int]]) -> Json:
    """What somebody does; `written` are messages with their authors."""
    message = base | {"do": "message", "text": draw.choice(TEXTS)}
    number, author = draw.choice(written) if written else (0, 0)
    link = {"type": "text_link", "offset": 0, "length": 2, "url": "https://evil.example"}
    acts: dict[str, Json] = {
        "text": message,
        "again": message | {"text": "欢迎大家来看我的新课程"},
        "answer": message | {"reply_to": number},
        "hidden": message | {"text": "官网在此", "entities": [link]},
        "file": base
        | {"do": "message", "media": {"kind": "document", "name": draw.choice(("notes.pdf", "Crack.EXE"))}},
        "album": message | {"media": "photo", "album": str(draw.getrandbits(60))},
        "sticker": base | {"do": "message", "media": "sticker"},
        "forward": message | {"forward_from": draw.choice(PEOPLE)},
        "edit": base | {"do": "edit", "user": author, "message": number, "text": draw.choice(TEXTS)},
        "react": base | {"do": "react", "message": number, "emoji": "👍"},
        "join": base | {"do": "join"},
        "leave": base | {"do": "leave"},
        "anonymous": message | {"user": 1, "anonymous": True},
    }
    return acts[kind]


def parted(draw: random.Random, act: Json) -> list[Json]:
    """The same, of an album three pictures, of which one has words."""
    captioned = draw.randrange(3)
    return (
        [act | {"text": act["text"] if n == captioned else ""} for n in range(3)] if "album" in act else [act]
    )


async def live(pg: Playground, chat: int, seed: int, count: int) -> None:
    """People come, write, answer, edit, react and go; much of it at once.

    Nobody commands: what moderators do by hand is known to the second, and here all happens within a few.
    """
    draw = random.Random(seed)
    written: list[tuple[int, int]] = []
    for _ in range(count // 10):
        kinds = draw.choices(list(KINDS), list(KINDS.values()), k=10)
        acts = [
            act
            for k in kinds
            for act in parted(draw, act_of(k, draw, {"chat": chat, "user": draw.choice(PEOPLE)}, written))
        ]
        for done, result in zip(acts, await pg.acts(acts), strict=True):
            if done["do"] == "message" and result["ok"]:
                written.append((result["message_id"], done["user"]))


def without_points(decision: Decision) -> Decision:
    """The decision, whatever the member's balance was."""
    return structs.replace(decision, state=structs.replace(decision.state, xp=0))


def replayed(store: Store, rules: Path) -> list[Decision]:
    """What the book of a folder makes of everything stored, but for what went along with its album."""
    found: list[Decision] = []
    book = load_book(rules, extensions())[0]
    assert book is not None
    past = StoredPast(store, 0)
    past.open()
    test = Backtest(
        book, start=past.start, past=past.past, compare_past=True, watch=lambda _, d, __: found.append(d)
    )
    for part in past.parts(lambda done, total: None):
        test.take(part)
    report = test.report()
    assert (report.changed, report.without_text) == (0, 0)
    return [d for d in found if d.exempt != ALBUM]


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_book_in_force_decides_a_live_run_again_as_the_bot_did(
    tmp_path: Path, decisions: list[Decision], seed: int
) -> None:
    """People's standing is compared too: a decision holds the member's new state. Points that a removal took
    back are known to the second alone, and are left out: here all happens within a few."""
    rules = default_rules(tmp_path / "rules")
    file = rules / "moderation.yaml"
    # Learned scores change with what moderators teach, and are not kept.
    text = file.read_text("utf-8").replace(
        "when: {spam: {level: likely, first: 3}}", "when: {words: never said}"
    )
    # A rule that asks for points says how many there were.
    assert "- points: {most: 10}" in text
    text = text.replace("- points: {most: 10}", "- role: member")
    counting = (
        "  - {id: many-links, when: {rate: {times: 3, within: 1h, by: chat, of: links}}, then: {react: 👀}}"
    )
    file.write_text(text.replace("\nrules:\n", f"\nrules:\n{counting}\n"), "utf-8")
    async with playground(flood=False, check=False) as pg, running_bot(pg, tmp_path, rules) as bot:
        people = [{"do": "create_person", "person": p, "first_name": f"P{p}"} for p in PEOPLE]
        await pg.acts(people)
        chat = await community(pg, drain=False, members=[2, 3, *PEOPLE[:6]])
        await bot.settled()
        await live(pg, chat, seed, 200)
        await bot.settled()
        again = replayed(bot.store, rules)
    assert sum(bool(d.hits) for d in decisions) > 20
    assert any(h.rule == "many-links" for d in decisions for h in d.hits)
    lived = {d.update_id: d for d in decisions}  # a batch that had to be taken again counts once
    assert [d.update_id for d in again] == list(lived)
    pairs = [(without_points(d), without_points(lived[d.update_id])) for d in again]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
