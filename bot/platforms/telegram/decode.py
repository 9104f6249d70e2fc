"""Decode raw updates into events, each alone; what cannot be read becomes a dead letter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.platforms.telegram import wire
from bot.platforms.telegram.clipping import UNSUSPICIOUS, clipped
from bot.platforms.telegram.content import content_of
from bot.platforms.telegram.message_extras import origin_of
from bot.platforms.telegram.message_extras import person_of as _person
from bot.platforms.telegram.payments import asked, changed, settled
from bot.platforms.telegram.permissions import EVERYTHING
from bot.platforms.telegram.service_messages import kind_of, moved
from rules.engine.events import Chat, Event, Kind, Person, Press, Reply, Restriction, Sender, Vote
from rules.engine.people import ANONYMOUS, CHANNEL_BOT, TELEGRAM

_INSIDE = ("creator", "administrator", "member")
_LEADING = ("creator", "administrator")

UNREADABLE = (msgspec.MsgspecError, ValueError, TypeError, RecursionError)

_update = msgspec.json.Decoder(wire.Update)


class Me(msgspec.Struct, frozen=True):
    """The bot's own account."""

    id: int
    username: str = ""


class DeadLetter(msgspec.Struct, frozen=True):
    """An update nobody could read. `update_id` is 0 when even that was unreadable."""

    update_id: int
    body: bytes
    reason: str


class _Id(msgspec.Struct):
    update_id: wire.Number


_id = msgspec.json.Decoder(_Id)


def decode_batch(raws: Sequence[bytes | dict[str, Any]], me: Me) -> tuple[list[Event], list[DeadLetter]]:
    """Events and dead letters of a batch, each in the batch's order. Never raises for bad input."""
    events: list[Event] = []
    dead: list[DeadLetter] = []
    for raw in raws:
        body = b""
        try:
            # A dict may hold what no JSON can, half a character for one: it takes the same way as bytes.
            body = raw if isinstance(raw, bytes) else msgspec.json.encode(raw)
            events.append(decode(body, me))
        except UNREADABLE as error:
            dead.append(_bury(body or _written(raw), error))
    return events, dead


def decode(body: bytes, me: Me) -> Event:
    """One event.

    Raises:
        MsgspecError: the JSON is none, or a field has a wrong type or is missing.
        ValueError: the text is none.
        RecursionError: it is nested too deeply.
    """
    body = body if len(body) <= UNSUSPICIOUS else clipped(body)
    update = _update.decode(body)
    if update.message is not None:
        went = _moved(update.update_id, update.message, me)
        return went or _message(update.update_id, update.message, Kind.MESSAGE, body)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, Kind.EDIT, body)
    if update.message_reaction is not None:
        return _reaction(update.update_id, update.message_reaction)
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    if update.chat_member is not None:
        return _member(update.update_id, update.chat_member, me)
    if update.my_chat_member is not None:
        return _own(update.update_id, update.my_chat_member)
    if update.chat_join_request is not None:
        return _request(update.update_id, update.chat_join_request)
    if update.pre_checkout_query is not None:
        return asked(update.update_id, update.pre_checkout_query)
    if update.poll_answer is not None and update.poll_answer.user is not None:
        return _vote(update.update_id, update.poll_answer, update.poll_answer.user)
    if update.subscription is not None:
        return changed(update.update_id, update.subscription)
    return _other(update)


def _bury(body: bytes, error: Exception) -> DeadLetter:
    try:
        number = _id.decode(body).update_id
    except UNREADABLE:
        number = 0
    return DeadLetter(number, body, f"{type(error).__name__}: {error}"[:500])


def _written(raw: Any) -> bytes:
    """What cannot be JSON, for the operator to see."""
    try:
        return json.dumps(raw, default=repr).encode()
    except UNREADABLE:
        return f"<{type(raw).__name__}>".encode()


def _chat(chat: wire.Chat) -> Chat:
    return Chat(chat.id, chat.type, chat.title, chat.username, chat.is_forum)


def _channel(chat: wire.Chat) -> Person:
    """A channel, or a group, in whose name somebody acts."""
    return Person(chat.id, chat.title.strip(), chat.username, channel=True)


def _sender(message: wire.Message) -> Sender:
    """Whose voice it is. Which channel is the linked one is not told here, but of posts it forwards."""
    if message.is_automatic_forward:
        return Sender.LINKED_CHANNEL
    if message.sender_chat is not None:
        return Sender.ANONYMOUS_ADMIN if message.sender_chat.id == message.chat.id else Sender.CHANNEL
    user = message.from_
    if user is None or user.id == CHANNEL_BOT:
        return Sender.CHANNEL
    if user.id == TELEGRAM:
        return Sender.LINKED_CHANNEL
    if user.id == ANONYMOUS:
        return Sender.ANONYMOUS_ADMIN
    return Sender.BOT if user.is_bot else Sender.MEMBER


def _author(message: wire.Message) -> Person | None:
    """Who wrote it. A message in a channel's name is the channel's: the user beside it is nobody."""
    chat = message.sender_chat
    if chat is not None and chat.id != message.chat.id:
        return _channel(chat)
    return _person(message.from_) if message.from_ is not None else None


def _moved(number: int, message: wire.Message, me: Me) -> Event | None:
    """Who came or went, if the message tells of that."""
    users = message.new_chat_members or ((message.left_chat_member,) if message.left_chat_member else ())
    if not users:
        return None
    by = _person(message.from_) if message.from_ is not None else None
    return moved(number, message, _chat(message.chat), tuple(_person(u) for u in users), by, me.id)


def _message(number: int, message: wire.Message, kind: Kind, body: bytes) -> Event:
    at, chat, author = message.edit_date or message.date, _chat(message.chat), _author(message)
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return Event(
            update_id=number,
            kind=Kind.MIGRATE,
            at=at,
            chat=chat,
            sender=Sender.SERVICE,
            message_id=message.message_id,
            migrated_to=message.migrate_to_chat_id,
            migrated_from=message.migrate_from_chat_id,
        )
    paid = settled(number, message, chat, author)
    if paid is not None:
        return paid
    content, sender = content_of(message), _sender(message)
    if not (content.text or content.media):
        media = kind_of(body)
        if media is None:
            kind, sender = Kind.OTHER, Sender.SERVICE
        else:
            content = msgspec.structs.replace(content, media=media)
    return Event(
        update_id=number,
        kind=kind,
        at=at,
        chat=chat,
        person=author,
        sender=sender,
        message_id=message.message_id,
        topic=message.message_thread_id if message.is_topic_message else 0,
        content=content if kind is not Kind.OTHER else None,
        reply=_reply(message),
        written_at=message.date if message.edit_date else 0,
        tag=message.sender_tag,
    )


def _reply(message: wire.Message) -> Reply | None:
    """The answered message. In a topic every message formally answers the topic's first one."""
    answered = message.reply_to_message
    if answered is None or (message.is_topic_message and answered.message_id == message.message_thread_id):
        return None
    origin = origin_of(answered.forward_origin)
    return Reply(answered.message_id, _author(answered), _sender(answered), answered.date, origin)


def _reaction(number: int, reaction: wire.MessageReaction) -> Event:
    old = {r.emoji or r.custom_emoji_id or r.type for r in reaction.old_reaction}
    new = {r.emoji or r.custom_emoji_id or r.type for r in reaction.new_reaction}
    sender, person = _reacting(reaction)
    return Event(
        update_id=number,
        kind=Kind.REACTION,
        at=reaction.date,
        chat=_chat(reaction.chat),
        person=person,
        sender=sender,
        message_id=reaction.message_id,
        added=tuple(sorted(new - old)),
        removed=tuple(sorted(old - new)),
        reactions=tuple(sorted(new)),
    )


def _reacting(reaction: wire.MessageReaction) -> tuple[Sender, Person | None]:
    user, chat = reaction.user, reaction.actor_chat
    if user is not None:
        person = _person(user)
        return (Sender.BOT if person.bot else Sender.MEMBER), person
    if chat is None or chat.id == reaction.chat.id:
        return Sender.ANONYMOUS_ADMIN, None
    return Sender.CHANNEL, _channel(chat)


def _press(number: int, query: wire.CallbackQuery) -> Event:
    """A pressed button. It tells no time: the pipeline's clock does."""
    message = query.message
    chat = _chat(message.chat) if message else Chat(query.from_.id, "private")
    return Event(
        update_id=number,
        kind=Kind.PRESS,
        at=0,
        chat=chat,
        person=_person(query.from_),
        message_id=message.message_id if message else 0,
        press=Press(query.id, query.data, message.message_id if message else 0, _hangs_there(query)),
    )


def _hangs_there(query: wire.CallbackQuery) -> bool:
    """Whether the message has the button: a client may send any data, the message comes from Telegram."""
    markup = query.message.reply_markup if query.message else None
    return markup is not None and any(
        b.callback_data == query.data for r in markup.inline_keyboard for b in r
    )


def _inside(member: wire.Member) -> bool:
    return member.status in _INSIDE or (member.status == "restricted" and member.is_member)


def _member(number: int, change: wire.MemberUpdated, me: Me) -> Event:
    old, new = change.old_chat_member, change.new_chat_member
    if new.user.id == me.id:
        return _own(number, change)
    was, is_ = _inside(old), _inside(new)
    if is_ and not was:
        kind = Kind.JOIN
    elif was and not is_:
        kind = Kind.LEAVE
    elif old.status != new.status and (old.status in _LEADING or new.status in _LEADING):
        kind = Kind.ROLE
    elif change.from_.id not in (new.user.id, me.id) and _done(old, new):
        kind = Kind.ACTION
    else:
        kind = Kind.OTHER
    return _membership(number, change, kind, new.user)


def _done(old: wire.Member, new: wire.Member) -> str:
    """What was done to a member, by these two standings; empty for nothing of interest."""
    if new.status == "kicked":
        return "ban"
    if old.status == "kicked":
        return "unban"
    if new.status == "left":
        return "kick"
    if "restricted" in (old.status, new.status):
        return "restrict" if new.status == "restricted" else "unrestrict"
    return "add" if new.status == "member" and old.status == "left" else ""


def _own(number: int, change: wire.MemberUpdated) -> Event:
    return _membership(number, change, Kind.BOT, change.from_)


def _membership(number: int, change: wire.MemberUpdated, kind: Kind, who: wire.User) -> Event:
    by = change.from_ if change.from_.id != who.id else None
    return Event(
        update_id=number,
        kind=kind,
        at=change.date,
        chat=_chat(change.chat),
        person=_person(who),
        by=_person(by) if by else None,
        action=_done(change.old_chat_member, change.new_chat_member) if by else "",
        sender=Sender.BOT if who.is_bot else Sender.MEMBER,
        old_status=change.old_chat_member.status,
        new_status=change.new_chat_member.status,
        invite_link=change.invite_link.invite_link if change.invite_link else "",
        paid_until=change.new_chat_member.until_date if change.new_chat_member.status == "member" else 0,
        restriction=_restriction(change.new_chat_member),
    )


def _restriction(member: wire.Member) -> Restriction | None:
    if member.status != "restricted":
        return None
    return Restriction(tuple(p for p in EVERYTHING if getattr(member, p)), member.until_date)


def _request(number: int, request: wire.JoinRequest) -> Event:
    return Event(
        update_id=number,
        kind=Kind.JOIN_REQUEST,
        at=request.date,
        chat=_chat(request.chat),
        person=_person(request.from_),
        invite_link=request.invite_link.invite_link if request.invite_link else "",
        bio=request.bio,
        private_chat=request.user_chat_id,
    )


def _vote(number: int, answer: wire.PollAnswer, user: wire.User) -> Event:
    """Somebody answers a poll. It tells no time and no chat: it is taken as said in private."""
    return Event(
        update_id=number,
        kind=Kind.VOTE,
        at=0,
        chat=Chat(user.id, "private"),
        person=_person(user),
        vote=Vote(answer.poll_id, answer.option_ids),
    )


def _other(update: wire.Update) -> Event:
    """A kind nobody here is interested in: committed and counted."""
    post = update.channel_post or update.edited_channel_post
    chat = _chat(post.chat) if post else Chat(0, "private")
    return Event(
        update_id=update.update_id,
        kind=Kind.OTHER,
        at=post.date if post else 0,
        chat=chat,
        sender=Sender.CHANNEL if post else Sender.SERVICE,
    )
