"""Quizzes, declared."""

from __future__ import annotations

from bot.core.feature import Feature
from bot.core.scheduler import JobKind
from bot.features.quizzes import answering, asking, closing, commands
from rules.config.quizzes import Quizzes
from rules.engine.events import Kind
from storage.personal import ALWAYS, ROW, UNTIL_ERASED, holding
from storage.tables import QuizAnswer, QuizPoll

# Answers stay until a person is erased, so that no question pays twice.
TABLES = (
    holding(
        QuizPoll,
        "asked_by",
        {"asked_by": ALWAYS},
        "id poll community_id chat_id message_id quiz mark correct points at closes_at closed_at",
        {},
    ),
    holding(
        QuizAnswer,
        "person_id",
        dict.fromkeys(("person_id", "option", "correct", "at"), UNTIL_ERASED),
        "poll_id",
        ROW,
    ),
)

FEATURE = Feature(
    "quizzes",
    needs=("points",),
    commands=commands.COMMANDS,
    events={Kind.VOTE: answering.answered},
    timers={asking.CLOSE: closing.close, answering.LATER: answering.again, closing.RESULTS: closing.tell},
    follow_ups={asking.ASKED: asking.keep_poll, closing.STOPPED: closing.stopped},
    jobs={"quiz": JobKind(commands.ask_on_time, commands.QuizOptions)},
    file=("quizzes", Quizzes),
    tables=TABLES,
)
