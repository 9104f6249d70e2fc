"""Grade: by the buttons of a card, or by an answer to it; the points follow, and the member is told."""

from __future__ import annotations

from msgspec import structs

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.features.homework.cards import answer, language_for, update_card
from bot.features.homework.tasks import named
from bot.features.points.bonuses import grant
from bot.platforms.telegram.calls import REMOVED_LATER, Follow
from bot.text.messages import Html, language_of, plain, say
from rules.config.homework import Homeworks
from rules.engine.counter_entries import counter
from rules.engine.events import Event, Sender
from rules.engine.homework import BEST, Grade, Task, pays, score_in
from storage import chats, event_log, homework, ledger, people
from storage.homework import Handin

SOURCE = "homework"
_REGRADED = "graded anew"
_GROUP_LASTS = 3_600  # seconds that a word in the group stays
_LONGEST = 2_000  # characters of a comment


def key_of(row: Handin) -> str:
    """The key of what the newest grade of a hand-in paid."""
    return f"{SOURCE}:{row.community_id}:{row.name}:{row.person_id}:{row.turn}"


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """A moderator gave a grade, or took it off; None when Telegram is asked first."""
    language = language_for(batch, event)
    number, _, rest = arguments.partition(".")
    version, _, name = rest.partition(".")
    row = homework.by_id(batch.connection, int(number)) if number.isdecimal() else None
    person = batch.author(event)
    if row is None or person is None or row.community_id != batch.community(event):
        return plain(language, "button-unknown")
    task = named(batch.connection, batch.files, row.community_id, row.name)
    if task is None:
        return plain(language, "homework-gone")
    allowed = may_grade(batch, event, task, row)
    if allowed is None:
        return None
    if allowed:
        return plain(language, allowed)
    if str(row.version) != version:
        return plain(language, "homework-replaced")
    grade = batch.files.file(Homeworks).grade(name)
    if name == "-":
        if row.grade:
            set_grade(batch, event, task, row, None)
        return ""
    if grade is None:
        return plain(language, "button-old")
    if grade.id == row.grade:
        return plain(language, "homework-same")
    if event_log.removed(batch.connection, {(row.chat_id, row.message_id)}):
        return plain(language, "homework-removed")
    set_grade(batch, event, task, row, grade)
    return ""


def may_grade(batch: Batch, event: Event, task: Task, row: Handin) -> str | None:
    """The key of the sentence why somebody may not grade this; empty when they may, None when Telegram is
    asked first. Whoever grades moderates the homework's group, and does not grade themselves.
    """
    person = batch.author(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None or person is None:
        return None
    if not groups or (task.chat and task.chat not in {group.id for group in groups}):
        return "homework-not-yours"
    return "homework-own-grade" if person.id == row.person_id else ""


def set_grade(
    batch: Batch, event: Event, task: Task, row: Handin, grade: Grade | None, comment: str = ""
) -> None:
    """Give a grade in the place of the one before, or take it off: the points follow through the ledger."""
    person = batch.author(event)
    _return_points(batch, row)
    values = {
        "grade": grade.id if grade is not None else "",
        "turn": row.turn + 1,
        "comment": comment or row.comment,
        "graded_by": person.id if person is not None and grade is not None else None,
        "graded_at": batch.now if grade is not None else 0,
    }
    homework.change(batch.connection, row.id, **values)
    after = structs.replace(row, **values)
    got = 0
    if grade is not None and not grade.again:
        got = grant(
            batch,
            row.community_id,
            row.chat_id,
            row.person_id,
            source=SOURCE,
            key=key_of(after),
            points=pays(task, grade.share, late=row.late),
            at=batch.now,
            actor=person.id if person is not None else 0,
            message=row.message_id,
        )
    update_card(batch, event, task, after)
    if grade is not None:
        _tell(batch, event, task, after, grade, got)


def _return_points(batch: Batch, row: Handin) -> None:
    """Take off what the grade before paid, unless that was done already."""
    before = ledger.end_of(batch.connection, key_of(row))
    if before is not None and before.raw > 0:
        batch.foresee((), [(row.community_id, row.person_id)])
        batch.credit(row.community_id, row.chat_id, [counter(before, batch.now, _REGRADED)])


def _tell(batch: Batch, event: Event, task: Task, row: Handin, grade: Grade, got: int) -> None:
    """Tell whoever handed in: in private, else by a note below their work that goes."""
    member = people.person(batch.connection, row.person_id)
    room = people.private_chats(batch.connection, [row.person_id]).get(row.person_id)
    if member is None:
        return
    language = language_of(member.language, batch.files.community.language)
    title = task.title[language]
    told = say(
        language, "homework-graded", title=title, grade=grade.name[language], points=got, name=row.name
    )
    lines = [told, *([say(language, "homework-comment", comment=row.comment)] if row.comment else [])]
    lines += [say(language, "homework-again")] if grade.again else []
    if room is not None:
        batch.call(event, "sendMessage", room, text=Html("\n".join(lines)), parse_mode="HTML")
    elif chats.known(batch.connection, row.chat_id).kind != "private":  # else the chat was closed meanwhile
        batch.call(
            event,
            "sendMessage",
            row.chat_id,
            text=say(batch.spoken(row.chat_id), "homework-graded-here", title=title),
            parse_mode="HTML",
            disable_notification=True,
            reply_parameters={"message_id": row.message_id, "allow_sending_without_reply": True},
            then=(Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_GROUP_LASTS)),),
        )


def commented(batch: Batch, event: Event) -> bool:
    """A moderator answers a card: a comment, or with `score` a number and one; False: it is none."""
    content, reply, person = event.content, event.reply, batch.author(event)
    if content is None or reply is None or person is None or reply.person is None or not reply.person.bot:
        return False
    if event.sender is not Sender.MEMBER or content.command is not None or content.forward is not None:
        return False
    _, number = homework.about(batch.connection, batch.chat(event).id, reply.message_id)
    row = homework.by_id(batch.connection, number) if number else None
    if row is None or row.community_id != batch.community(event):
        return False
    language = language_for(batch, event)
    task = named(batch.connection, batch.files, row.community_id, row.name)
    why = may_grade(batch, event, task, row) if task is not None else "homework-gone"
    if task is None or why is None:
        return True
    if not why and not content.text.strip():
        why = "homework-comment-how"
    if why:
        answer(batch, event, say(language, why))
        return True
    _take(batch, event, task, row, content.text.strip()[:_LONGEST], language)
    return True


def _take(batch: Batch, event: Event, task: Task, row: Handin, text: str, language: str) -> None:
    score, rest = score_in(text) if batch.files.file(Homeworks).score else (None, text)
    if score is not None and score > BEST:
        answer(batch, event, say(language, "homework-score-how", score=score))
        return
    grade = batch.files.file(Homeworks).grade(str(score)) if score is not None else None
    if grade is not None:
        set_grade(batch, event, task, row, grade, rest)
    else:
        homework.change(batch.connection, row.id, comment=rest)
        after = structs.replace(row, comment=rest)
        update_card(batch, event, task, after)
        given = batch.files.file(Homeworks).grade(row.grade) if row.grade else None
        if given is not None:
            before = ledger.end_of(batch.connection, key_of(row))
            _tell(batch, event, task, after, given, max(0, before.granted) if before is not None else 0)
    shown = [{"type": "emoji", "emoji": "👌"}]
    batch.call(event, "setMessageReaction", batch.chat(event).id, message_id=event.message_id, reaction=shown)
