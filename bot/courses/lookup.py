"""Why a course: the newest suggestion of a member, and any course they ask about, for /why."""

from __future__ import annotations

from bot.commands.command import Answer, Ask
from bot.courses.catalogue import search
from bot.courses.showing import titles
from bot.texts import Html
from storage import learning


async def last_suggestion_reason(ask: Ask) -> Html | None:
    """Which course was suggested last and why; None when none was."""
    row = await learning.last_suggestion(ask.batch.connection, ask.community, ask.person.id)
    if row is None or not row["reason"]:
        return None
    from bot.courses.explain import sentence

    names = titles(ask.batch.book.courses, ask.language)
    why = sentence(ask.language, row["reason"], names)
    return ask.say("why-suggestion", course=names.get(row["course"], row["course"]), why=why)


async def why_course(ask: Ask) -> Answer:
    """What speaks for a course, how likely it is the next one, and what keeps it from being suggested.

    A course is named by its id or by words of its title; of several, the first.
    """
    from bot.courses.explain import joined, reason_of, sentence
    from bot.courses.suggest import refused

    batch, courses = ask.batch, ask.batch.book.courses
    wanted = ask.arguments.strip().lower()
    found = [c for c in courses if c.id == wanted and not c.hidden] or search(courses, ask.arguments)
    model = await batch.tools.advisor.any_model(batch.connection, batch.book, batch.now)
    if not found or found[0].id not in model.numbers:
        return ask.answer("courses-none", query=ask.arguments)
    course, names = found[0], titles(courses, ask.language)
    profile = (await batch.tools.advisor.profiles(batch.connection, [ask.person.id]))[ask.person.id]
    live = await batch.tools.advisor.live(batch.connection, batch.book, batch.now)
    before = profile.without(course.id)
    ranked = next(r for r in model.rank(before) if r.course == course.id)
    keeps = refused(course, profile, live)
    why = sentence(ask.language, reason_of(model, before, ranked), names)
    lines = [ask.say("why-course", course=names[course.id], why=why)]
    if keeps:
        missing = [c for c in course.prerequisites if c not in profile.taken]
        first = joined(ask.language, [ask.say("course-title", course=names.get(c, c)) for c in missing])
        lines.append(ask.say(f"refused-{keeps.replace(' ', '-')}", courses=Html(first)))
    else:
        chance = round(100 * model.chances(profile)[course.id])
        lines.append(ask.say("why-chance", chance=chance) if chance else ask.say("why-chance-small"))
    return Answer(Html("\n".join(lines)))
