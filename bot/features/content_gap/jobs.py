"""The weekly report on what members ask about and no course covers, for the moderators' group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.scheduler import Ahead, Run
from bot.features.courses import members_only
from rules.config.extensions import JobOptions
from storage import chats, questions
from storage.store import Store

if TYPE_CHECKING:
    from bot.features.content_gap.report import Report

_AT_ONCE, _ROUNDS = 500, 400  # messages a transaction, transactions a run


class GapOptions(JobOptions):
    """How many days the job `gap` reports on."""

    days: int = 7


def survey(ahead: Ahead) -> Report | None:
    """Read on in what members wrote, and report on the last days; nothing without a moderators' group."""
    from bot.features.content_gap.question_gathering import gather
    from bot.features.content_gap.report import report

    with ahead.store.read() as connection:
        if chats.moderators_group(connection, ahead.community) is None:
            return None
    with ahead.store.write() as connection:
        gather(connection, ahead.community, ahead.now, _AT_ONCE)
    days = max(1, ahead.options(GapOptions).days)
    with ahead.store.read() as connection:
        return report(connection, ahead.community, ahead.book.courses, ahead.now, days)


def gap(run: Run) -> int:
    """Post the report that was prepared into the moderators' group, if there is one."""
    from bot.features.content_gap.rendering import shown

    found: Report | None = run.prepared
    room = chats.moderators_group(run.connection, run.community)
    if room is None or found is None or not found.topics:
        return 0
    texts = questions.texts_of(
        run.connection, [place for topic in found.gaps for place in topic.examples], run.now
    )
    text = shown(found, [members_only.told(run, c, 0) for c in run.book.courses], texts, run.spoken(room))
    run.call(
        "sendMessage",
        room,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    return run.posts


def gather_questions(run: Run) -> int:
    """Note what was asked since the last time, as words, once the run is committed: in small transactions."""

    async def go_on(store: Store) -> None:
        from bot.features.content_gap.question_gathering import gather

        for _ in range(_ROUNDS):
            read = await store.change(lambda c: gather(c, run.community, run.now, _AT_ONCE))
            if read < _AT_ONCE:
                break

    run.afterwards.append(go_on)
    return 0
