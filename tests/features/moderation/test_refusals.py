"""Why Telegram did not do something, in words that help."""

from __future__ import annotations

import pytest

from bot.features.moderation.action_handler import why_refused

SAID = [
    ("mute", "Bad Request: not enough rights to restrict/unrestrict chat member", "Ban users"),
    ("delete", "Bad Request: message can't be deleted", "Delete messages"),
    ("delete", "Bad Request: message can't be deleted for everyone", "48 hours"),
    ("delete", "the message is too old to be removed", "48 hours"),
    ("pin", "Bad Request: not enough rights to manage pinned messages in the chat", "Pin messages"),
    ("ban", "Bad Request: user is an administrator of the chat", "administrators"),
    ("ban", "Bad Request: can't remove chat owner", "administrators"),
    ("ban", "Bad Request: PARTICIPANT_ID_INVALID", "does not know"),
    ("ban", "Forbidden: bot was kicked from the supergroup chat", "add me again"),
    ("ban", "Forbidden: bot is not a member of the supergroup chat", "add me again"),
    ("mute", "Bad Request: chat not found", "add me again"),
    ("tell", "Forbidden: bot was blocked by the user", "let me write"),
    ("delete", "chat 5 has no platform id", "another one"),
    ("say", "the process ended while the call was under way", "look yourself"),
    ("say", "unknown", "look yourself"),
    ("ban", "Internal Server Error: restart", "try again"),
    ("ban", "failed", "try again"),
    ("react", "Bad Request: REACTION_INVALID", "Telegram says: REACTION_INVALID"),
]


@pytest.mark.parametrize(("action", "text", "words"), SAID)
def test_a_refusal_is_told_in_words_that_help(action: str, text: str, words: str) -> None:
    assert words in why_refused("en", action, text)


@pytest.mark.parametrize(("action", "text"), [(action, text) for action, text, _ in SAID[:-1]])
def test_none_is_told_in_english_to_chinese_readers(action: str, text: str) -> None:
    said = why_refused("zh", action, text)
    assert text not in said
    assert any("\u4e00" <= c <= "\u9fff" for c in said)
