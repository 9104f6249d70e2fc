"""A question's time is over: its poll is stopped, and how it went is told once Telegram has stopped it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import say
from rules.engine.events import Event
from storage import boards, quizzes, timers

STOPPED = follow_kind("quiz stopped", "quizzes")
RESULTS = "quiz results"  # timer: answers that were under way have come
_UNDER_WAY, _LASTS, _NAMED = 3, 6 * 3600, 5  # seconds, seconds, people


def close(batch: Batch, event: Event) -> None:
    """Stop a question's poll."""
    poll = quizzes.by_id(batch.connection, int(event.timer.payload)) if event.timer is not None else None
    if poll is None or poll.closed_at:
        return
    quizzes.close(batch.connection, poll.id, batch.now)
    then = (Follow(STOPPED, payload=str(poll.id)),)
    batch.call(event, "stopPoll", poll.chat_id, message_id=poll.message_id, then=then)


def stopped(connection: Connection, receipt: Receipt) -> None:
    """Telegram has stopped a poll; when it refused, the message is gone, and nothing is told."""
    key, due = f"{RESULTS}:{receipt.follow.payload}", receipt.now + _UNDER_WAY
    timers.set_timer(connection, key, RESULTS, receipt.call.lane, None, due, receipt.follow.payload)


def tell(batch: Batch, event: Event) -> None:
    """Tell how a question went, in a note that goes after some hours; nobody answered: nothing."""
    poll = quizzes.by_id(batch.connection, int(event.timer.payload)) if event.timer is not None else None
    given = quizzes.answers(batch.connection, poll.id) if poll is not None else {}
    if poll is None or not given:
        return
    right = [person for person, correct in given.items() if correct]
    order = {person: len(right) - place for place, person in enumerate(right)}
    shown = boards.ranked(batch.connection, poll.community_id, order, _NAMED)
    text = say(
        batch.spoken(poll.chat_id),
        "quiz-results",
        right=len(right),
        all=len(given),
        names=", ".join(place.name for place in shown),
        named=len(shown),
    )
    batch.call(
        event,
        "sendMessage",
        poll.chat_id,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        reply_parameters={"message_id": poll.message_id, "allow_sending_without_reply": True},
        then=(Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_LASTS)),),
    )
