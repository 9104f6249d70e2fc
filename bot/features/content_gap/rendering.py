"""Render the report for moderators: counts, never names; questions only as long as their texts are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.features.content_gap.question_gathering import FEWEST
from bot.features.content_gap.report import PARTLY, Report, Topic
from bot.features.courses.rendering import link
from bot.text.messages import Html, say
from rules.config.courses import Course
from storage.questions import Place

_GAPS, _COVERED = 6, 5  # topics shown
_LONGEST = 120  # characters of an example
_NAMES = re.compile(r"@\w+|https?://\S+|\bt\.me/\S+")
_SPACES = re.compile(r"\s+")


def shown(found: Report, courses: Sequence[Course], texts: Mapping[Place, str], language: str) -> Html:
    """The widest gaps with an example each, then what is covered."""
    if not found.topics:
        return say(language, "gap-none", days=_days(found), questions=found.questions)
    titles = {c.id: link(c, language) for c in courses}
    lines = [_head(found, language)]
    lines += [_gap(t, titles, texts, language) for t in found.gaps[:_GAPS]]
    if not found.gaps:
        lines.append(say(language, "gap-all-covered"))
    if found.covered:
        said = [
            say(language, "gap-covered-one", words=_words(t), askers=t.askers, course=titles[t.course])
            for t in found.covered[:_COVERED]
        ]
        separator = say(language, "list-separator")
        lines.append(say(language, "gap-covered", topics=Html(separator.join(said))))
    if any(t.askers < FEWEST for t in found.gaps[:_GAPS]):
        lines.append(say(language, "gap-few-note", fewest=FEWEST))
    return Html("\n\n".join(lines))


def _head(found: Report, language: str) -> Html:
    return say(
        language,
        "gap-head",
        days=_days(found),
        questions=found.questions,
        askers=found.askers,
        unanswered=found.unanswered,
        earlier=found.earlier,
    )


def _gap(topic: Topic, titles: Mapping[str, Html], texts: Mapping[Place, str], language: str) -> Html:
    few = "△ " if topic.askers < FEWEST else ""
    line = say(
        language,
        "gap-line",
        few=few,
        words=_words(topic),
        askers=topic.askers,
        questions=topic.questions,
        unanswered=topic.unanswered,
        trend=_trend(topic, language),
    )
    if topic.course and topic.course in titles:
        key = "gap-nearest" if topic.coverage >= PARTLY else "gap-far"
        percent = round(100 * topic.coverage)
        nearest = say(language, key, course=titles[topic.course], percent=percent)
    else:
        nearest = say(language, "gap-nothing")
    examples = [say(language, "gap-example", text=example(texts[p])) for p in topic.examples if p in texts]
    return Html("\n".join([line, nearest, *examples[:1]]))


def _trend(topic: Topic, language: str) -> Html:
    if topic.earlier < 0:
        return Html("")
    way = "up" if topic.askers > topic.earlier else "down" if topic.askers < topic.earlier else "same"
    return say(language, f"gap-trend-{way}", count=topic.earlier)


def _words(topic: Topic) -> str:
    return " · ".join(topic.words)


def _days(found: Report) -> int:
    return round((found.until - found.since) / 86_400)


def example(text: str) -> str:
    """A question in one short line, without the @names and links in it."""
    line = _SPACES.sub(" ", _NAMES.sub("…", text)).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
