"""Ask questions: those first that a group was never asked, then those it was asked longest ago."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.platforms.telegram.calls import Follow, follow_kind
from bot.platforms.telegram.follow_up import Receipt
from rules.config.quizzes import Question, Quiz
from storage import quizzes, timers
from storage.quizzes import Poll

ASKED = follow_kind("quiz asked", "quizzes")
CLOSE = "quiz close"  # timer: a question's time is over


class Wanted(Struct, frozen=True):
    """What is to be remembered of a question once Telegram has posted it."""

    community: int
    quiz: str
    mark: int
    correct: int
    points: int
    open_for: int
    asked_by: int = 0


def chosen(connection: Connection, chat: int, quiz: Quiz, count: int) -> list[Question]:
    """The next questions for a group."""
    asked = quizzes.last_asked(connection, chat, quiz.id)
    return sorted(quiz.questions, key=lambda question: asked.get(question.mark, 0))[:count]


def params_of(quiz: Quiz, question: Question, language: str) -> dict[str, Any]:
    """The parameters of sendPoll."""
    why = question.why.get(language)
    return {
        "question": question.ask[language],
        "options": [{"text": option[language]} for option in question.options],
        "type": "quiz",
        "is_anonymous": False,
        "correct_option_ids": [question.right - 1],
        "disable_notification": True,
        **({"explanation": why} if why else {}),
    }


def follow_of(quiz: Quiz, question: Question, community: int, asked_by: int) -> Follow:
    """What follows once it is posted."""
    wanted = Wanted(
        community, quiz.id, question.mark, question.right - 1, quiz.points, quiz.open_for, asked_by
    )
    return Follow(ASKED, payload=msgspec.json.encode(wanted).decode())


def keep_poll(connection: Connection, receipt: Receipt) -> None:
    """A question is posted: remember it, and when it closes."""
    wanted = msgspec.json.decode(receipt.follow.payload, type=Wanted)
    chat, now = receipt.call.lane, receipt.now
    poll = Poll(
        poll=str(receipt.reply.result["poll"]["id"]),
        community_id=wanted.community,
        chat_id=chat,
        message_id=receipt.message_id,
        quiz=wanted.quiz,
        mark=wanted.mark,
        correct=wanted.correct,
        points=wanted.points,
        asked_by=wanted.asked_by or None,
        at=now,
        closes_at=now + wanted.open_for,
    )
    number = quizzes.note(connection, poll)
    if number:
        timers.set_timer(connection, f"{CLOSE}:{number}", CLOSE, chat, None, poll.closes_at, str(number))
