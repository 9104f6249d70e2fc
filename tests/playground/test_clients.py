"""Unmodified aiogram and unmodified python-telegram-bot use the local Telegram as they use the real one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.playground.spec import table
from tests.playground.test_methods import PARAMS, subscribed
from tests.servers import Playground

if TYPE_CHECKING:
    from tests.playground.clients import Client

CHAT = -1001
SAY = {"chat_id": CHAT, "text": "x"}
PLAIN = {"Boolean": bool, "Integer": int, "String": str}


@pytest.fixture(scope="session")
def libraries() -> Any:
    """Both, loaded before a server waits for them: that takes seconds."""
    return import_module("tests.playground.clients")


@pytest_asyncio.fixture(params=["Aiogram", "Ptb"], ids=["aiogram", "ptb"])
async def client(
    request: pytest.FixtureRequest, libraries: Any, pg: Playground, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    """A library's bot."""
    # Without it python-telegram-bot warns each time that it will change its answer to a flood.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    made = getattr(libraries, f"{request.param}Client")(pg.token, pg.url)
    await made.start()
    yield made
    await made.close()


def keyboard(types: Any, data: str = "y") -> Any:
    """One button."""
    button = types.InlineKeyboardButton(text="Yes", callback_data=data)
    return types.InlineKeyboardMarkup(inline_keyboard=[[button]])


def typed(types: Any, name: str, value: Any) -> Any:
    """A parameter as the library's model of it."""
    match name, value:
        case "reply_markup", {"inline_keyboard": rows}:
            buttons = [[types.InlineKeyboardButton(**b) for b in row] for row in rows]
            return types.InlineKeyboardMarkup(inline_keyboard=buttons)
        case "permissions", dict():
            return types.ChatPermissions(**value)
        case "commands", list():
            return [types.BotCommand(**c) for c in value]
        case "scope", {"type": "chat", "chat_id": chat}:
            return types.BotCommandScopeChat(chat_id=chat)
        case "reaction", list():
            return [types.ReactionTypeEmoji(emoji=r["emoji"]) for r in value]
        case "prices", list():
            return [types.LabeledPrice(**each) for each in value]
        case "menu_button", dict():
            return types.MenuButtonCommands()
    return value


def is_a(value: Any, kind: str) -> bool:
    """Whether a value is the library's model of a Bot API type."""
    if kind.startswith("Array of "):
        inner = kind.removeprefix("Array of ")
        return isinstance(value, list | tuple) and all(is_a(v, inner) for v in value)
    if kind in PLAIN:
        return isinstance(value, PLAIN[kind])
    return type(value).__name__ in table()["types"][kind].get("subtypes", [kind])


@pytest.mark.parametrize("method", sorted(PARAMS))
async def test_a_method_is_called_and_its_result_parsed(pg: Playground, client: Client, method: str) -> None:
    given = await PARAMS[method](pg)
    call = getattr(client.bot, re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower())
    result = await call(**{name: typed(client.types, name, value) for name, value in given.items()})
    returns = table()["methods"][method]["returns"]
    assert any(is_a(result, kind) for kind in returns), (result, returns)
    assert method in {"getUpdates", *(c["method"] for c in await pg.calls() if c["ok"])}


def test_enough_methods_are_called() -> None:
    assert len(PARAMS) >= 35


async def test_a_message_is_parsed_to_its_last_field(pg: Playground, client: Client) -> None:
    asked = (await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "why?"}))["message_id"]
    said = await client.bot.send_message(
        chat_id=CHAT,
        text='😀 <b>bold</b> <a href="https://a.example/">link</a> &amp; <code>x</code>',
        parse_mode="HTML",
        reply_markup=keyboard(client.types),
        reply_parameters=client.types.ReplyParameters(message_id=asked),
    )
    assert said.text == "😀 bold link & x"
    assert [(e.type, e.offset, e.length, e.url) for e in said.entities] == [
        ("bold", 3, 4, None),
        ("text_link", 8, 4, "https://a.example/"),
        ("code", 15, 1, None),
    ]
    assert (said.chat.id, said.chat.title, said.from_user.id) == (CHAT, "Learners", pg.bot_id)
    assert said.date.tzinfo is not None
    assert (said.reply_to_message.message_id, said.reply_to_message.text) == (asked, "why?")
    assert said.reply_markup.inline_keyboard[0][0].callback_data == "y"


async def test_a_chat_and_its_members_are_parsed(client: Client) -> None:
    chat = await client.bot.get_chat(chat_id=CHAT)
    assert (chat.type, chat.title, chat.permissions.can_send_messages) == ("supergroup", "Learners", True)
    admins = {m.user.id: m for m in await client.bot.get_chat_administrators(chat_id=CHAT)}
    assert admins[1].status == "creator"
    assert admins[client.bot.id].can_restrict_members is True
    permissions = client.types.ChatPermissions(can_send_messages=False)
    await client.bot.restrict_chat_member(chat_id=CHAT, user_id=2, permissions=permissions)
    member = await client.bot.get_chat_member(chat_id=CHAT, user_id=2)
    assert (member.status, member.is_member, member.can_send_messages) == ("restricted", True, False)
    await client.bot.ban_chat_member(chat_id=CHAT, user_id=3)
    assert (await client.bot.get_chat_member(chat_id=CHAT, user_id=3)).status == "kicked"
    assert await client.bot.get_chat_member_count(chat_id=CHAT) == 3


async def test_files_go_up_and_come_down(client: Client) -> None:
    content = bytes(range(256))
    sent = await client.bot.send_document(
        chat_id=CHAT, document=client.upload(content, "题.bin"), caption="p"
    )
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("题.bin", 256, "p")
    found = await client.bot.get_file(file_id=sent.document.file_id)
    path = found.file_path.removeprefix("/").rpartition("1000:LOCAL/")[2]
    assert await client.download(path) == content
    photo = await client.bot.send_photo(chat_id=CHAT, photo=client.upload(content, "a.png"))
    assert photo.photo[-1].file_id


async def test_members_join_requests_and_links(pg: Playground, client: Client) -> None:
    link = await client.bot.create_chat_invite_link(chat_id=CHAT, name="Autumn", member_limit=5)
    assert (link.name, link.member_limit, link.is_revoked) == ("Autumn", 5, False)
    revoked = await client.bot.revoke_chat_invite_link(chat_id=CHAT, invite_link=link.invite_link)
    assert revoked.is_revoked
    await pg.act({"do": "create_person", "person": 9, "first_name": "Nora"})
    await pg.act({"do": "request_join", "chat": CHAT, "user": 9})
    assert await client.bot.approve_chat_join_request(chat_id=CHAT, user_id=9)
    assert (await client.bot.get_chat_member(chat_id=CHAT, user_id=9)).status == "member"


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ({"kind": "flood", "seconds": 7}, "flood"),
        ({"kind": "kicked", "chat": CHAT}, "forbidden"),
        ({"kind": "server_error"}, "server_error"),
        ({"kind": "drop"}, "broken"),
        ({"kind": "timeout_after", "seconds": 0.01}, "broken"),
    ],
)
async def test_trouble_is_the_librarys_own_exception(
    pg: Playground, client: Client, rule: Any, error: str
) -> None:
    await pg.faults(rule | {"method": "sendMessage"})
    with pytest.raises(getattr(client, error)):
        await client.bot.send_message(**SAY)


async def test_a_flood_names_its_seconds(pg: Playground, client: Client) -> None:
    await pg.faults({"kind": "flood", "method": "sendMessage", "seconds": 7})
    with pytest.raises(client.flood) as caught:
        await client.bot.send_message(**SAY)
    assert client.seconds(caught.value) == 7


async def test_a_migration_names_the_new_group(pg: Playground, client: Client) -> None:
    group = {"do": "create_chat", "chat": -50, "type": "group", "title": "Old", "owner": 1, "bot": True}
    await pg.act(group)
    await pg.faults({"kind": "migrate", "method": "sendMessage", "chat": -50})
    with pytest.raises(client.migrated) as caught:
        await client.bot.send_message(chat_id=-50, text="x")
    assert (await client.bot.send_message(chat_id=client.migrated_to(caught.value), text="x")).text == "x"


async def test_refusals_and_conflicts_are_told_apart(pg: Playground, client: Client) -> None:
    with pytest.raises(client.bad_request, match=r"(?i)message to delete not found"):
        await client.bot.delete_message(chat_id=CHAT, message_id=9999)
    await pg.faults({"kind": "conflict", "method": "getUpdates"})
    with pytest.raises(client.conflict):
        await client.bot.get_updates()


@pytest.mark.parametrize("library", ["Aiogram", "Ptb"])
async def test_a_wrong_token_is_the_librarys_own_exception(
    libraries: Any, pg: Playground, library: str
) -> None:
    stranger = getattr(libraries, f"{library}Client")("1000:WRONG", pg.url)
    with pytest.raises(stranger.unauthorized):
        await _who(stranger)
    await stranger.close()


async def _who(stranger: Any) -> Any:
    await stranger.start()
    return await stranger.bot.get_me()


ACTS: list[dict[str, Any]] = [
    {"do": "message", "user": 2, "text": "你好 @bob_builds https://a.example #打卡"},
    {"do": "message", "user": 2, "media": "photo", "caption": "look"},
    {"do": "edit", "user": 2, "message": 2, "text": "hello"},
    {"do": "react", "user": 3, "message": 2, "emoji": ["👍"]},
    {"do": "press", "user": 2, "message": 1, "data": "左"},
    {"do": "request_join", "user": 9},
    {"do": "promote", "user": 1, "target": 2},
    {"do": "demote", "user": 1, "target": 2},
    {"do": "leave", "user": 3},
    {"do": "promote", "user": 1, "target": 1000, "rights": ["can_invite_users"]},
]


def carries(update: Any, kind: str) -> bool:
    """Whether an update is of this kind; python-telegram-bot keeps what it has no name for yet apart."""
    newer = getattr(update, "api_kwargs", {})
    return getattr(update, kind, None) is not None or kind in newer


async def test_every_kind_of_update_is_parsed(pg: Playground, client: Client) -> None:
    await client.bot.get_updates(allowed_updates=list(ALLOWED_UPDATES))
    await pg.act({"do": "create_person", "person": 9, "first_name": "Nora"})
    asked = await client.bot.send_message(**SAY, reply_markup=keyboard(client.types, "左"))
    assert asked.message_id == 1
    for act in ACTS:
        await pg.act(act | {"chat": CHAT})
    first = await subscribed(pg)
    await pg.act({"do": "cancel_subscription", "user": 2, "charge": first})
    options = [client.types.InputPollOption(text=text) for text in ("this", "that")]
    poll = await client.bot.send_poll(CHAT, "Which?", options, is_anonymous=False)
    await pg.act({"do": "vote", "user": 2, "chat": CHAT, "message": poll.message_id, "option": 1})
    updates = await client.bot.get_updates()
    found = {kind for u in updates for kind in ALLOWED_UPDATES if carries(u, kind)}
    assert found == set(ALLOWED_UPDATES)
    assert len(updates) >= len(ACTS)


async def test_stars_are_sold_charged_again_and_given_back(pg: Playground, client: Client) -> None:
    prices = [client.types.LabeledPrice(label="30 days", amount=100)]
    link = await client.bot.create_invoice_link(
        title="Monthly",
        description="The reading room",
        payload="order-7",
        currency="XTR",
        prices=prices,
        subscription_period=2_592_000,
    )
    await pg.act({"do": "get_stars", "user": 2, "amount": 200})
    checkout = (await pg.act({"do": "pay", "user": 2, "invoice": link}))["checkout_id"]
    asked = (await client.bot.get_updates())[-1].pre_checkout_query
    assert (asked.from_user.id, asked.total_amount, asked.invoice_payload) == (2, 100, "order-7")
    assert await client.bot.answer_pre_checkout_query(pre_checkout_query_id=asked.id, ok=True)
    assert (await pg.get(f"/sim/checkouts/{checkout}"))["state"] == "paid"
    await pg.post("/sim/clock", {"advance": 2_592_060})
    told = [
        u.message.successful_payment
        for u in await client.bot.get_updates()
        if u.message is not None and u.message.successful_payment is not None
    ]
    assert [(p.is_recurring, bool(p.is_first_recurring)) for p in told] == [(True, True), (True, False)]
    charges = [p.telegram_payment_charge_id for p in told]
    assert await client.bot.refund_star_payment(user_id=2, telegram_payment_charge_id=charges[1])
    with pytest.raises(client.bad_request, match=r"(?i)charge_already_refunded"):
        await client.bot.refund_star_payment(user_id=2, telegram_payment_charge_id=charges[1])
    found = (await client.bot.get_star_transactions(limit=100)).transactions
    assert [t.id for t in found] == [*charges, charges[1]]
    assert [(t.source is None, t.receiver is None) for t in found] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert (await client.bot.get_my_star_balance()).amount == 100


async def test_a_plan_is_bought_at_the_door_renewed_ended_by_its_member_and_over(
    pg: Playground, client: Client
) -> None:
    bot, month = client.bot, 2_592_000
    await bot.get_updates(allowed_updates=list(ALLOWED_UPDATES))
    await pg.act({"do": "create_person", "person": 9, "first_name": "Nora"})
    await pg.act({"do": "get_stars", "user": 9, "amount": 500})
    await pg.act({"do": "request_join", "chat": CHAT, "user": 9})
    (asked,) = [u for u in await bot.get_updates() if u.chat_join_request is not None]
    link = await bot.create_invoice_link(
        title="Monthly",
        description="The reading room",
        payload="order-9",
        currency="XTR",
        prices=[client.types.LabeledPrice(label="30 days", amount=100)],
        subscription_period=month,
    )
    await pg.act({"do": "pay", "user": 9, "invoice": link})
    query = (await bot.get_updates(offset=asked.update_id + 1))[-1].pre_checkout_query
    assert await bot.answer_pre_checkout_query(pre_checkout_query_id=query.id, ok=True)
    first = (await bot.get_updates())[-1].message.successful_payment
    assert await bot.approve_chat_join_request(chat_id=CHAT, user_id=9)
    assert (await bot.get_chat_member(chat_id=CHAT, user_id=9)).status == "member"
    await pg.post("/sim/clock", {"advance": month + 60})
    again = (await bot.get_updates())[-1].message.successful_payment
    assert (again.is_recurring, again.invoice_payload) == (True, "order-9")
    assert again.subscription_expiration_date > first.subscription_expiration_date
    await pg.act({"do": "cancel_subscription", "user": 9, "charge": first.telegram_payment_charge_id})
    newest = (await bot.get_updates())[-1]
    assert carries(newest, "subscription")
    await pg.post("/sim/clock", {"advance": month + 60})
    assert await bot.get_updates(offset=newest.update_id + 1) in ([], ())  # it is over, and nothing tells so
    assert (await bot.get_my_star_balance()).amount == 200
    assert await bot.unban_chat_member(chat_id=CHAT, user_id=9)
    assert (await bot.get_chat_member(chat_id=CHAT, user_id=9)).status == "left"


async def test_an_invoice_is_posted_refused_paid_by_another_and_its_renewal_ended(
    pg: Playground, client: Client
) -> None:
    prices = [client.types.LabeledPrice(label="once", amount=70)]
    offer = {"title": "Once", "description": "d", "payload": "order-8", "currency": "XTR", "prices": prices}
    await pg.act({"do": "start", "user": 2, "payload": ""})
    posted = await client.bot.send_invoice(chat_id=2, **offer)
    assert (posted.invoice.total_amount, posted.invoice.currency) == (70, "XTR")
    for user in (2, 3):
        await pg.act({"do": "get_stars", "user": user, "amount": 500})
    pay = {"do": "pay", "user": 3, "message": posted.message_id, "sent_to": 2}
    refused = (await pg.act(pay))["checkout_id"]
    asked = (await client.bot.get_updates())[-1].pre_checkout_query
    answer = {"pre_checkout_query_id": asked.id, "ok": False, "error_message": "Not yours."}
    assert await client.bot.answer_pre_checkout_query(**answer)
    end = await pg.get(f"/sim/checkouts/{refused}")
    assert (end["state"], end["error"]) == ("refused", "Not yours.")
    link = await client.bot.create_invoice_link(**offer, subscription_period=2_592_000)
    await pg.act({"do": "pay", "user": 3, "invoice": link})
    asked = (await client.bot.get_updates())[-1].pre_checkout_query
    assert await client.bot.answer_pre_checkout_query(pre_checkout_query_id=asked.id, ok=True)
    paid = (await client.bot.get_updates())[-1].message.successful_payment
    first = {"user_id": 3, "telegram_payment_charge_id": paid.telegram_payment_charge_id}
    assert await client.bot.edit_user_star_subscription(**first, is_canceled=True)
    await pg.post("/sim/clock", {"advance": 2_600_000})
    assert await client.bot.refund_star_payment(**first)
    back = (await client.bot.get_updates())[-1].message.refunded_payment
    assert (back.total_amount, back.telegram_payment_charge_id) == (70, paid.telegram_payment_charge_id)
    assert (await client.bot.get_my_star_balance()).amount == 0


async def test_an_application_hears_and_answers(pg: Playground, client: Client) -> None:
    asked = await client.bot.send_message(**SAY, reply_markup=keyboard(client.types, "左"))
    async with client.echoing():
        await pg.wait_for(lambda: _called(pg, "getUpdates"))
        await pg.act({"do": "message", "chat": CHAT, "user": 2, "text": "你好"})
        await pg.act({"do": "press", "chat": CHAT, "user": 2, "message": asked.message_id, "data": "左"})
        await pg.act({"do": "leave", "chat": CHAT, "user": 3})
        await pg.wait_for(lambda: _done(pg, {"echo 你好", "pressed 左", "now left"}))
    echo = next(c for c in await pg.calls() if c["params"].get("text") == "echo 你好")
    assert echo["result"]["reply_to_message"]["text"] == "你好"


async def _called(pg: Playground, method: str) -> bool:
    return bool((await pg.get("/sim/stats"))["calls"].get(method))


async def _done(pg: Playground, texts: set[str]) -> bool:
    return texts <= {c["params"].get("text") for c in await pg.calls() if c["ok"]}
