"""Explain why a course is suggested: always the largest true term, with real counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.features.courses.ease import Ease
from bot.features.courses.histories import Ints
from bot.features.courses.model import Model, Ranked
from bot.features.courses.profile import Profile
from bot.features.courses.ratings import FEWEST
from bot.text.messages import Html, say

_HEARD = 10  # courses that somebody may speak of


def reason_of(model: Model, profile: Profile, ranked: Ranked) -> dict[str, Any]:
    """What to say, as values: `kind`, and the facts that belong to it.

    Of the terms that speak for the course, the largest about which there is a fact to tell; `explore` when
    it is tried out, `new` when nothing speaks for it and nothing comes before it, else `later`.
    """
    if "explore" in ranked.terms:
        return {"kind": "explore"}
    for kind in sorted(ranked.terms, key=lambda k: -ranked.terms[k]):
        if ranked.terms[kind] <= 0:
            break
        found = _fact(kind, model, profile, ranked.course)
        if found is not None:
            return found
    return {"kind": "later" if model.courses[model.index(ranked.course)].prerequisites else "new"}


def _fact(kind: str, model: Model, profile: Profile, course: str) -> dict[str, Any] | None:
    """The fact behind a term; None when there is nothing true to tell."""
    place = model.index(course)
    taken = _places(model, profile)
    if kind == "popular":
        count = model.recent.get(course, 0)
        return {"kind": "popular", "count": count} if count else None
    if kind == "liked":
        return {"kind": "liked"}
    if kind == "rated":
        stars = model.stars[course]
        return {"kind": "rated", "stars": round(stars.mean, 1), "count": stars.count}
    if kind == "talk":
        words = model.subjects.shared(profile.terms, place)
        return {"kind": "talk", "words": words} if words else None
    if kind == "asked":
        return {"kind": "asked", "words": model.subjects.shared(profile.named, place)}
    if kind == "towards":
        return _towards(model, profile, place)
    if kind == "beyond":
        return _beyond(model, profile, place)
    if not len(taken):
        return None
    if kind == "next":
        return _followed(model, taken, place)
    if kind == "together" and model.blend.ease is not None:
        return _together(model, model.blend.ease, taken, place)
    if kind == "alike" and model.blend.likeness is not None:
        source = int(taken[int(model.blend.likeness[taken, place].argmax())])
        return {"kind": "alike", "course": model.courses[source].id}
    return None


def _followed(model: Model, taken: Ints, place: int) -> dict[str, Any] | None:
    """The course that speaks loudest for another, how many took it, and how many of those went on."""
    source = model.blend.markov.source(taken, place)
    if source is None:
        return None
    went = int(model.blend.markov.went[source, place])
    total = int(model.blend.taken[source])
    return {"kind": "next", "course": model.courses[source].id, "count": went, "of": total}


def _together(model: Model, ease: Ease, taken: Ints, place: int) -> dict[str, Any] | None:
    """The course that speaks loudest for another of those that anybody took beside it."""
    import numpy as np

    both = ease.both[taken, place]
    loudest = int(np.where(both > 0, ease.weights[taken, place], -np.inf).argmax())
    if not both[loudest]:
        return None
    return {"kind": "together", "course": model.courses[taken[loudest]].id, "count": int(both[loudest])}


def _beyond(model: Model, profile: Profile, place: int) -> dict[str, Any] | None:
    """The course that somebody speaks of and from which people went on to another."""
    said = model.text.similarity(profile.terms)
    spoken = said * model.blend.markov.rows[:, place] * (model.blend.markov.went[:, place] > 0)
    for source in (-spoken).argsort(kind="stable")[:_HEARD]:
        words = model.subjects.shared(profile.terms, int(source))
        if spoken[source] > 0 and words:
            return {"kind": "beyond", "course": model.courses[source].id, "words": words}
    return None


def _towards(model: Model, profile: Profile, place: int) -> dict[str, Any] | None:
    """The course that somebody asked about most of those before which this one has to be taken."""
    gains, taken = model.asked([profile])[0][0], frozenset(profile.taken)
    for wanted in (-gains).argsort(kind="stable"):
        if gains[wanted] <= 0:
            break
        if place in model.before(int(wanted), taken):
            words = model.subjects.shared(profile.named, int(wanted))
            return {"kind": "towards", "course": model.courses[wanted].id, "words": words}
    return None


def _places(model: Model, profile: Profile) -> Ints:
    import numpy as np

    return np.array([model.numbers[c] for c in profile.taken if c in model.numbers], dtype=np.int64)


def joined(language: str, parts: Iterable[str]) -> str:
    """One after the other, as the language lists things."""
    return ("、" if language == "zh" else ", ").join(parts)


def sentence(language: str, reason: Mapping[str, Any], titles: Mapping[str, str]) -> Html:
    """The reason in words. Counts under five people are not told."""
    kind, count = reason["kind"], int(reason.get("count", 0))
    if kind in ("next", "together"):
        return _counted(language, reason, count, titles)
    if kind in ("alike", "towards"):
        title = titles.get(reason["course"], reason["course"])
        if kind == "towards" and reason["words"]:
            return say(language, "reason-towards-of", course=title, words=joined(language, reason["words"]))
        return say(language, f"reason-{kind}", course=title)
    if kind == "asked" and reason["words"]:
        return say(language, "reason-asked", words=joined(language, reason["words"]))
    if kind == "beyond":
        heard = joined(language, reason["words"])
        title = titles.get(reason["course"], reason["course"])
        return say(language, "reason-beyond", words=heard, course=title)
    if kind == "talk":
        return say(language, "reason-talk", words=joined(language, reason["words"]))
    if kind == "popular" and count >= FEWEST:
        return say(language, "reason-popular", count=count)
    if kind == "rated":
        if count < FEWEST:
            return say(language, "reason-rated-few")
        return say(language, "reason-rated", stars=f"{reason['stars']:.1f}", count=count)
    told = {"asked": "asked-alike"}.get(kind, kind)
    if told not in ("asked-alike", "liked", "new", "later", "explore"):
        told = "popular-few"
    return say(language, f"reason-{told}")


def _counted(language: str, reason: Mapping[str, Any], count: int, titles: Mapping[str, str]) -> Html:
    kind = reason["kind"]
    title = titles.get(reason["course"], reason["course"])
    if count < FEWEST:
        return say(language, f"reason-{kind}-few", course=title)
    if kind == "next" and "of" in reason:
        return say(language, "reason-next-of", course=title, count=count, all=int(reason["of"]))
    return say(language, f"reason-{kind}", course=title, count=count)
