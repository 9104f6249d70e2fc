"""Set homework by a short dialogue in private: title, text, due time, group, a last look.

Where somebody stands is a row, so that a restart changes nothing. Whether they still moderate the group is
asked at every step.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import structs

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.core.follow_ups import POSTED
from bot.features.homework.cards import answer, language_for
from bot.features.homework.tasks import link_button, named, post_text
from bot.platforms.telegram.calls import Follow
from bot.text import durations
from bot.text.calendar import moment
from bot.text.messages import Html, plain, say
from rules.config.homework import moment_at, moment_of
from rules.engine.events import Event
from rules.engine.homework import Task
from rules.engine.state import FOREVER
from rules.engine.streaks import zone_of
from storage import chats, homework
from storage.directory import KnownChat
from storage.homework import POST, Draft

VERB = "hw"
NEW, CANCEL, GROUP, SEND, WITHDRAW = "n", "c", "g", "p", "x"
STEPS = ("title", "text", "due", "group", "look")
_TITLE, _TEXT, _FARTHEST = 100, 3_000, 366 * 86_400  # characters, characters, seconds
_NOTHING = ("-", "–", "—", "无", "none")


def started(batch: Batch, event: Event) -> str | None:
    """Begin; None when Telegram is asked first."""
    language, person = language_for(batch, event), batch.author(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None or person is None:
        return None
    if not groups:
        return plain(language, "homework-not-yours")
    if not event.chat.private:
        return plain(language, "command-only-private")
    homework.keep_draft(batch.connection, Draft(person.id, STEPS[0], batch.now))
    _ask(batch, event, "homework-ask-title", language)
    return ""


def cancelled(batch: Batch, event: Event) -> str:
    """Forget the dialogue."""
    person = batch.author(event)
    if person is not None:
        homework.drop_draft(batch.connection, person.id)
    return plain(language_for(batch, event), "homework-cancelled")


def _cancel_button(batch: Batch, event: Event, language: str) -> Rows:
    person = batch.author(event)
    sign = batch.services.buttons.signer(batch.chat(event).id, person.id if person else 0, batch.now)
    return [[button(plain(language, "button-homework-cancel"), sign(VERB, CANCEL))]]


def _ask(batch: Batch, event: Event, key: str, language: str, **values: object) -> None:
    answer(batch, event, say(language, key, **values), _cancel_button(batch, event, language))


def written(batch: Batch, event: Event, draft: Draft) -> None:
    """Take what a moderator writes as the answer to the step that they are at."""
    content, person = event.content, batch.author(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if content is None or person is None or groups is None:
        return
    language, said = language_for(batch, event), content.text.strip()
    if not groups:
        homework.drop_draft(batch.connection, person.id)
        answer(batch, event, say(language, "homework-not-yours"))
    elif draft.step == "title":
        if not said or "\n" in said or len(said) > _TITLE:
            _ask(batch, event, "homework-title-how", language, most=_TITLE)
        else:
            _next(batch, draft, "text", title=said)
            _ask(batch, event, "homework-ask-text", language)
    elif draft.step == "text":
        if not said or len(said) > _TEXT:
            _ask(batch, event, "homework-text-how", language, most=_TEXT)
        else:
            _next(batch, draft, "due", text="" if said.lower() in _NOTHING else said)
            _ask(batch, event, "homework-ask-due", language, example=_example(batch))
    elif draft.step == "due":
        due = due_in(said, batch.now, batch.timezone)
        if due is None or not batch.now < due <= batch.now + _FARTHEST:
            _ask(batch, event, "homework-due-how", language, example=_example(batch))
        else:
            _which_group(batch, event, structs.replace(draft, due_at=due), groups, language)
    else:
        _ask(batch, event, "homework-press", language)


def _next(batch: Batch, draft: Draft, step: str, **values: object) -> Draft:
    after = structs.replace(draft, step=step, at=batch.now, **values)
    homework.keep_draft(batch.connection, after)
    return after


def _example(batch: Batch) -> str:
    """A moment a week from now."""
    local = datetime.fromtimestamp(batch.now, zone_of(batch.timezone)) + timedelta(days=7)
    return local.strftime("%Y-%m-%d 20:00")


def due_in(said: str, now: int, timezone: str) -> int | None:
    """The moment that somebody names on the community's clock, or how long from now; None: it is neither."""
    try:
        return moment_at(moment_of(said), timezone)
    except ValueError:
        pass
    try:
        found = durations.read(said)
    except durations.Unreadable:
        return None
    if found is None or found.rest or found.seconds == FOREVER:
        return None
    return now + found.seconds


def _which_group(batch: Batch, event: Event, draft: Draft, groups: list[KnownChat], language: str) -> None:
    if len(groups) == 1:
        _look(batch, event, structs.replace(draft, chat_id=groups[0].id), language)
        return
    _next(batch, draft, "group")
    sign = batch.services.buttons.signer(batch.chat(event).id, draft.person_id, batch.now)
    rows: Rows = [[button(g.title or str(g.id), sign(VERB, f"{GROUP}{g.id}"))] for g in groups[:20]]
    answer(batch, event, say(language, "homework-ask-group"), rows + _cancel_button(batch, event, language))


def _look(batch: Batch, event: Event, draft: Draft, language: str) -> None:
    """Show what is about to be posted."""
    draft = _next(batch, draft, "look", due_at=draft.due_at, chat_id=draft.chat_id)
    chat = chats.known(batch.connection, draft.chat_id or 0)
    head = say(language, "homework-look", group=chat.title)
    text = Html(f"{head}\n\n{post_text(_task(batch, draft, '0'), batch.spoken(chat.id), batch.timezone)}")
    sign = batch.services.buttons.signer(batch.chat(event).id, draft.person_id, batch.now)
    send = [button(plain(language, "button-homework-post"), sign(VERB, SEND))]
    answer(batch, event, text, [send, *_cancel_button(batch, event, language)])


def _task(batch: Batch, draft: Draft, name: str) -> Task:
    both = ("zh", "en")
    return Task(
        name,
        dict.fromkeys(both, draft.title),
        dict.fromkeys(both, draft.text),
        draft.chat_id or 0,
        batch.now,
        draft.due_at,
        0,
    )


def group_pressed(batch: Batch, event: Event, draft: Draft | None, chat: str) -> str | None:
    """A group was chosen."""
    language, person = language_for(batch, event), batch.author(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None:
        return None
    chosen = next((g for g in groups if str(g.id) == chat), None)
    if chosen is None:
        return plain(language, "homework-not-yours")
    if draft is None or draft.step not in ("group", "look"):
        return plain(language, "button-old")
    _look(batch, event, structs.replace(draft, chat_id=chosen.id), language)
    return ""


def posted(batch: Batch, event: Event, draft: Draft | None) -> str | None:
    """Post it, once: the dialogue is over with that."""
    language, person = language_for(batch, event), batch.author(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None or person is None:
        return None
    if draft is None or draft.step != "look" or draft.due_at <= batch.now:
        return plain(language, "button-old")
    if draft.chat_id not in {g.id for g in groups}:
        return plain(language, "homework-not-yours")
    homework.drop_draft(batch.connection, person.id)
    community = batch.community(event)
    number = homework.add(
        batch.connection,
        community_id=community,
        chat_id=draft.chat_id,
        title=draft.title,
        text=draft.text,
        due_at=draft.due_at,
        set_by=person.id,
        at=batch.now,
    )
    task, chat = _task(batch, draft, str(number)), draft.chat_id or 0
    spoken = batch.spoken(chat)
    batch.call(
        event,
        "sendMessage",
        chat,
        text=post_text(task, spoken, batch.timezone),
        parse_mode="HTML",
        reply_markup={"inline_keyboard": link_button(task, spoken, batch.bot_username)},
        then=(Follow(POSTED, subject=f"{POST}{number}"),),
    )
    due = moment(draft.due_at, batch.timezone)
    batch.edit_pressed(event, say(language, "homework-posted", title=draft.title, due=due, id=str(number)))
    return ""


def withdrawn(batch: Batch, event: Event, name: str) -> str | None:
    """A moderator withdraws homework that was set by mistake: nobody can hand it in any more."""
    language, person, community = language_for(batch, event), batch.author(event), batch.community(event)
    groups = governed(batch, event, person.id) if person is not None else []
    if groups is None:
        return None
    task = named(batch.connection, batch.files, community, name)
    if task is None or not task.set_by:
        return plain(language, "homework-gone")
    if task.chat not in {g.id for g in groups}:
        return plain(language, "homework-not-yours")
    homework.withdraw(batch.connection, community, int(name), batch.now)
    return plain(language, "homework-withdrawn")
