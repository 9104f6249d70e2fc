"""Post removed messages again: words as quotes, files by what Telegram calls them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.core.batch import Batch
from bot.features.moderation.case_details import Dossier
from bot.features.moderation.trace_rendering import media_named
from bot.platforms.telegram.calls import Follow, mention
from bot.text.messages import Html, by_operators, say
from rules.engine.events import Event
from storage.casework import Row

_ROOM = 3000  # characters of restored texts in one post
_MOST_FILES = 10
# How a kind of file is sent again, and whether words may stand below it.
_SENT = {
    "animation": ("sendAnimation", True),
    "audio": ("sendAudio", True),
    "document": ("sendDocument", True),
    "photo": ("sendPhoto", True),
    "sticker": ("sendSticker", False),
    "video": ("sendVideo", True),
    "video_note": ("sendVideoNote", False),
    "voice": ("sendVoice", True),
}


def restore(
    batch: Batch,
    event: Event,
    d: Dossier,
    removed: Sequence[Row],
    language: str,
    then: tuple[Follow, ...],
) -> tuple[list[int], int]:
    """Post removed messages again with their authors' names; how many in each post, and how many not whole.

    `then` follows from each post.
    """
    files = [e for e in removed if e["file"] and e["media"] in _SENT][:_MOST_FILES]
    sent = {e["id"] for e in files}
    lines, lost = _words(d, [e for e in removed if e["id"] not in sent], language)
    if not lines and not files:
        return [], lost
    head = say(language, "restored-head")
    topic = {"message_thread_id": d.case["topic"]} if d.case["topic"] else {}
    shown: dict[str, Any] = {"parse_mode": "HTML", "disable_notification": True, **topic}
    text = Html("\n".join([head, *lines]))
    off = {"is_disabled": True}
    batch.call(event, "sendMessage", d.chat.id, then=then, text=text, link_preview_options=off, **shown)
    for e in files:
        method, has_caption = _SENT[e["media"]]
        words = {"caption": _quoted(d, e, language)} if has_caption else {}
        sent_again: dict[str, Any] = {e["media"]: e["file"], **words, **shown}
        batch.call(event, method, d.chat.id, then=then, **sent_again)
    return [len(lines), *(1 for _ in files)], lost


def _words(d: Dossier, removed: Sequence[Row], language: str) -> tuple[list[Html], int]:
    """What is kept of these as lines, and how many are not whole."""
    used, lost = 0, 0
    lines: list[Html] = []
    for e in removed:
        lost += bool(e["media"]) or not e["text"] or used > _ROOM
        if (e["text"] or e["media"]) and used <= _ROOM:
            used += len(e["text"])
            lines.append(_quoted(d, e, language))
    return lines, lost


def _quoted(d: Dossier, e: Row, language: str) -> Html:
    author = mention(e["person_id"], d.name(e["person_id"]))
    if e["file"] and not e["text"]:
        return Html(f"<b>{author}</b>")
    kind = media_named(language, e["media"])
    text = by_operators(e["text"]) or say(language, "case-without-text", media=kind)
    return say(language, "restored-message", member=author, quote=text)
