"""/camp: how a camp goes, who is ahead, and one's own days."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.core.buttons import Rows
from bot.core.command import Answer, Ask, Command
from bot.features.camps.checking_in import form_told
from bot.features.camps.joining import join_button
from bot.features.camps.standing import running
from bot.text.calendar import moment
from bot.text.messages import Html, say
from rules.config.camps import Camp, Camps
from rules.engine.camps import begin, day_at, end, progress
from storage import boards, camps

_LISTED = 10
_FORM = ("text", "media", "link")


def camp(ask: Ask) -> Answer:
    """The camps of this group, in private of all groups; with an id, that camp alone."""
    batch = ask.batch
    found = batch.files.file(Camps)
    here = running(found, 0 if ask.event.chat.private else ask.event.chat.id, batch.now, batch.timezone)
    wanted = ask.arguments.lstrip("#").lower()
    here = [c for c in here if not wanted or c.id == wanted]
    if not here:
        return ask.answer("camp-none")
    mine = camps.joined(batch.connection, ask.community, ask.person.id)
    parts, rows = list[Html](), Rows()
    sign = batch.services.buttons.signer(ask.chat.id, ask.person.id, batch.now)
    for one in here:
        parts.append(
            standings(batch.connection, ask.community, one, ask.language, (batch.now, batch.timezone))
        )
        if one.id in mine:
            parts.append(_own(ask, one, mine[one.id]))
        elif not ask.event.chat.private and batch.now < end(one.calendar(batch.timezone), one.days - 1):
            rows.append([join_button(ask.language, one, sign)])
    return Answer(Html("\n\n".join(parts)), buttons=rows)


def standings(
    connection: Connection, community: int, one: Camp, language: str, when: tuple[int, str]
) -> Html:
    """A camp's head, and who is ahead; `when` is now and the community's time zone."""
    now, timezone = when
    calendar = one.calendar(timezone)
    today = day_at(calendar, now)
    people = camps.members(connection, community, one.id)
    done = camps.days(connection, community, one.id)
    here = {m.person: m for m in people}
    counts = {person: len(numbers) for person, numbers in done.items() if person in here}
    title = one.title[language]
    if today is not None:
        until = moment(end(calendar, today), calendar.zone)
        came = sum(today in done.get(person, ()) for person in here)
        lines = [
            say(language, "camp-head", title=title, day=today + 1, days=one.days, until=until),
            say(language, "camp-today", came=came, people=len(people)),
        ]
    else:
        key = "camp-soon" if now < begin(calendar) else "camp-ended"
        lines = [say(language, key, title=title, day=one.starts, days=one.days, people=len(people))]
    for place in boards.ranked(connection, community, counts, _LISTED):
        member = here[place.person]
        stand = progress(calendar, one.terms, done[place.person], member.joined_at, now)
        lines.append(
            say(language, "camp-line", rank=place.rank, name=place.name, done=place.xp, streak=stand.streak)
        )
    lines.append(how(one, language))
    return Html("\n".join(lines))


def hashtag(camp: Camp) -> Html:
    """The hashtag of a camp's check-ins, as it is written: nothing stands between its letters."""
    return Html(f"#{camp.id}")


def how(one: Camp, language: str) -> Html:
    """How to check in."""
    asked = [name for name in _FORM if getattr(one.form, name)]
    what = form_told(one.form, tuple(asked), language) if asked else ""
    return say(language, "camp-how", tag=hashtag(one), what=what, asked=len(asked))


def _own(ask: Ask, one: Camp, since: int) -> Html:
    batch = ask.batch
    done = camps.days(batch.connection, ask.community, one.id, ask.person.id).get(ask.person.id, set())
    calendar = one.calendar(batch.timezone)
    stand = progress(calendar, one.terms, done, since, batch.now)
    lines = [
        ask.say(
            "camp-own",
            done=stand.done,
            needed=one.least,
            streak=stand.streak,
            frozen=len(stand.frozen),
            missed=len(stand.missed),
            left=stand.freezes,
        )
    ]
    if stand.mendable:
        lines.append(ask.say("camp-mendable", days=numbers(stand.mendable), tag=hashtag(one)))
    return Html("\n".join(lines))


def numbers(days: Sequence[int]) -> str:
    """Days as people count them."""
    return ", ".join(str(day + 1) for day in days)


COMMANDS = (Command("camp", camp, examples=("/camp", "/camp english")),)
