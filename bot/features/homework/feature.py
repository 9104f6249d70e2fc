"""Homework, declared."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.homework import cards, grading, handing_in, reminding, setting, showing
from rules.config.homework import Homeworks
from rules.engine.events import Event, Kind
from storage.personal import ALWAYS, ROW, UNTIL_ERASED, holding
from storage.tables import HomeworkDraft, HomeworkHandin, HomeworkRow

_DAY = 86_400

# What was handed in stays until a person is erased, so that nothing pays twice; drafts go after a day.
TABLES = (
    holding(
        HomeworkRow, "set_by", {"set_by": ALWAYS}, "id community_id chat_id title text due_at at ended_at", {}
    ),
    holding(
        HomeworkDraft,
        "person_id",
        dict.fromkeys(
            ("person_id", "step", "name", "title", "text", "due_at", "chat_id", "at"), UNTIL_ERASED
        ),
        "",
        ROW,
    ),
    holding(
        HomeworkHandin,
        "person_id",
        dict.fromkeys(
            (
                *("person_id", "name", "version", "message_id", "album", "at", "late", "text_print"),
                *("file_print", "grade", "comment", "turn", "graded_by", "graded_at"),
            ),
            UNTIL_ERASED,
        ),
        "id community_id chat_id",
        ROW,
    ),
)


def _heard(batch: Batch, event: Event) -> None:
    answers = event.reply is not None or (event.content is not None and event.content.album)
    if answers and not event.chat.private:
        handing_in.heard(batch, event)
        if batch.chat(event).role == "moderators":
            grading.commented(batch, event)


FEATURE = Feature(
    "homework",
    needs=("camps", "courses", "membership", "moderation", "points"),
    commands=showing.COMMANDS,
    buttons={
        setting.VERB: Verb(showing.pressed, 60 * _DAY),
        cards.GRADE: Verb(grading.pressed, 180 * _DAY),
    },
    events={Kind.MESSAGE: _heard, Kind.EDIT: handing_in.edited},
    jobs={"homework": JobKind(reminding.remind)},
    file=("homework", Homeworks),
    tables=TABLES,
)
