"""Hold what the learned model says of one text: a value that is there before the event is decided."""

from __future__ import annotations

from msgspec import Struct

from rules.engine.state import MemberState


class SpamScore(Struct, frozen=True, gc=False):
    """`chance`: probability of spam. `tail`: share of ordinary texts that look at least as much like it."""

    chance: float
    tail: float
    copy: str = ""  # of a text that a moderator called "spam" or "ham"
    words: tuple[str, ...] = ()  # what speaks for spam most
    model: str = ""  # the name of the model that says so


def is_scored(author: MemberState, first: int) -> bool:
    """Whether a text is scored: the first messages of members who moderate nothing."""
    return author.messages < first and not author.role.moderates


UNSCORED = SpamScore(0.0, 1.0)
