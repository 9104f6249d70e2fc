"""What people do with messages: write, post, edit, delete, pin."""

from __future__ import annotations

import base64
import binascii

from bot.playground.acts.model import Delete, Edit, Media, Pin, Post, WriteMessage
from bot.playground.acts.who import group_of, message_in, person_of, place_of, require, voice_of
from bot.playground.entities import found_in, merged, units
from bot.playground.errors import ActError
from bot.playground.media import document_json, media_json
from bot.playground.messages import alter, automatic_forward, post, remove
from bot.playground.methods.content import CAPTION_UNITS, TEXT_UNITS
from bot.playground.methods.messages import origin
from bot.playground.methods.messages import pin as pin_message
from bot.playground.rights import MEDIA_PERMISSION
from bot.playground.standing import has_right, may, standing
from bot.playground.state import JSON, Chat, File, Person
from bot.playground.updates import is_service
from bot.playground.world import ANONYMOUS, CHANNEL_BOT, World


def write(w: World, act: WriteMessage) -> JSON:
    """Write a message."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    media = _media(act.media)
    _check_allowed(w, chat, user, media, act)
    if act.reply_to:
        message_in(chat, act.reply_to)
    if act.thread and act.thread not in chat.topics:
        raise ActError(f"there is no topic {act.thread}")
    written = _written(act.text, act.caption, media, act.entities, bare=bool(act.fields))
    fields = written | _context(w, chat, act) | act.fields
    body = _sender(w, chat, user, act) | fields | _attached(w, media)
    if chat.type == "private":
        _opened(w, chat)
    message = post(w, chat, user.id, body, thread=act.thread, reply=act.reply_to)
    return {"message_id": message.id}


def _opened(w: World, chat: Chat) -> None:
    w.bots[chat.partner].started.add(chat.id)


def _check_allowed(w: World, chat: Chat, user: Person, media: Media | None, act: WriteMessage) -> None:
    if chat.type == "private":
        if chat.id in w.bots[chat.partner].blocked_by:
            raise ActError(f"{user.first_name} blocked the bot")
        return
    if chat.type == "channel":
        raise ActError("into a channel one posts")
    kind = media.kind if media else "text"
    if not _may_send(w, chat, user, kind, by_channel=act.as_channel is not None):
        raise ActError(f"{user.first_name} may not send {kind} to {chat.title}")


def _may_send(w: World, chat: Chat, user: Person, kind: str, *, by_channel: bool) -> bool:
    """Whether a member has the right; in a channel's name, whether nobody took it from them."""
    status = standing(w, chat, user.id).status
    if by_channel and status != "restricted":
        return status != "kicked"
    return may(w, chat, user.id, MEDIA_PERMISSION.get(kind, "can_send_messages"))


def _media(given: str | Media | None) -> Media | None:
    media = Media(given) if isinstance(given, str) else given
    if media is not None and (media.kind not in MEDIA_PERMISSION or media.kind == "text"):
        raise ActError(f"there is no medium {media.kind}")
    return media


def _written(
    text: str, caption: str, media: Media | None, marked: list[JSON] | None, *, bare: bool = False
) -> JSON:
    key, words, most = ("caption", caption or text, CAPTION_UNITS) if media else ("text", text, TEXT_UNITS)
    words = words.strip()
    if not words and media is None and not bare:
        raise ActError("the message is empty")
    if units(words) > most:
        raise ActError(f"the message is longer than {most}")
    entities = merged(list(marked or []), found_in(words))
    fields: JSON = {key: words} if words else {}
    return fields | ({"caption_entities" if media else "entities": entities} if entities else {})


def _attached(w: World, media: Media | None) -> JSON:
    if media is None:
        return {}
    match media.kind:
        case "contact":
            return {"contact": {"phone_number": "+10000000000", "first_name": media.name or "Contact"}}
        case "poll":
            return {"poll": _poll(w, media.name or "?")}
    try:
        content = base64.b64decode(media.content, validate=True) if media.content else b"playground"
    except binascii.Error:
        raise ActError("the content is not base64") from None
    file = w.new_file(content, media.name or f"{media.kind}.bin", media.kind, media.size)
    shown_as = media_json(file, media.kind, media.name or "file.bin", media.emoji)
    # An animation shows as a document too, for clients that do not know it (Bot API, Message).
    return {media.kind: shown_as} | (_also_document(file, media))


def _also_document(file: File, media: Media) -> JSON:
    if media.kind != "animation":
        return {}
    return {"document": document_json(file, media.name or "animation.mp4")}


def _poll(w: World, question: str) -> JSON:
    options = [{"persistent_id": str(n), "text": t, "voter_count": 0} for n, t in enumerate("AB")]
    names = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
    return dict.fromkeys(names, False) | {
        "id": str(w.random.getrandbits(62)),
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_anonymous": True,
        "type": "regular",
    }


def _context(w: World, chat: Chat, act: WriteMessage) -> JSON:
    fields: JSON = {}
    if act.forward_from is not None:
        fields["forward_origin"] = _forwarded(w, act)
    if act.quote:
        answered = message_in(chat, act.reply_to).body
        where = (answered.get("text") or answered.get("caption") or "").find(act.quote)
        fields["quote"] = {"text": act.quote, "position": max(0, where), "is_manual": True}
    if act.via_bot is not None:
        fields["via_bot"] = person_of(w, act.via_bot).user()
    if act.album:
        fields["media_group_id"] = act.album
    return fields


def _forwarded(w: World, act: WriteMessage) -> JSON:
    number = w.resolve(act.forward_from or 0)
    start: JSON = {"date": max(1, int(w.now))}
    if number in w.chats:
        source = w.chats[number]
        if act.forward_message in source.messages:
            return origin(w, source.messages[act.forward_message])
        if source.type == "channel":
            return start | {
                "type": "channel",
                "chat": w.chat_json(source),
                "message_id": act.forward_message or 1,
            }
        return start | {"type": "chat", "sender_chat": w.chat_json(source)}
    person = w.people.get(number)
    if person is None or person.hides_forwards:
        name = person.first_name if person else str(act.forward_from)
        return start | {"type": "hidden_user", "sender_user_name": name}
    return start | {"type": "user", "sender_user": person.user()}


def _sender(w: World, chat: Chat, user: Person, act: WriteMessage) -> JSON:
    if act.as_channel is not None:
        channel = voice_of(w, chat, user, act.as_channel)
        return {"from": w.people[CHANNEL_BOT].user(), "sender_chat": w.chat_json(channel)}
    member = standing(w, chat, user.id)
    if act.anonymous or member.anonymous:
        if member.status not in ("creator", "administrator"):
            raise ActError(f"{user.first_name} is no administrator of {chat.title}")
        return {"from": w.people[ANONYMOUS].user(), "sender_chat": w.chat_json(chat)}
    return {"from": user.user()} | ({"sender_tag": member.tag} if member.tag else {})


def post_to_channel(w: World, act: Post) -> JSON:
    """Post into a channel, in its name."""
    channel = group_of(w, act.channel)
    if channel.type != "channel":
        raise ActError(f"{channel.title} is no channel")
    owner = next(m.user for m in channel.members.values() if m.status == "creator")
    author = owner if act.user is None else person_of(w, act.user).id
    if not has_right(w, channel, author, "can_post_messages"):
        raise ActError("only administrators post into a channel")
    media = _media(act.media)
    fields = _written(act.text, act.caption, media, None) | _attached(w, media)
    message = post(w, channel, author, {"sender_chat": w.chat_json(channel)} | fields)
    forward = automatic_forward(w, channel, message)
    return {"message_id": message.id} | ({"forwarded_as": forward.id} if forward else {})


def edit(w: World, act: Edit) -> JSON:
    """Change one's own message."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    if message.author != user.id or is_service(message.body):
        raise ActError("one edits only one's own messages")
    media = _media(act.media)
    shown = media or (Media("photo") if "text" not in message.body else None)
    fields = _written(act.text, act.text, shown, None) | _attached(w, media)
    earlier = tuple(kind for kind in MEDIA_PERMISSION if media is not None and kind in message.body)
    alter(w, chat, message, fields, ("text", "entities", "caption", "caption_entities", *earlier))
    return {"message_id": message.id}


def delete(w: World, act: Delete) -> JSON:
    """Delete a message."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    if message.author != user.id and chat.type != "private":
        require(w, chat, user, "can_delete_messages")
    remove(w, chat, message, user.id)
    return {"message_id": message.id}


def pin(w: World, act: Pin) -> JSON:
    """Pin a message."""
    user = person_of(w, act.user)
    chat = place_of(w, act.chat, user)
    message = message_in(chat, act.message)
    if chat.type != "private" and not may(w, chat, user.id, "can_pin_messages"):
        raise ActError(f"{user.first_name} may not pin in {chat.title}")
    pin_message(w, chat, message, user.id)
    return {"message_id": message.id}
