"""Updates: who is told what, and the queue each bot empties."""

from __future__ import annotations

import orjson

from bot.playground.notices import Notice
from bot.playground.state import JSON, Bot, Chat, Update
from bot.playground.world import World

KINDS = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "subscription",
})  # fmt: skip
# Bot API, getUpdates: these three come only to a bot that asks for them.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT = KINDS - ON_REQUEST
BATCH_BYTES = 4 << 20
_AHEAD = 10  # ids that an offset may be beyond the newest


def emit(w: World, bot: Bot, kind: str, payload: JSON, lane: int) -> None:
    """Queue an update, unless the bot does not want this kind. `lane` orders webhook deliveries."""
    if kind not in (bot.allowed or DEFAULT):
        return
    for each in w.notices.through(Notice(bot.id, kind, payload, lane)):
        _queue(w, w.bots[each.bot], each.kind, each.payload, each.lane)


def _queue(w: World, bot: Bot, kind: str, payload: JSON, lane: int) -> None:
    number = bot.next_update
    bot.next_update += 1
    bot.queued += 1
    bot.queue.append(Update(number, kind, lane, orjson.dumps({"update_id": number, kind: payload})))
    w.emitted.append(number)
    w.notify("queued", {"bot": bot.id, "update_id": number, "kind": kind})


def emit_message(w: World, chat: Chat, kind: str, body: JSON, author: int) -> None:
    """Tell the bots of a chat about a message, each if it may see it."""
    for bot in w.bots_in(chat):
        if bot.id == author or (author in w.bots and not is_service(body)):
            continue
        if sees(bot, chat, body):
            emit(w, bot, kind, body, chat.id)


def sees(bot: Bot, chat: Chat, body: JSON) -> bool:
    """Whether privacy mode lets a bot read a message (core.telegram.org/bots/features#privacy-mode)."""
    member = chat.members.get(bot.id)
    if not bot.privacy or chat.type in ("private", "channel") or is_service(body):
        return True
    if member is not None and member.status == "administrator":
        return True
    reply = body.get("reply_to_message", {})
    if reply.get("from", {}).get("id") == bot.id or body.get("via_bot", {}).get("id") == bot.id:
        return True
    return any(_commands(bot, body))


def _commands(bot: Bot, body: JSON) -> list[bool]:
    text = body.get("text", "")
    # Commands are ASCII and start the message here, so their UTF-16 offsets are plain ones.
    spans = [e for e in body.get("entities", []) if e["type"] == "bot_command" and e["offset"] == 0]
    words = [text[: e["length"]].partition("@")[2].lower() for e in spans]
    return [word in ("", bot.person.username.lower()) for word in words]


def is_service(body: JSON) -> bool:
    """Whether a message only tells what happened in the chat."""
    return any(k in body for k in SERVICE)


SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "forum_topic_created",
    "new_chat_title",
    "successful_payment",
    "refunded_payment",
)


def confirm(bot: Bot, offset: int) -> int:
    """Forget what `offset` confirms: smaller ids, or all but the last -`offset`. How many that were.

    An offset far beyond the newest id confirms nothing, as in tdlib's TQueue: the ids began anew.
    """
    queue, before = bot.queue, len(bot.queue)
    if offset < 0:
        while len(queue) > -offset:
            queue.popleft()
    elif offset <= bot.next_update + _AHEAD:
        while queue and queue[0].id < offset:
            queue.popleft()
    bot.confirmed += before - len(queue)
    return before - len(queue)


def batch(bot: Bot, limit: int) -> list[Update]:
    """The oldest updates, at most `limit` and at most 4 MiB."""
    taken: list[Update] = []
    size = 0
    for update in bot.queue:
        size += len(update.body)
        if len(taken) >= limit or (taken and size > BATCH_BYTES):
            break
        taken.append(update)
    return taken


def allowed_from(asked: list[str]) -> frozenset[str]:
    """What a bot asks for: unknown kinds are passed over; an empty list means the default."""
    return frozenset(asked) & KINDS or DEFAULT
