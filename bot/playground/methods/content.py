"""The text, buttons and reply of an outgoing message, checked and in the form they are stored in."""

from __future__ import annotations

from bot.playground.entities import found_in, merged, units
from bot.playground.errors import bad
from bot.playground.html import parse_html
from bot.playground.state import JSON, Chat
from bot.playground.world import World

TEXT_UNITS, CAPTION_UNITS, BUTTON_BYTES, BUTTONS, BUTTONS_A_ROW = 4096, 1024, 64, 100, 8


def text_fields(w: World, p: JSON, key: str = "text") -> JSON:
    """The text (or caption) and its entities.

    Raises:
        ApiError: 400 empty, too long, or markup that cannot be parsed.
    """
    name = "entities" if key == "text" else "caption_entities"
    text, given = str(p.get(key, "")), list(p.get(name, []))
    mode = str(p.get("parse_mode", "")).lower()
    if mode == "html":
        text, given = parse_html(text, w.people)
    elif mode:
        raise bad("unsupported parse_mode")
    text, given = trimmed(text, given)
    length = units(text)
    if key == "text" and not text:
        raise bad("message text is empty")
    if length > (TEXT_UNITS if key == "text" else CAPTION_UNITS):
        raise bad("message is too long" if key == "text" else "message caption is too long")
    if not text:
        return {}
    entities = merged(given, found_in(text))
    return {key: text, name: entities} if entities else {key: text}


def trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Text without outer blanks, its entities moved and cut with it."""
    bare = text.strip()
    shift, length = units(text[: len(text) - len(text.lstrip())]), units(bare)
    kept: list[JSON] = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] - shift + entity["length"])
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return bare, kept


def markup_fields(p: JSON) -> JSON:
    """The inline keyboard; other keyboards change no message.

    Raises:
        ApiError: 400 BUTTON_DATA_INVALID or a keyboard that is too large.
    """
    markup = p.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return {}
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (b for row in rows for b in row):
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= BUTTON_BYTES:
            raise bad("BUTTON_DATA_INVALID")
        if not button["text"]:
            raise bad("can't parse inline keyboard button: Text must be non-empty")
        if len(button) < 2:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def reply_target(chat: Chat, p: JSON) -> int:
    """The message an outgoing one answers; 0 for none.

    Raises:
        ApiError: 400 when it is gone and the bot did not allow that.
    """
    reply = p.get("reply_parameters")
    if not reply:
        return 0
    number = int(reply["message_id"])
    message = chat.messages.get(number)
    if message is not None and not message.deleted_by:
        return number
    if reply.get("allow_sending_without_reply"):
        return 0
    raise bad("message to be replied not found")


def check_thread(chat: Chat, p: JSON) -> int:
    """The topic to send to; 0 for none.

    Raises:
        ApiError: 400 message thread not found.
    """
    thread = int(p.get("message_thread_id", 0))
    if thread and thread not in chat.topics:
        raise bad("message thread not found")
    return thread
