"""Jobs that keep the rows true and few: expiry, administrators, retention."""

from __future__ import annotations

from bot import logs
from bot.schedule.clockwork import Run
from bot.telegram.calls import Follow
from storage import chats, happenings, members

log = logs.get("upkeep")
_DAY = 86_400


async def expiry(run: Run) -> int:
    """Note mutes and warnings whose time is over. Telegram itself gives the right to write back."""
    mutes, warnings = await members.expire(run.connection, run.planned_at)
    if mutes or warnings:
        log.info("expired", mutes=mutes, warnings=warnings)
    return 0


async def administrators(run: Run) -> int:
    """Ask every group for its administrators; the receipts store them."""
    for role in ("members", "moderators"):
        for chat in await chats.in_community(run.connection, run.community, role):
            await run.call("getChatAdministrators", chat["id"], then=(Follow("administrators"),))
    return 0


async def retention(run: Run) -> int:
    """Drop texts, events and update ids whose time is over."""
    gone = await happenings.purge(
        run.connection,
        run.now,
        updates_before=run.now - run.tools.keep_updates_days * _DAY,
        events_before=run.now - run.tools.keep_events_days * _DAY,
    )
    log.info("purged", **gone)
    return 0
