"""Score a batch for spam before its events are decided: messages of members without trust, all at once."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.batch import Batch
from bot.features.spam.score_service import Spam
from rules.engine.events import Event, Kind
from rules.engine.people import is_judged
from rules.engine.spam import is_scored

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
