"""Why a course is suggested: always the largest true term, with real counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.courses.model import Model, Ranked
from bot.courses.profile import Profile
from bot.texts import Html, say

FEWEST = 5  # people; a smaller group could be recognised


def reason_of(model: Model, profile: Profile, ranked: Ranked) -> dict[str, Any]:
    """What to say, as values: `kind` next, talk, liked or popular, and its facts."""
    for kind in sorted(ranked.terms, key=lambda k: -ranked.terms[k]):
        if ranked.terms[kind] <= 0 and kind != "popular":
            continue
        if kind == "next":
            source, went = model.markov.source(profile.taken, ranked.course)
            if went:
                return {"kind": "next", "course": source, "count": went}
        elif kind == "talk":
            words = model.text.shared(profile.terms, model.index(ranked.course))
            if words:
                return {"kind": "talk", "words": words}
        elif kind == "liked":
            return {"kind": "liked"}
        elif ranked.terms[kind] > 0:
            return {"kind": "popular", "count": model.recent.get(ranked.course, 0)}
    return {"kind": "new"}


def sentence(language: str, reason: Mapping[str, Any], titles: Mapping[str, str]) -> Html:
    """The reason in words. Counts under five people are not told."""
    kind, count = reason["kind"], int(reason.get("count", 0))
    if kind == "next":
        title = titles.get(reason["course"], reason["course"])
        key = "reason-next" if count >= FEWEST else "reason-next-few"
        return say(language, key, course=title, count=count)
    if kind == "talk":
        return say(
            language,
            "reason-talk",
            words="、".join(reason["words"]) if language == "zh" else ", ".join(reason["words"]),
        )
    if kind == "popular" and count >= FEWEST:
        return say(language, "reason-popular", count=count)
    return say(language, f"reason-{kind}" if kind in ("liked", "new") else "reason-popular-few")
