"""Hand in: by an answer to the post in the group, or in private after its button."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.batch import Batch
from bot.core.command import Answer, Ask
from bot.features.camps.checking_in import form_told, prints_of, squeezed
from bot.features.homework.cards import answer, card_room, show_card
from bot.features.homework.tasks import asked_form, named
from bot.platforms.telegram.calls import chat_ref
from bot.text.calendar import moment
from bot.text.messages import Html, language_of, say
from rules.config.homework import Homeworks
from rules.engine.camps import lacking
from rules.engine.events import Content, Event, Kind, Sender
from rules.engine.homework import Task, is_late, refused
from rules.engine.people import is_person
from storage import event_log, homework, members
from storage.directory import KnownPerson
from storage.homework import Draft, Handin

HAND = "hand"  # the step of somebody who is about to hand in
_QUESTION = ("?", "？")
_TOLD = {"soon": "homework-soon", "closed": "homework-closed", "graded": "homework-already"}


class Work(NamedTuple):
    """A message that is meant as a hand-in."""

    event: Event
    content: Content
    task: Task
    chat: int
    community: int
    person: KnownPerson
    language: str


def heard(batch: Batch, event: Event) -> None:
    """Take an answer to the post of homework, in the group, as a hand-in."""
    content, reply, chat, person = event.content, event.reply, batch.chat(event), batch.author(event)
    if event.timer is not None or event.chat.private or chat.role != "members" or chat.community is None:
        return
    if content is None or person is None or event.sender is not Sender.MEMBER or content.command is not None:
        return
    if content.album and _further_part(batch, event, chat.id, person.id, content.album):
        return
    if reply is None or reply.person is None or not reply.person.bot:
        return
    name, _ = homework.about(batch.unflushed, chat.id, reply.message_id)
    task = named(batch.connection, batch.files, chat.community, name) if name else None
    if task is None or event_log.removed(batch.connection, {(chat.id, event.message_id)}):
        return
    if content.text.strip().endswith(_QUESTION) and not content.media:
        return  # somebody asks something about it
    language = language_of(person.language, batch.book.community.language)
    take(batch, Work(event, content, task, chat.id, chat.community, person, language))


def edited(batch: Batch, event: Event) -> None:
    """A hand-in that is changed before it is graded is handed in anew, if it still is one."""
    content, chat, person = event.content, batch.chat(event), batch.author(event)
    community = batch.community(event)
    if content is None or person is None or event.sender is not Sender.MEMBER:
        return
    row = homework.of_message(batch.unflushed, chat.id, event.message_id)
    if row is None or row.grade or row.person_id != person.id:
        return
    task = named(batch.connection, batch.files, community, row.name)
    if task is None or (row.text_print, row.file_print) == prints_of(content):
        return
    language = language_of(person.language, batch.book.community.language)
    take(batch, Work(event, content, task, chat.id, community, person, language))


def begin(ask: Ask, name: str) -> Answer:
    """The button under a post was followed: what is written next in private is a hand-in."""
    return Answer(begun(ask.batch, ask.event, name, ask.language))


def begun(batch: Batch, event: Event, name: str, language: str) -> Html:
    """Wait for a hand-in of whoever acts; what they are told."""
    person, community = batch.author(event), batch.community(event)
    task = named(batch.connection, batch.files, community, name)
    if task is None or person is None:
        return say(language, "homework-gone")
    title = task.title[language]
    why = _refusal(batch, task, community, person.id, batch.now)
    if why:
        return say(language, why, title=title)
    homework.keep_draft(batch.connection, Draft(person.id, HAND, batch.now, task.name))
    asked = [name for name in ("text", "media", "link") if getattr(task.form, name)]
    return say(
        language,
        "homework-send",
        title=title,
        due=moment(task.due, batch.timezone),
        what=form_told(asked_form(task), tuple(asked), language),
        asked=len(asked),
    )


def _refusal(batch: Batch, task: Task, community: int, person: int, at: int, group: int = 0) -> str:
    """The key of the sentence why somebody cannot hand in now; empty when they can.

    Whoever writes in a `group` is in it; of others it has to be known.
    """
    if task.set_by == person:
        return "homework-own"
    inside = [group] if group else members.inside(batch.connection, community, person)
    if not inside or (task.chat and task.chat not in inside):
        return "homework-outside"
    before = homework.of_person(batch.connection, community, task.name, person)
    why = refused(task, at, graded=_graded(before), asked_again=_asked_again(batch, before))
    return _TOLD[why] if why else ""


def _graded(before: Handin | None) -> bool:
    return before is not None and bool(before.grade)


def stands(batch: Batch, before: Handin | None) -> bool:
    """Whether what somebody handed in is graded, and no other one is asked for."""
    return _graded(before) and not _asked_again(batch, before)


def _asked_again(batch: Batch, before: Handin | None) -> bool:
    grade = batch.files.file(Homeworks).grade(before.grade) if before is not None and before.grade else None
    return grade is not None and grade.again


def in_private(batch: Batch, event: Event, draft: Draft) -> None:
    """Take what somebody writes in private after the button as a hand-in."""
    content, person, community = event.content, batch.author(event), batch.community(event)
    task = named(batch.connection, batch.files, community, draft.name)
    if content is None or person is None:
        return
    language = language_of(person.language, batch.book.community.language)
    if task is None:
        homework.drop_draft(batch.connection, person.id)
        answer(batch, event, say(language, "homework-gone"))
        return
    if take(batch, Work(event, content, task, batch.chat(event).id, community, person, language)):
        homework.drop_draft(batch.connection, person.id)


def take(batch: Batch, work: Work) -> bool:
    """Count a hand-in, or say what is in the way; False where it can be mended at once."""
    event, content, task, language = work.event, work.content, work.task, work.language
    if event.person is None or not is_person(event.person):
        return True
    title = task.title[language]
    group = 0 if event.chat.private else work.chat
    why = _refusal(batch, task, work.community, work.person.id, event.at, group)
    if why:
        answer(batch, event, say(language, why, title=title))
        return True
    if content.forward is not None or content.via_bot:
        answer(batch, event, say(language, "homework-forwarded", title=title))
        return False
    lacks = lacking(task.form, len(squeezed(content)), content.media.value, len(content.links))
    if lacks or not (content.text.strip() or content.media):
        asked = lacks or ("text",)
        what = form_told(asked_form(task), asked, language)
        answer(batch, event, say(language, "homework-lacks", title=title, what=what))
        return False
    before = homework.of_person(batch.connection, work.community, task.name, work.person.id)
    words, file = prints_of(content)
    late = is_late(task, event.at, asked_again=_asked_again(batch, before))
    row = Handin(
        community_id=work.community,
        name=task.name,
        person_id=work.person.id,
        chat_id=work.chat,
        message_id=event.message_id,
        at=event.at,
        version=before.version + 1 if before is not None else 1,
        album=content.album,
        late=late,
        text_print=words,
        file_print=file,
        turn=before.turn if before is not None else 0,
    )
    kept = homework.keep(batch.connection, row)
    show_card(batch, event, task, kept, before)
    _acknowledge(batch, work, late, before is not None and before.message_id != event.message_id)
    return True


def _acknowledge(batch: Batch, work: Work, late: bool, again: bool) -> None:
    event, language = work.event, work.language
    if not event.chat.private:
        shown = [{"type": "emoji", "emoji": batch.files.file(Homeworks).reaction}]
        batch.call(event, "setMessageReaction", work.chat, message_id=event.message_id, reaction=shown)
        return
    if event.kind is Kind.MESSAGE:
        key = "homework-taken-again" if again else "homework-taken"
        answer(batch, event, say(language, key, title=work.task.title[language], late=int(late)))


def _further_part(batch: Batch, event: Event, chat: int, person: int, album: str) -> bool:
    """Show a further picture of an album that is a hand-in to whoever grades it."""
    row = homework.of_album(batch.unflushed, chat, person, album)
    if row is None or row.message_id == event.message_id:
        return False
    task = named(batch.connection, batch.files, row.community_id, row.name)
    room = card_room(batch, task, row.community_id) if task is not None else None
    if room is not None:
        batch.call(event, "copyMessage", room, from_chat_id=chat_ref(chat), message_id=event.message_id)
    return True


def further_part(batch: Batch, event: Event) -> bool:
    """The same in private."""
    person, album = batch.author(event), event.content.album if event.content is not None else ""
    return bool(
        person is not None and album and _further_part(batch, event, batch.chat(event).id, person.id, album)
    )
