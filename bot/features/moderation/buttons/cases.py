"""Buttons under a case: who presses them has to moderate the group that the case is of."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.authority import moderates, must_ask, shares
from bot.core.batch import Batch
from bot.features.moderation import appeals
from bot.features.moderation.action_handler import reversible
from bot.features.moderation.cards import VERB, ask_once_more, brought_back, is_id, refresh
from bot.features.moderation.case_details import Dossier, read
from bot.features.moderation.case_opening import about_the_group
from bot.features.moderation.hooks import Approval, Hooks
from bot.features.moderation.moderator_actions import act
from bot.features.moderation.undo import lesson
from bot.features.moderation.undo_results import Asked
from bot.text.messages import language_of, plain, say
from rules.engine.actions import Ban
from rules.engine.events import Event
from rules.engine.state import Role
from storage import casework, people
from storage.directory import KnownPerson

Press = Callable[[Batch, Event, Dossier, KnownPerson, str], str]


def pressed_case(batch: Batch, event: Event, arguments: str) -> str | None:
    """Do what the button says; the sentence for whoever pressed, None when Telegram is asked first."""
    number, _, what = arguments.partition(":")
    person, press = batch.author(event), event.press
    if person is None or press is None or what not in _PRESSES or not is_id(number):
        return plain(batch.book.community.language, "button-unknown")
    language = language_of(person.language, batch.book.community.language)
    d = read(batch.connection, int(number))
    if d is None:
        return plain(language, "case-unknown", case=int(number))
    if must_ask(batch, event, [d.chat.id]):
        return None
    if not moderates(batch, d.chat.id, person.id, d.case["community_id"]):
        return plain(language, "case-not-yours")
    if person.id == d.case["person_id"] and not about_the_group(d.case):
        return plain(language, "case-own")
    if what == "ban":
        ask_once_more(batch, event, VERB, d.number)
        return plain(language, "press-sure")
    said = _PRESSES[what](batch, event, d, person, language)
    refresh(batch, event, d.number, also=(batch.chat(event).id, press.message_id))
    return said


def pressed_appeal(batch: Batch, event: Event, arguments: str) -> str | None:
    """A member objects to a case of their own."""
    person = batch.author(event)
    if person is None or not is_id(arguments):
        return plain(batch.book.community.language, "button-unknown")
    key = appeals.object_to(batch, event, int(arguments), person, "")
    language = language_of(person.language, batch.book.community.language)
    if key.startswith("appeal-filed") and event.chat.private:
        text = say(language, "appeal-reason", case=int(arguments))
        batch.call(event, "sendMessage", batch.chat(event).id, text=text, parse_mode="HTML")
    return plain(language, key, case=int(arguments))


def _undo(batch: Batch, event: Event, d: Dossier, by: KnownPerson, language: str) -> str:
    undone = appeals.take_back(batch, event, d, by, _asked(batch, event))
    if undone is None:
        return plain(language, "press-undone-before", by=d.name(d.case["undone_by"]))
    if undone.waits:
        return plain(language, "press-undoing")
    return plain(language, "press-undone", what=brought_back(language, undone.back))


def _asked(batch: Batch, event: Event) -> Asked:
    return Asked((batch.chat(event).id, event.press.message_id) if event.press is not None else None)


def _approve(batch: Batch, event: Event, d: Dossier, by: KnownPerson, language: str) -> str:
    approve = batch.services.of(Hooks).approve
    if approve is None:
        return plain(language, "button-unknown")
    if not shares(batch, d.case["community_id"], [d.chat.id], "trust"):
        return plain(language, "not-shared-trust")
    undone = appeals.take_back(batch, event, d, by, _asked(batch, event)) if reversible(d) else None
    c = d.case
    known = people.known(batch.connection, [c["person_id"]])
    approve(batch, event, Approval(c["community_id"], d.chat, known[c["person_id"]], by, d.number))
    if undone is None:
        return plain(language, "press-approved")
    if undone.waits:
        return plain(language, "press-approved-undoing")
    return plain(language, "press-approved-undone", what=brought_back(language, undone.back))


def _back(_batch: Batch, _event: Event, _d: Dossier, _by: KnownPerson, _language: str) -> str:
    return ""


def _ban(batch: Batch, event: Event, d: Dossier, by: KnownPerson, language: str) -> str:
    known = people.known(batch.connection, [d.case["person_id"]])
    person = known[d.case["person_id"]]
    state = batch.state(d.chat.id, person.id, d.case["community_id"])
    if state.role.moderates or person.bot:
        return plain(language, "target-protected")
    if d.bans and state.role is Role.BANNED:
        return plain(language, "press-banned-before")
    act(
        batch,
        event,
        [Ban()],
        chat=d.chat,
        person=person,
        state=state,
        moderator=by,
        name="ban",
        reason=d.case["reason"],
        incident=d.number,
    )
    return plain(language, "press-banned")


def _label(label: str) -> Press:
    def press(batch: Batch, _event: Event, d: Dossier, by: KnownPerson, language: str) -> str:
        casework.set_label(batch.connection, [c["id"] for c in d.all], label)
        heard = shares(batch, d.case["community_id"], [d.chat.id], "spam")
        learn = batch.services.of(Hooks).learn
        if heard and learn is not None and d.texts:
            learn(batch, lesson(d, by, spam=label == "spam"))
        return plain(language, f"press-labelled-{label}")

    return press


def _decide(*, uphold: bool) -> Press:
    def press(batch: Batch, event: Event, d: Dossier, by: KnownPerson, language: str) -> str:
        key = appeals.decide(batch, event, d, by, _asked(batch, event), uphold=uphold)
        return plain(language, key, case=d.number)

    return press


_PRESSES: dict[str, Press] = {
    "approve": _approve,
    "back": _back,
    "ban": _ban,  # asked about first
    "sure": _ban,
    "ham": _label("ham"),
    "refuse": _decide(uphold=False),
    "spam": _label("spam"),
    "undo": _undo,
    "uphold": _decide(uphold=True),
}
