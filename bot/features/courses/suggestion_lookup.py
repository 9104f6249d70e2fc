"""Find why a course was suggested: the newest suggestion of a member, for /why."""

from __future__ import annotations

from bot.core.command import Answer, Ask
from bot.features.courses.advisor import Advisor, waits_for_model
from bot.features.courses.catalogue_search import meant
from bot.features.courses.rendering import titles
from bot.text.messages import Html
from storage import learning

_MOST = 8  # courses named


def last_suggestion_reason(ask: Ask) -> Html | None:
    """Which course was suggested last and why; None when none was."""
    row = learning.last_suggestion(ask.batch.connection, ask.community, ask.person.id)
    if row is None or not row["reason"]:
        return None
    from bot.features.courses.explain import sentence

    names = titles(ask.batch.book.courses, ask.language)
    why = sentence(ask.language, row["reason"], names)
    return ask.say("why-suggestion", course=names.get(row["course"], row["course"]), why=why)


def why_course(ask: Ask) -> Answer | None:
    """What speaks for a course, and what keeps it from being suggested.

    Where several may be meant, they are named.
    """
    from bot.features.courses.explain import joined, reason_of, sentence
    from bot.features.courses.suggest import refused

    batch, courses = ask.batch, ask.batch.book.courses
    found = meant(courses, ask.arguments)
    names = titles(courses, ask.language)
    if len(found) > 1:
        lines = [ask.say("why-line", id=c.id, course=names[c.id]) for c in found[:_MOST]]
        return Answer(Html("\n".join([ask.say("why-which"), *lines])))
    if waits_for_model(ask):
        return None
    model = batch.services.of(Advisor).any_model(batch.connection, batch.book, batch.now)
    if not found or found[0].id not in model.numbers:
        return ask.answer("courses-none", query=ask.arguments)
    (course,), who = found, ask.person.id
    profile = batch.services.of(Advisor).profiles(batch.connection, [who], model, batch.now)[who]
    live = batch.services.of(Advisor).live(batch.connection, batch.book, batch.now)
    before = profile.without(course.id)
    ranked = next(r for r in model.rank(before) if r.course == course.id)
    keeps = refused(course, profile, live)
    why = sentence(ask.language, reason_of(model, before, ranked), names)
    lines = [ask.say("why-course", course=names[course.id], why=why)]
    if keeps:
        missing = [c for c in course.prerequisites if c not in profile.taken]
        first = joined(ask.language, [ask.say("course-title", course=names.get(c, c)) for c in missing])
        lines.append(ask.say(f"refused-{keeps.replace(' ', '-')}", courses=Html(first)))
    return Answer(Html("\n".join(lines)))
