"""Standings in step with the ledger: what a new day and a new entry change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec import structs

from rules.engine.entries import Entry, adjusts
from rules.engine.state import Standing
from rules.engine.streaks import Checkin, follows

_PAIR_DAYS = 7
_DAY = 86_400  # seconds


def streak_after(standing: Standing, now: Checkin) -> int:
    """Days in a row with a check-in, counting this one; 1 for one that comes later than a later day's."""
    if standing.last_checkin == now.day:
        return standing.streak
    if not standing.last_checkin or standing.last_checkin > now.day:
        return 1
    before = Checkin(standing.last_checkin, standing.last_at.get("checkin", 0), standing.last_zone)
    return standing.streak + 1 if follows(before, now) else 1


def pairs_since(day: str) -> int:
    """From when on, in unix seconds, awards of a giver and cooldowns count on a local day.

    A week before the day, and not before the moment: so it does not matter with which other updates an event
    is decided.
    """
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - _PAIR_DAYS * _DAY


def on_day(standing: Standing, day: str) -> Standing:
    """What a standing becomes when a later local day begins."""
    since = pairs_since(day)
    recent = {g: kept for g, times in standing.recent_givers.items() if (kept := _after(times, since))}
    return structs.replace(
        standing,
        day=day,
        today={},
        given_today={},
        messages=0,
        recent_givers=recent,
        checkins=frozenset(d for d in standing.checkins if d >= _week_before(day)),
        last_at={source: at for source, at in standing.last_at.items() if at > since},
    )


def _week_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=_PAIR_DAYS)).isoformat()


def _after(times: tuple[int, ...], since: int) -> tuple[int, ...]:
    return tuple(t for t in times if t > since)


def credited(standing: Standing, entry: Entry) -> Standing:
    """What a standing becomes when an entry is written, for its receiver and for its giver."""
    changes: dict[str, object] = {}
    if entry.person == standing.person:
        changes = _received(standing, entry)
    gives = entry.actor == standing.person and entry.currency == "xp"
    if gives and entry.day == standing.day and not entry.reverses:
        given = {**standing.given_today, entry.source: standing.given_today.get(entry.source, 0) + 1}
        changes["given_today"] = given
    return structs.replace(standing, **changes) if changes else standing


def _received(standing: Standing, entry: Entry) -> dict[str, object]:
    changes: dict[str, object] = {}
    source, granted = entry.source, entry.granted
    if entry.currency == "coin":
        return {"coins": standing.coins + granted}
    changes["xp"] = standing.xp + granted
    if entry.day == standing.day:
        changes["today"] = {**standing.today, source: standing.today.get(source, 0) + granted}
        changes["messages"] = standing.messages + counts(entry.key, source, entry.raw)
    if adjusts(entry.key):
        return changes
    if granted > 0:
        changes["last_at"] = {**standing.last_at, source: max(entry.at, standing.last_at.get(source, 0))}
    if entry.reverses:
        return changes
    if entry.actor:
        pair = (entry.actor, source)
        times = (*standing.recent_givers.get(pair, ()), entry.at)
        changes["recent_givers"] = {**standing.recent_givers, pair: times}
    if source == "checkin":
        changes["checkins"] = standing.checkins | {entry.day}
        if entry.day > standing.last_checkin:
            now = Checkin(entry.day, entry.at, entry.zone)
            changes |= {"streak": streak_after(standing, now), "last_checkin": entry.day}
            changes["last_zone"] = entry.zone
    return changes


def counts(key: str, source: str, raw: int) -> int:
    """By how many an entry changes the number of paid messages of its day."""
    if source != "message" or adjusts(key):
        return 0
    return 1 if raw > 0 else -1
