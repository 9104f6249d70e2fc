"""Files: photos and documents up, any file down."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.errors import bad
from bot.playground.media import document_json, media_json, photo_json
from bot.playground.methods.access import chat_of, check_writable
from bot.playground.methods.content import text_fields
from bot.playground.methods.messages import send
from bot.playground.params import Upload
from bot.playground.state import JSON, Bot, File
from bot.playground.world import World

_WORDLESS = ("sticker", "video_note")
PHOTO_BYTES, DOCUMENT_BYTES, DOWNLOAD_BYTES = 10 << 20, 50 << 20, 20 << 20


def _file(w: World, value: Upload | str, kind: str, limit: int) -> tuple[File | Upload, str]:
    if isinstance(value, Upload):
        if not value.content:
            raise bad("file must be non-empty")
        if len(value.content) > limit:
            raise bad("too big file")
        return value, value.name
    known = w.files.get(value)
    if known is None or known.kind != kind:
        # This server reaches no other; the real one would fetch an address here.
        raise bad("wrong file identifier/HTTP URL specified")
    return known, known.path.rpartition("/")[2]


def _kept(w: World, value: File | Upload, name: str, kind: str) -> File:
    return value if isinstance(value, File) else w.new_file(value.content, name, kind)


def send_photo(w: World, bot: Bot, p: JSON) -> JSON:
    """sendPhoto."""
    chat = chat_of(w, bot, p["chat_id"])
    value, name = _file(w, p["photo"], "photo", PHOTO_BYTES)
    fields = text_fields(w, p, "caption")
    check_writable(w, bot, chat, "photo")
    return send(w, bot, chat, lambda: {"photo": photo_json(_kept(w, value, name, "photo"))} | fields, p).body


def send_document(w: World, bot: Bot, p: JSON) -> JSON:
    """sendDocument."""
    chat = chat_of(w, bot, p["chat_id"])
    value, name = _file(w, p["document"], "document", DOCUMENT_BYTES)
    fields = text_fields(w, p, "caption")
    check_writable(w, bot, chat, "document")
    return send(
        w, bot, chat, lambda: {"document": document_json(_kept(w, value, name, "document"), name)} | fields, p
    ).body


def sender(kind: str) -> Callable[[World, Bot, JSON], JSON]:
    """sendVideo, sendSticker and their like, for files that are here already."""

    def send_again(w: World, bot: Bot, p: JSON) -> JSON:
        chat = chat_of(w, bot, p["chat_id"])
        file = w.files.get(p[kind])
        if file is None or file.kind != kind:
            raise bad("wrong file identifier/HTTP URL specified")
        fields = text_fields(w, p, "caption") if kind not in _WORDLESS else {}
        check_writable(w, bot, chat, kind)
        name = file.path.rpartition("/")[2]
        return send(w, bot, chat, lambda: {kind: media_json(file, kind, name, "")} | fields, p).body

    return send_again


def get_file(w: World, bot: Bot, p: JSON) -> JSON:
    """getFile."""
    file = w.files.get(p["file_id"])
    if file is None:
        raise bad("invalid file_id")
    if file.size > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }
