"""Things that go wrong on demand: what the caller hears, and whether it happened."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.servers import Playground

CHAT = -1001
SAY = {"chat_id": CHAT, "text": "x"}


async def written(pg: Playground) -> int:
    """How many messages the bot wrote."""
    return sum(m["author"] == pg.bot_id and "text" in m["message"] for m in await pg.messages(CHAT))


@pytest.mark.parametrize(
    ("rule", "code", "description"),
    [
        ({"kind": "flood", "seconds": 7}, 429, "Too Many Requests: retry after 7"),
        ({"kind": "server_error"}, 500, "Internal Server Error: restart"),
        ({"kind": "server_error", "code": 502}, 502, "Bad Gateway"),
        ({"kind": "kicked", "chat": CHAT}, 403, "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
async def test_a_fault_answers_and_nothing_is_sent(
    pg: Playground, rule: Any, code: int, description: str
) -> None:
    await pg.faults(rule | {"method": "sendMessage"})
    answer = await pg.call("sendMessage", **SAY)
    assert (answer["error_code"], answer["description"]) == (code, description)
    assert await written(pg) == 0


@pytest.mark.parametrize(("kind", "happened"), [("timeout_before", 0), ("timeout_after", 1), ("drop", 0)])
async def test_a_cut_connection_leaves_the_caller_in_doubt(pg: Playground, kind: str, happened: int) -> None:
    await pg.faults({"kind": kind, "method": "sendMessage", "seconds": 0.01})
    with pytest.raises(aiohttp.ClientError):
        await pg.call("sendMessage", **SAY)
    assert await written(pg) == happened
    assert (await pg.call("sendMessage", **SAY))["ok"]


async def test_a_fault_holds_for_its_method_its_chat_and_its_times(pg: Playground) -> None:
    await pg.faults({"kind": "server_error", "method": "sendMessage", "chat": CHAT, "times": 2})
    assert (await pg.call("getChat", chat_id=CHAT))["ok"]
    codes = [(await pg.call("sendMessage", **SAY)).get("error_code") for _ in range(3)]
    assert codes == [500, 500, None]


async def test_faults_are_taken_back(pg: Playground) -> None:
    await pg.faults({"kind": "server_error", "times": -1})
    assert len((await pg.get("/sim/faults"))["faults"]) == 1
    async with pg.http.delete(pg.url + "/sim/faults") as response:
        assert (await response.json()) == {"faults": []}
    assert (await pg.call("sendMessage", **SAY))["ok"]


async def test_a_late_answer_tells_what_was_so_when_it_was_asked_for(pg: Playground) -> None:
    await pg.faults({"kind": "late", "method": "getChatMemberCount", "seconds": 60})
    asked = asyncio.create_task(pg.call("getChatMemberCount", chat_id=CHAT))

    async def taken() -> bool:
        return [f["times"] for f in (await pg.get("/sim/faults"))["faults"]] == [0]

    await pg.wait_for(taken)
    await pg.act({"do": "leave", "chat": CHAT, "user": 3})
    now = (await pg.call("getChatMemberCount", chat_id=CHAT))["result"]
    await pg.clear_faults()
    assert (await asked)["result"] == now + 1


async def test_an_unknown_fault_is_refused(pg: Playground) -> None:
    assert "one of" in (await pg.post("/sim/faults", [{"kind": "earthquake"}]))["error"]
    assert "error" in await pg.post("/sim/faults", [{"kind": "flood", "where": 1}])


async def test_a_basic_group_may_migrate_under_a_call(pg: Playground) -> None:
    act = {"do": "create_chat", "chat": -50, "type": "group", "title": "Old", "owner": 1, "bot": True}
    await pg.act(act)
    await pg.faults({"kind": "migrate", "method": "sendMessage", "chat": -50})
    answer = await pg.call("sendMessage", chat_id=-50, text="x")
    moved = answer["parameters"]["migrate_to_chat_id"]
    assert (await pg.call("sendMessage", chat_id=moved, text="x"))["ok"]


async def test_another_poller_can_be_feigned(pg: Playground) -> None:
    await pg.faults({"kind": "conflict", "method": "getUpdates"})
    assert (await pg.call("getUpdates"))["error_code"] == 409
    assert (await pg.call("getUpdates"))["ok"]


async def test_a_general_fault_leaves_polling_alone(pg: Playground) -> None:
    await pg.faults({"kind": "drop", "times": -1})
    assert (await pg.call("getUpdates"))["ok"]


async def test_a_draw_decides_when_a_fault_has_a_probability(pg: Playground) -> None:
    await pg.faults({"kind": "server_error", "method": "getChat", "times": -1, "probability": 0.5})
    answers = await asyncio.gather(*(pg.call("getChat", chat_id=CHAT) for _ in range(60)))
    assert 5 < sum(a["ok"] for a in answers) < 55
