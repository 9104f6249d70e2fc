"""Days and moments as spreadsheets write them: what they mean, or refused; never 1970."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.config.datetimes import day_of, plausible, seconds_of

DAY = datetime(2026, 1, 5, tzinfo=UTC)
EVENING = datetime(2026, 1, 5, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((text, DAY) for text in ("20260105", "46027", "46027.0", "2026-01-05", "2026/1/5", "2026.01.05")),
        *((text, DAY) for text in ("2026年1月5日", "２０２６－０１－０５", " 2026-1-5 ", "1767571200")),
        *((text, DAY) for text in ("1767571200000", "1767571200000000", "1767571200.0")),
        *(
            (text, EVENING)
            for text in ("2026-01-05T20:30", "2026/1/5 20:30", "202601052030", "20260105203000")
        ),
        ("2026-01-05 21:30:00+01:00", EVENING),
        ("2026-1-5 8:30", datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
        ("46027.5", datetime(2026, 1, 5, 12, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_it_is_meant(text: str, moment: datetime) -> None:
    assert seconds_of(text) == moment.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026",
            "12345",
            "0",
            "-3",
            "soon",
            "",
            "nan",
            "inf",
            "1e300",
            "2026-13-01",
            "2026-02-30",
            "20261399",
        ),
        *("1.76757E+09", "1,76757E+09", "05/01/2026", "5.1.2026", "1/5/26", "1960-01-01", "9" * 5_001),
        *("99999999999", "2026-01", "2026-01-05 25:00"),
    ],
)
def test_what_is_no_moment_or_could_be_several_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no time|several|shortened"):
        seconds_of(text)


@given(st.text(alphabet="0123456789.,:-/eE+T Z年月日", max_size=24))
def test_nothing_is_taken_for_the_time_computers_count_from(text: str) -> None:
    try:
        found = seconds_of(text)
    except ValueError:
        return
    assert found >= 0
    if text.isdigit():
        assert found >= datetime(1971, 1, 1, tzinfo=UTC).timestamp() or text.startswith("19")


@pytest.mark.parametrize("text", ["20260105", "46027", "2026-1-5", "2026/01/05", "2026年1月5日"])
def test_a_day_is_always_written_the_same_way(text: str) -> None:
    assert day_of(text) == "2026-01-05"


@pytest.mark.parametrize("text", ["2026", "05/01/2026", "2026-01-05 10:00", "1767571200", "soon", "1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no day|several"):
        day_of(text)


@pytest.mark.parametrize(("given", "seconds"), [(0, 0), (1.7e9, 1.7e9), (1.7e12, 1.7e9)])
def test_what_programs_count_is_seconds_or_milliseconds(given: float, seconds: float) -> None:
    assert plausible(given) == seconds


@pytest.mark.parametrize("given", [1e300, -1, 1e15, float("inf"), float("nan")])
def test_what_no_program_counts_is_refused(given: float) -> None:
    with pytest.raises(ValueError, match="is no time"):
        plausible(given)
