"""Reading the shared ban list again."""

from __future__ import annotations

from bot.core.scheduler import Run
from bot.features.screening.ban_list import fetch
from bot.runtime import logs, metrics
from bot.text.messages import told_here
from storage import shared_bans
from storage.store import Store

log = logs.get("bans")


def bans(run: Run) -> int:
    """Read the list that screening.yaml names, once the run is committed; a failure leaves the old one."""
    source, now, private = run.book.screening.bans.source, int(run.now), run.services.fetch_private
    if not source:
        return 0

    async def read(store: Store) -> None:
        try:
            listed = await fetch(source, private=private)
        except ValueError as reason:
            log.error("ban list not read", why=told_here(reason))
            metrics.ERRORS.labels("bans").inc()
            return
        new, gone = await store.change(lambda connection: shared_bans.replace(connection, listed.ids, now))
        log.info("ban list read", ids=len(listed.ids), new=new, gone=gone, strange_lines=listed.strange)

    run.afterwards.append(read)
    return 0
