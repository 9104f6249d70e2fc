"""Mint and spend one-time codes with which chats join a community, and take back those that leak."""

from __future__ import annotations

import re
import secrets

import msgspec

from bot.core.batch import Batch
from bot.core.private_answers import private_chat
from bot.platforms.telegram.calls import Priority
from bot.text.messages import language_of, say
from rules.engine.events import Event, Sender
from storage import chats
from storage.store import Store

HOURS = 48
ROLES = ("members", "moderators")
# The rights the bot needs where it works, as Telegram's add-to-group link spells them.
RIGHTS = "delete_messages+restrict_members+invite_users+pin_messages"


CODE_BEGINS = b"zq"  # in a message as bytes: hardly any holds even that
_CODE = re.compile(r"zq(?:-|%2[dD])([0-9A-Za-z]{12})")


def codes_in(text: str) -> list[str]:
    """What looks like a claim code in a text, in links to the start of the bot too."""
    return sorted({f"zq-{found}" for found in _CODE.findall(text)})


def mint(store: Store, community: int, role: str, now: int, hours: int = HOURS) -> str:
    """A new code, good once and for `hours`."""
    code = "zq-" + secrets.token_urlsafe(9).replace("-", "x").replace("_", "y")
    with store.write() as connection:
        chats.add_code(connection, code, community, role, now + hours * 3600)
    return code


def start_link(username: str, code: str) -> str:
    """The link that adds the bot to a group with the rights it needs, and claims the group."""
    return f"https://t.me/{username}?startgroup={code}&admin={RIGHTS}"


def spend_shown(batch: Batch, event: Event) -> None:
    """Spend the codes that a message in a group shows, remove it, and tell its author and the moderators."""
    # Wherever it stands: words, links, buttons, quotes, file names, names of people and chats.
    whole = msgspec.json.encode(event)
    shown = codes_in(whole.decode()) if CODE_BEGINS in whole else ()
    if not shown:
        return
    owners = chats.spend(batch.connection, shown, batch.now)
    if not owners:
        return
    chat = batch.chat(event)
    batch.call(event, "deleteMessage", chat.id, Priority.MODERATION, message_id=event.message_id)
    if event.person is not None and event.sender is Sender.MEMBER:
        language = language_of(event.person.language, batch.book.community.language)
        batch.call(
            event,
            "sendMessage",
            private_chat(batch, event),
            text=say(language, "claim-code-seen", chat=event.chat.title),
            parse_mode="HTML",
        )
    for community in owners:
        room = chats.moderators_group(batch.connection, community)
        if room is not None:
            text = say(batch.book.community.language, "claim-code-seen", chat=event.chat.title)
            batch.call(event, "sendMessage", room, text=text, parse_mode="HTML")
