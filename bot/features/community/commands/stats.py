"""/stats: how lively the group is, for its moderators."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.private_answers import whisper
from bot.text.messages import Html
from storage import figures

_WEEK = 7 * 86_400


def stats(ask: Ask) -> Answer | None:
    """Messages, people and cases of the last day and week, in each group that whoever asks moderates."""

    def make(inner: Ask) -> Answer:
        return Answer(Html("\n\n".join([_group(inner, g.id, g.title) for g in ask.governed[:5]])))

    return whisper(ask, make)


def _group(ask: Ask, chat: int, title: str) -> Html:
    batch = ask.batch
    day = figures.of_group(batch.connection, chat, batch.now - 86_400)
    week = figures.of_group(batch.connection, chat, batch.now - _WEEK)
    members = figures.members(batch.connection, chat)
    lines = [
        ask.say("stats-head", chat=title, members=members),
        ask.say("stats-messages", day=day.messages, week=week.messages),
        ask.say("stats-writers", day=day.writers, week=week.writers),
        ask.say("stats-joins", day=day.joined, week=week.joined, left=week.left),
        ask.say("stats-cases", day=day.cases, week=week.cases),
    ]
    return Html("\n".join(lines))


COMMANDS = (Command("stats", stats, Who.STAFF, Where.BOTH, ("/stats",)),)
