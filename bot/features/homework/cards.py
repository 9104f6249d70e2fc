"""What whoever grades sees: a copy of the work, and a card with the buttons of the grades."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Rows, button
from bot.core.follow_ups import POSTED
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, chat_ref, mention
from bot.text.calendar import moment
from bot.text.messages import Html, language_of, plain, say
from rules.config.homework import Homeworks
from rules.engine.events import Event
from rules.engine.homework import Task
from storage import chats, homework, outbox, people
from storage.homework import CARD, Handin

GRADE = "hwg"  # begins what the buttons of a card carry
_LASTS = 45  # seconds that a note stays
_SCORES = ((100, 95, 90, 85), (80, 70, 60, 0))
_IN_A_ROW = 4


def card_room(batch: Batch, task: Task, community: int) -> int | None:
    """Where work is graded: the moderators' group, else in private with whoever set it."""
    room = chats.moderators_group(batch.connection, community)
    if room is not None or not task.set_by:
        return room
    return people.private_chats(batch.connection, [task.set_by]).get(task.set_by)


def show_card(
    batch: Batch, event: Event, task: Task, row: Handin, before: Handin | None, room: int | None = None
) -> None:
    """Show what was handed in, where work is graded or in this `room`, and close the card before."""
    room = room or card_room(batch, task, row.community_id)
    if room is None:
        return
    language = batch.spoken(room)
    earlier = outbox.posted(batch.connection, room, CARD, row.id) if before is not None else 0
    if earlier and before is not None and not before.grade:
        text = Html(f"{_head(batch, task, row, language)}\n{say(language, 'homework-card-replaced')}")
        batch.call(event, "editMessageText", room, message_id=earlier, text=text, parse_mode="HTML")
    then = (Follow(POSTED, subject=CARD, subject_id=row.id),)
    copied: dict[str, Any] = {"from_chat_id": chat_ref(row.chat_id), "message_id": row.message_id}
    batch.call(event, "copyMessage", room, then=then, disable_notification=True, **copied)
    batch.call(
        event,
        "sendMessage",
        room,
        text=card_text(batch, task, row, language),
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
        reply_markup={"inline_keyboard": card_buttons(batch, room, row, language)},
        then=then,
    )


def update_card(batch: Batch, event: Event, task: Task, row: Handin) -> None:
    """Write its cards anew: where the grade was given, and where work is graded."""
    here = batch.chat(event).id
    numbers = {here: event.press.message_id} if event.press is not None else {}
    for room in dict.fromkeys((here, card_room(batch, task, row.community_id))):
        number = numbers.get(room or 0) or (
            outbox.posted(batch.connection, room, CARD, row.id) if room else 0
        )
        if room is None or not number:
            continue
        language = batch.spoken(room)
        text, rows = card_text(batch, task, row, language), card_buttons(batch, room, row, language)
        more: dict[str, Any] = {"reply_markup": {"inline_keyboard": rows}}
        batch.call(event, "editMessageText", room, message_id=number, text=text, parse_mode="HTML", **more)


def _head(batch: Batch, task: Task, row: Handin, language: str) -> Html:
    member = people.person(batch.connection, row.person_id)
    name = mention(row.person_id, member.name if member is not None else "")
    when = moment(row.at, batch.timezone)
    return say(
        language,
        "homework-card",
        title=task.title[language],
        member=name,
        when=when,
        late=int(row.late),
        version=row.version,
    )


def card_text(batch: Batch, task: Task, row: Handin, language: str) -> Html:
    """The words of a card."""
    lines = [_head(batch, task, row, language)]
    other = homework.alike(batch.connection, row)
    if other:
        lines.append(say(language, "homework-card-alike", name=other))
    grade = batch.files.file(Homeworks).grade(row.grade) if row.grade else None
    if row.grade:
        by = people.person(batch.connection, row.graded_by) if row.graded_by else None
        told = grade.name[language] if grade is not None else row.grade
        lines.append(say(language, "homework-card-graded", grade=told, by=by.name if by is not None else ""))
    if row.comment:
        lines.append(say(language, "homework-comment", comment=row.comment))
    if not row.grade:
        score = batch.files.file(Homeworks).score
        lines.append(say(language, "homework-card-how", score=int(score)))
    return Html("\n".join(lines))


def card_buttons(batch: Batch, room: int, row: Handin, language: str) -> Rows:
    """A button for each grade; the one that is given stands apart, with the way back."""
    sign = batch.services.buttons.signer(room, ANYONE, batch.now)
    terms = batch.files.file(Homeworks)
    if terms.score:
        named = [[(str(n), str(n)) for n in line] for line in _SCORES]
    else:
        each = [(g.id, g.name[language]) for g in terms.grades]
        named = [each[n : n + _IN_A_ROW] for n in range(0, len(each), _IN_A_ROW)]
    rows: Rows = [
        [
            button(
                f"✓ {words}" if name == row.grade else words, sign(GRADE, f"{row.id}.{row.version}.{name}")
            )
            for name, words in line
        ]
        for line in named
    ]
    if row.grade:
        undo = plain(language, "button-homework-undo")
        rows.append([button(undo, sign(GRADE, f"{row.id}.{row.version}.-"))])
    return rows


def language_for(batch: Batch, event: Event) -> str:
    """The language of whoever acts."""
    person = batch.author(event)
    return language_of(person.language if person is not None else "", batch.book.community.language)


def answer(batch: Batch, event: Event, text: Html, rows: Rows | None = None) -> None:
    """Answer in private; in a group by a note that goes."""
    lasts = batch.book.community.for_a_while(_LASTS)
    more: dict[str, Any] = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    if not event.chat.private:
        more["then"] = (Follow(REMOVED_LATER, after=lasts),)
    batch.call(
        event,
        "sendMessage",
        batch.chat(event).id,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        **more,
    )
