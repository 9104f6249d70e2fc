"""The shortest way through the local Telegram."""

from __future__ import annotations

from tests.servers import community, playground


async def test_a_message_reaches_the_bot_and_the_bot_answers_and_deletes() -> None:
    async with playground() as pg:
        chat = await community(pg)
        sent = await pg.act({"do": "message", "chat": chat, "user": 2, "text": "hello @bob_builds"})
        (update,) = await pg.updates()
        assert update["update_id"] in sent["update_ids"]
        assert update["message"]["text"] == "hello @bob_builds"
        assert update["message"]["entities"] == [{"type": "mention", "offset": 6, "length": 11}]
        answer = await pg.call(
            "sendMessage", chat_id=chat, text="hi", reply_parameters={"message_id": sent["message_id"]}
        )
        assert answer["result"]["reply_to_message"]["text"] == "hello @bob_builds"
        assert (await pg.call("deleteMessage", chat_id=chat, message_id=sent["message_id"]))["ok"]
        ghost = (await pg.messages(chat))[-2]
        assert ghost["deleted_by"] == pg.bot_id


async def test_a_muted_person_cannot_write() -> None:
    async with playground() as pg:
        chat = await community(pg)
        assert (await pg.call("restrictChatMember", chat_id=chat, user_id=2, permissions={}))["ok"]
        error = await pg.refused({"do": "message", "chat": chat, "user": 2, "text": "still here"})
        assert error == "小明 may not send text to Learners"
