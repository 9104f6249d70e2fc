"""Every method once, as it goes well; the shape of each answer is checked by the server's fixture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.playground.calls import perform
from bot.playground.errors import ApiError
from bot.playground.methods import METHODS
from bot.playground.service import Service
from bot.playground.spec import table
from bot.playground.world import World
from tests.servers import Playground

CHAT = -1001
Json = dict[str, Any]


async def spoken(pg: Playground, user: int = 2) -> int:
    """A message of a member."""
    number: int = (await pg.act({"do": "message", "chat": CHAT, "user": user, "text": "hi"}))["message_id"]
    return number


async def own(pg: Playground, **extra: Any) -> int:
    """A message of the bot."""
    number: int = (await pg.call("sendMessage", chat_id=CHAT, text="mine", **extra))["result"]["message_id"]
    return number


async def photo(pg: Playground) -> str:
    """The file id of a member's photo."""
    act = {"do": "message", "chat": CHAT, "user": 2, "media": "photo", "caption": "look"}
    number = (await pg.act(act))["message_id"]
    shown = next(m for m in await pg.messages(CHAT) if m["message"]["message_id"] == number)
    file_id: str = shown["message"]["photo"][0]["file_id"]
    return file_id


async def document(pg: Playground) -> str:
    """The file id of a member's document."""
    await pg.act({"do": "message", "chat": CHAT, "user": 2, "media": {"kind": "document", "name": "a.pdf"}})
    file_id: str = (await pg.messages(CHAT))[-1]["message"]["document"]["file_id"]
    return file_id


async def pressed(pg: Playground) -> str:
    """The id of a pressed button."""
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    number = await own(pg, reply_markup=keyboard)
    act = {"do": "press", "chat": CHAT, "user": 2, "message": number, "data": "y"}
    callback: str = (await pg.act(act))["callback_id"]
    return callback


async def asking(pg: Playground) -> int:
    """Somebody at the door."""
    await pg.act({"do": "create_person", "person": 9, "first_name": "Nora"})
    await pg.act({"do": "request_join", "chat": CHAT, "user": 9})
    return 9


async def led_channel(pg: Playground) -> int:
    """A channel that the bot administers."""
    act = {"do": "create_chat", "chat": -1006, "type": "channel", "title": "Club", "owner": 1, "bot": True}
    number: int = (await pg.act(act))["chat"]
    return number


async def channel(pg: Playground) -> int:
    """A channel."""
    act = {"do": "create_chat", "chat": -1005, "type": "channel", "title": "News", "owner": 1}
    await pg.act(act)
    return -1005


async def link(pg: Playground) -> str:
    """An invite link."""
    made: str = (await pg.call("createChatInviteLink", chat_id=CHAT))["result"]["invite_link"]
    return made


async def pinned(pg: Playground) -> int:
    """A pinned message."""
    number = await spoken(pg)
    assert (await pg.call("pinChatMessage", chat_id=CHAT, message_id=number))["ok"]
    return number


QUIZ: Json = {
    "question": "What is 1 + 1?",
    "options": [{"text": "1"}, {"text": "2"}],
    "type": "quiz",
    "is_anonymous": False,
    "correct_option_ids": [1],
    "explanation": "Count.",
}


async def quiz(pg: Playground) -> int:
    """A quiz that is open."""
    return int((await pg.call("sendPoll", chat_id=CHAT, **QUIZ))["result"]["message_id"])


OFFER: Json = {
    "title": "Monthly",
    "description": "30 days",
    "payload": "order-1",
    "currency": "XTR",
    "prices": [{"label": "30 days", "amount": 100}],
}


async def asked_to_pay(pg: Playground, **more: Any) -> str:
    """The number of a checkout that waits for the bot."""
    made = await pg.call("createInvoiceLink", **(OFFER | more))
    await pg.act({"do": "get_stars", "user": 2, "amount": 100})
    paying = await pg.act({"do": "pay", "user": 2, "invoice": made["result"]})
    number: str = paying["checkout_id"]
    return number


async def charged(pg: Playground, **more: Any) -> str:
    """What was paid, by its charge."""
    number = await asked_to_pay(pg, **more)
    await pg.call("answerPreCheckoutQuery", pre_checkout_query_id=number, ok=True)
    charge: str = (await pg.get(f"/sim/checkouts/{number}"))["charge"]
    return charge


async def subscribed(pg: Playground) -> str:
    """A subscription, by its first charge."""
    return await charged(pg, subscription_period=2_592_000)


async def opened(pg: Playground) -> int:
    """A member who lets the bot write."""
    await pg.act({"do": "start", "user": 2})
    return 2


COMMANDS = [{"command": "top", "description": "Who helps most"}]


def plain(**params: Any) -> Callable[[Playground], Awaitable[Json]]:
    """Parameters that need nothing to be there first."""

    async def given(pg: Playground) -> Json:
        return params

    return given


def with_message(make: Callable[[Playground], Awaitable[int]], **more: Any) -> Any:
    """Parameters that name a message made first."""

    async def given(pg: Playground) -> Json:
        return {"chat_id": CHAT, "message_id": await make(pg), **more}

    return given


def with_value(name: str, make: Callable[[Playground], Awaitable[Any]], **more: Any) -> Any:
    """Parameters that name something made first."""

    async def given(pg: Playground) -> Json:
        return {name: await make(pg), **more}

    return given


EDITED = {"inline_keyboard": [[{"text": "No", "callback_data": "n"}]]}


async def photo_message(pg: Playground) -> int:
    """The bot's photo."""
    sent = await pg.call("sendPhoto", chat_id=CHAT, photo=await photo(pg), caption="old")
    number: int = sent["result"]["message_id"]
    return number


def sent_again(kind: str) -> Any:
    """A file of this kind that a member sent, to be sent by the bot."""

    async def given(pg: Playground) -> Json:
        act = {"do": "message", "chat": CHAT, "user": 2, "media": {"kind": kind}}
        number = (await pg.act(act))["message_id"]
        shown = next(m["message"] for m in await pg.messages(CHAT) if m["message"]["message_id"] == number)
        return {"chat_id": CHAT, kind: shown[kind]["file_id"]}

    return given


PARAMS: dict[str, Any] = {
    "answerCallbackQuery": with_value("callback_query_id", pressed, text="Thanks"),
    "answerPreCheckoutQuery": with_value("pre_checkout_query_id", asked_to_pay, ok=True),
    "approveChatJoinRequest": with_value("user_id", asking, chat_id=CHAT),
    "banChatMember": plain(chat_id=CHAT, user_id=2, until_date=1),
    "banChatSenderChat": with_value("sender_chat_id", channel, chat_id=CHAT),
    "close": plain(),
    "copyMessage": with_message(spoken, from_chat_id=CHAT),
    "createChatInviteLink": plain(chat_id=CHAT, name="Autumn", member_limit=5, expire_date=4_000_000_000),
    "createChatSubscriptionInviteLink": with_value(
        "chat_id", led_channel, subscription_period=2_592_000, subscription_price=300
    ),
    "createInvoiceLink": plain(**OFFER, subscription_period=2_592_000),
    "declineChatJoinRequest": with_value("user_id", asking, chat_id=CHAT),
    "deleteMessage": with_message(spoken),
    "deleteMessages": plain(chat_id=CHAT, message_ids=[7, 8]),
    "deleteMyCommands": plain(),
    "deleteWebhook": plain(drop_pending_updates=True),
    "editMessageCaption": with_message(photo_message, caption="new"),
    "editMessageReplyMarkup": with_message(own, reply_markup=EDITED),
    "editMessageText": with_message(own, text="changed"),
    "editUserStarSubscription": with_value(
        "telegram_payment_charge_id", subscribed, user_id=2, is_canceled=True
    ),
    "forwardMessage": with_message(spoken, from_chat_id=CHAT),
    "getChat": plain(chat_id=CHAT),
    "getChatAdministrators": plain(chat_id=CHAT),
    "getChatMember": plain(chat_id=CHAT, user_id=2),
    "getChatMemberCount": plain(chat_id=CHAT),
    "getFile": with_value("file_id", photo),
    "getMe": plain(),
    "getMyCommands": plain(),
    "getMyStarBalance": plain(),
    "getStarTransactions": plain(limit=10),
    "getUpdates": plain(),
    "getWebhookInfo": plain(),
    "leaveChat": plain(chat_id=CHAT),
    "logOut": plain(),
    "pinChatMessage": with_message(spoken),
    "promoteChatMember": plain(chat_id=CHAT, user_id=2, can_delete_messages=True),
    "refundStarPayment": with_value("telegram_payment_charge_id", charged, user_id=2),
    "restrictChatMember": plain(chat_id=CHAT, user_id=2, permissions={"can_send_messages": False}),
    "revokeChatInviteLink": with_value("invite_link", link, chat_id=CHAT),
    "sendAnimation": sent_again("animation"),
    "sendAudio": sent_again("audio"),
    "sendChatAction": plain(chat_id=CHAT, action="typing"),
    "sendDocument": with_value("document", document, chat_id=CHAT, caption="paper"),
    "sendInvoice": with_value("chat_id", opened, **OFFER),
    "sendMessage": plain(chat_id=CHAT, text="<b>hi</b>", parse_mode="HTML", reply_markup=EDITED),
    "sendPhoto": with_value("photo", photo, chat_id=CHAT, caption="again"),
    "sendPoll": plain(chat_id=CHAT, **QUIZ),
    "sendSticker": sent_again("sticker"),
    "sendVideo": sent_again("video"),
    "sendVideoNote": sent_again("video_note"),
    "sendVoice": sent_again("voice"),
    "setChatMemberTag": plain(chat_id=CHAT, user_id=2, tag="Helper"),
    "setChatMenuButton": plain(menu_button={"type": "commands"}),
    "setChatPermissions": plain(chat_id=CHAT, permissions={"can_send_messages": True}),
    "setMessageReaction": with_message(spoken, reaction=[{"type": "emoji", "emoji": "👍"}]),
    "setMyCommands": plain(commands=COMMANDS, scope={"type": "chat", "chat_id": CHAT}),
    "setWebhook": plain(url="", allowed_updates=["message"]),
    "stopPoll": with_message(quiz),
    "unbanChatMember": plain(chat_id=CHAT, user_id=2),
    "unbanChatSenderChat": with_value("sender_chat_id", channel, chat_id=CHAT),
    "unpinChatMessage": with_message(pinned),
}


@pytest.mark.parametrize("method", sorted(PARAMS))
async def test_a_method_answers_in_the_shape_of_the_bot_api(pg: Playground, method: str) -> None:
    answer = await pg.call(method, **await PARAMS[method](pg))
    assert answer["ok"], answer
    assert "result" in answer


def test_every_method_is_tried() -> None:
    assert set(PARAMS) == set(METHODS) | {"getUpdates"}
    assert len(PARAMS) >= 35


@pytest.mark.parametrize("method", sorted({*table()["methods"], "fetchDreams"} - set(PARAMS)))
async def test_no_other_method_pretends_to_work(method: str) -> None:
    service = Service(World())
    with pytest.raises(ApiError) as caught:
        await perform(service, service.world.main_bot, method, {})
    assert caught.value.body() == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }
