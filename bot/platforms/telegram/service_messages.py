"""Tell service messages, in which Telegram says what happened, from what members post: by their fields.

What messages carry changes with every version of the Bot API, and a server leaves out what it does not know
itself. So whatever is not named here is content, of an unknown kind if need be.
"""

from __future__ import annotations

import msgspec

from bot.platforms.telegram import wire
from rules.engine.events import Chat, Event, Kind, Media, Person, Sender

# Bot API 10.3, Message: "Service message: …", and those that are some without saying so.
SERVICE = frozenset((
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
    "channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id",
    "migrate_from_chat_id", "pinned_message", "successful_payment", "refunded_payment", "users_shared",
    "chat_shared", "gift", "unique_gift", "gift_upgrade_sent", "connected_website", "write_access_allowed",
    "passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set",
    "checklist_tasks_done", "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden", "giveaway_created", "giveaway_completed", "managed_bot_created",
    "paid_message_price_changed", "poll_option_added", "poll_option_deleted", "suggested_post_approved",
    "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "web_app_data",
))  # fmt: skip
_BROUGHT = ("forward_origin", "via_bot")  # by somebody: Telegram forwards none of its own


class _Bare(msgspec.Struct):
    message: dict[str, msgspec.Raw] | None = None
    edited_message: dict[str, msgspec.Raw] | None = None


_bare = msgspec.json.Decoder(_Bare)


def kind_of(body: bytes) -> Media | None:
    """What a message carries in which nothing known is found; None for a service message."""
    update = _bare.decode(body)
    names = (update.message or update.edited_message or {}).keys()
    if names.isdisjoint(SERVICE):
        return Media.UNKNOWN
    if names.isdisjoint(_BROUGHT):
        return None
    return Media.GIVEAWAY if any(name.startswith("giveaway") for name in names) else Media.UNKNOWN


def moved(
    number: int, message: wire.Message, chat: Chat, people: tuple[Person, ...], by: Person | None, me: int
) -> Event | None:
    """The join or leave that a message tells of; None when it tells of none, or of the bot's own.

    Those who came together are one event, the others `along` with the first.
    """
    left = message.left_chat_member is not None
    told = tuple(p for p in people if p.id != me)
    if not told:
        return None
    who, along = told[0], told[1:]
    other = by if by is not None and by.id != who.id else None
    return Event(
        update_id=number,
        kind=Kind.LEAVE if left else Kind.JOIN,
        at=message.date,
        chat=chat,
        person=who,
        along=along,
        by=other,
        action=("kick" if left else "add") if other is not None else "",
        sender=sender_of(who),
        message_id=message.message_id,
        new_status="left" if left else "member",
    )


def sender_of(person: Person) -> Sender:
    """Whose voice somebody has who comes or goes."""
    return Sender.BOT if person.bot else Sender.MEMBER
