"""Compute spam scores of the past: of the first messages of each member, many at once."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from bot.backtest.timeline import Change, Moment, Pair, Start
from bot.features.spam.near_copies import Memory
from bot.features.spam.text_features import Stored
from rules.engine.events import Kind
from rules.engine.people import is_judged
from rules.engine.spam import SpamScore

if TYPE_CHECKING:
    from bot.features.spam.model import SpamModel

_AT_ONCE = 500  # texts
_REMEMBERED = 200_000  # scores of texts that may come again


class Label(NamedTuple):
    """A moderator's word about a text."""

    at: int
    digest: int
    label: str
    features: Stored | None


@dataclass(frozen=True)
class Voice:
    """What scores a community's texts: a model, and the moderators' words in the order in which they fell."""

    model: SpamModel
    labels: Sequence[Label] = ()


@dataclass
class _Known:
    model: SpamModel
    memory: Memory
    coming: deque[Label]
    scores: dict[int, SpamScore] = field(default_factory=dict)  # without copies, by fingerprint


class Scoring:
    """Scores for a back-test, as the bot would have them: near copies of what had been called spam by then.

    Args:
        first: of a member's messages, how many are scored.
        voices: by community.
        start: how everybody stood.
    """

    def __init__(self, first: int, voices: Mapping[int, Voice], start: Start | None = None) -> None:
        self._first = first
        self._known = {c: _Known(v.model, Memory(), deque(v.labels)) for c, v in voices.items()}
        self._written: dict[Pair, int] = defaultdict(int)
        if start is not None:
            self._written.update({pair: state.messages for pair, state in start.members.items()})
        self.texts = 0
        self.seconds = 0.0

    def scores(self, items: Iterable[Moment | Change]) -> dict[int, SpamScore]:
        """Scores of a part of the past, by update id."""
        started = time.perf_counter()
        found: dict[int, SpamScore] = {}
        waiting: dict[int, list[Moment]] = {c: [] for c in self._known}
        for moment in items:
            if isinstance(moment, Moment) and self._asks(moment):
                community, known = moment.community, self._known[moment.community]
                if known.coming and known.coming[0].at < moment.now:
                    self._score(known, waiting[community], found)
                    _listen(known, moment.now)
                waiting[community].append(moment)
        for community, moments in waiting.items():
            self._score(self._known[community], moments, found)
        self.seconds += time.perf_counter() - started
        return found

    def _asks(self, moment: Moment) -> bool:
        event = moment.event
        content = event.content
        if content is None or not moment.judged or moment.community not in self._known:
            return False
        pair = (moment.chat, moment.person)
        written = self._written[pair]
        if event.kind is Kind.MESSAGE:
            self._written[pair] = written + 1
        return bool(content.text) and written < self._first and is_judged(event)

    def _score(self, known: _Known, moments: list[Moment], found: dict[int, SpamScore]) -> None:
        """Score what waits."""
        for at in range(0, len(moments), _AT_ONCE):
            part = moments[at : at + _AT_ONCE]
            new = {m.digest: m.event.text for m in part if m.digest not in known.scores}
            if len(known.scores) > _REMEMBERED:
                known.scores.clear()
                new = {m.digest: m.event.text for m in part}
            known.scores.update(zip(new, known.model.score(list(new.values())), strict=True))
            copies = known.memory.find([m.event.text for m in part], [m.digest for m in part])
            for moment, copy in zip(part, copies, strict=True):
                score = known.scores[moment.digest]
                found[moment.event.update_id] = structs.replace(score, copy=copy) if copy else score
            self.texts += len(part)
        moments.clear()


def _listen(known: _Known, now: int) -> None:
    """Hear what moderators had said by then."""
    while known.coming and known.coming[0].at < now:
        label = known.coming.popleft()
        known.memory.add(label.digest, label.label, label.features)
