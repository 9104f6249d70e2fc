"""Certificates in private, once each: a picture, or its words where no font shows them."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from bot.core.scheduler import Run
from bot.features.camps.certificate import Certificate, draw
from bot.text.messages import Html, language_of, plain, say
from rules.config.camps import Camp
from rules.engine.camps import name_of
from storage import camps, course_notices, people
from storage.course_notices import Notice
from storage.store import Store

_KIND, _AT_ONCE = "certificate", 20


class Due(NamedTuple):
    """A certificate that is still to be sent."""

    notice: Notice
    words: Certificate
    caption: Html


def award(run: Run, found: list[Camp]) -> None:
    """Send the certificates of these camps that nobody got yet, once the run is committed."""

    async def send(store: Store) -> None:
        for due in await store.look(lambda connection: _due(replace(run, connection=connection), found)):
            picture = await store.aside(draw, due.words)
            await store.change(partial(_send, run, due, picture))

    run.afterwards.append(send)


def _due(run: Run, found: list[Camp]) -> list[Due]:
    """Who finished, may be written to, and has no certificate yet; some at a time."""
    waiting: list[Due] = []
    for camp in found:
        finished = [m for m in camps.members(run.connection, run.community, camp.id) if m.finished_at]
        keys = {m.person: f"{_KIND}:{run.community}:{camp.id}:{m.person}" for m in finished}
        told = course_notices.known(run.connection, keys.values())
        rooms = people.private_chats(run.connection, [p for p, key in keys.items() if key not in told])
        done = camps.days(run.connection, run.community, camp.id) if rooms else {}
        for person, room in rooms.items():
            key = keys[person]
            notice = Notice(key, run.community, room, person, _KIND, camp.id, "", 0, run.now)
            waiting.append(_certificate(run, camp, notice, len(done.get(person, ()))))
    return waiting[:_AT_ONCE]


def _certificate(run: Run, camp: Camp, notice: Notice, days: int) -> Due:
    person = people.person(run.connection, notice.person_id or 0)
    language = language_of(person.language if person is not None else "", run.book.community.language)
    name, title = person.name if person is not None else "", camp.title[language]
    calendar = camp.calendar(run.book.timezone)
    last = name_of(calendar, camp.days - 1)
    words = Certificate(
        head=plain(language, "certificate-head"),
        name=name,
        text=plain(language, "certificate-text", done=days, days=camp.days),
        title=title,
        foot=f"{run.book.community.name} · {camp.starts} – {last}",
    )
    caption = say(language, "certificate-caption", name=name, title=title, done=days, days=camp.days)
    return Due(notice, words, caption)


def _send(run: Run, due: Due, picture: bytes | None, connection: Connection) -> None:
    if not course_notices.claim(connection, [due.notice]):
        return
    part, room = replace(run, connection=connection), due.notice.chat_id
    if picture is None:
        part.call("sendMessage", room, text=due.caption, parse_mode="HTML")
    else:
        photo = {"upload": b64encode(picture).decode(), "name": "certificate.png"}
        part.call("sendPhoto", room, photo=photo, caption=due.caption, parse_mode="HTML")
    run.posts = part.posts
