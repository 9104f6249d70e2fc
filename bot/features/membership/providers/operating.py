"""What operators ask about payment providers from the command line, beside the running bot."""

from __future__ import annotations

import time
from typing import Any

from bot.features.membership.operating import opened
from bot.features.membership.providers.desk import Desk
from bot.features.membership.providers.listing import begin, compared
from bot.features.membership.providers.port import Away, Declined
from bot.features.membership.providers.working import since
from bot.runtime.settings import Settings
from rules.engine.reconciling import Compared
from rules.sentences import say
from storage import providers


async def reconciled(settings: Settings) -> dict[tuple[str, str], Compared]:
    """Read the lists of all providers by which something was ordered, and lay them beside ours, by provider
    and currency; the running bot makes good what differs.

    Raises:
        ValueError: a provider is away, not ready, or refuses; or the database can't be used.
    """
    desk = Desk(settings)
    found: dict[tuple[str, str], Compared] = {}
    try:
        with opened(settings) as (store, community):
            with store.read() as connection:
                names = sorted(providers.used(connection))
            for name in names:
                provider, now = desk.provider(name), int(time.time())
                with store.read() as connection:
                    start = since(connection, provider, now)
                try:
                    listed = await provider.list_since(start, now)
                except (Away, Declined) as error:
                    raise ValueError(say("provider-trouble", name=name, why=str(error))) from None
                with store.write() as connection:
                    providers.list_rows(connection, community, name, listed.lines)
                    differences = compared(connection, community, name, listed.until)
                found |= {(name, currency): one for currency, one in differences.items()}
            if not all(one.same for one in found.values()):
                with store.write() as connection:
                    begin(connection, community, int(time.time()), int(time.time()))
    finally:
        await desk.close()
    return found


def refused(settings: Settings, count: int) -> list[dict[str, Any]]:
    """Notices that were refused, the newest first.

    Raises:
        ValueError: the database can't be used.
    """
    with opened(settings) as (store, _), store.read() as connection:
        return providers.refused(connection, count)
