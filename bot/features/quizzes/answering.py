"""Who answers a question: the first answer counts, once, of those who are in the group."""

from __future__ import annotations

from functools import partial

from bot.core.batch import Batch
from bot.features.points.bonuses import grant
from rules.config.quizzes import Quizzes
from rules.engine.events import Event
from rules.engine.people import is_person
from storage import members, quizzes
from storage.quizzes import Poll
from storage.timers import set_timer

SOURCE = "quiz"
LATER = "quiz answer"  # timer: an answer that came before Telegram told of its poll
_WAIT = 5  # seconds


def answered(batch: Batch, event: Event) -> None:
    """Somebody answers a poll."""
    vote = event.vote
    if vote is None or not vote.options or not batch.files.file(Quizzes).quizzes:
        return
    if not _take(batch, event, vote.poll, vote.options[0]):
        person = batch.author(event)
        key, payload = f"{LATER}:{event.update_id}:{event.at}", f"{vote.options[0]}:{vote.poll}"
        batch.writes.append(
            partial(
                set_timer,
                key=key,
                kind=LATER,
                chat=batch.chat(event).id,
                person=person.id if person is not None else None,
                due_at=batch.now + _WAIT,
                payload=payload,
            )
        )


def again(batch: Batch, event: Event) -> None:
    """An answer that came too early is looked at once more."""
    if event.timer is not None:
        option, _, poll = event.timer.payload.partition(":")
        _take(batch, event, poll, int(option))


def _take(batch: Batch, event: Event, name: str, option: int) -> bool:
    """Count an answer; False when the poll is not known (yet)."""
    poll, person = quizzes.by_poll(batch.connection, name), batch.author(event)
    if poll is None:
        return False
    if person is None or event.person is None or not is_person(event.person):
        return True
    # A poll that is forwarded stays one poll: outsiders may answer it, too.
    if poll.chat_id not in members.inside(batch.connection, poll.community_id, person.id):
        return True
    if quizzes.answer(batch.connection, poll, person.id, option, event.at) and option == poll.correct:
        _pay(batch, event, poll, person.id)
    return True


def _pay(batch: Batch, event: Event, poll: Poll, person: int) -> None:
    """Points for a question, once for all: whoever asked it knew the answer."""
    if person == poll.asked_by:
        return
    grant(
        batch,
        poll.community_id,
        poll.chat_id,
        person,
        source=SOURCE,
        key=f"{SOURCE}:{poll.community_id}:{poll.quiz}:{poll.mark}:{person}",
        points=poll.points,
        at=event.at,
        message=poll.message_id,
    )
