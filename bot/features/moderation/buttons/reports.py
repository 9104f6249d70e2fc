"""Buttons under a report: who presses them has to moderate the group of the message."""

from __future__ import annotations

from bot.core.authority import moderates, must_ask, shares
from bot.core.batch import Batch
from bot.features.moderation.cards import ask_once_more, is_id
from bot.features.moderation.moderator_actions import act
from bot.features.moderation.report_cards import DECISIONS, VERB, show
from bot.features.moderation.report_points import reward
from bot.text.messages import language_of, plain
from rules.engine.actions import Action, Ban, Delete, Mute, Warn
from rules.engine.events import Event
from storage import chats, people, reports
from storage.directory import KnownPerson
from storage.tables import Reported

_HOUR = 3600


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """Do what the button says; the sentence for whoever pressed, None when Telegram is asked first."""
    number, _, what = arguments.partition(":")
    person, press = batch.author(event), event.press
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or press is None or not is_id(number):
        return plain(language, "button-unknown")
    reported = reports.find(batch.connection, int(number))
    if reported is None or what not in (*DECISIONS, "sure", "back"):
        return plain(language, "button-unknown")
    if must_ask(batch, event, [reported.chat_id]):
        return None
    if not moderates(batch, reported.chat_id, person.id, reported.community_id):
        return plain(language, "case-not-yours")
    if person.id == reported.person_id:
        return plain(language, "case-own")
    if reported.state != reports.OPEN:
        return plain(language, "report-decided-before")
    if what == "back":
        show(batch, event, reported)
        return ""
    if what == "ban":
        ask_once_more(batch, event, VERB, int(number))
        return plain(language, "press-sure")
    return _decide(batch, event, reported, "ban" if what == "sure" else what, person, language)


def _decide(batch: Batch, event: Event, reported: Reported, what: str, by: KnownPerson, language: str) -> str:
    known = people.known(batch.connection, [reported.person_id])
    chat = chats.find(batch.connection, reported.chat_id)
    if chat is None or reported.id is None:
        return plain(language, "button-unknown")
    member = known[reported.person_id]
    state = batch.state(chat.id, member.id, reported.community_id)
    if what != "dismiss" and (state.role.moderates or member.bot):
        return plain(language, "target-protected")
    if reports.decide(batch.connection, reported.id, what, by.id, batch.now) and what != "dismiss":
        reward(batch, event, reported, by.id)
    alone = not shares(batch, reported.community_id, [chat.id], "warnings")
    removal = Delete()
    wanted: dict[str, tuple[Action, ...]] = {
        "delete": (removal,),
        "warn": (removal, Warn(expires=batch.book.escalation.expires, alone=alone)),
        "mute": (removal, Mute(_HOUR)),
        "ban": (removal, Ban()),
        "dismiss": (),
    }
    if wanted[what]:
        act(
            batch,
            event,
            wanted[what],
            chat=chat,
            person=member,
            state=state,
            moderator=by,
            name=what,
            reason=plain(batch.spoken(chat.id), "report-reason"),
            message_id=reported.message_id,
        )
    after = reports.find(batch.connection, reported.id)
    if after is not None:
        show(batch, event, after)
    return plain(language, f"report-pressed-{what}")
