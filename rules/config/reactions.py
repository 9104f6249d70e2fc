"""List the emoji that Telegram takes as reactions (Bot API 10.1, ReactionTypeEmoji)."""

from __future__ import annotations

from rules.sentences import say

REACTIONS = frozenset({
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩",
    "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆",
    "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄",
    "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
})  # fmt: skip


def check_reaction(emoji: str) -> str:
    """The emoji as Telegram takes it, without a variation selector.

    Raises:
        ValueError: it takes no such reaction.
    """
    plain = emoji.replace("\ufe0f", "")
    if plain not in REACTIONS:
        raise ValueError(say("no-reaction", emoji=emoji))
    return plain
