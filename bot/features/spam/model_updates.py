"""Keep the spam score fresh in the background: new labels at once, a new model when they came to rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.features.spam.score_service import Spam, Voice
from bot.features.spam.training_data import OWN, CannotLearn, Learned, Lesson, Row, study_apart
from bot.runtime import logs
from bot.text.messages import told_here
from rules.config.book import RuleBook
from rules.engine.normalize import digest
from storage import spam as stored
from storage.store import Store

_LOOK = 60.0  # real seconds between looks for what others stored
_SETTLE = 0.5  # real seconds in which what is being labelled gets committed
_QUIET = 60.0  # real seconds after a label before learning again: one incident brings several
_DAY = 86_400.0
_ORDINARY = 2000  # texts of regular members to compare with
_SHORTEST = 4  # characters of such a text

log = logs.get("spam")


class Keeper:
    """Keeps one community's voice as its rows say, while the rule book asks for scores."""

    def __init__(
        self,
        store: Store,
        spam: Spam,
        community: int,
        book: Callable[[], RuleBook],
        now: Callable[[], float],
        *,
        quiet: float = _QUIET,
        study: Callable[[Lesson], Awaitable[Learned]] = study_apart,
    ) -> None:
        self._store, self._spam, self._community = store, spam, community
        self._book, self._now, self._quiet, self._study = book, now, quiet, study

    async def run(self) -> None:
        """Work until cancelled."""
        loop, rests_since = asyncio.get_running_loop(), 0.0
        while True:
            wait = _LOOK
            if self._book().scored:
                voice = await self.look()
                new = voice.noted_through > voice.learned_through
                rested = loop.time() - rests_since
                if (new and rested >= self._quiet) or self._now() - voice.learned_at > _DAY:
                    await self._learn()
                elif new:
                    wait = min(_LOOK, self._quiet - rested)
            if await self._labelled(wait):
                rests_since = loop.time()

    async def _labelled(self, wait: float) -> bool:
        """Whether something was labelled within this time."""
        try:
            async with asyncio.timeout(wait):
                await self._spam.labelled.wait()
        except TimeoutError:
            return False
        self._spam.labelled.clear()
        await asyncio.sleep(_SETTLE)
        return True

    async def look(self) -> Voice:
        """Take over what is new in the rows: a model that was trained, labels that were given."""
        known = self._spam.voices.get(self._community)
        voice = await self._store.look(partial(_renewed, known, self._community))
        if known is None:
            voice.learned_at = voice.learned_at or self._now()
        if voice is not known:
            log.info("spam model in force", model=voice.model.name, shipped=not voice.row)
        self._spam.voices[self._community] = voice
        return voice

    async def _learn(self) -> None:
        """Train apart, store the model, take it over."""
        try:
            lesson, through = await self._store.aside(lesson_of, self._store, self._community)
            row = row_of(await self._study(lesson), self._community, int(self._now()), through)
            await self._store.change(lambda connection: stored.add_model(connection, row))
        except CannotLearn as reason:
            log.warning("no new spam model", why=told_here(reason))
            self._spam.voices[self._community].learned_at = self._now()
            return
        await self.look()


def _renewed(known: Voice | None, community: int, connection: Connection) -> Voice:
    """The voice with a newer model if there is one, and with new labels."""
    from bot.features.spam.model import BadModel, SpamModel
    from bot.features.spam.near_copies import Memory
    from bot.features.spam.seed_corpus import shipped
    from bot.features.spam.text_features import stored_features

    voice = known
    row = stored.newest_model(connection, community, known.row if known else 0)
    new = stored.labels(connection, community, known.noted_through if known else 0)
    if row is not None:
        try:
            model = SpamModel.from_bytes(row["body"])
        except BadModel as reason:
            log.warning("a stored spam model is left out", why=told_here(reason))
        else:
            memory = known.memory if known else Memory()
            noted = known.noted_through if known else 0
            voice = Voice(model, memory, row["id"], row["at"], row["labels_through"], noted)
    if voice is None:
        voice = Voice(shipped(), Memory())
    for label in new:
        voice.memory.add(label["digest"], label["label"], stored_features(label["features"]))
        voice.noted_through = label["id"]
    if new:
        voice.scores = {}
    return voice


def learn(
    store: Store, community: int, now: int, study: Callable[[Lesson], Learned], *, seed: bool = True
) -> Learned:
    """Learn from the seed, a community's labels and its regular members' talk, and put that in force.

    Raises:
        CannotLearn: there is too little.
    """
    lesson, through = lesson_of(store, community, seed=seed)
    learned = study(lesson)
    with store.write() as connection:
        stored.add_model(connection, row_of(learned, community, now, through))
    return learned


def lesson_of(store: Store, community: int, *, seed: bool = True) -> tuple[Lesson, int]:
    """What there is to learn from, and the id of the newest label in it."""
    with store.read() as connection:
        rows = stored.labels(connection, community)
        ordinary = stored.ordinary_texts(connection, community, _ORDINARY)
    newest = {r["digest"]: r for r in rows}
    labelled = [
        Row(r["features"], r["label"] == "spam", 1.0 if r["source"] == "import" else OWN)
        for r in newest.values()
        if r["label"] and r["features"] is not None
    ]
    distinct = {digest(text): text for text in ordinary if len(text) >= _SHORTEST}
    talk = [text for number, text in distinct.items() if number not in newest]
    return Lesson(labelled, talk, seed), rows[-1]["id"] if rows else 0


def row_of(learned: Learned, community: int, now: int, through: int) -> dict[str, Any]:
    """A model as it is stored; `through` is the id of the newest label that it knows."""
    return {
        "community_id": community,
        "name": learned.name,
        "at": now,
        "spam": learned.spam,
        "ham": learned.ham,
        "labels_through": through,
        "body": learned.body,
    }
