"""Join a camp by its button, and end its reminders in private."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.buttons import Button, Sign, button
from bot.features.camps.standing import closes, opens
from bot.text.messages import language_of, plain
from rules.config.camps import Camp, Camps
from rules.engine.camps import end
from rules.engine.events import Event
from rules.engine.people import is_person
from storage import camps

VERB = "camp"
_JOIN, _QUIET = "j", "q"


def join_button(language: str, camp: Camp, sign: Sign) -> Button:
    """The button by which somebody joins a camp."""
    return button(plain(language, "button-camp-join"), sign(VERB, f"{_JOIN}{camp.id}"))


def quiet_button(language: str, sign: Sign) -> Button:
    """The button that ends reminders in private."""
    return button(plain(language, "button-camp-quiet"), sign(VERB, _QUIET))


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """Do what the button says; the sentence for whoever pressed."""
    person, community = batch.author(event), batch.community(event)
    language = language_of(person.language if person is not None else "", batch.book.community.language)
    if person is None or event.person is None or not is_person(event.person):
        return plain(language, "button-unknown")
    if arguments == _QUIET:
        camps.set_reminded(batch.connection, community, person.id, False)
        return plain(language, "camp-quiet")
    camp = batch.files.file(Camps).camp(arguments[1:]) if arguments.startswith(_JOIN) else None
    if camp is None:
        return plain(language, "button-old")
    calendar = camp.calendar(batch.timezone)
    if (
        not opens(camp, batch.timezone)
        <= batch.now
        < min(end(calendar, camp.days - 1), closes(camp, batch.timezone))
    ):
        return plain(language, "camp-over")
    chat = batch.chat(event)
    if event.chat.private or chat.role != "members" or camp.group not in (0, event.chat.id):
        return plain(language, "camp-in-group")
    new = camps.join(batch.connection, community, camp.id, person.id, chat.id, batch.now)
    title = camp.title[language]
    return plain(language, "camp-joined" if new else "camp-joined-already", title=title, day=camp.starts)
