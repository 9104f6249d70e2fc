"""Ask newcomers of open groups a captcha: they may not write until they pressed the right button.

Those who come within a minute of each other share one note: a raid gets no chorus of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, button
from bot.core.follow_ups import POSTED
from bot.features.screening import newcomer_rights
from bot.features.screening.captcha_puzzles import Drawn, draw, draw_in
from bot.features.screening.door_policy import policy_of
from bot.features.screening.rejections import How, Refusal, open_case, turn_away
from bot.features.screening.welcome import welcome
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, Priority, follow_kind, mention
from bot.text.durations import spell
from bot.text.messages import LANGUAGES, Html, language_of, plain, say
from rules.config.screening import Captcha
from rules.engine.events import Event, Restriction
from rules.engine.state import FOREVER, MemberState, Role
from storage import case_outcomes, newcomers, outbox, people, timers
from storage.directory import KnownChat
from storage.newcomers import Visit

CAPTCHA = "captcha"  # timer, button, subject of posted notes, rule of cases
NOTE = "captcha note"  # timer
LET_IN = follow_kind("let in", "screening")  # giving the right to write; and timer
SILENCED = follow_kind("silenced", "screening")  # taking it, when they come; and timer
_POSTED = 5  # seconds after which a note that was on its way has its receipt
_SHARED = 60  # seconds in which newcomers share a note
_NAMED = 5  # newcomers that a note names
_REMEMBERED = 30 * 86_400  # seconds for which somebody who passed is not asked again
_ROW = 3  # buttons beside each other


def begin(batch: Batch, event: Event, captcha: Captcha, state: MemberState) -> bool:
    """Ask somebody who joined; False when they passed not long ago."""
    chat, at = batch.chat(event), batch.connection
    previous = newcomers.visit(at, chat.id, state.person)
    passed = previous is not None and previous.state == "passed"
    if passed and previous is not None and previous.ended_at > batch.now - _REMEMBERED:
        return False
    came_back = previous is not None and previous.state == "left" and previous.kind == CAPTCHA
    tries = previous.tries if previous is not None and came_back else captcha.tries
    newcomer_rights.silence(batch, event, chat.id, state.person, (Follow(SILENCED, subject_id=state.person),))
    batch.change(structs.replace(state, role=Role.RESTRICTED))
    shared = newcomers.newest_note(at, chat.id, batch.now - _SHARED)
    note = shared.note if shared is not None else event.update_id
    languages = _languages(batch, chat, note, state.person)
    puzzle = draw_in(captcha.kind, note, languages)
    if shared is not None and shared.expected != puzzle.expected:
        note = event.update_id
        languages = _languages(batch, chat, note, state.person)
        puzzle = draw_in(captcha.kind, note, languages)
    due = batch.now + captcha.within
    row = {
        "chat_id": chat.id,
        "person_id": state.person,
        "kind": CAPTCHA,
        "expected": puzzle.expected,
        "tries": max(1, tries),
        "note": note,
        "earlier": _earlier(event, state, batch.now),
        "opened_at": batch.now,
        "due_at": due,
    }
    newcomers.arrive(at, row)
    key = f"captcha:{chat.id}:{state.person}:{event.update_id}"
    timers.set_timer(at, key, CAPTCHA, chat.id, None, due, str(state.person))
    new = shared is None or note != shared.note
    _show(batch, event, chat, note, captcha, puzzle, languages, new=new)
    return True


def _languages(batch: Batch, chat: KnownChat, note: int, person: int) -> Sequence[str]:
    """The languages of those whom a note asks, `person` among them, the group's first; all of them where
    operators want what everybody reads in both.
    """
    usual = batch.book.community.language
    if batch.book.community.both_languages:
        return sorted(LANGUAGES, key=lambda language: language != usual)
    asked = {person, *newcomers.sharing(batch.connection, chat.id, note)}
    known = people.known(batch.connection, asked)
    spoken = {language_of(p.language, usual) for p in known.values()}
    return sorted(spoken, key=lambda language: language != usual)


def _earlier(event: Event, state: MemberState, now: int) -> dict[str, Any] | None:
    """The restriction with which somebody came."""
    if event.restriction is not None:
        return {"granted": list(event.restriction.granted), "until": event.restriction.until}
    if state.muted(now):
        return {"granted": [], "until": max(0, state.muted_until)}
    return None


def _show(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    note: int,
    captcha: Captcha,
    puzzle: Drawn,
    languages: Sequence[str],
    *,
    new: bool,
) -> None:
    """Post the note, or name the newcomers in the one that hangs there."""
    waiting = newcomers.sharing(batch.connection, chat.id, note)
    known = [people.person(batch.connection, p) for p in waiting[:_NAMED]]
    named = [mention(p.id, p.name) for p in known if p is not None]
    lines = []
    for number, language in enumerate(languages):
        question = draw(captcha.kind, note, language).question
        # Who is meant stands in the first line; the next says the same to those who read another language.
        members = Html(say(language, "list-separator").join(named)) if not number else Html("")
        key = "captcha-note" if not number else "captcha-note-too"
        values = {"question": question, "time": spell(language, captcha.within)}
        lines.append(say(language, key, members=members, more=max(0, len(waiting) - _NAMED), **values))
    text = Html("\n".join(lines))
    sign = batch.services.buttons.signer(chat.id, ANYONE, batch.now)
    data = [button(words, sign(CAPTCHA, f"{note}:{n}")) for n, words in enumerate(puzzle.choices)]
    markup = {"inline_keyboard": [data[n : n + _ROW] for n in range(0, len(data), _ROW)]}
    if new:
        batch.call(
            event,
            "sendMessage",
            chat.id,
            text=text,
            parse_mode="HTML",
            reply_markup=markup,
            then=(
                Follow(POSTED, subject=CAPTCHA, subject_id=note),
                Follow(REMOVED_LATER, after=captcha.within + _SHARED),
            ),
        )
        return
    message = outbox.posted(batch.connection, chat.id, CAPTCHA, note)
    if message:
        batch.call(
            event,
            "editMessageText",
            chat.id,
            message_id=message,
            text=text,
            parse_mode="HTML",
            reply_markup=markup,
        )


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """A button of a note: it counts for whoever waits for it, and for nobody else."""
    chat, person = batch.chat(event), batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    note, _, choice = arguments.partition(":")
    visit = newcomers.visit(batch.connection, chat.id, person.id) if person is not None else None
    if person is None or visit is None or visit.state != "open" or str(visit.note) != note:
        return plain(language, "captcha-not-yours")
    if choice == str(visit.expected):
        let_in(batch, event, chat, person.id, "passed")
        return plain(language, "captcha-passed")
    if visit.tries > 1:
        newcomers.change(batch.connection, chat.id, person.id, tries=visit.tries - 1)
        return plain(language, "captcha-wrong", tries=visit.tries - 1)
    fail(batch, event, chat, person.id, "failed")
    return plain(language, "captcha-failed")


def expired(batch: Batch, event: Event) -> None:
    """The time is over."""
    if event.timer is None:
        return
    person = int(event.timer.payload)
    visit = newcomers.visit(batch.connection, batch.chat(event).id, person)
    if visit is not None and visit.kind == CAPTCHA and visit.due_at <= batch.now:
        fail(batch, event, batch.chat(event), person, "expired")


def let_in(
    batch: Batch, event: Event, chat: KnownChat, person: int, state: str, then: tuple[Follow, ...] = ()
) -> bool:
    """Give the right to write, as far as it was there; False when nobody waits.

    `then` follows from Telegram's answer. Where that is a no, they wait as before, and their note stays.
    """
    visit = newcomers.visit(batch.connection, chat.id, person)
    waits = ("open",) if state == "passed" else ("open", "failed", "expired")
    if visit is None or visit.kind != CAPTCHA:
        return False
    if not newcomers.end(batch.connection, chat.id, person, state, batch.now, waits):
        return False
    member = batch.state(chat.id, person, chat.community or batch.default_community)
    ends = Follow(LET_IN, subject=visit.state, subject_id=person, payload=state)
    newcomer_rights.give_back(batch, event, chat.id, member, visit.earlier, (ends, *then))
    batch.change(structs.replace(member, role=Role.RESTRICTED if visit.earlier else Role.MEMBER))
    return True


def answered(batch: Batch, event: Event) -> None:
    """Telegram has answered: welcome somebody who may write now, and let others wait as before."""
    if event.timer is None:
        return
    number, before, became = event.timer.payload.split(":")
    chat, person = batch.chat(event), int(number)
    visit = newcomers.visit(batch.connection, chat.id, person)
    if not before:
        if visit is not None and visit.kind == CAPTCHA:
            take_down(batch, event, chat, visit)
        known = people.person(batch.connection, person)
        if known is not None:
            welcome(batch, event, chat, known)
        return
    if visit is None or visit.kind != CAPTCHA or visit.state != became:
        return
    newcomers.change(batch.connection, chat.id, person, state=before, ended_at=0)
    member = batch.state(chat.id, person, chat.community or batch.default_community)
    batch.change(structs.replace(member, role=Role.RESTRICTED))


def fail(batch: Batch, event: Event, chat: KnownChat, person: int, state: str) -> None:
    """Out, or silent. Whoever came with a restriction stays: to remove somebody would lift it."""
    visit = newcomers.visit(batch.connection, chat.id, person)
    ended = newcomers.end(batch.connection, chat.id, person, state, batch.now, ("open",))
    if visit is None or not ended:
        return
    captcha = policy_of(batch, chat.id).screening.captcha
    member = batch.state(chat.id, person, chat.community or batch.default_community)
    reason = plain(batch.files.community.language, f"captcha-{state}-reason")
    stays = visit.earlier is not None or member.muted(batch.now) or captcha.fail == "stay"
    if stays and captcha.fail != "ban":
        open_case(batch, event, chat, person, Refusal(CAPTCHA, reason, "silence"))
    else:
        how: How = "ban" if captcha.fail == "ban" else "kick"
        seconds = _longer(captcha.ban_for, visit.earlier, member, batch.now)
        turn_away(batch, event, chat, person, Refusal(CAPTCHA, reason, how, seconds=seconds))
        batch.change(structs.replace(member, role=Role.BANNED if how == "ban" else Role.LEFT))
    take_down(batch, event, chat, visit)


def forgive(batch: Batch, event: Event, chat: KnownChat, person: int, *, inside: bool) -> bool:
    """A moderator takes a failure back: who is in may write, as far as they could before they came; who is
    out is not asked again when they come back. False when there was none, or it is over."""
    if inside:
        failed_there = newcomers.failed_captcha(batch.connection, chat.id, person)
        return failed_there and let_in(batch, event, chat, person, "approved")
    failed = ("failed", "expired")
    return newcomers.end(batch.connection, chat.id, person, "passed", batch.now, failed)


def _longer(seconds: int, earlier: Mapping[str, Any] | None, member: MemberState, now: int) -> int:
    """A ban that lasts as long as the restriction it takes the place of."""
    ends = [earlier["until"] or FOREVER] if earlier is not None else []
    ends += [member.muted_until] if member.muted(now) else []
    return FOREVER if FOREVER in ends else max([seconds, *(end - now for end in ends)])


def left(batch: Batch, event: Event) -> None:
    """Somebody went before they answered."""
    chat, person = batch.chat(event), batch.author(event)
    if person is None:
        return
    visit = newcomers.visit(batch.connection, chat.id, person.id)
    if visit is None or visit.kind != CAPTCHA:
        return
    if newcomers.end(batch.connection, chat.id, person.id, "left", batch.now, ("open",)):
        take_down(batch, event, chat, visit)


def take_down(batch: Batch, event: Event, chat: KnownChat, visit: Visit) -> None:
    """Remove the note once nobody waits for it any more."""
    if newcomers.sharing(batch.connection, chat.id, visit.note):
        return
    message = outbox.posted(batch.connection, chat.id, CAPTCHA, visit.note)
    if not message and event.press is not None and event.press.data.startswith(f"{CAPTCHA}:"):
        message = event.press.message_id
    if message:
        batch.call(event, "deleteMessage", chat.id, Priority.MODERATION, message_id=message)
        return
    # It waits to be posted, or Telegram has not answered yet.
    posts = case_outcomes.waiting_posts(batch.connection, chat.id)
    waiting = [p.id for p in posts if (CAPTCHA, visit.note) in p.subjects]
    case_outcomes.withdraw(batch.connection, waiting, "nobody waits for it any more", batch.now)
    if not waiting:
        key = f"{NOTE}:{chat.id}:{visit.note}:{batch.now}"
        due = batch.now + _POSTED
        timers.set_timer(batch.connection, key, NOTE, chat.id, None, due, str(visit.note))


def note_due(batch: Batch, event: Event) -> None:
    """A note was on its way when nobody needed it any more: by now it hangs there."""
    if event.timer is None:
        return
    chat, note = batch.chat(event), int(event.timer.payload)
    message = outbox.posted(batch.connection, chat.id, CAPTCHA, note)
    if message and not newcomers.sharing(batch.connection, chat.id, note):
        batch.call(event, "deleteMessage", chat.id, Priority.MODERATION, message_id=message)


def not_silenced(batch: Batch, event: Event) -> None:
    """The bot could not take the right to write: nobody has to answer for what they have anyway."""
    if event.timer is None:
        return
    chat, person = batch.chat(event), int(event.timer.payload)
    visit = newcomers.visit(batch.connection, chat.id, person)
    if visit is None or visit.kind != CAPTCHA:
        return
    if newcomers.end(batch.connection, chat.id, person, "left", batch.now, ("open",)):
        member = batch.state(chat.id, person, chat.community or batch.default_community)
        if member.role is Role.RESTRICTED:
            batch.change(structs.replace(member, role=Role.MEMBER))
        take_down(batch, event, chat, visit)


def came_restricted(batch: Batch, chat: KnownChat, person: int, restriction: Restriction) -> None:
    """What somebody may do whose captcha is open, once it is solved."""
    visit = newcomers.visit(batch.connection, chat.id, person)
    if visit is not None and visit.kind == CAPTCHA and visit.state == "open":
        earlier = {"granted": list(restriction.granted), "until": restriction.until}
        newcomers.change(batch.connection, chat.id, person, earlier=earlier)


def noticed(batch: Batch, event: Event) -> None:
    """Somebody else changed the rights of one who still waits: what they decided holds after the captcha."""
    person, chat = batch.author(event), batch.chat(event)
    ours = event.by is not None and event.by.username.lower() == batch.bot_username.lower()
    if person is None or event.by is None or ours or chat.community is None:
        return
    visit = newcomers.visit(batch.connection, chat.id, person.id)
    if visit is None or visit.kind != CAPTCHA or visit.state != "open":
        return
    if event.restriction is not None:
        came_restricted(batch, chat, person.id, event.restriction)
    elif newcomers.end(batch.connection, chat.id, person.id, "approved", batch.now):
        take_down(batch, event, chat, visit)
