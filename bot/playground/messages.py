"""Messages: how one comes into a chat, is shown inside another, changes and goes."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.state import JSON, Chat, Message
from bot.playground.updates import emit_message
from bot.playground.world import TELEGRAM, World


def post(w: World, chat: Chat, author: int, fields: JSON, *, thread: int = 0, reply: int = 0) -> Message:
    """Put a message into a chat and tell its bots. `author` is the account behind it."""
    body: JSON = {
        "message_id": chat.next_message,
        "date": max(1, int(w.now)),
        "chat": w.chat_json(chat),
        **fields,
    }
    answered = chat.messages.get(reply) if reply else None
    if answered is not None:
        body["reply_to_message"] = embedded(answered)
        thread = thread or answered.body.get("message_thread_id", 0)
    if thread and chat.is_forum:
        body |= {"message_thread_id": thread, "is_topic_message": True}
    chat.next_message += 1
    message = Message(body, author)
    chat.messages[message.id] = message
    emit_message(w, chat, "channel_post" if chat.type == "channel" else "message", body, author)
    w.notify("message", shown(message, chat))
    return message


def service(w: World, chat: Chat, author: int, fields: JSON) -> Message:
    """Put a service message into a chat, in the name of the one who caused it."""
    if chat.type == "channel":
        return post(w, chat, author, {"sender_chat": w.chat_json(chat), **fields})
    return post(w, chat, author, {"from": w.people[author].user(), **fields})


def embedded(message: Message) -> JSON:
    """A message as it stands inside another: without what it itself answers."""
    return {k: v for k, v in message.body.items() if k != "reply_to_message"}


def shown(message: Message, chat: Chat) -> JSON:
    """A message for the people's side: the ghost of a deleted one says who took it away, and when."""
    counts: dict[str, list[int]] = {}
    for user, reactions in message.reactions.items():
        for reaction in reactions:
            counts.setdefault(reaction.get("emoji", "⭐"), []).append(user)
    view: JSON = {"chat": chat.id, "message": message.body, "author": message.author, "reactions": counts}
    if message.deleted_by:
        view |= {"deleted_by": message.deleted_by, "deleted_at": message.deleted_at}
    return view


def find(chat: Chat, number: int, what: str) -> Message:
    """A message that is still there.

    Raises:
        ApiError: 400 `message <what> not found`.
    """
    message = chat.messages.get(number)
    if message is None or message.deleted_by:
        raise bad(f"message {what} not found")
    return message


def alter(w: World, chat: Chat, message: Message, fields: JSON, drop: tuple[str, ...] = ()) -> None:
    """Edit a message and tell the bots of the chat."""
    message.body = {k: v for k, v in message.body.items() if k not in drop} | fields
    message.body["edit_date"] = max(1, int(w.now))
    kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
    emit_message(w, chat, kind, message.body, message.author)
    w.notify("edit", shown(message, chat))


def remove(w: World, chat: Chat, message: Message, by: int) -> None:
    """Delete a message; a ghost of it stays for the people's side. Bots are told nothing."""
    message.deleted_by, message.deleted_at = by, max(1, int(w.now))
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    w.notify("delete", shown(message, chat))


def automatic_forward(w: World, channel: Chat, message: Message) -> Message | None:
    """Carry a channel's post into its discussion group, as Telegram itself does."""
    group = w.chats.get(channel.linked)
    if group is None:
        return None
    kept = ("text", "entities", "caption", "caption_entities", "photo", "document", "video", "sticker")
    fields: JSON = {k: message.body[k] for k in kept if k in message.body}
    origin = {
        "type": "channel",
        "date": message.body["date"],
        "chat": w.chat_json(channel),
        "message_id": message.id,
    }
    sender: JSON = {"from": w.people[TELEGRAM].user(), "sender_chat": w.chat_json(channel)}
    return post(
        w, group, TELEGRAM, sender | {"is_automatic_forward": True, "forward_origin": origin} | fields
    )


REACTIONS = frozenset({
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩",
    "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆",
    "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄",
    "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
})  # fmt: skip
