"""What operators do with the shop from the command line, beside the running bot."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.features.membership.operating import book_of, opened
from bot.features.shop.selling import returned
from bot.runtime.settings import Settings
from rules.config.encodings import decoded
from rules.config.files import opened as file_opened
from rules.config.problems import nearest
from rules.config.shop import Shop
from rules.sentences import say
from storage import cache_invalidations, codes, coupons, ledger, shop
from storage.directory import PERSON
from storage.shop import DELIVERED, ORDERED, REFUNDED

_LARGEST, _LONGEST = 4 << 20, 200  # bytes of a file of codes, characters of one
_STATES = (ORDERED, DELIVERED, REFUNDED)


def orders_listed(settings: Settings, state: str) -> list[dict[str, Any]]:
    """Orders, the newest first, by the members' numbers at the platform.

    Raises:
        ValueError: there is no such state, or the database can't be used.
    """
    if state and state not in _STATES:
        raise ValueError(say("no-order-state", name=state, hint=nearest(state, list(_STATES))))
    with opened(settings) as (store, community), store.read() as connection:
        found = shop.listed(connection, community, state)
        query = select(PERSON.c.id, PERSON.c.platform_id).where(PERSON.c.id.in_({o.person_id for o in found}))
        people = {row.id: row.platform_id for row in connection.execute(query)}
    return [
        {
            "order": o.id,
            "member": people.get(o.person_id) or "",
            "good": o.good,
            "price": o.price,
            "state": o.state,
            "at": o.at,
            "ended_at": o.ended_at or "",
        }
        for o in found
    ]


def read_codes(settings: Settings, folder: Path, name: str, path: Path) -> tuple[int, int]:
    """Keep the codes of a file for a good; how many were new, and how many wait now.

    Raises:
        ValueError: there is no such good, it is delivered otherwise, or the file or database can't be used.
        OSError: the file cannot be read.
    """
    goods = book_of(folder).file(Shop)
    good = goods.good(name)
    if good is None:
        raise ValueError(say("no-good", name=name, hint=nearest(name, [g.id for g in goods.goods])))
    if good.delivery != "codes":
        raise ValueError(say("good-no-codes", name=name))
    with file_opened(path, _LARGEST) as file:
        lines = decoded(file.read(_LARGEST), path.name).splitlines()
    found = [line.strip() for line in lines if line.strip()]
    for number, line in enumerate(lines, 1):
        if len(line.strip()) > _LONGEST:
            raise ValueError(say("code-long", file=path.name, line=number, most=_LONGEST))
    if not found:
        raise ValueError(say("nothing-stored"))
    with opened(settings) as (store, community), store.write() as connection:
        new = shop.add_codes(connection, community, name, found, int(time.time()))
        return new, shop.codes_left(connection, community, name)


def refunded(settings: Settings, number: int) -> int:
    """Give an order's coins back; how many.

    Raises:
        ValueError: there is no such order, its coins came back before, or the database can't be used.
    """
    now = int(time.time())
    with opened(settings) as (store, community), store.write() as connection:
        order = shop.order(connection, number)
        if order is None or order.community_id != community or order.state == REFUNDED:
            raise ValueError(say("no-order", number=number))
        key = f"shop:{order.key}"
        spent = ledger.by_keys(connection, [key])[key]
        today = datetime.fromtimestamp(now, ZoneInfo(_zone(settings))).date().isoformat()
        ledger.add(connection, [ledger.Payment(community, None, returned(spent, today, now))], "")
        shop.end(connection, number, REFUNDED, now, None)
        coupons.void(connection, f"shop:{order.id}:", now)
        if order.code:
            codes.void(connection, community, order.code, now)
        cache_invalidations.mark(connection, [(0, order.person_id)])
        return order.price


def _zone(settings: Settings) -> str:
    return book_of(settings.rules).community.timezone
