"""The content gap in words, for /gap and the weekly report."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.courses.advisor import Advisor
from bot.courses.gap import Topic, topics
from bot.courses.showing import titles
from bot.texts import Html, say
from rules.config.book import RuleBook
from storage import asking

DAYS = 14
_DAY = 86_400


async def report(
    connection: AsyncConnection, advisor: Advisor, community: int, book: RuleBook, now: int, language: str
) -> Html | None:
    """What members asked about in the last two weeks and no course teaches; None when there is nothing."""
    model = await advisor.model(connection, book, now)
    if model is None:
        return None
    texts = await asking.newest_texts(connection, community, now - DAYS * _DAY)
    answered = await asking.replied_to(connection) if texts else set()
    found = topics([dict(text) for text in texts], answered, model.text, model.courses)
    if not found:
        return None
    names = titles(book.courses, language)
    lines = [_line(one, names, language) for one in found]
    return Html("\n\n".join([say(language, "gap-head", days=DAYS), *lines]))


def _line(topic: Topic, names: dict[str, str], language: str) -> Html:
    trend = "↑" if topic.trend > 0 else "↓" if topic.trend < 0 else "→"
    lines = [
        say(
            language,
            "gap-line",
            word=topic.word,
            askers=topic.askers,
            unanswered=round(100 * topic.unanswered),
            trend=trend,
        ),
        say(language, "gap-example", text=topic.example),
    ]
    if topic.course:
        key = "gap-taught" if topic.taught else "gap-nearest"
        lines.append(say(language, key, course=names.get(topic.course, topic.course)))
    else:
        lines.append(say(language, "gap-nothing"))
    return Html("\n".join(lines))
