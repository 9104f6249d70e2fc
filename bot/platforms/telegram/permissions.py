"""Name rights at Telegram: of the bot as an administrator, and what members may send."""

from __future__ import annotations

from collections.abc import Iterable

from rules.engine.locks import permitted

# What the bot needs as an administrator.
DELETE, RESTRICT, INVITE, PIN, TAG = (
    "can_delete_messages",
    "can_restrict_members",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_tags",
)

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

# What the kinds that rules restrict and moderators lock are to Telegram.
_OF_KIND: dict[str, tuple[str, ...]] = {
    "all": _SENDING,
    "files": ("can_send_documents",),
    "invites": ("can_invite_users",),
    "media": _SENDING[1:7],
    "music": ("can_send_audios",),
    "photos": ("can_send_photos",),
    "polls": ("can_send_polls",),
    "previews": ("can_add_web_page_previews",),
    "stickers": ("can_send_other_messages",),
    "videos": ("can_send_videos", "can_send_video_notes"),
    "voice": ("can_send_voice_notes",),
}


def denied(kinds: Iterable[str]) -> frozenset[str]:
    """The permissions that locks of these kinds take."""
    return frozenset(name for kind in permitted(kinds) for name in _OF_KIND[kind])


def without(kinds: Iterable[str]) -> dict[str, bool]:
    """All permissions but those to send these kinds."""
    # Telegram has no right to send links, but one to show previews of them.
    named = ("previews" if kind == "links" else kind for kind in kinds)
    return ALL | {name: False for kind in named for name in _OF_KIND[kind]}


# To give all of these lifts a restriction, to leave one out keeps it (Bot API, restrictChatMember).
EVERYTHING = ALL | dict.fromkeys(
    (
        "can_react_to_messages",
        "can_edit_tag",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ),
    True,
)


def granting(names: Iterable[str]) -> dict[str, bool]:
    """Permissions of which only these are given."""
    given = set(names)
    return {name: name in given for name in EVERYTHING}
