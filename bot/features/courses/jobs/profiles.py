"""What members write becomes weighted features; the texts themselves are not kept for it."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from bot.core.scheduler import Ahead, Run
from bot.features.courses.advisor import Advisor
from bot.features.courses.interests import PREFIX, respecting
from bot.features.courses.member_words import reading
from bot.features.courses.profile import blended
from storage import learning
from storage.preferences import chosen, named
from storage.store import Store

_LAG = 60  # seconds: a text is stored a little after it was written


class Heard(NamedTuple):
    """What people wrote since a moment and up to another (unix seconds), as weighted features."""

    since: int
    upto: int
    people: dict[int, dict[str, float]]


def hear(ahead: Ahead) -> Heard | None:
    """Read the texts since the last time, of authors who did not stop suggestions."""
    with ahead.store.read() as connection:
        since, upto = learning.watermark(connection, reading(ahead.community)), ahead.now - _LAG
        if upto <= since:
            return None
        texts = learning.texts_between(connection, ahead.community, since, upto)
        if not texts:
            return Heard(since, upto, {})
        model = ahead.services.of(Advisor).model(connection, ahead.book, ahead.now)
        if model is None:
            return None  # the first model is still being fitted: the texts are read the next time
        authors = {row["person_id"] for row in texts}
        choices = chosen(connection, ahead.community, "suggestions", authors)
    new: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in texts:
        if choices.get(row["person_id"]) != "off":
            for term, weight in model.hear(row["text"]).items():
                new[row["person_id"]][term] += weight
    return Heard(since, upto, {person: dict(terms) for person, terms in new.items()})


def profiles(run: Run) -> int:
    """Add what was heard to the stored interests, unless somebody else did so meanwhile."""
    new_words: Heard | None = run.prepared
    name = reading(run.community)
    if new_words is None or learning.watermark(run.connection, name) != new_words.since:
        return 0
    if new_words.people:
        choices = chosen(run.connection, run.community, "suggestions", new_words.people)
        new = {person: terms for person, terms in new_words.people.items() if choices.get(person) != "off"}
        upto = new_words.upto
        old = learning.interests(run.connection, run.community, new)
        merged = {
            person: blended(
                (old[person]["terms"] or {}) if person in old else {},
                upto - old[person]["updated_at"] if person in old else 0,
                terms,
            )
            for person, terms in new.items()
        }
        wishes = named(run.connection, run.community, PREFIX, merged)
        heard = {p: respecting(terms, wishes.get(p, {})) for p, terms in merged.items()}
        learning.save_interests(run.connection, run.community, heard, upto)
    learning.set_watermark(run.connection, name, new_words.upto)
    return 0


def model(run: Run) -> int:
    """Learn from all course events so far, once the run is committed: nobody waits for the fit."""

    async def fit(store: Store) -> None:
        await run.services.of(Advisor).refresh(store, run.book, run.now)

    run.afterwards.append(fit)
    return 0
