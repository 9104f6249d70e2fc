"""What members may send: the two ends of restrictChatMember."""

from __future__ import annotations

_SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)

NONE = dict.fromkeys(_SENDING, False)
ALL = dict.fromkeys(_SENDING, True)
