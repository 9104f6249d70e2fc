"""Questions and answers, declared."""

from __future__ import annotations

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.questions_answers import asking, buttons, commands, events, jobs, reminding
from bot.features.questions_answers.showing import VERB
from bot.features.questions_answers.solved_questions import SolvedQuestions
from bot.features.questions_answers.tables import TABLES
from rules.engine.events import Kind

_GOOD_FOR = 90 * 86_400  # seconds

FEATURE = Feature(
    "questions_answers",
    needs=("content_gap", "courses"),
    commands=commands.COMMANDS,
    buttons={
        VERB: Verb(buttons.pressed, lasts=_GOOD_FOR),
        reminding.VERB: Verb(reminding.pressed, lasts=_GOOD_FOR),
    },
    events={Kind.MESSAGE: events.heard},
    follow_ups={asking.CARD: asking.keep_card},
    tables=TABLES,
    jobs={
        "idle_questions": JobKind(jobs.close_idle),
        "unanswered": JobKind(reminding.unanswered, reminding.ReminderOptions),
    },
    services=lambda _settings, _community: {SolvedQuestions: SolvedQuestions()},
)
