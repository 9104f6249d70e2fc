"""How fast somebody writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from pydantic import Field

from rules.conditions.base import Condition, Duration, Look, Options
from rules.engine.albums import goes_on, messages_in
from rules.engine.carried_counts import CARRIED, carried, count_of
from rules.engine.decision import Finding
from rules.engine.durations import spelled
from rules.engine.events import Media
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.state import recent

Counted = Literal[
    "message", "edit", "join", "join_request", "leave", "reaction", "rename", "report",
    "links", "mentions", "emoji",
    "media", "animation", "audio", "contact", "document", "photo", "poll", "sticker", "story", "video",
    "video_note", "voice",
]  # fmt: skip
_PARTS = {"links": Part.LINKS, "mentions": Part.MENTIONS, "emoji": Part.EMOJI}
_MEDIA = frozenset(m.value for m in Media if m)


class Rate(Options):
    """`times` events or more `within` a while, this one included: of the member, or `by: chat` of all; an
    album is one. `of` says what counts: message (if left out), media, photo, sticker …, edit, join, leave,
    reaction, report; or links, mentions, emoji: all that the messages of that time carry."""

    times: int = Field(ge=2, le=500)
    within: Duration
    by: Literal["member", "chat"] = "member"
    of: Counted = "message"


def _counts(of: str, kind: str, media: str) -> bool:
    """Whether an event of a kind, carrying some media or none, is among what is counted."""
    if of == "media":
        return bool(media) and kind == "message"
    return media == of and kind == "message" if of in _MEDIA else kind == of


def build(options: Rate) -> Look:
    """Count events of the kind in the window."""
    if options.of in CARRIED:
        return _build_carried(options)
    window = spelled(options.within)

    def look(facts: Facts) -> Finding:
        past = facts.activity.member if options.by == "member" else facts.activity.chat
        since = facts.event.at - options.within
        counted = [seen for seen in recent(past, since) if _counts(options.of, seen.kind, seen.media)]
        found = messages_in(counted)
        if _counts(options.of, facts.event.kind, facts.content.media):
            found += not goes_on(facts.event, counted)
        messages = tuple(sorted(s.message_id for s in counted)) if options.by == "member" else ()
        values = {"count": found, "limit": options.times, "within": window}
        return Finding(found >= options.times, values, messages=messages)

    return look


def _build_carried(options: Rate) -> Look:
    """Count what messages carry in the window: of one that was edited, the most it ever had."""
    window, what = spelled(options.within), options.of

    def look(facts: Facts) -> Finding:
        own = count_of(carried(facts.content), what)
        values = {"count": own, "limit": options.times, "within": window}
        if not own:
            return Finding(False, values)
        past = facts.activity.member if options.by == "member" else facts.activity.chat
        before: dict[int, int] = {}
        for seen in recent(past, facts.event.at - options.within):
            if seen.carried:
                count = count_of(seen.carried, what)
                before[seen.message_id] = max(count, before.get(seen.message_id, 0))
        found = max(own, before.pop(facts.event.message_id, 0)) + sum(before.values())
        messages = tuple(sorted(m for m, n in before.items() if n)) if options.by == "member" else ()
        return Finding(found >= options.times, values | {"count": found}, messages=messages)

    return look


def _needs(options: Rate) -> Part:
    if options.of in CARRIED:
        return _PARTS[options.of]
    return Part.PACE_OF_MEMBER if options.by == "member" else Part.PACE_OF_CHAT


def paces_of(conditions: Iterable[Rate]) -> dict[Part, Callable[[Facts], bool]]:
    """Whether anything happened within the longest time that these conditions count, by whom they count."""
    longest = {"member": 0, "chat": 0}
    for options in conditions:
        if options.of in CARRIED:
            continue
        longest[options.by] = max(longest[options.by], options.within)

    def of_member(facts: Facts) -> bool:
        past = facts.activity.member
        return bool(past) and past[-1].at >= facts.event.at - longest["member"]

    def of_chat(facts: Facts) -> bool:
        past = facts.activity.chat
        return bool(past) and past[-1].at >= facts.event.at - longest["chat"]

    return {Part.PACE_OF_MEMBER: of_member, Part.PACE_OF_CHAT: of_chat}


CONDITION = Condition("rate", Rate, build, "rate: {times: 6, within: 10s}", _needs)
