"""Take labels from everybody who knows better than the model: commands, buttons, an undone case."""

from __future__ import annotations

from typing import Literal, Protocol

from bot.core.batch import Batch
from bot.features.spam.score_service import Spam
from bot.runtime import metrics
from rules.engine.normalize import digest
from storage import spam

Label = Literal["spam", "ham", ""]


def learn(batch: Batch, text: str, label: Label, *, community: int, by: int | None, source: str) -> bool:
    """Remember what a moderator says of a text; it counts for near copies at once, for others once retrained.

    Args:
        batch: the transaction in which it is written down.
        text: as it was written. It is not kept: its features are.
        label: spam or ham; nothing takes an earlier word about this text back.
        community: whose moderator says so.
        by: the moderator, by own id.
        source: what they used: command, button, undo.

    Returns:
        Whether there is something to learn: not from a text without letters or digits.
    """
    key = digest(text)
    if not key or not any(c.isalnum() for c in text):
        return False
    row = {
        "community_id": community,
        "digest": key,
        "label": label,
        "source": source,
        "by_id": by,
        "at": batch.now,
        "features": _packed(text) if label else None,
    }
    batch.writes.append(lambda connection: spam.add_labels(connection, [row]))
    batch.afterwards.append(batch.services.of(Spam).labelled.set)
    metrics.SPAM_LABELS.labels(label or "none", source).inc()
    return True


def unlearn(batch: Batch, text: str, *, community: int, by: int | None, source: str) -> bool:
    """Take back what was learned of a text."""
    return learn(batch, text, "", community=community, by=by, source=source)


def _packed(text: str) -> bytes:
    from bot.features.spam.text_features import features

    return features([text]).pack()[0]


class Word(Protocol):
    """What a moderator says of a case: its texts are spam or not; `undone`: by taking the case back."""

    @property
    def community(self) -> int:
        """Our own id."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The messages that the case is about."""

    @property
    def spam(self) -> bool:
        """Whether they are spam."""

    @property
    def by(self) -> int:
        """The moderator, by own id."""

    @property
    def undone(self) -> bool:
        """Whether the case was taken back, rather than a button pressed."""


def learn_case(batch: Batch, word: Word) -> None:
    """Learn from a moderator's word on a case."""
    source = "undo" if word.undone else "button"
    for text in word.texts:
        label: Label = "spam" if word.spam else "ham"
        learn(batch, text, label, community=word.community, by=word.by, source=source)
