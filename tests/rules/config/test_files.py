"""community.yaml, incentives.yaml, schedule.yaml: what they say, and what is wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from rules.config.book import load_book
from rules.config.schedule import check_cron
from rules.engine.policy import CheckinPolicy, IncentivesPolicy, MessagePolicy, ThanksPolicy
from rules.engine.quiet_hours import Hours, Pace
from tests.rules.make import Tides, book, folder, problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("language: zh\n", "1:1: 'name' is missing"),
        ("name: [T]\n", "1:7: should be text, not a list"),
        ("name: 5\n", "1:7: should be text, not '5': quote it, as '5'"),
        ("name: T\nlanguage: de\n", "2:11: 'de' is none of zh, en"),
        ("name: T\ntimezone: Moon\n", "2:11: 'Moon' is no time zone: write one such as Asia/Shanghai or UTC"),
        ("name: T\nwelcome: {de: Hallo}\n", "2:10: 'de' is no language here: write zh and en"),
        ("name: T\nwelcome: hi {name}\n", "2:10: '{name}' is filled in by nobody: use {member}, {chat}"),
        ("name: T\nnotice_seconds: 1m\n", "2:17: should be a whole number, not '1m'"),
        ("name: T\nnotice_seconds: 1\n", "2:17: should be at least 5, not '1'"),
        ("name: T\nwelcom: hi\n", "2:1: unknown key 'welcom' (did you mean 'welcome'?)"),
        ("", "1:1: is empty: remove the file, or write something into it"),
    ],
)
def test_what_is_wrong_with_a_community(tmp_path: Path, text: str, sentence: str) -> None:
    assert problems(tmp_path, community=text) == [f"rules/community.yaml:{sentence}"]


def test_a_text_in_one_language_serves_both(tmp_path: Path) -> None:
    community = book(tmp_path, community="name: T\nwelcome: hi {member}\nrules: {zh: 群规}\n").community
    assert community.welcome == {"zh": "hi {member}", "en": "hi {member}"}
    assert community.rules == {"zh": "群规", "en": "群规"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("message: {point: 1}\n", "1:11: unknown key 'point' (did you mean 'points'?)"),
        ("message: {cooldown: 60}\n", "1:21: '60' is no duration: write 30s, 10m, 2h, 7d or 1d12h"),
        ("thanks: {points: 1}\n", "1:9: 'words' is missing"),
        ("checkin: {points: -1}\n", "1:19: should be at least 0, not '-1'"),
        ("checkin: {reaction: 🦖}\n", "1:21: Telegram has no reaction '🦖'"),
        ("mesage: {}\n", "1:1: unknown key 'mesage' (did you mean 'message'?)"),
        ("per_day: lots\n", "1:10: should be a whole number, not 'lots'"),
    ],
)
def test_what_is_wrong_with_incentives(tmp_path: Path, text: str, sentence: str) -> None:
    assert problems(tmp_path, incentives=text) == [f"rules/incentives.yaml:{sentence}"]


def test_a_source_that_is_left_out_pays_nothing(tmp_path: Path) -> None:
    assert book(tmp_path).incentives == IncentivesPolicy()
    text = "per_day: 9\nmessage: {points: 1, cooldown: 2m}\nthanks: {words: 谢谢}\n"
    text += "checkin: {words: [ 打卡 , Ｇo]}\n"
    assert book(tmp_path, incentives=text).incentives == IncentivesPolicy(
        message=MessagePolicy(points=1, cooldown=120),
        thanks=ThanksPolicy(words=("谢谢",)),
        checkin=CheckinPolicy(words=("打卡", "go")),
        per_day=9,
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "{job: model, cron: 0 4 * *}",
            "2:24: '0 4 * *' has 4 fields instead of 5: minute hour day month weekday",
        ),
        ("{job: model, cron: '60 4 * * *'}", "2:24: '60' is no minute: write *, 0 to 59, lists or */n"),
        ("{job: model, cron: '0 9-7 * * *'}", "2:24: '9-7' is no hour: write *, 0 to 23, lists or */n"),
        ("{job: model, cron: '0 0 0 * *'}", "2:24: '0' is no day: write *, 1 to 31, lists or */n"),
        ("{job: model, cron: '*/0 * * * *'}", "2:24: '*/0' is no minute: write *, 0 to 59, lists or */n"),
        (
            "{job: model, cron: '0 4 * * 1-5'}",
            "2:24: '1-5' is no weekday: write mon to sun, mon-fri or lists; "
            "numbers mean other days to other programs",
        ),
        (
            "{job: model, cron: '0 4 * * fri-mon'}",
            "2:24: 'fri-mon' runs backwards: weeks begin with mon, so write two parts such as sat-sun,mon",
        ),
        ("{job: model}", "2:5: 'cron' is missing"),
        ("{job: modle, cron: '0 4 * * *'}", "2:11: unknown job 'modle' (did you mean 'model'?)"),
        (
            "{job: model, cron: '0 4 * * *', timezone: Moon}",
            "2:47: 'Moon' is no time zone: write one such as Asia/Shanghai or UTC",
        ),
        (
            "{job: model, cron: '0 4 * * *', catch_up: 5}",
            "2:47: '5' is no duration: write 30s, 10m, 2h, 7d or 1d12h",
        ),
        (
            "{job: suggestions, cron: '0 4 * * *', options: {grop: 3}}",
            "2:53: unknown key 'grop' (did you mean 'group'?)",
        ),
        (
            "{job: suggestions, cron: '0 4 * * *', options: {group: three}}",
            "2:60: should be a whole number, not 'three'",
        ),
    ],
)
def test_what_is_wrong_with_a_schedule(tmp_path: Path, line: str, sentence: str) -> None:
    assert problems(tmp_path, schedule=f"jobs:\n  - {line}\n") == [f"rules/schedule.yaml:{sentence}"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "quiet: {start: '22:00', end: '22:00'}",
            "1:8: start and end are the same time: write off for no quiet",
        ),
        ("quiet: {start: ~}", "1:8: give start and end, or write off"),
        ("quiet: {start: '25:00'}", "1:16: '25:00' is no time of day: write 08:00 or 23:30"),
        ("quiet: {from: '22:00'}", "1:9: unknown key 'from'"),
        ("groups: [{chats: [], timezone: UTC}]", "1:10: name at least one group in chats"),
        ("groups: [{chats: [a]}]", "1:10: says nothing of these groups: give timezone, quiet or both"),
        ("groups: [{chats: [a], timezone: Moon}]", "1:33: 'Moon' is no time zone"),
        ("frequency: {times: 0}", "1:20: should be at least 1, not '0'"),
        ("frequency: {within: 5m}", "1:21: should be at least 1h, not '5m'"),
        ("frequency: {within: often}", "1:21: 'often' is no duration"),
        ("reminders: {before: [1h, 30s]}", "1:26: should be at least 1m, not '30s'"),
        ("reminders: {group: lives}", "1:20: 'lives' is none of off, live, all (did you mean 'live'?)"),
    ],
)
def test_what_is_wrong_with_when_the_bot_may_write(tmp_path: Path, text: str, sentence: str) -> None:
    (found,) = problems(tmp_path, schedule=f"{text}\n")
    assert found.startswith(f"rules/schedule.yaml:{sentence}")


def test_without_a_word_the_night_is_quiet_and_suggestions_are_few(tmp_path: Path) -> None:
    posting = book(tmp_path, schedule="jobs: []\n").posting
    assert posting.hours(["Learners"], "Asia/Tokyo") == Hours(22 * 60, 8 * 60, "Asia/Tokyo")
    assert posting.frequency.pace == Pace(3, 7 * 86_400, 2, 14 * 86_400)
    assert posting.reminders.before == (86_400, 900)
    assert book(tmp_path, schedule="quiet: off\n").posting.hours((), "UTC") == Hours(None, None, "UTC")


def test_groups_may_have_another_clock_and_other_hours(tmp_path: Path) -> None:
    text = """
quiet: {start: "23:00"}
groups:
  - {chats: ["@Berlin"], timezone: Europe/Berlin}
  - {chats: [-100123, Oslo], quiet: off}
"""
    posting = book(tmp_path, schedule=text.replace("-100123", '"-100123"')).posting
    assert posting.hours(["Any", "berlin", "-5"], "UTC") == Hours(23 * 60, 8 * 60, "Europe/Berlin")
    assert posting.hours(["Any", "", "-100123"], "UTC") == Hours(None, None, "UTC")
    assert posting.hours(["oslo"], "UTC").start is None


def test_jobs_are_taken_on_trust_where_nobody_says_which_there_are(tmp_path: Path) -> None:
    text = "jobs:\n  - {job: modle, cron: '0 4 * * *', options: {a: 1}}\n"
    found, problems = load_book(folder(tmp_path, schedule=text))
    assert problems == []
    assert found is not None
    assert [job.job for job in found.schedule] == ["modle"]


def test_a_feature_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    without = book(tmp_path)
    assert without.file(Tides) == Tides()
    found = book(tmp_path, tides="high: 4\n")
    assert found.file(Tides) == Tides(high=4)
    assert found.hash != without.hash
    assert problems(tmp_path, tides="hihg: 4\n") == [
        "rules/tides.yaml:1:1: unknown key 'hihg' (did you mean 'high'?)"
    ]
    assert load_book(folder(tmp_path))[1] != [], "a file that nobody declares is refused"


def test_two_jobs_of_one_kind_need_ids(tmp_path: Path) -> None:
    one = "  - {job: model, cron: '0 4 * * *'}\n"
    found = problems(tmp_path, schedule=f"jobs:\n{one}{one}")
    assert found == ["rules/schedule.yaml:3:5: there is a job 'model' already: give it an id"]
    assert problems(tmp_path, schedule=f"jobs:\n{one}{one.replace('{', '{id: again, ')}") == []


def test_a_job_takes_its_name_and_the_communitys_hours(tmp_path: Path) -> None:
    text = "jobs:\n  - {job: model, cron: '*/5 * * * *', catch_up: 10m}\n"
    (job,) = book(tmp_path, community="name: T\ntimezone: Asia/Tokyo\n", schedule=text).schedule
    assert (job.id, job.timezone, job.catch_up, job.options) == ("model", "Asia/Tokyo", 600, {})
    again = book(tmp_path, community="name: T\ntimezone: Asia/Tokyo\n", schedule=text).schedule[0]
    assert job == again
    assert hash(job) == hash(again)


FIELD = st.sampled_from(
    ["*", "*/5", "0", "5", "1-5", "5-1", "2,4", "1-20/3", "7/2", "5-9/8", "31", "*/40", "61"]
)
DAYS = st.sampled_from(["*", "sun", "mon-fri", "sat,sun", "fri-mon", "SUN", "0", "mon-wed-fri", "funday"])


@given(FIELD, FIELD, FIELD, FIELD, DAYS)
def test_what_is_accepted_as_cron_is_cron_to_the_scheduler(
    minute: str, hour: str, day: str, month: str, weekday: str
) -> None:
    text = f"{minute} {hour} {day} {month} {weekday}"
    try:
        accepted = check_cron(text)
    except ValueError:
        return
    next(CronSim(accepted, datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("cron", ["0 9 31 2 *", "0 9 30 2 *", "0 9 31 4,6 *", "0 9 31 2-12/9 *"])
def test_a_day_that_no_month_has_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match="never comes"):
        check_cron(cron)


@pytest.mark.parametrize("cron", ["0 9 29 2 *", "0 9 31 * *", "0 9 31 1-12/2 *", "0 9 */10 2 *"])
def test_a_day_that_some_month_has_is_taken(cron: str) -> None:
    assert check_cron(cron) == cron
