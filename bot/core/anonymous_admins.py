"""Let commands of anonymous administrators wait until somebody who may give them says: it was me."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bot.core.authority import moderates, must_ask
from bot.core.batch import Batch
from bot.core.buttons import ANYONE, button
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, mention
from bot.text.messages import language_of, plain, say
from rules.engine.events import Event, Sender, Timer
from storage.timers import pull, set_timer

CONFIRM, VERB = "confirm command", "me"
_PATIENCE = 300  # seconds


def ask_who(batch: Batch, event: Event, name: str) -> None:
    """Keep the command, and ask in the group who gave it."""
    chat, language = batch.chat(event), batch.book.community.language
    key, payload = f"confirm:{event.update_id}", msgspec.json.encode(event).decode()
    set_timer(batch.connection, key, CONFIRM, chat.id, None, batch.now + _PATIENCE, payload)
    sign = batch.services.buttons.signer(chat.id, ANYONE, batch.now)
    rows = [[button(plain(language, "confirm-button"), sign(VERB, str(event.update_id)))]]
    batch.call(
        event,
        "sendMessage",
        chat.id,
        text=say(language, "confirm-ask", command=name),
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": event.message_id, "allow_sending_without_reply": True},
        reply_markup={"inline_keyboard": rows},
        then=(Follow(REMOVED_LATER, after=_PATIENCE),),
    )


def pressed_me(run: Callable[[Batch, Event], None], batch: Batch, event: Event, arguments: str) -> str | None:
    """Run the command that waits in the name of whoever pressed, once, and say who that was."""
    person, press, chat = batch.author(event), event.press, batch.chat(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or event.person is None or press is None:
        return plain(language, "button-unknown")
    if must_ask(batch, event, [chat.id]):
        return None
    if not moderates(batch, chat.id, person.id, batch.community(event)):
        return plain(language, "command-moderators-only")
    payload = pull(batch.connection, f"confirm:{arguments}", batch.now)
    if payload is None:
        return plain(language, "button-old")
    given = msgspec.json.decode(payload, type=Event)
    command = given.content.command if given.content else None
    name = command.name.lower() if command else ""
    batch.edit_pressed(
        event,
        say(
            batch.book.community.language,
            "confirm-done",
            member=mention(person.id, person.name),
            command=name,
        ),
    )
    # Its own number: the update id of the command was decided long ago.
    mine = msgspec.structs.replace(
        given,
        update_id=event.update_id,
        person=event.person,
        sender=Sender.MEMBER,
        timer=event.timer or Timer(0, CONFIRM),
    )
    run(batch, mine)
    return ""
