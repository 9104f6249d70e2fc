"""Anniversaries: who came on this day some years ago. One quiet line in the group, without pings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.core.scheduler import Run
from bot.text.messages import Html, say
from rules.config.extensions import JobOptions
from storage import chats, members, people
from storage.preferences import chosen

CELEBRATIONS = "anniversaries"  # the preference of those who want none: off
_DAY = 86_400


class AnniversaryOptions(JobOptions):
    """What schedule.yaml may tell the job `anniversaries`."""

    active: int = Field(30, ge=1, le=365, description="Only who was seen within so many days.")
    most: int = Field(3, ge=1, le=20, description="At most so many a day in a group.")


def years_since(joined: int, now: int, timezone: str) -> int:
    """How many years ago somebody came, if that was on this day; else 0. Who came on February 29 is
    remembered on the 28th when there is no other.
    """
    zone = ZoneInfo(timezone)
    then, today = (datetime.fromtimestamp(at, UTC).astimezone(zone).date() for at in (joined, now))
    years = today.year - then.year
    return years if years > 0 and _in_year(then, today.year) == today else 0


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def anniversaries(run: Run) -> int:
    """Congratulate in every group of members whoever came on this day of an earlier year, and still comes."""
    options, zone = run.options(AnniversaryOptions), run.book.community.timezone
    for chat in chats.in_community(run.connection, run.community):
        since = run.planned_at - options.active * _DAY
        seen = members.joined_and_seen(run.connection, chat["id"], since)
        found = {p: years for p, at in seen if (years := years_since(at, run.planned_at, zone))}
        off = chosen(run.connection, run.community, CELEBRATIONS, found)
        known = people.known(run.connection, found)
        language = run.spoken(chat["id"])
        lines = [
            say(language, "anniversary", name=known[person].name, years=years)
            for person, years in sorted(found.items(), key=lambda item: (-item[1], item[0]))
            if off.get(person) != "off" and known[person].name and not known[person].bot
        ][: options.most]
        if lines:
            text = Html("\n".join(lines))
            run.call("sendMessage", chat["id"], text=text, parse_mode="HTML", disable_notification=True)
    return run.posts
