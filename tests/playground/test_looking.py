"""What the people's side shows: calls, figures, the stream, its own description."""

from __future__ import annotations

import json

import pytest

from tests.servers import Json, Playground

CHAT = -1001


@pytest.mark.parametrize(
    ("after", "limit", "numbers"),
    [
        (0, 1000, [1, 2, 3, 4, 5]),
        (3, 1000, [4, 5]),
        (1, 2, [2, 3]),
        (9, 10, []),
        (-2, 10, [4, 5]),
        (-99, 2, [1, 2]),
        (0, 0, []),
    ],
)
async def test_calls_are_shown_from_a_number_on_or_from_the_end(
    pg: Playground, after: int, limit: int, numbers: list[int]
) -> None:
    pg.service.stats.calls.clear()
    pg.service.stats._number = 0
    for _ in range(5):
        await pg.call("getMe")
    found = (await pg.get("/sim/calls", after=after, limit=limit))["calls"]
    assert [c["n"] for c in found] == numbers


async def test_figures_count_what_was_sent_and_confirmed_and_how_long_people_waited(pg: Playground) -> None:
    before = await pg.get("/sim/stats")
    sent = await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "hi"})
    (update,) = await pg.updates()
    reply = {"message_id": sent["message_id"]}
    await pg.call("sendMessage", chat_id=CHAT, text="hello", reply_parameters=reply)
    await pg.call("sendMessage", chat_id=0, text="x")
    await pg.updates(offset=update["update_id"] + 1)
    after = await pg.get("/sim/stats")
    assert (after["sent"] - before["sent"], after["confirmed"] - before["confirmed"]) == (1, 1)
    assert after["answered"] - before["answered"] == 1
    assert after["p50_ms"] > 0
    assert after["errors"] == {"400": 1}


async def test_the_stream_tells_of_messages_calls_and_deletions(pg: Playground) -> None:
    async with pg.http.get(pg.url + "/sim/stream") as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readline() == b"event: hello\n"
        sent = await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "hi"})
        await pg.call("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
        events: list[tuple[str, dict[str, object]]] = []
        while not events or events[-1][0] != "call":
            line = (await response.content.readline()).decode().rstrip()
            if line.startswith("event: "):
                data = (await response.content.readline()).decode().removeprefix("data: ")
                events.append((line.removeprefix("event: "), json.loads(data)))
    assert [kind for kind, _ in events] == ["queued", "message", "delete", "call"]
    assert events[2][1]["deleted_by"] == pg.bot_id


async def test_every_act_is_described(pg: Playground) -> None:
    from bot.playground.acts import ACTS

    described = await pg.get("/sim/openapi.json")
    body = described["paths"]["/sim/acts"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    kinds = body["properties"]["acts"]["items"]["anyOf"]
    assert len(kinds) == len(ACTS)
    async with pg.http.get(pg.url + "/sim/docs") as response:
        assert response.status == 200


async def test_an_act_with_the_same_id_happens_once(pg: Playground) -> None:
    act = {"do": "message", "chat": CHAT, "user": 2, "text": "once", "id": "x1"}
    first, second = await pg.acts([act, act])
    assert first == second
    assert len(await pg.messages(CHAT)) == 1


@pytest.mark.parametrize(
    "act", [{"do": "dance"}, {"do": "message"}, {"do": "react", "chat": 1, "user": 2, "message": 3, "why": 4}]
)
async def test_an_act_that_is_none_is_refused_alone(pg: Playground, act: Json) -> None:
    bad, good = await pg.acts([act, {"do": "message", "chat": CHAT, "user": 2, "text": "still fine"}])
    assert not bad["ok"]
    assert good["ok"]
