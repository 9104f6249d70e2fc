"""What members write becomes weighted features; the texts themselves are not kept for it."""

from __future__ import annotations

from collections import Counter, defaultdict

from bot.courses.profile import blended
from bot.schedule.clockwork import Run
from storage import learning

_NAME = "profiles"


async def profiles(run: Run) -> int:
    """Add the texts since the last time to their authors' interests."""
    since = await learning.watermark(run.connection, _NAME)
    upto = run.now
    texts = await learning.texts_between(run.connection, run.community, since, upto)
    if texts:
        model = (await run.tools.advisor.model(run.connection, run.book, run.now)).text
        new: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for row in texts:
            new[row["person_id"]].update(model.known(row["text"]))  # type: ignore[arg-type]  # weights are floats
        old = await learning.interests(run.connection, run.community, new)
        merged = {
            person: blended(
                (old[person]["terms"] or {}) if person in old else {},
                upto - old[person]["updated_at"] if person in old else 0,
                dict(terms),
            )
            for person, terms in new.items()
        }
        await learning.save_interests(run.connection, run.community, merged, upto)
    await learning.set_watermark(run.connection, _NAME, upto)
    return 0
