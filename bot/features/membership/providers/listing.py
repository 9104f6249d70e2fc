"""A provider's own list against our payments: every night, and when an operator asks."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.features.membership.paying import given_back
from bot.features.membership.providers.asking import LIST, ask, lane
from bot.features.membership.providers.port import Transaction
from bot.features.membership.providers.taking import take_money
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.runtime import logs
from rules.engine.events import Event
from rules.engine.money import spelled
from rules.engine.reconciling import Compared, Line, compare, netted
from storage import providers, purchases, timers
from storage.providers import Wanted

READ = "provider lists"  # timer: they are to be read
_SLACK = 3600  # seconds by which a list may lag behind, or clocks differ

log = logs.get("membership")


class Until(Struct, frozen=True):
    """Up to when a list was read."""

    until: int


def begin(connection: Connection, community: int, mark: int, now: int) -> bool:
    """Let the running bot read the lists of all providers by which something was ordered; False when nothing
    was, or there is no group in whose lane what follows can be done.
    """
    room = lane(connection, community, None)
    wanted = bool(room and providers.used(connection))
    if wanted:
        timers.set_timer(connection, f"{READ}:{community}:{mark}", READ, room, None, now, str(mark))
    return wanted


def read(batch: Batch, event: Event) -> None:
    """Ask for the lists."""
    mark = event.timer.payload if event.timer is not None else ""
    for name in sorted(providers.used(batch.connection)):
        ask(batch, event, name, LIST, f"{name}:{mark}", None)


def compared(connection: Connection, community: int, provider: str, until: int) -> dict[str, Compared]:
    """What a provider's list and our payments before a moment differ in, by currency."""
    lines = providers.listed(connection, community, provider)
    ours = providers.kept(connection, community, provider, until - _SLACK)
    return {
        currency: compare(netted(lines.get(currency, [])), ours.get(currency, []))
        for currency in sorted({*lines, *ours})
    }


def settle(batch: Batch, event: Event, community: int, row: Wanted) -> None:
    """Make good what the lists differ in, and name what is left."""
    connection, name = batch.connection, row.provider
    until = msgspec.json.decode(row.result, type=Until).until
    for currency, found in compared(connection, community, name, until).items():
        if found.same:
            continue
        late = sum(
            take_money(batch, event, name, _transaction(line, name, currency), late=True)
            for line in found.missing
        )
        back = 0
        for charge in found.back:
            payment = purchases.paid(connection, charge)
            asked = payment is not None and payment.state == "refunding"
            back += given_back(batch, event, charge, "refund" if asked else "charge_back")
        left = compared(connection, community, name, until)[currency]
        log.info("reconciled", provider=name, currency=currency, late=late, back=back, left=left.difference)
        tell_moderators(
            batch,
            event,
            community,
            "money-reconciled",
            provider=name,
            late=late,
            back=back,
            strange=len(left.missing),
            absent=len(left.absent),
            difference=spelled(left.difference, currency),
        )


def _transaction(line: Line, provider: str, currency: str) -> Transaction:
    charge = line.charge.removeprefix(f"{provider}:")
    return Transaction("paid", line.payload, charge, line.amount, currency, line.at)
