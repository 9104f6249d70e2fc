"""Say why Telegram did not do something, in words that say what helps."""

from __future__ import annotations

from bot.platforms.telegram import api_rules
from bot.platforms.telegram.permissions import DELETE, INVITE, PIN, RESTRICT, TAG
from bot.text.messages import Html, has, say

BASIC_GROUP, CHANNEL = "basic-group", "channel"  # why something is not carried out: see `why-` in the texts

# In our words, in those of rows that are older, and in Telegram's.
_BASIC_GROUP = (BASIC_GROUP, "basic group", "Bad Request: method is available only for supergroups")
# The rights of an administrator: see `right-` in the texts.
_RIGHTS = {DELETE: "delete", RESTRICT: "restrict", PIN: "pin", INVITE: "invite", TAG: "tag"}

# What is said of refusals that name no right, by what Telegram's words, or our own, contain.
_SAID = (
    (("too old to be removed", "can't be deleted for everyone"), "why-too-old"),
    (("kicked from", "not a member of the", "chat not found", "chat was deleted"), "why-outside"),
    (("blocked by the user", "can't initiate conversation", "user is deactivated"), "why-closed"),
    (("has no platform id", "numbers its messages anew", "upgraded to a supergroup"), "why-moved"),
    (("process ended while", "database lost the time", "unknown"), "why-doubt"),
    (("internal server error", "bad gateway", "timeout", "timed out", "failed", "gone"), "why-trouble"),
)


def named(language: str, action: str) -> Html | str:
    """An action as a thing that was not done."""
    key = f"act-{action}"
    return say(language, key) if has(language, key) else action


def refusal_reason(language: str, text: str, right: str) -> Html | str:
    """Why a call was not carried out: with the right that is missing and how to give it, where it is that;
    in our words where we know it, else in Telegram's.

    `right` is the one that Telegram wants for the call, if it wants one.
    """
    if text == CHANNEL:
        return say(language, f"why-{CHANNEL}")
    if text in _BASIC_GROUP:
        return say(language, f"why-{BASIC_GROUP}")
    if api_rules.is_protected(text):
        return say(language, "why-administrator")
    if api_rules.knows_nobody(text):
        return say(language, "why-unknown")
    small = text.lower()
    key = next((key for known, key in _SAID if any(each in small for each in known)), "")
    if key:
        return say(language, key)
    right = next((name for name in _RIGHTS if text.endswith(name)), right)  # where the bot looked it up
    if right and api_rules.lacks_right(text):
        return say(language, "why-right", right=say(language, f"right-{_RIGHTS[right]}"))
    return say(language, "why-said", text=text.removeprefix("Bad Request: ").removeprefix("Forbidden: "))
