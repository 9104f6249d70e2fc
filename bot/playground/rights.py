"""The names of rights and permissions, and their plain defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
)
PERMISSIONS = (
    *SENDING,
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
DEFAULT_PERMISSIONS = {p: p not in ("can_change_info", "can_pin_messages") for p in PERMISSIONS}
ALWAYS_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",  # Bot API 10.3; aiogram reads no administrator without it
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
RIGHTS = (*ALWAYS_RIGHTS, *GROUP_RIGHTS, *CHANNEL_RIGHTS)
MEDIA_PERMISSION = {
    "text": "can_send_messages",
    "contact": "can_send_messages",
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "document": "can_send_documents",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "video_note": "can_send_video_notes",
    "poll": "can_send_polls",
    "sticker": "can_send_other_messages",
    "animation": "can_send_other_messages",
}


def rights_from(asked: Mapping[str, bool] | Iterable[str] | bool) -> dict[str, bool]:
    """All rights by name, from `True` for all, a list of the granted, or a mapping."""
    if isinstance(asked, bool):
        return dict.fromkeys(RIGHTS, asked)
    granted = {k for k, v in asked.items() if v} if isinstance(asked, Mapping) else set(asked)
    return {r: r in granted for r in RIGHTS} | {"can_manage_chat": True}


def dependent_permissions(asked: Mapping[str, bool], independent: bool) -> dict[str, bool]:
    """All permissions by name; unless `independent`, some imply others (Bot API, restrictChatMember)."""
    full = {p: bool(asked.get(p, False)) for p in PERMISSIONS}
    # Missing ones follow what the caller did say (Bot API, ChatPermissions).
    if "can_react_to_messages" not in asked:
        full["can_react_to_messages"] = full["can_send_messages"]
    if "can_manage_topics" not in asked:
        full["can_manage_topics"] = full["can_pin_messages"]
    if "can_edit_tag" not in asked:
        full["can_edit_tag"] = full["can_pin_messages"]
    if independent:
        return full
    if full["can_send_other_messages"] or full["can_add_web_page_previews"]:
        full.update(dict.fromkeys([s for s in SENDING if s not in ("can_send_polls", SENDING[-1])], True))
    if full["can_send_polls"]:
        full["can_send_messages"] = True
    return full
