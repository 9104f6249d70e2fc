"""Jobs that keep the rows true and few: expiry, administrators, retention."""

from __future__ import annotations

from bot.core.authority import LISTED
from bot.core.linked_channels import LINKED
from bot.core.scheduler import Run
from bot.platforms.telegram.calls import Follow
from bot.runtime import logs, metrics
from storage import chats, members
from storage import retention as retained
from storage.store import Store

log = logs.get("upkeep")


def expiry(run: Run) -> int:
    """Note mutes and warnings whose time is over. Telegram itself gives the right to write back."""
    mutes, warnings = members.expire(run.connection, run.planned_at)
    if mutes or warnings:
        log.info("expired", mutes=mutes, warnings=warnings)
    return 0


def administrators(run: Run) -> int:
    """Ask every group for its administrators and its linked channel; the receipts store them."""
    for role in ("members", "moderators"):
        for chat in chats.in_community(run.connection, run.community, role):
            run.call("getChatAdministrators", chat["id"], then=(Follow(LISTED),))
            run.call("getChat", chat["id"], then=(Follow(LINKED),))
    return 0


def retention(run: Run) -> int:
    """Drop what is older than the settings keep it, in small pieces once the run is committed."""

    async def purge(store: Store) -> None:
        gone = await store.aside(retained.purge, store, run.services.keep.at(run.now))
        for name, rows in gone.items():
            metrics.PURGED.labels(name).inc(rows)
        log.info("purged", **{name.replace(" ", "_"): rows for name, rows in gone.items()})

    run.afterwards.append(purge)
    return 0
