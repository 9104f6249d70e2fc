"""Act on receipts for the core: store what Telegram told of people, answer commands."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.core.authority import AGAIN, UNSURE
from bot.core.private_access import INSIDE, MOST_GROUPS
from bot.core.receipt_answers import ANSWER, DONE, Later
from bot.platforms.telegram.calls import follow_kind
from bot.platforms.telegram.follow_up import Receipt
from rules.engine.events import Person
from storage import chats, outbox, timers
from storage.directory import Directory

POSTED = follow_kind("posted", "core")  # a message about `subject` and `subject_id`


def store_administrators(connection: Connection, receipt: Receipt) -> None:
    """Keep the answer of getChatAdministrators: people and their roles."""
    chat, now = receipt.call.lane, receipt.now
    listed = [m for m in receipt.reply.result if not m["user"].get("is_bot")]
    directory = Directory()
    directory.resolve(connection, [], [_person(m["user"]) for m in listed])
    roles = {directory.person(m["user"]["id"]).id: m["status"] for m in listed}
    hidden = {directory.person(m["user"]["id"]).id for m in listed if m.get("is_anonymous")}
    chats.set_administrators(connection, chat, roles, receipt.call.at, now, hidden)


def _person(user: dict[str, Any]) -> Person:
    name = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
    return Person(user["id"], name, user.get("username", ""), user.get("language_code", ""))


def decide_again(connection: Connection, receipt: Receipt) -> None:
    """Keep a list of administrators, then let the update that waited for it be decided once more."""
    store_administrators(connection, receipt)
    _wake(connection, receipt, AGAIN, AGAIN)


def stay_unsure(connection: Connection, receipt: Receipt) -> None:
    """A list of administrators did not come: whoever waits for it hears that."""
    _wake(connection, receipt, "unsure", UNSURE)


def store_membership(connection: Connection, receipt: Receipt) -> None:
    """Remember that somebody is in a chat, if getChatMember says so; then decide what they did once more.

    Of several chats the first that has them is enough, and the last one otherwise. A refusal is a no.
    """
    call, result = receipt.call, receipt.reply.result if receipt.reply.ok else {}
    inside = result.get("status") == "member" or result.get("is_member")
    if inside:
        chats.found_inside(connection, call.lane, receipt.follow.subject_id, call.at, receipt.now)
    if inside or not outbox.waits_for(connection, call.key, call.method, MOST_GROUPS):
        key = f"{INSIDE}:{call.key.rpartition(':')[0]}"
        if not timers.is_set(connection, key):
            timers.set_timer(connection, key, AGAIN, call.lane, None, receipt.now, receipt.follow.payload)


def store_linked(connection: Connection, receipt: Receipt) -> None:
    """Let the linked channel be remembered, by a timer: so memory is in step with the chat's row."""
    linked = str(int(receipt.reply.result.get("linked_chat_id") or 0))
    call, now = receipt.call, receipt.now
    timers.set_timer(connection, f"linked:{call.key}", "linked", call.lane, None, now, linked)


def remember_posted(connection: Connection, receipt: Receipt) -> None:
    """Remember what a posted message is about."""
    row = {
        "chat_id": receipt.call.lane,
        "message_id": receipt.message_id,
        "subject": receipt.follow.subject,
        "subject_id": receipt.follow.subject_id,
        "at": receipt.now,
    }
    outbox.remember_posted(connection, [row])


def answer_later(connection: Connection, receipt: Receipt) -> None:
    """Set the timer with which a command is answered."""
    known = msgspec.json.decode(receipt.follow.payload, type=Later)
    became = DONE if receipt.reply.ok else receipt.reply.text or "–"
    payload = msgspec.json.encode(msgspec.structs.replace(known, outcome=became)).decode()
    key = f"{ANSWER}:{receipt.call.key}"
    timers.set_timer(connection, key, ANSWER, known.chat, None, receipt.now, payload)


def _wake(connection: Connection, receipt: Receipt, key: str, kind: str) -> None:
    call, payload = receipt.call, receipt.follow.payload
    timers.set_timer(connection, f"{key}:{call.key}", kind, call.lane, None, receipt.now, payload)
