"""/homework: what is open and how one's own was graded; for moderators also what to set and to look at."""

from __future__ import annotations

from bot.core.authority import governed, turn_of
from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.core.command import Answer, Ask, Command
from bot.core.private_answers import is_public, whisper
from bot.features.homework import grading, handing_in, results, setting
from bot.features.homework.cards import answer, language_for, show_card
from bot.features.homework.setting import VERB
from bot.features.homework.tasks import named, tasks
from bot.text.calendar import moment
from bot.text.messages import Html, plain, say
from rules.config.homework import Homeworks
from rules.engine.events import Event, Sender
from rules.engine.homework import Task
from storage import chats, homework, members
from storage.homework import Handin

_HAND, _RESULTS, _GRADE = "h", "r", "t"
_SHOWN, _AT_ONCE = 10, 5
_LEFT_ALONE = 86_400  # seconds after which a dialogue is over


def homework_(ask: Ask) -> Answer | None:
    """What is open and how one's own was graded, in private; `/homework results ID` for moderators."""
    word, _, name = ask.arguments.partition(" ")
    if word.lower() in ("results", "结果", "csv"):
        return _results(ask, name.strip())
    return whisper(ask, _overview)


def _overview(ask: Ask) -> Answer:
    batch, community, person = ask.batch, ask.community, ask.person.id
    found = tasks(batch.connection, batch.files, community)
    mine = homework.own(batch.connection, community, person)
    inside = set(members.inside(batch.connection, community, person))
    sign = batch.services.buttons.signer(ask.chat.id, person, batch.now)
    rows = Rows()
    open_ = [t for t in found if t.open_at(batch.now) and (t.chat in inside or (inside and not t.chat))]
    over = [t for t in found if t not in open_ and t.name in mine]
    lines = [ask.say("homework-open" if open_ else "homework-none")]
    for task in open_[:_SHOWN]:
        lines.append(_own_line(ask, task, mine.get(task.name)))
        if ask.chat.kind == "private" and not handing_in.stands(batch, mine.get(task.name)):
            words = plain(ask.language, "button-homework-hand-in", title=task.title[ask.language])
            rows.append([button(words[:60], sign(VERB, f"{_HAND}{task.name}"))])
    if over:
        lines += [ask.say("homework-over"), *(_own_line(ask, t, mine[t.name]) for t in over[-_SHOWN:])]
    groups = {g.id for g in chats.moderated(batch.connection, community, person)}
    if groups:
        counted = homework.counted(batch.connection, community)
        lines.append(ask.say("homework-staff"))
        for task in [t for t in found if not t.chat or t.chat in groups][-_SHOWN:]:
            came, graded = counted.get(task.name, (0, 0))
            title = task.title[ask.language]
            lines.append(ask.say("homework-staff-line", id=task.name, title=title, came=came, graded=graded))
            line = [button(f"📊 {task.name}", sign(VERB, f"{_RESULTS}{task.name}"))]
            if came > graded and ask.chat.kind == "private":
                line.append(button(f"📝 {came - graded}", sign(VERB, f"{_GRADE}{task.name}")))
            if task.set_by and task.open_at(batch.now):
                line.append(button(f"✖ {task.name}", sign(VERB, f"{setting.WITHDRAW}{task.name}")))
            rows.append(line)
        rows.append([button(plain(ask.language, "button-homework-new"), sign(VERB, setting.NEW))])
    return Answer(Html("\n".join(lines)), buttons=rows)


def _own_line(ask: Ask, task: Task, row: Handin | None) -> Html:
    batch = ask.batch
    title, due = task.title[ask.language], moment(task.due, batch.timezone)
    if row is None:
        return ask.say("homework-line", title=title, due=due)
    late = int(row.late)
    if not row.grade:
        return ask.say("homework-line-in", title=title, due=due, late=late)
    grade = batch.files.file(Homeworks).grade(row.grade)
    line = ask.say(
        "homework-line-graded",
        title=title,
        grade=grade.name[ask.language] if grade is not None else row.grade,
        late=late,
    )
    return Html(f"{line}\n{ask.say('homework-comment', comment=row.comment)}") if row.comment else line


def _results(ask: Ask, name: str) -> Answer | None:
    batch = ask.batch
    groups = governed(batch, ask.event, ask.person.id)
    if groups is None:
        return None
    if not groups:
        return ask.answer("command-moderators-only")
    if is_public(ask):
        return ask.answer("command-only-private")
    task = named(batch.connection, batch.files, ask.community, name)
    if task is not None and task.chat and task.chat not in {g.id for g in groups}:
        return ask.answer("homework-not-yours")
    if task is None or not results.send(batch, ask.event, ask.community, task.name):
        names = homework.names_handed_in(batch.connection, ask.community)
        return ask.answer("homework-results-how", names=", ".join(names) or "–")
    return None


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """Do what the button says."""
    language, person = language_for(batch, event), batch.author(event)
    if person is None:
        return plain(language, "button-unknown")
    what, rest = arguments[:1], arguments[1:]
    draft = homework.draft(batch.connection, person.id, batch.now - _LEFT_ALONE)
    if what == setting.NEW:
        return setting.started(batch, event)
    if what == setting.CANCEL:
        batch.edit_pressed(event, say(language, "homework-cancelled"))
        return setting.cancelled(batch, event)
    if what == setting.GROUP:
        return setting.group_pressed(batch, event, draft, rest)
    if what == setting.SEND:
        return setting.posted(batch, event, draft)
    if what == setting.WITHDRAW:
        return setting.withdrawn(batch, event, rest)
    if what in (_RESULTS, _GRADE):
        return _staff_pressed(batch, event, what, rest)
    if what == _HAND and event.chat.private:
        text = handing_in.begun(batch, event, rest, language)
        answer(batch, event, text)
        return ""
    return plain(language, "command-only-private" if what == _HAND else "button-old")


def _staff_pressed(batch: Batch, event: Event, what: str, name: str) -> str | None:
    """Send the results of homework, or what is to be graded, a few at a time."""
    language, person, community = language_for(batch, event), batch.author(event), batch.community(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None:
        return None
    task = named(batch.connection, batch.files, community, name)
    if not groups or task is None or (task.chat and task.chat not in {g.id for g in groups}):
        return plain(language, "homework-not-yours")
    if what == _RESULTS:
        return "" if results.send(batch, event, community, name) else plain(language, "homework-nobody-yet")
    if not event.chat.private:
        return plain(language, "command-only-private")
    waiting = homework.ungraded(batch.connection, community, name, _AT_ONCE)
    for row in waiting:
        show_card(batch, event, task, row, None, batch.chat(event).id)
    return "" if waiting else plain(language, "homework-nobody-yet")


def wrote(batch: Batch, event: Event) -> bool:
    """Take what somebody writes in private, where it is a step of theirs; False where it is not."""
    person, content = batch.author(event), event.content
    if person is None or content is None or content.command is not None or event.sender is not Sender.MEMBER:
        return False
    if handing_in.further_part(batch, event):
        return True
    draft = homework.draft(batch.unflushed, person.id, batch.now - _LEFT_ALONE)
    if draft is None and event.reply is None:
        return False
    if event.reply is not None and grading.commented(batch, event):
        return True
    if draft is None:
        return False
    turn = turn_of(batch, event) if event.timer is None else None
    if turn is not None and not turn.given:
        if turn.first:
            answer(batch, event, say(language_for(batch, event), "too-quick"))
    elif draft.step == handing_in.HAND:
        handing_in.in_private(batch, event, draft)
    else:
        setting.written(batch, event, draft)
    return True


COMMANDS = (Command("homework", homework_, examples=("/homework", "/homework results essay1")),)
