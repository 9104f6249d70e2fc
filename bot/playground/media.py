"""The objects by which the Bot API shows media."""

from __future__ import annotations

import mimetypes

from bot.playground.state import JSON, File

SIDE = 1280


def identity(file: File) -> JSON:
    """What all files show."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}


def photo_json(file: File) -> list[JSON]:
    """`photo`: one size is enough here."""
    return [identity(file) | {"width": SIDE, "height": SIDE * 3 // 4}]


def document_json(file: File, name: str) -> JSON:
    """`document`."""
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return identity(file) | {"file_name": name, "mime_type": mime}


def media_json(file: File, kind: str, name: str, emoji: str) -> JSON | list[JSON]:
    """The object for the media kinds people send as files."""
    match kind:
        case "photo":
            return photo_json(file)
        case "video" | "animation":
            return identity(file) | {"width": SIDE, "height": 720, "duration": 12, "mime_type": "video/mp4"}
        case "video_note":
            return identity(file) | {"length": 384, "duration": 12}
        case "voice" | "audio":
            return identity(file) | {"duration": 7, "mime_type": "audio/ogg"}
        case "sticker":
            return identity(file) | {
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
                "emoji": emoji or "👍",
            }
    return document_json(file, name)
