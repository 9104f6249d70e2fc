"""Conditions on who writes, when, and what happened before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rules.conditions.base import minutes_of
from rules.engine.carried_counts import CARRIED, carried, count_of
from rules.engine.durations import seconds_of, spelled
from rules.engine.events import Command, Content, Kind, Link, Mention
from rules.engine.normalize import digest
from rules.engine.state import BEFORE, Activity, PastEvent, Role, Warning
from tests.rules.make import NOW, book, event, link, look, member, past, seen

HELLO = digest("hello there")


@pytest.mark.parametrize(
    ("options", "ago", "hit"),
    [
        ({"less": "24h"}, 3600, True),
        ({"less": "24h"}, 86_400, False),
        ({"less": "24h"}, None, False),  # was there before the bot
        ({"more": "7d"}, 8 * 86_400, True),
        ({"more": "7d"}, 6 * 86_400, False),
        ({"more": "7d"}, None, True),
        ({"more": "1h", "less": "1d"}, 7200, True),
        ({"more": "1h", "less": "1d"}, 60, False),
    ],
)
def test_joined(options: Any, ago: int | None, hit: bool) -> None:
    state = member(first_seen=BEFORE) if ago is None else member(joined_at=NOW - ago)
    assert look("joined", options, event(), state).hit is hit


@pytest.mark.parametrize(
    ("condition", "options", "state", "hit"),
    [
        ("messages", 3, {"messages": 3}, True),
        ("messages", 3, {"messages": 4}, False),
        ("messages", {"least": 4}, {"messages": 4}, True),
        ("points", 10, {"xp": 10}, True),
        ("points", 10, {"xp": 11}, False),
        ("points", {"least": 10, "most": 20}, {"xp": 21}, False),
        ("role", "restricted", {"role": Role.RESTRICTED}, True),
        ("role", ["restricted", "unknown"], {"role": Role.MEMBER}, False),
        ("warnings", 2, {"warnings": (Warning(NOW, 1), Warning(NOW, 1))}, True),
        ("warnings", 2, {"warnings": (Warning(NOW, 1), Warning(NOW - 9, 1, "", NOW))}, False),
    ],
)
def test_what_is_known_of_a_member(condition: str, options: Any, state: dict[str, Any], hit: bool) -> None:
    assert look(condition, options, event(), member(**state)).hit is hit


@pytest.mark.parametrize(
    ("start", "end", "local", "hit"),
    [
        ("09:00", "17:00", "09:00", True),
        ("09:00", "17:00", "17:00", False),
        ("23:30", "07:00", "23:30", True),
        ("23:30", "07:00", "06:59", True),
        ("23:30", "07:00", "07:00", False),
        ("8:00", "8:30", "08:15", True),
    ],
)
def test_clock(start: str, end: str, local: str, hit: bool) -> None:
    at = int(datetime.fromisoformat(f"2026-03-04T{local}+08:00").timestamp())
    assert look("clock", {"start": start, "end": end}, event(at=at)).hit is hit


@pytest.mark.parametrize(
    ("timezone", "options", "hit"),
    [
        ("UTC", "wed", True),
        ("UTC", ["thu", "fri"], False),
        ("Pacific/Kiritimati", "thu", True),
    ],
)
def test_the_weekday_is_the_local_one(timezone: str, options: Any, hit: bool) -> None:
    at = int(datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp())
    assert look("weekday", options, event(at=at), timezone=timezone).hit is hit


@pytest.mark.parametrize(
    ("options", "activity", "hit", "messages"),
    [
        ({"times": 3, "within": "10s"}, past(seen(9, 1), seen(2, 2)), True, (1, 2)),
        ({"times": 3, "within": "10s"}, past(seen(11, 1), seen(2, 2)), False, (2,)),
        ({"times": 3, "within": "10s"}, past(seen(9, 1, kind="edit"), seen(2, 2)), False, (2,)),
        ({"times": 2, "within": "10s"}, past(others=[seen(1, 5, person=8)]), False, ()),
        ({"times": 2, "within": "10s", "by": "chat"}, past(others=[seen(1, 5, person=8)]), True, ()),
    ],
)
def test_rate(options: Any, activity: Activity, hit: bool, messages: tuple[int, ...]) -> None:
    finding = look("rate", options, event("hi"), activity=activity)
    assert (finding.hit, finding.messages) == (hit, messages)


def test_rate_counts_joins_of_the_whole_chat() -> None:
    joins = past(others=[seen(s, 0, person=s, kind="join") for s in range(1, 5)])
    options = {"times": 5, "within": "1m", "by": "chat", "of": "join"}
    assert look("rate", options, event(kind=Kind.JOIN), activity=joins).hit
    assert not look("rate", options, event(kind=Kind.MESSAGE), activity=joins).hit


@pytest.mark.parametrize(
    ("options", "text", "activity", "hit", "messages"),
    [
        ({"times": 2}, "Hello  THERE", past(seen(60, 1, digest=HELLO)), True, (1,)),
        ({"times": 3}, "hello there", past(seen(60, 1, digest=HELLO)), False, (1,)),
        ({"times": 2}, "hello again", past(seen(60, 1, digest=HELLO)), False, ()),
        ({"times": 2}, "hello there", past(seen(601, 1, digest=HELLO)), False, ()),
        ({"times": 2}, "", past(seen(60, 1), seen(50, 2)), False, ()),
        ({"times": 2}, "hello there", past(seen(60, 100, digest=HELLO)), False, ()),  # itself, edited
        ({"times": 2, "longer_than": 10}, "hello there", past(seen(60, 1, digest=HELLO)), False, ()),
        (
            {"times": 2, "by": "chat"},
            "hello there",
            past(others=[seen(5, 1, person=8, digest=HELLO)]),
            True,
            (),
        ),
    ],
)
def test_duplicates(
    options: Any, text: str, activity: Activity, hit: bool, messages: tuple[int, ...]
) -> None:
    finding = look("duplicates", options, event(text), activity=activity)
    assert (finding.hit, finding.messages) == (hit, messages)


@pytest.mark.parametrize(
    ("arguments", "links", "hit"),
    [
        ("", (), False),
        ("excel for accountants", (), False),
        ("buy at shop.example", (Link("https://shop.example", "shop.example"),), True),
        ("the best course of them all, " * 3, (), True),
    ],
)
def test_a_command_that_asks_for_something_may_be_given_again(
    arguments: str, links: tuple[Link, ...], hit: bool
) -> None:
    text = f"/suggest {arguments}".strip()
    asked = event(text, command=Command("suggest", arguments), links=links)
    before = past(*(seen(n, n, digest=digest(text)) for n in (60, 50)))
    assert look("duplicates", {"times": 3}, asked, activity=before).hit is hit


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("10m", 600), ("2h", 7200), ("1d12h", 129_600), ("1w", 604_800)]
)
def test_durations(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds
    assert seconds_of(spelled(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "10", 10, "1.5h", "-2h", "2 h", "h", "2x", "forever"])
def test_what_is_no_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        seconds_of(text)


@pytest.mark.parametrize("text", ["24:00", "8", "08:60", 480, "noon"])
def test_what_is_no_time_of_day_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is no time of day"):
        minutes_of(text)


@pytest.mark.parametrize(
    ("options", "reason"),
    [({}, "give least, most, or both"), ({"least": 3, "most": 2}, r"least \(3\) is more than most \(2\)")],
)
def test_a_range_has_an_end_and_runs_upwards(options: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        look("points", options, event())


def shown(ago: int, message: int, person: int = 7, kind: str = "message", **content: Any) -> PastEvent:
    """Something written before, with what it carries."""
    return seen(ago, message, person=person, kind=kind)._replace(carried=carried(Content(**content)))


ONE = (link("https://a.example"),)
THREE = tuple(link(f"https://{n}.example") for n in range(3))


@pytest.mark.parametrize(
    ("options", "content", "activity", "count", "messages"),
    [
        ({"of": "links"}, {"links": THREE}, past(shown(9, 1, links=THREE), shown(2, 2)), 6, (1,)),
        ({"of": "links"}, {"links": THREE}, past(shown(61, 1, links=THREE)), 3, ()),
        ({"of": "links"}, {}, past(shown(9, 1, links=THREE)), 0, ()),
        ({"of": "links"}, {"links": THREE}, past(others=[shown(9, 1, 8, links=THREE)]), 3, ()),
        (
            {"of": "links", "by": "chat"},
            {"links": ONE},
            past(others=[shown(9, 1, 8, links=THREE)]),
            4,
            (),
        ),
        (
            {"of": "links"},
            {"links": ONE},
            past(shown(9, 1, links=THREE), shown(8, 1, kind="edit")),
            4,
            (1,),
        ),
        ({"of": "links"}, {"links": ONE}, past(shown(9, 100, links=THREE)), 3, ()),
        ({"of": "mentions"}, {"mentions": (Mention("a"), Mention("A"))}, past(), 1, ()),
        (
            {"of": "mentions"},
            {"mentions": (Mention("a"),)},
            past(shown(1, 1, mentions=(Mention("b"), Mention(person=5)))),
            3,
            (1,),
        ),
        ({"of": "emoji"}, {"text": "🎉👍🏽"}, past(shown(1, 1, text="😀", custom_emoji=4)), 6, (1,)),
    ],
)
def test_rates_of_links_mentions_and_emoji(
    options: Any, content: Any, activity: Activity, count: int, messages: tuple[int, ...]
) -> None:
    whole = {"times": 4, "within": "1m"} | options
    finding = look("rate", whole, event(**content), activity=activity)
    assert (finding.values["count"], finding.hit, finding.messages) == (count, count >= 4, messages)


def test_so_many_that_nobody_counts_them_stay_apart() -> None:
    number = carried(Content(text="😀" * 5000, links=ONE * 5000, mentions=(Mention("a"),)))
    assert [count_of(number, what) for what in CARRIED] == [1023, 1, 1023]


def test_messages_are_counted_through_when_a_rule_asks_alone(tmp_path: Path) -> None:
    rule = "rules:\n  - {{id: a, when: {{rate: {{times: 4, within: 1m, of: {of}}}}}, then: delete}}\n"
    assert book(tmp_path, rule.format(of="links")).counted
    assert not book(tmp_path, rule.format(of="message")).counted
