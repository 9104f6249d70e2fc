"""Read what few messages have: buttons, a sticker's set, a file's type, a contact, an outside reply."""

from __future__ import annotations

from bot.platforms.telegram import wire
from rules.engine.events import Button, Extras, Forward, Person
from rules.engine.people import STAND_INS

_NOTHING = Extras()


def extras_of(message: wire.Message) -> Extras | None:
    """The rarer parts of a message, or None."""
    contact, poll = message.contact, message.poll
    found = Extras(
        buttons=_buttons(message.reply_markup) if message.reply_markup is not None else (),
        sticker_set=message.sticker.set_name if message.sticker is not None else "",
        mime=_mime(message),
        poll=poll.type if poll is not None else "",
        contact=_contact(contact) if contact is not None else "",
        outside=_outside(message),
    )
    return None if found == _NOTHING else found


def _buttons(markup: wire.Markup) -> tuple[Button, ...]:
    return tuple(Button(b.text, b.url) for row in markup.inline_keyboard for b in row)


def _mime(message: wire.Message) -> str:
    files = (message.document, message.animation, message.video, message.audio)
    return next((f.mime_type for f in files if f is not None and f.mime_type), "")


def _contact(contact: wire.Contact) -> str:
    name = f"{contact.first_name} {contact.last_name}".strip()
    return f"{name} {contact.phone_number}".strip()


def _outside(message: wire.Message) -> Forward | None:
    """Where the answered message stands; a message of another topic of this chat is no foreign one."""
    answered = message.external_reply
    if answered is None or (answered.chat is not None and answered.chat.id == message.chat.id):
        return None
    return origin_of(answered.origin) or Forward("chat")


def origin_of(origin: wire.Origin | None) -> Forward | None:
    """Where a message comes from."""
    if origin is None:
        return None
    if origin.sender_user is not None:
        user = origin.sender_user
        return Forward(origin.type, f"{user.first_name} {user.last_name}".strip(), user.id)
    chat = origin.chat or origin.sender_chat
    if chat is not None:
        return Forward(origin.type, chat.title, chat.id)
    return Forward(origin.type, origin.sender_user_name)


def person_of(user: wire.User) -> Person:
    """A user as events name them."""
    name = f"{user.first_name} {user.last_name}".strip() if user.last_name else user.first_name.strip()
    bot = user.is_bot or user.id in STAND_INS
    return Person(user.id, name, user.username, user.language_code, bot, user.is_premium)
