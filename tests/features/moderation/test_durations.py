"""Durations as people write them, in both languages; what is not clear is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.durations import Unreadable, ends_with_one, parse, read
from rules.engine.state import FOREVER

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("text", "seconds", "rest"),
    [
        ("2h", 2 * HOUR, ""),
        ("1d12h", 36 * HOUR, ""),
        ("10 minutes", 10 * MINUTE, ""),
        ("10 minutes too loud", 10 * MINUTE, "too loud"),
        ("for 10 minutes", 10 * MINUTE, ""),
        ("30分钟", 30 * MINUTE, ""),
        ("1小时 吵", HOUR, "吵"),
        ("1小时吵", HOUR, "吵"),
        ("１小时，吵", HOUR, "吵"),
        ("10m吵", 10 * MINUTE, "吵"),
        ("7天", 7 * DAY, ""),
        ("7 days", 7 * DAY, ""),
        ("７ｄ", 7 * DAY, ""),
        ("1.5h", 90 * MINUTE, ""),
        ("１．５小时", 90 * MINUTE, ""),
        ("1,5 hours", 90 * MINUTE, ""),
        ("1个月", 30 * DAY, ""),
        ("1 month", 30 * DAY, ""),
        ("一天", DAY, ""),
        ("一天半", 36 * HOUR, ""),
        ("两周", 14 * DAY, ""),
        ("十五分钟", 15 * MINUTE, ""),
        ("二十四小时", 24 * HOUR, ""),
        ("一百二十天", 120 * DAY, ""),
        ("半小时", 30 * MINUTE, ""),
        ("半个小时", 30 * MINUTE, ""),
        ("一个半小时", 90 * MINUTE, ""),
        ("1小時30分鐘", 90 * MINUTE, ""),
        ("half an hour", 30 * MINUTE, ""),
        ("a day too loud", DAY, "too loud"),
        ("one week", 7 * DAY, ""),
        ("1 day and 2 hours spam", 26 * HOUR, "spam"),
        ("永久", FOREVER, ""),
        ("永久 广告", FOREVER, "广告"),
        ("forever", FOREVER, ""),
        ("for good, sorry", FOREVER, "sorry"),
        ("PERMANENT", FOREVER, ""),
    ],
)
def test_a_duration_is_read_with_what_stands_behind_it(text: str, seconds: int, rest: str) -> None:
    assert read(text) == (seconds, rest)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2x",
            "-1h",
            "+1h",
            "−1h",
            "10",
            "10:30",
            "1h2x",
            "1h30",
            "2hoursx",
            "1-2h",
            "1h-2h",
            "1e3m",
            "½h",
            "١٠ دقيقة",
        ),
        *(
            "until monday",
            "till five",
            "a few minutes",
            "half",
            "several days",
            "2 days ago",
            "1 hour 2 warnings",
        ),
        *("tomorrow", "tonight", "next week", "next Monday", "Tomorrow morning, too loud"),
        *("til tomorrow", "few days", "some minutes", "minutes of ads", "day", "week", "today", "this week"),
        *("廿天", "一刻钟", "今晚", "今天", "小时", "天", "整天"),
        *("到明天", "明天", "到周五", "直到下课", "后天 吵", "下周一", "下个月", "到8点"),
        *("1月", "3天前发广告", "12小时后", "几分钟", "一天天刷屏", "一年级", "3 spam posts"),
    ],
)
def test_what_begins_like_a_duration_and_is_not_clear_is_never_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "too loud",
        "a spammer",
        "for spamming",
        "good riddance",
        "一直刷屏",
        "半",
        "m",
        "an ad",
        "今天发了三条广告",
        "到处发广告",
        "周五又刷屏",
        "下流",
        "next time read the rules",
        "monday's advertisement again",
        "daylight robbery",
        "some ads",
        "小时工广告",
        "天天发广告",
    ],
)
def test_a_reason_is_no_duration(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("spam 7d", True),
        ("发广告7天", True),
        ("刷屏半小时", True),
        ("spam for one day", True),
        ("广告 永久", True),
        ("posts ads 3 times a day", False),
        ("he spammed 3 times", False),
        ("too loud", False),
    ],
)
def test_a_duration_behind_the_reason_is_noticed(text: str, last: bool) -> None:
    assert ends_with_one(text) is last


@pytest.mark.parametrize(
    ("text", "seconds"), [("2h", 2 * HOUR), ("两小时", 2 * HOUR), ("2h loud", None), ("2x", None)]
)
def test_a_text_that_is_a_duration_and_nothing_else(text: str, seconds: int | None) -> None:
    assert parse(text) == seconds


@given(
    st.text(
        alphabet="0123456789.,-+:smhdwy 半一二两三十百天个小时分钟月年日前后永久forevaundlti/½０９ｈ",
        max_size=40,
    )
)
def test_no_text_is_read_as_a_negative_time_or_breaks_the_reader(text: str) -> None:
    try:
        found = read(text)
    except Unreadable:
        return
    assert found is None or found.seconds >= 0 or found.seconds == FOREVER
    assert found is None or text.rstrip().endswith(found.rest)
    ends_with_one(text)
