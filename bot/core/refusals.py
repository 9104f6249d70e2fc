"""Why Telegram did not do something, in words that say what helps."""

from __future__ import annotations

from bot.platforms.telegram import api_rules
from bot.text.messages import Html, has, say

BASIC_GROUP, CHANNEL = "basic-group", "channel"  # why something is not carried out: see `why-` in the texts

# In our words, in those of rows that are older, and in Telegram's.
_BASIC_GROUP = (BASIC_GROUP, "basic group", "Bad Request: method is available only for supergroups")
# The right without which Telegram refuses an action: see `right-` in the texts.
_RIGHTS = {
    **dict.fromkeys(("delete", "review", "slow", "unslow", "purge"), "delete"),
    **dict.fromkeys(("ban", "kick", "mute", "unmute", "unban", "restrict"), "restrict"),
    **dict.fromkeys(("raid", "reopen", "lock", "unlock", "night"), "restrict"),
    **dict.fromkeys(("pin", "unpin"), "pin"),
    **dict.fromkeys(("approve", "ask", "decline"), "invite"),
    "tag": "tag",
}
# Where the bot itself looked up that it lacks one.
_LOOKED_UP = {"can_delete_messages": "delete", "can_restrict_members": "restrict"}


def named(language: str, action: str) -> Html | str:
    """An action as a thing that was not done."""
    key = f"act-{action}"
    return say(language, key) if has(language, key) else action


def why_refused(language: str, action: str, text: str) -> Html | str:
    """Why a call was not carried out: with the right that is missing and how to give it, where it is that;
    in our words where we know it, else in Telegram's.
    """
    if text == CHANNEL:
        return say(language, f"why-{CHANNEL}")
    if text in _BASIC_GROUP:
        return say(language, f"why-{BASIC_GROUP}")
    if api_rules.is_protected(text):
        return say(language, "why-administrator")
    if api_rules.knows_nobody(text):
        return say(language, "why-unknown")
    right = next((r for name, r in _LOOKED_UP.items() if text.endswith(name)), _RIGHTS.get(action))
    if right is not None and api_rules.lacks_right(text):
        return say(language, "why-right", right=say(language, f"right-{right}"))
    return text
