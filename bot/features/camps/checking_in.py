"""A check-in: a message with a camp's hashtag or words, or an answer to its post, in the form asked for."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.features.camps.joining import join_button
from bot.features.camps.standing import POINTS, key_of, running, stands
from bot.features.points.bonuses import grant
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.messages import Html, language_of, plain, say
from rules.config.camps import Camp, Camps, FormModel
from rules.engine.camps import day_at, lacking, name_of
from rules.engine.events import Content, Event, Sender
from rules.engine.normalize import digest, normalize, squeeze
from rules.engine.people import is_person
from storage import camps, event_log
from storage.camps import Checkin
from storage.directory import KnownChat, KnownPerson

_LASTS = 45  # seconds that a note stays
_MENDING = ("补签", "补卡", "补打卡", "make up", "make-up", "makeup")
_TAGS = re.compile(r"#\w+|https?://\S+")


class Meant(NamedTuple):
    """A message that is meant as a check-in."""

    event: Event
    content: Content
    camp: Camp
    chat: KnownChat
    community: int
    person: KnownPerson


def heard(batch: Batch, event: Event) -> None:
    """Take a message as a check-in of the camp it is meant for, if any."""
    found = batch.files.file(Camps)
    if not found.camps or event.timer is not None:
        return
    meant = _meant(batch, event, found)
    if meant is not None and not event_log.removed(batch.connection, {(meant.chat.id, event.message_id)}):
        _take(batch, meant)


def _meant(batch: Batch, event: Event, found: Camps) -> Meant | None:
    content, chat, person = event.content, batch.chat(event), batch.author(event)
    if content is None or person is None or event.person is None or not is_person(event.person):
        return None
    if event.sender is not Sender.MEMBER or chat.community is None or chat.role != "members":
        return None
    if event.chat.private or content.command is not None or content.forward is not None or content.via_bot:
        return None
    here = running(found, event.chat.id, event.at, batch.timezone)
    camp = _named(content, here) or _answered(batch, event, chat.id, here)
    return Meant(event, content, camp, chat, chat.community, person) if camp is not None else None


def _named(content: Content, here: list[Camp]) -> Camp | None:
    """The camp whose hashtag or words a message has."""
    tags = {tag.lower() for tag in content.hashtags}
    text = normalize(content.text)
    for camp in here:
        if camp.id in tags or any(text.startswith(normalize(word)) for word in camp.words):
            return camp
    return None


def _answered(batch: Batch, event: Event, chat: int, here: list[Camp]) -> Camp | None:
    """The camp whose post a message answers."""
    reply = event.reply
    if not here or reply is None or reply.person is None or not reply.person.bot:
        return None
    name = camps.camp_of_post(batch.connection, chat, reply.message_id)
    return next((camp for camp in here if camp.id == name), None)


def _take(batch: Batch, meant: Meant) -> None:
    """Count a check-in, or say quietly what is in the way."""
    event, camp, community, person = meant.event, meant.camp, meant.community, meant.person
    since = camps.joined(batch.connection, community, person.id).get(camp.id)
    language = language_of(person.language, batch.book.community.language)
    if since is None:
        text = say(language, "camp-join-first", title=camp.title[language])
        sign = batch.services.buttons.signer(meant.chat.id, person.id, batch.now)
        _tell(batch, meant, text, [[join_button(language, camp, sign)]])
        return
    calendar, told = camp.calendar(batch.timezone), normalize(meant.content.text)
    stand, done = stands(batch.connection, community, camp, (person.id, since), event.at, batch.timezone)
    late = any(word in told for word in _MENDING)
    number = next(iter(stand.mendable), None) if late else day_at(calendar, event.at)
    if number is None:
        _tell(batch, meant, say(language, "camp-nothing-to-mend" if late else "camp-no-day"))
        return
    if number in done:
        return
    lacks = lacks_of(camp, meant.content)
    if lacks:
        _tell(batch, meant, say(language, "camp-lacks", what=form_told(camp.form, lacks, language)))
        return
    words, file = prints_of(meant.content)
    if camps.handed_in(batch.connection, community, camp.id, words, file):
        _tell(batch, meant, say(language, "camp-copied"))
        return
    _count(batch, meant, number, late, (words, file), name_of(calendar, number))


def _count(batch: Batch, meant: Meant, number: int, late: bool, prints: tuple[int, int], day: str) -> None:
    event, camp = meant.event, meant.camp
    row = Checkin(
        community_id=meant.community,
        camp=camp.id,
        person_id=meant.person.id,
        number=number,
        day=day,
        zone=camp.calendar(batch.timezone).zone,
        chat_id=meant.chat.id,
        message_id=event.message_id,
        at=event.at,
        late=late,
        text_print=prints[0],
        file_print=prints[1],
    )
    camps.note(batch.connection, row)
    if not late:
        grant(
            batch,
            meant.community,
            meant.chat.id,
            meant.person.id,
            source=POINTS,
            key=key_of(POINTS, meant.community, camp.id, meant.person.id, number),
            points=camp.points.day,
            at=event.at,
            message=event.message_id,
        )
    shown = [{"type": "emoji", "emoji": "👌" if late else camp.reaction}]
    batch.call(event, "setMessageReaction", meant.chat.id, message_id=event.message_id, reaction=shown)


def lacks_of(camp: Camp, content: Content) -> tuple[str, ...]:
    """What a message lacks of a camp's form."""
    return lacking(camp.form.form, len(squeezed(content)), content.media.value, len(content.links))


def squeezed(content: Content) -> str:
    """The letters and digits of what somebody wrote themselves, without links and hashtags."""
    return squeeze(_TAGS.sub(" ", content.text))


def form_told(form: FormModel, lacks: tuple[str, ...], language: str) -> str:
    """What a form asks for, in words."""
    named = {
        "text": plain(language, "camp-form-text", count=form.text),
        "media": " / ".join(plain(language, f"camp-form-{kind}") for kind in form.media),
        "link": plain(language, "camp-form-link"),
    }
    return plain(language, "camp-and").join(named[name] for name in lacks)


def prints_of(content: Content) -> tuple[int, int]:
    """Fingerprints of the words, when they are more than a greeting, and of the file."""
    text = squeezed(content)
    for word in map(squeeze, _MENDING):
        text = text.replace(word, "")
    return digest(text) if len(text) >= _SHORT else 0, digest(content.file) if content.file else 0


_SHORT = 8  # letters and digits; fewer are anybody's


def _tell(batch: Batch, meant: Meant, text: Html, rows: Rows | None = None) -> None:
    """A note below a message, which goes after a while."""
    more: dict[str, Any] = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    batch.call(
        meant.event,
        "sendMessage",
        meant.chat.id,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": meant.event.message_id, "allow_sending_without_reply": True},
        then=(Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_LASTS)),),
        **more,
    )
