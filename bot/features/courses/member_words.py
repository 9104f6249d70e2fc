"""Read what the recommender may know of members' words: stored interests, and what they wrote since then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.features.courses.interests import NO, PREFIX, YES, respecting
from bot.features.courses.profile import Words, blended
from bot.features.courses.wishes import LATELY, Said, faded, unnamed_wish, wishes_in
from storage import learning
from storage.preferences import chosen, chosen_since, named

if TYPE_CHECKING:
    from bot.features.courses.model import Model

_OLDEST = 2 * LATELY  # seconds; what is older waits for the job that reads everything


def reading(community: int) -> str:
    """The name of the watermark up to which texts became interests."""
    return f"profiles:{community}"


def heard(
    connection: Connection, community: int, people: Iterable[int], model: Model | None, now: float
) -> dict[int, Words]:
    """By person. Whoever stopped suggestions is not listened to; words that were taken away stay away."""
    wanted = sorted(set(people))
    stored = learning.interests(connection, community, wanted)
    known = {p: Words((stored[p]["terms"] or {}) if p in stored else {}, {}, {}) for p in wanted}
    if model is None:
        return known
    choices = chosen(connection, community, "suggestions", wanted)
    people = [p for p in wanted if choices.get(p) != "off"]
    said: dict[int, list[Said]] = {p: [] for p in people}
    for row in learning.texts_of(connection, community, people, int(now) - _OLDEST):
        said[row["person_id"]].append(Said(row["text"], now - row["at"]))
    own = chosen_since(connection, community, PREFIX, people, YES, int(now - LATELY))
    talkative = {p: texts for p, texts in said.items() if texts or p in own}
    if not talkative:
        return known
    read = now - learning.watermark(connection, reading(community))
    wishes = named(connection, community, PREFIX, talkative)
    for person, texts in talkative.items():
        age = now - stored[person]["updated_at"] if person in stored else 0.0
        mine = wishes.get(person, {})
        found = _heard(model, dict(known[person].terms), age, texts, read, mine)
        chose = {w: faded(now - at) for w, at in own.get(person, {}).items() if w in model.subjects.shown}
        known[person] = found._replace(named={**found.named, **chose})
    return known


def _heard(
    model: Model, old: dict[str, float], age: float, texts: list[Said], read: float, wishes: dict[str, str]
) -> Words:
    """`read`: seconds since the job that reads everything was here."""
    new: defaultdict[str, float] = defaultdict(float)
    asked: defaultdict[str, float] = defaultdict(float)
    for text in texts:
        for term, weight in model.hear(text.text).items() if text.age < read else ():
            new[term] += weight
        wish = unnamed_wish(text.text, model.subjects) if text.age < LATELY else ""
        for term, weight in model.text.known(wish).items():
            asked[term] += weight
    terms = blended(old, age, new) if new else old
    lately = wishes_in([t for t in texts if t.age < LATELY], model.subjects)
    away = {word for word, value in wishes.items() if value == NO}
    taken = dict.fromkeys(away, NO)
    return Words(
        respecting(terms, wishes),
        {subject: worth for subject, worth in lately.items() if subject not in away},
        respecting(asked, taken),
    )
