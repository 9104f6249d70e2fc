"""/done: a course is finished, and its stars are asked for in private."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.buttons import Button
from bot.core.command import Answer, Ask, Command
from bot.core.private_access import word_refused
from bot.features.courses.catalogue_search import titled
from bot.features.courses.course_completion import finish, question, stars
from bot.features.courses.rendering import titles
from bot.text.messages import Html, language_of
from rules.engine.grants import grant
from storage import ratings
from storage.people import private_chats

_MOST = 8  # courses listed


def done(ask: Ask) -> Answer:
    """Note the course that is named; without a name, list what is taken and not finished."""
    batch, courses = ask.batch, ask.batch.book.courses
    known = ratings.of_person(batch.connection, ask.community, ask.person.id)
    open_ = [c.id for c in courses if "taken" in (of := known.get(c.id, {})) and "finished" not in of]
    if not ask.arguments:
        if not open_:
            return ask.answer("done-how")
        return _which(ask, open_)
    wanted = ask.arguments.lower()
    found = [c for c in courses if c.id == wanted and not c.hidden] or titled(courses, ask.arguments)
    found = [c for c in found if c.id in open_] or found
    if not found:
        return ask.answer("courses-none", query=ask.arguments)
    if len(found) > 1:
        return _which(ask, [c.id for c in found])
    course = found[0]
    _pay(ask, course.id, known.get(course.id, {}))
    number = finish(batch.connection, ask.community, ask.person.id, course.id, batch.now)
    if ask.event.chat.private:
        sign = batch.services.buttons.signer(ask.chat.id, ask.person.id, batch.now)
        text = question(course.id, courses, ask.language)
        return Answer(text, buttons=stars(number, ask.language, sign))
    return _in_group(ask, course.id, number)


def _pay(ask: Ask, course: str, known: Mapping[str, Any]) -> None:
    """Points for a course that was taken long enough ago and is finished now: once."""
    batch, policy = ask.batch, ask.batch.book.incentives
    taken = known["taken"]["at"] if "taken" in known else batch.now
    if policy.course is None or "finished" in known or taken + policy.course.after > batch.now:
        return
    if word_refused(batch, ask.community, ask.person.id, policy.givers):
        return
    standing = batch.standing(ask.community, {ask.person.id}, ask.event.at)[ask.person.id]
    key, points = f"course:{ask.community}:{ask.person.id}:{course}", policy.course.points
    entry = grant(key, "course", points, standing, policy, at=ask.event.at, timezone=batch.timezone)
    batch.credit(ask.community, ask.chat.id, [entry] if entry is not None else [])


def _which(ask: Ask, ids: list[str]) -> Answer:
    """The courses that may be meant, each as the command for it."""
    names = titles(ask.batch.book.courses, ask.language)
    lines = [ask.say("done-line", id=c, course=names[c]) for c in ids[:_MOST]]
    return Answer(Html("\n".join([ask.say("done-which"), *lines])))


def _in_group(ask: Ask, course: str, number: int) -> Answer:
    """A word in the group; the question goes to the private chat, or a button leads there."""
    batch, person = ask.batch, ask.person
    name = titles(batch.book.courses, ask.language)[course]
    rooms = private_chats(batch.connection, [person.id])
    if person.id not in rooms:
        link: Button = {
            "text": str(ask.say("button-rate")),
            "url": f"https://t.me/{batch.bot_username}?start=rate",
        }
        return Answer(ask.say("done", course=name), buttons=[[link]] if batch.bot_username else [])
    language = language_of(person.language, batch.book.community.language)
    sign = batch.services.buttons.signer(rooms[person.id], person.id, batch.now)
    batch.call(
        ask.event,
        "sendMessage",
        rooms[person.id],
        text=question(course, batch.book.courses, language),
        parse_mode="HTML",
        disable_notification=True,
        reply_markup={"inline_keyboard": stars(number, language, sign)},
    )
    return ask.answer("done", course=name)


def rate(ask: Ask) -> Answer | None:
    """The question about what was finished last and has no stars yet; None when there is nothing."""
    batch = ask.batch
    known = ratings.of_person(batch.connection, ask.community, ask.person.id)
    open_ = [of["finished"] for of in known.values() if "finished" in of and "rated" not in of]
    if not open_:
        return None
    newest = max(open_, key=lambda row: (row["at"], row["id"]))
    sign = batch.services.buttons.signer(ask.chat.id, ask.person.id, batch.now)
    text = question(newest["course"], batch.book.courses, ask.language)
    return Answer(text, buttons=stars(newest["id"], ask.language, sign))


COMMANDS = (Command("done", done, examples=("/done", "/done python")),)
