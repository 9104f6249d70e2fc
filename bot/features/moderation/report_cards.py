"""Show a reported message to moderators: one message, changed with every report and decision."""

from __future__ import annotations

from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Button, button
from bot.core.follow_ups import POSTED
from bot.platforms.telegram.calls import Follow, Priority, mention
from bot.text.messages import Html, plain, say
from rules.config.community import gate_of
from rules.engine.events import Event
from rules.engine.gate import standing_gate
from rules.engine.state import Role
from storage import casework, chats, event_log, people, reports, timers
from storage.directory import KnownChat, platform_ids
from storage.tables import Report, Reported

CARD, VERB = "report", "rep"  # subject of the posted message and timer; button
DECISIONS = ("delete", "warn", "mute", "ban", "dismiss")
_QUOTE = 300  # characters of the message
_NAMED = 5  # reports that a card shows
_NEW = 86_400  # seconds for which a reporter is called new, also where their word counts at once
_AFTER = 2  # seconds until a card that is on its way has its receipt


def show(batch: Batch, event: Event, reported: Reported) -> bool:
    """Post the card, or change the one that is there; False when there is no moderators' group."""
    room = chats.moderators_group(batch.connection, reported.community_id)
    if room is None or reported.id is None:
        return False
    shown = _card(batch, reported, room)
    there = casework.posted(batch.connection, CARD, reported.id)
    if there:
        for chat, message in there:
            batch.call(event, "editMessageText", chat, Priority.REPLY, message_id=message, **shown)
        return True
    if reported.at == batch.now and len(_reports(batch, reported)) == 1:
        follow = Follow(POSTED, subject=CARD, subject_id=reported.id)
        batch.call(event, "sendMessage", room, Priority.REPLY, then=(follow,), **shown)
        return True
    key = f"{CARD}:{reported.id}:{event.update_id}"
    due = batch.now + _AFTER
    timers.set_timer(batch.connection, key, CARD, reported.chat_id, None, due, str(reported.id))
    return True


def due(batch: Batch, event: Event) -> None:
    """A card that was on its way is there by now: let it show the reports that came meanwhile."""
    if event.timer is None:
        return
    reported = reports.find(batch.connection, int(event.timer.payload))
    if reported is not None and casework.posted(batch.connection, CARD, int(event.timer.payload)):
        show(batch, event, reported)


def _reports(batch: Batch, reported: Reported) -> list[Any]:
    return list(reports.of_message(batch.connection, reported.chat_id, reported.message_id))


def _card(batch: Batch, reported: Reported, room: int) -> dict[str, Any]:
    """The card as the parameters of a message in the room."""
    language = batch.spoken(room)
    told = _reports(batch, reported)
    wanted = {reported.person_id, *(r.reporter_id for r in told), *({reported.decided_by} - {None})}
    known = people.known(batch.connection, sorted(p for p in wanted if p is not None))
    chat = chats.find(batch.connection, reported.chat_id)
    text = event_log.text_of(batch.connection, reported.chat_id, reported.message_id)
    author = known[reported.person_id]
    lines = [
        say(language, "report-head", count=len(told), chat=chat.title if chat is not None else "–"),
        say(language, "report-author", member=mention(author.id, author.name)),
        say(language, "case-quote", quote=text[:_QUOTE] or say(language, "report-without-text")),
    ]
    for r in told[:_NAMED]:
        reporter = mention(r.reporter_id, known[r.reporter_id].name)
        mark = _standing(batch, reported, r, language)
        key = "report-line" if r.reason else "report-line-wordless"
        lines.append(say(language, key, reporter=reporter, mark=mark, reason=r.reason))
    if len(told) > _NAMED:
        lines.append(say(language, "report-more", count=len(told) - _NAMED))
    if chat is not None:
        lines.append(link_to(batch, chat, reported.message_id, language))
    if reported.state != reports.OPEN and reported.decided_by is not None:
        by = known[reported.decided_by].name
        lines.append(say(language, f"report-decided-{reported.state}", by=by))
    rows = _buttons(batch, reported, room, language) if reported.state == reports.OPEN else []
    return {
        "text": Html("\n".join(line for line in lines if line)),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": rows},
    }


def _standing(batch: Batch, reported: Reported, report: Report, language: str) -> Html:
    """A mark of whoever was new here when they reported, or whose word does not count yet."""
    state = batch.state(reported.chat_id, report.reporter_id, reported.community_id)
    gate = gate_of(batch.book.community.reporters)
    moderates = state.role.moderates or state.role is Role.TRUSTED
    if not moderates and state.age(report.at) < max(_NEW, gate.member_for):
        return say(language, "report-by-new")
    return say(language, "report-by-few") if standing_gate(state, report.at, gate) else Html("")


def _buttons(batch: Batch, reported: Reported, room: int, language: str) -> list[list[Button]]:
    sign = batch.services.buttons.signer(room, ANYONE, batch.now)
    made = [button(plain(language, f"report-{d}"), sign(VERB, f"{reported.id}:{d}")) for d in DECISIONS]
    return [made[:2], made[2:4], made[4:]]


def link_to(batch: Batch, chat: KnownChat, message: int, language: str) -> Html:
    """A link to a message, as far as the group has any (core.telegram.org/api/links#message-links)."""
    if chat.username:
        return say(language, "report-link", url=Html(f"https://t.me/{chat.username}/{message}"))
    ids, _ = platform_ids(batch.connection, [chat.id], [])
    number = str(ids.get(chat.id, ""))
    if not number.startswith("-100"):
        return Html("")
    return say(language, "report-link", url=Html(f"https://t.me/c/{number.removeprefix('-100')}/{message}"))
