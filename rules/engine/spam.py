"""What the learned model says of one text: a value that is there before the event is decided."""

from __future__ import annotations

from msgspec import Struct


class SpamScore(Struct, frozen=True, gc=False):
    """`chance`: probability of spam. `tail`: share of ordinary texts that look at least as much like it."""

    chance: float
    tail: float
    copy: str = ""  # of a text that a moderator called "spam" or "ham"
    words: tuple[str, ...] = ()  # what speaks for spam most
    model: str = ""  # the name of the model that says so


UNSCORED = SpamScore(0.0, 1.0)
