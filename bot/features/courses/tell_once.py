"""Tell members something once: the note that it was told is written with the message that tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows
from bot.core.scheduler import Run
from bot.platforms.telegram.calls import Follow
from bot.text.messages import Html, language_of, plain
from rules.engine.events import Event
from storage import course_notices
from storage.course_notices import Notice
from storage.preferences import choose
from storage.store import Store

_AT_ONCE = 100  # messages a transaction
STOP = "stop"  # what the button carries that ends what comes by itself


@dataclass(frozen=True)
class Message:
    """A notice and how it is told; without a text it only counts as told."""

    notice: Notice
    text: Html | None
    rows: Rows
    silent: bool = False
    then: tuple[Follow, ...] = ()


def tells(run: Run, plan: Callable[[Run], list[Message]]) -> None:
    """Once the run is committed, tell what the plan finds, in small transactions."""

    async def tell(store: Store) -> None:
        messages = await store.look(lambda connection: plan(replace(run, connection=connection)))
        for start in range(0, len(messages), _AT_ONCE):
            await store.change(partial(_tell, run, messages[start : start + _AT_ONCE]))

    run.afterwards.append(tell)


def _tell(run: Run, messages: Sequence[Message], connection: Connection) -> None:
    new = course_notices.claim(connection, [m.notice for m in messages])
    part = replace(run, connection=connection)
    for message in messages:
        if message.notice.key in new and message.text is not None:
            part.call(
                "sendMessage",
                message.notice.chat_id,
                text=message.text,
                parse_mode="HTML",
                disable_notification=message.silent,
                link_preview_options={"is_disabled": True},
                reply_markup={"inline_keyboard": message.rows},
                then=message.then,
            )
    run.posts = part.posts


def ended(preference: str, said: str) -> Callable[[Batch, Event, str], str]:
    """The handler of the button under what comes by itself in private: whoever presses wants no more of it.

    Args:
        preference: the member's choice that becomes "off".
        said: the key of the sentence that they see.
    """

    def pressed(batch: Batch, event: Event, arguments: str) -> str:
        person = batch.author(event)
        language = language_of(person.language if person else "", batch.book.community.language)
        if person is None or not event.chat.private or arguments != STOP:
            return plain(language, "button-unknown")
        community, who = batch.community(event), person.id
        batch.writes.append(lambda c: choose(c, community, who, preference, "off", batch.now))
        return plain(language, said)

    return pressed
