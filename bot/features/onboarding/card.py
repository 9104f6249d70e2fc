"""The card of first steps: one message in private that is edited as steps are done."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.core.command import Answer, Ask
from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html, by_operators, language_of, plain, say
from rules.config.onboarding import Onboarding
from rules.engine.events import Event
from rules.engine.people import is_person
from storage import first_steps, members, people
from storage.directory import KnownChat, KnownPerson
from storage.first_steps import Steps

VERB, START = "fs", "steps"  # of the buttons, and what the link to the bot carries
CARD = follow_kind("first steps", "onboarding")
_LABEL = 40  # characters of a button


def greet(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson) -> Rows:
    """A newcomer is welcomed: their steps in private if the bot may write there, else a button that leads
    there.
    """
    if not batch.files.file(Onboarding).steps or not is_person(person) or chat.community is None:
        return []
    if people.private_chats(batch.connection, [person.id]):
        show(batch, event, chat.community, person)
        return []
    language = batch.spoken(chat.id)
    url = f"https://t.me/{batch.bot_username}?start={START}"
    return [[{"text": plain(language, "steps-open"), "url": url}]] if batch.bot_username else []


def show(batch: Batch, event: Event, community: int, person: KnownPerson) -> None:
    """Post somebody's card into the private chat; the one before is left as it is."""
    room = people.private_chats(batch.connection, [person.id]).get(person.id)
    if room is None:
        return
    known = first_steps.begin(batch.connection, community, person.id, room, event.at)
    batch.call(
        event,
        "sendMessage",
        room,
        text=_text(batch, known, person),
        parse_mode="HTML",
        disable_notification=True,
        reply_markup={"inline_keyboard": _rows(batch, known, person)},
        then=(Follow(CARD, subject_id=person.id, payload=str(community)),),
    )


def opened(ask: Ask) -> Answer | None:
    """A newcomer follows the button under the welcome into the private chat."""
    batch = ask.batch
    if not batch.files.file(Onboarding).steps or not members.inside(
        batch.connection, ask.community, ask.person.id
    ):
        return ask.answer("steps-none")
    show(batch, ask.event, ask.community, ask.person)
    return None


def edit(batch: Batch, event: Event, known: Steps, person: KnownPerson) -> None:
    """Write somebody's card anew, as it stands now."""
    if known.message:
        batch.call(
            event,
            "editMessageText",
            known.room,
            message_id=known.message,
            text=_text(batch, known, person),
            parse_mode="HTML",
            reply_markup={"inline_keyboard": _rows(batch, known, person)},
        )


def _language(batch: Batch, person: KnownPerson) -> str:
    return language_of(person.language, batch.files.community.language)


def _text(batch: Batch, known: Steps, person: KnownPerson) -> Html:
    language, steps = _language(batch, person), batch.files.file(Onboarding).steps
    over = all(step.id in known.done for step in steps)
    lines = [
        say(
            language,
            "steps-done" if step.id in known.done else "steps-open-line",
            text=by_operators(step.text.get(language) or next(iter(step.text.values()))),
        )
        for step in steps
    ]
    return Html("\n".join([say(language, "steps-over" if over else "steps-head"), *lines]))


def _rows(batch: Batch, known: Steps, person: KnownPerson) -> Rows:
    language, sign = _language(batch, person), batch.services.buttons.signer(known.room, person.id, batch.now)
    rows = Rows()
    for step in batch.files.file(Onboarding).steps:
        words = step.text.get(language) or next(iter(step.text.values()))
        if step.id in known.done:
            continue
        if step.link:
            rows.append([{"text": f"→ {words}"[:_LABEL], "url": step.link}])
        if step.done == "press":
            rows.append([button(f"✓ {words}"[:_LABEL], sign(VERB, step.id))])
    return rows


def keep_card(connection: Connection, receipt: Receipt) -> None:
    """Remember which message the card is."""
    if receipt.message_id:
        first_steps.keep_card(
            connection, int(receipt.follow.payload), receipt.follow.subject_id, receipt.message_id
        )
