"""Sending, forwarding, editing, deleting and pinning."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.errors import NOT_MODIFIED, bad
from bot.playground.messages import alter, automatic_forward, embedded, find, post, remove, service, shown
from bot.playground.methods.access import chat_of, check_right, check_writable
from bot.playground.methods.content import check_thread, markup_fields, reply_target, text_fields
from bot.playground.standing import has_right, standing
from bot.playground.state import JSON, Bot, Chat, Message
from bot.playground.updates import is_service
from bot.playground.world import World

DELETE_WITHIN = 48 * 3600
IDS_AT_ONCE = 100
CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "video", "animation", "audio",
    "voice", "video_note", "sticker", "contact", "poll",
)  # fmt: skip


def sender_fields(w: World, bot: Bot, chat: Chat) -> JSON:
    """Whom a message shows as its author."""
    if chat.type == "channel":
        return {"sender_chat": w.chat_json(chat)}
    member = standing(w, chat, bot.id)
    if member.anonymous:
        return {"from": bot.person.user(), "sender_chat": w.chat_json(chat)}
    return {"from": bot.person.user()}


def send(w: World, bot: Bot, chat: Chat, fields: JSON | Callable[[], JSON], p: JSON) -> Message:
    """The common end of all sending: reply, topic, limits, then the message.

    `fields` may be a function, called when nothing refuses any more: a refused call leaves no trace.
    """
    reply, thread, markup = reply_target(chat, p), check_thread(chat, p), markup_fields(p)
    w.floods.take(bot.id, chat.id, w.now)
    body = sender_fields(w, bot, chat) | (fields() if callable(fields) else fields) | markup
    message = post(w, chat, bot.id, body, thread=thread, reply=reply)
    if chat.type == "channel":
        automatic_forward(w, chat, message)
    return message


def send_message(w: World, bot: Bot, p: JSON) -> JSON:
    """sendMessage."""
    chat = chat_of(w, bot, p["chat_id"])
    fields = text_fields(w, p)
    check_writable(w, bot, chat)
    if "link_preview_options" in p:
        fields["link_preview_options"] = p["link_preview_options"]
    return send(w, bot, chat, fields, p).body


def forward_message(w: World, bot: Bot, p: JSON) -> JSON:
    """forwardMessage."""
    chat, source = chat_of(w, bot, p["chat_id"]), chat_of(w, bot, p["from_chat_id"])
    message = find(source, p["message_id"], "to forward")
    check_writable(w, bot, chat)
    if is_service(message.body):
        raise bad("message can't be forwarded")
    fields = {k: message.body[k] for k in CONTENT if k in message.body}
    return send(w, bot, chat, fields | {"forward_origin": origin(w, message)}, p).body


def copy_message(w: World, bot: Bot, p: JSON) -> JSON:
    """copyMessage."""
    chat, source = chat_of(w, bot, p["chat_id"]), chat_of(w, bot, p["from_chat_id"])
    message = find(source, p["message_id"], "to copy")
    check_writable(w, bot, chat)
    if is_service(message.body):
        raise bad("message can't be copied")
    fields = {k: message.body[k] for k in CONTENT if k in message.body}
    if "caption" in p and "text" not in fields:
        fields = {k: v for k, v in fields.items() if not k.startswith("caption")}
        fields |= text_fields(w, p, "caption")
    return {"message_id": send(w, bot, chat, fields, p).id}


def origin(w: World, message: Message) -> JSON:
    """Where a forwarded message came from; a person may hide behind a name."""
    body = message.body
    if "forward_origin" in body:
        first: JSON = body["forward_origin"]
        return first
    start: JSON = {"date": body["date"]}
    if "sender_chat" in body and body["chat"]["type"] == "channel":
        return start | {"type": "channel", "chat": body["sender_chat"], "message_id": body["message_id"]}
    if "sender_chat" in body:
        return start | {"type": "chat", "sender_chat": body["sender_chat"]}
    person = w.people[body["from"]["id"]]
    if person.hides_forwards:
        name = f"{person.first_name} {person.last_name}".strip()
        return start | {"type": "hidden_user", "sender_user_name": name}
    return start | {"type": "user", "sender_user": person.user()}


def _own(w: World, bot: Bot, p: JSON) -> tuple[Chat, Message]:
    if "inline_message_id" in p:
        raise bad("message identifier is not specified")
    chat = chat_of(w, bot, p.get("chat_id", ""))
    message = find(chat, p.get("message_id", 0), "to edit")
    if message.author != bot.id or is_service(message.body):
        raise bad("message can't be edited")
    return chat, message


def _edit(w: World, bot: Bot, chat: Chat, message: Message, fields: JSON, drop: tuple[str, ...]) -> JSON:
    old = {k: message.body[k] for k in drop if k in message.body}
    if old == fields:
        raise bad(NOT_MODIFIED)
    if chat.id < 0:
        w.floods.take(bot.id, chat.id, w.now)
    alter(w, chat, message, fields, drop)
    return message.body


def edit_message_text(w: World, bot: Bot, p: JSON) -> JSON:
    """editMessageText."""
    chat, message = _own(w, bot, p)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    fields = text_fields(w, p) | markup_fields(p)
    return _edit(w, bot, chat, message, fields, ("text", "entities", "reply_markup"))


def edit_message_caption(w: World, bot: Bot, p: JSON) -> JSON:
    """editMessageCaption."""
    chat, message = _own(w, bot, p)
    if "text" in message.body:
        raise bad("there is no caption in the message to edit")
    fields = text_fields(w, p, "caption") | markup_fields(p)
    return _edit(w, bot, chat, message, fields, ("caption", "caption_entities", "reply_markup"))


def edit_message_reply_markup(w: World, bot: Bot, p: JSON) -> JSON:
    """editMessageReplyMarkup."""
    chat, message = _own(w, bot, p)
    return _edit(w, bot, chat, message, markup_fields(p), ("reply_markup",))


def _check_deletable(w: World, bot: Bot, chat: Chat, message: Message) -> None:
    first = any(k in message.body for k in ("group_chat_created", "supergroup_chat_created"))
    if first or w.now - message.body["date"] >= DELETE_WITHIN:
        raise bad("message can't be deleted")
    if chat.type == "private" or message.author == bot.id:
        return
    if not has_right(w, chat, bot.id, "can_delete_messages"):
        # tdlib speaks of "everyone" where a member could still clear their own copy: basic groups.
        everyone = " for everyone" if chat.type == "group" else ""
        raise bad(f"message can't be deleted{everyone}")


def delete_message(w: World, bot: Bot, p: JSON) -> bool:
    """deleteMessage."""
    chat = chat_of(w, bot, p["chat_id"])
    message = find(chat, p["message_id"], "to delete")
    _check_deletable(w, bot, chat, message)
    remove(w, chat, message, bot.id)
    return True


def delete_messages(w: World, bot: Bot, p: JSON) -> bool:
    """deleteMessages: messages that are gone are passed over."""
    chat = chat_of(w, bot, p["chat_id"])
    numbers = p["message_ids"]
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > IDS_AT_ONCE:
        raise bad("too many message identifiers specified")
    found = [m for n in dict.fromkeys(numbers) if (m := chat.messages.get(n)) and not m.deleted_by]
    for message in found:
        _check_deletable(w, bot, chat, message)
    for message in found:
        remove(w, chat, message, bot.id)
    return True


PIN_REFUSAL = "not enough rights to manage pinned messages in the chat"


def pin_chat_message(w: World, bot: Bot, p: JSON) -> bool:
    """pinChatMessage."""
    chat = chat_of(w, bot, p["chat_id"])
    message = find(chat, p["message_id"], "to pin")
    _check_pins(w, bot, chat)
    pin(w, chat, message, bot.id)
    return True


def pin(w: World, chat: Chat, message: Message, by: int) -> None:
    """Pin a message, with the service message that says so."""
    if message.id in chat.pinned:
        return
    chat.pinned.append(message.id)
    service(w, chat, by, {"pinned_message": embedded(message)})
    w.notify("pin", shown(message, chat))


def unpin_chat_message(w: World, bot: Bot, p: JSON) -> bool:
    """unpinChatMessage: without a number, the one pinned last."""
    chat = chat_of(w, bot, p["chat_id"])
    _check_pins(w, bot, chat)
    number = p.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(number)
    w.notify("unpin", {"chat": chat.id, "message_id": number})
    return True


def _check_pins(w: World, bot: Bot, chat: Chat) -> None:
    if chat.type != "private":
        right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
        check_right(w, bot, chat, right, PIN_REFUSAL)
