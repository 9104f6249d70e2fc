"""What members write becomes weighted features; the texts themselves are not kept for it."""

from __future__ import annotations

from collections import defaultdict

from bot.core.scheduler import Run
from bot.features.courses.advisor import Advisor
from bot.features.courses.hearing import reading
from bot.features.courses.interests import PREFIX, respecting
from bot.features.courses.profile import blended
from storage import learning
from storage.preferences import chosen, named

_LAG = 60  # seconds: a text is stored a little after it was written


def profiles(run: Run) -> int:
    """Add the texts since the last time to the interests of authors who did not stop suggestions."""
    name, upto = reading(run.community), run.now - _LAG
    since = learning.watermark(run.connection, name)
    if upto <= since:
        return 0
    texts = learning.texts_between(run.connection, run.community, since, upto)
    if texts:
        model = run.services.of(Advisor).model(run.connection, run.book, run.now)
        if model is None:
            return 0  # the first model is still being fitted: the texts are read the next time
        authors = {row["person_id"] for row in texts}
        choices = chosen(run.connection, run.community, "suggestions", authors)
        new: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for row in texts:
            if choices.get(row["person_id"]) != "off":
                for term, weight in model.hear(row["text"]).items():
                    new[row["person_id"]][term] += weight
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
    learning.set_watermark(run.connection, name, upto)
    return 0
