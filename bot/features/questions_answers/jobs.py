"""Questions in which nothing happens any more are closed; their cards say so."""

from __future__ import annotations

from bot.core.scheduler import Run
from bot.text.messages import say
from storage import answering
from storage.answering import CLOSED


def close_idle(run: Run) -> int:
    """Close open questions that were idle for as long as community.yaml says."""
    before = run.now - run.book.community.questions.close_after
    for question in answering.idle(run.connection, run.community, before):
        answering.set_state(run.connection, question.id, CLOSED)
        if question.card:
            run.call(
                "editMessageText",
                question.chat,
                message_id=question.card,
                text=say(run.spoken(question.chat), "qa-card-closed", number=question.id),
                parse_mode="HTML",
                reply_markup={"inline_keyboard": []},
            )
    return run.posts
