"""What levels bring, as long as they are held: trust, and plans with the groups of courses."""

from __future__ import annotations

import msgspec

from bot.core.scheduler import Run
from bot.features.membership.coupons import give_coupon
from bot.features.membership.granting import DOOR, Way
from bot.features.membership.standing import LOOK
from bot.runtime import logs
from rules.config.membership import Membership
from rules.engine.entitlements import Entry
from rules.engine.policy import LevelPolicy
from rules.engine.state import FOREVER
from storage import chats, entitlements, people, timers, trust

SOURCE = "level"
_DAY = 86_400
log = logs.get("levels")


def turn(run: Run, person: int, before: int, now: int) -> None:
    """Somebody has another level: give what the levels between bring, or end it."""
    levels = run.book.incentives.levels
    trusted = any(level.trust for level in levels[:now])
    if trusted and not any(level.trust for level in levels[:before]):
        trust.trust(run.connection, run.community, person, None, run.now)
    if not trusted and any(level.trust for level in levels[:before]):
        trust.distrust_level(run.connection, run.community, person)
    for level in levels[before:now]:
        _give(run, person, level)
    for level in levels[now:before]:
        _end(run, person, level)


def _give(run: Run, person: int, level: LevelPolicy) -> None:
    """A plan for as long as the level is held, or for some days, once; a coupon once, for good."""
    if level.coupon:
        key = f"{SOURCE}:{run.community}:{person}:{level.least}:{level.coupon}"
        args = (run.community, person, level.coupon, key, SOURCE, run.now)
        give_coupon(run.connection, run.book.file(Membership), *args)
    if not level.plan:
        return
    if run.book.file(Membership).plan(level.plan) is None:
        log.warning("a level names a plan that is not there", plan=level.plan)
        return
    mine = _entries(run, person, level)
    if level.days and mine:
        return
    key = f"{_root(run, person, level)}:{len(mine)}"
    ends = run.now + level.days * _DAY if level.days else FOREVER
    entry = Entry(key, level.plan, SOURCE, run.now, ends)
    if entitlements.add(run.connection, run.community, person, [entry], run.now, reason=SOURCE):
        _look(run, person, level.plan, key)
        way = Way(run.community, person, level.plan, ends)
        payload = msgspec.json.encode(way).decode()
        timers.set_timer(run.connection, f"{DOOR}:{key}", DOOR, _lane(run, person), person, run.now, payload)


def _end(run: Run, person: int, level: LevelPolicy) -> None:
    if not level.plan:
        return
    given = [e.key for e in _entries(run, person, level)]
    cuts = [Entry(f"lost:{key}", level.plan, SOURCE, run.now, run.now, cuts=key) for key in given]
    if entitlements.add(run.connection, run.community, person, cuts, run.now, reason=SOURCE):
        _look(run, person, level.plan, f"lost:{given[-1]}")


def _root(run: Run, person: int, level: LevelPolicy) -> str:
    return f"{SOURCE}:{run.community}:{person}:{level.least}:{level.plan}"


def _entries(run: Run, person: int, level: LevelPolicy) -> list[Entry]:
    """What this level gave before."""
    rows = entitlements.rows_of(run.connection, run.community, person, [level.plan])
    root = f"{_root(run, person, level)}:"
    return [entitlements.entry_of(row) for row in rows if row["key"].startswith(root)]


def _look(run: Run, person: int, plan: str, key: str) -> None:
    payload = f"{run.community}:{person}:{plan}"
    timers.set_timer(run.connection, f"{LOOK}:{key}", LOOK, _lane(run, person), person, run.now, payload)


def _lane(run: Run, person: int) -> int:
    private = people.private_chats(run.connection, [person]).get(person)
    groups = chats.groups(run.connection, run.community) if private is None else []
    return private or (groups[0].id if groups else 0)
