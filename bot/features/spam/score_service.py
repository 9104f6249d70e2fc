"""Score for the running bot. No library is imported before there is a model to score with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.runtime import metrics
from rules.engine.normalize import digest
from rules.engine.spam import SpamScore

if TYPE_CHECKING:
    from bot.features.spam.model import SpamModel
    from bot.features.spam.near_copies import Memory
from collections.abc import Iterable

from bot.core.batch import Batch
from rules.engine.events import Event, Kind
from rules.engine.people import is_judged
from rules.engine.spam import is_scored

_REMEMBERED = 10_000  # scores of texts that may come again


@dataclass
class Voice:
    """What a community's moderators said so far: a model learned from it, and the texts themselves."""

    model: SpamModel
    memory: Memory
    row: int = 0  # id of the model's row; 0: the one that is shipped
    learned_at: float = 0.0
    learned_through: int = 0  # id of the newest label that the model knows
    noted_through: int = 0  # and that the memory knows
    scores: dict[int, SpamScore] = field(default_factory=dict)  # by fingerprint, of texts seen lately


class Spam:
    """The voices in force, by community. Whoever keeps them fresh is woken by `labelled`."""

    def __init__(self) -> None:
        self.voices: dict[int, Voice] = {}
        self.labelled = asyncio.Event()

    def score(self, community: int, texts: Mapping[int, str]) -> dict[int, SpamScore]:
        """Scores by the texts' keys; none in a community whose model is not there yet."""
        voice = self.voices.get(community)
        if voice is None:
            return {}
        digests = {key: digest(text) for key, text in texts.items()}
        new = {number: texts[key] for key, number in digests.items() if number not in voice.scores}
        if new:
            _remember(voice, list(new), list(new.values()))
        return {key: voice.scores[number] for key, number in digests.items()}


def _remember(voice: Voice, digests: Sequence[int], texts: Sequence[str]) -> None:
    """Score these texts, and keep the scores for when they come again."""
    with metrics.SPAM_SECONDS.time():
        scores = voice.model.score(texts)
        copies = voice.memory.find(texts, digests)
    if len(voice.scores) > _REMEMBERED:
        voice.scores.clear()
    for number, score, copy in zip(digests, scores, copies, strict=True):
        voice.scores[number] = SpamScore(score.chance, score.tail, copy, score.words, score.model)


_KINDS = (Kind.MESSAGE, Kind.EDIT)


def score(batch: Batch, events: Iterable[Event]) -> None:
    """Score what the rules may ask about: the first messages that a member writes into a claimed chat."""
    if not batch.book.scored:
        return
    first, known, directory = batch.book.scored, batch.known.members, batch.directory
    texts: dict[int, dict[int, str]] = {}
    for event in events:
        content = event.content
        if content is None or not content.text or event.kind not in _KINDS or event.person is None:
            continue
        chat = directory.chat(event.chat.id)
        if chat.community is None or not is_judged(event):
            continue
        if is_scored(known[chat.id, directory.person(event.person.id).id], first):
            texts.setdefault(chat.community, {})[event.update_id] = content.text
    for community, written in texts.items():
        batch.spam |= batch.services.of(Spam).score(community, written)
