"""The job `homework`: post what operators wrote, remind the group once, and once who has not handed in."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.buttons import Rows, button
from bot.core.follow_ups import POSTED
from bot.core.quiet_hours import hours_of, hours_of_people
from bot.core.scheduler import Run
from bot.features.courses.tell_once import Message, tells
from bot.features.homework.setting import VERB
from bot.features.homework.tasks import link_button, post_text, tasks
from bot.platforms.telegram.calls import Follow
from bot.text.calendar import moment
from bot.text.messages import language_of, plain, say
from rules.config.homework import Homeworks
from rules.engine.homework import Task
from rules.engine.quiet_hours import is_quiet
from storage import chats, homework, members, people, preferences
from storage.course_notices import Notice, known
from storage.homework import POST

KIND = "homework"
_LEFT_ALONE = 86_400  # seconds after which a dialogue is forgotten
_REMINDERS = "reminders"  # the preference of those who want none


def remind(run: Run) -> int:
    """Tell what is due, once the run is committed."""
    homework.drop_old_drafts(run.connection, run.now - _LEFT_ALONE)
    if tasks(run.connection, run.book, run.community):
        tells(run, planned)
    return 0


def planned(run: Run) -> list[Message]:
    """What is to be told now, in the groups and in private."""
    terms = run.book.file(Homeworks)
    rooms = chats.in_community(run.connection, run.community)
    hours = hours_of(run, rooms)
    messages: list[Message] = []
    for task in tasks(run.connection, run.book, run.community):
        if not task.opens <= run.now < task.due:
            continue
        for room in rooms:
            if task.chat in (0, room["id"]) and not is_quiet(run.now, hours[room["id"]]):
                messages += _in_group(run, task, room["id"], terms.remind_group)
        if terms.remind_private and run.now >= task.due - terms.remind_private:
            messages += _in_private(run, task, [room["id"] for room in rooms])
    told = known(run.connection, [m.notice.key for m in messages])
    return [m for m in messages if m.notice.key not in told]


def _in_group(run: Run, task: Task, chat: int, before: int) -> Iterator[Message]:
    language = run.spoken(chat)
    then = (Follow(POSTED, subject=f"{POST}{task.name}"),)
    rows = link_button(task, language, run.services.bot_username)
    if not task.set_by:
        text = post_text(task, language, run.book.timezone)
        yield Message(_notice(run, task, chat, None, "post"), text, rows, then=then)
    # What was set for less time than that needs no reminder.
    if before and task.due - before > task.opens and run.now >= task.due - before:
        text = post_text(task, language, run.book.timezone, reminds=True)
        yield Message(_notice(run, task, chat, None, "due"), text, rows, silent=True, then=then)


def _in_private(run: Run, task: Task, rooms: list[int]) -> Iterator[Message]:
    """Those who may be written to, are in the group, have not handed in, and are awake."""
    here = set[int]().union(*(members.present(run.connection, r) for r in rooms if task.chat in (0, r)))
    left = here - homework.who_handed_in(run.connection, run.community, task.name) - {task.set_by}
    off = preferences.chosen(run.connection, run.community, _REMINDERS, left)
    written = people.private_chats(run.connection, [p for p in left if off.get(p) != "off"])
    hours = hours_of_people(run, written) if written else {}
    named = people.known(run.connection, written)
    for person, room in sorted(written.items()):
        if is_quiet(run.now, hours[person]) or _leads(run, task, person):
            continue
        language = language_of(named[person].language, run.book.community.language)
        title, due = task.title[language], moment(task.due, run.book.timezone)
        sign = run.services.buttons.signer(room, person, run.now)
        rows: Rows = [
            [
                button(
                    plain(language, "button-homework-hand-in", title=title)[:60], sign(VERB, f"h{task.name}")
                )
            ]
        ]
        text = say(language, "homework-remind", title=title, due=due)
        yield Message(_notice(run, task, room, person, "p"), text, rows, silent=True)


def _leads(run: Run, task: Task, person: int) -> bool:
    """Whether somebody grades the homework, and does not do it."""
    return any(task.chat in (0, g.id) for g in chats.moderated(run.connection, run.community, person))


def _notice(run: Run, task: Task, chat: int, person: int | None, what: str) -> Notice:
    key = f"{KIND}:{run.community}:{task.name}:{chat}:{what}"
    return Notice(key, run.community, chat, person, KIND, task.name, "", 0, run.now)
