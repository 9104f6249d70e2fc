"""The addresses to which providers post notices: believed by signature and age, kept once, then decided.

What is not believed is answered as the provider expects, counted, and kept for a look without its content.
What is believed and fits no order is answered as received, since telling it again would mend nothing: the
money has come, so it is kept, told to the moderators, and can be given back.
"""

from __future__ import annotations

import asyncio
import hashlib
from functools import partial

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.inside import Inside
from bot.core.routes import Posted, Route, Told
from bot.features.membership.providers.asking import lane, order_of
from bot.features.membership.providers.desk import NAMES, Desk, Unready, path_of
from bot.features.membership.providers.port import Notice, Refused
from bot.features.membership.providers.taking import charge_of, misfit, take_back, take_money
from bot.runtime import logs, metrics
from rules.engine.events import Event
from storage import providers, purchases, timers

CAME = "provider notice"  # timer: one was kept, and is to be decided
KEPT = 200  # refused notices that are kept, of each provider and reason
_EVERY = 1.0  # seconds between two that are not believed and kept: anybody can send those

log = logs.get("providers")


class Come(Struct, frozen=True):
    """A notice that is to be decided."""

    provider: str
    notice: Notice


async def receive(name: str, inside: Inside, post: Posted) -> Told:
    """Take one notice."""
    desk = inside.services.of(Desk)
    try:
        provider = desk.provider(name)
    except Unready as error:
        log.warning("notice to a provider that is not ready", provider=name, why=str(error))
        return Told(404)
    now = int(inside.now())
    try:
        notice = await asyncio.to_thread(provider.parse_notice, post.headers, post.body, now)
    except Refused as error:
        _count(name, error.reason)
        if desk.may_keep(inside.now(), _EVERY):
            row = _row(name, error.reason, post, now) | {"number": error.number}
            await inside.store.change(lambda c: providers.refuse(c, row, KEPT))
        return _no(name, provider.refused)
    outcome = await inside.store.change(lambda c: _keep(c, inside, name, notice, post, now))
    _count(name, outcome)
    inside.woken()
    return Told(200, b'{"code":"SUCCESS"}' if name == "wechat" else b'{"received":true}')


def _keep(connection: Connection, inside: Inside, name: str, notice: Notice, post: Posted, now: int) -> str:
    """Keep a notice once, and let it be decided; what became of it."""
    told = notice.transaction
    number = f"{name}:{notice.number}"
    row = {"number": number, "provider": name, "kind": notice.kind, "charge": told.charge, "at": now}
    if not providers.note(connection, row):
        return "again"
    if notice.kind == "other":
        return "other"
    order = order_of(connection, inside.services.buttons, told.reference)
    outcome = "taken"
    if notice.kind == "paid" and (why := misfit(order, name, told)):
        outcome = why
        more: dict[str, object] = {"number": notice.number, "reference": told.reference}
        more["charge"] = told.charge
        more |= {"amount": told.amount, "currency": told.currency}
        providers.refuse(connection, _row(name, why, post, now) | more, KEPT)
    if order is None and purchases.paid(connection, charge_of(name, told)) is None:
        return outcome  # of something else that is sold there
    room = lane(connection, inside.community, order.person_id if order is not None else None)
    if room:
        payload = msgspec.json.encode(Come(name, notice)).decode()
        timers.set_timer(connection, f"{CAME}:{number}", CAME, room, None, now, payload)
    return outcome


def decide(batch: Batch, event: Event) -> None:
    """Grant or end what a notice tells of."""
    if event.timer is None:
        return
    come = msgspec.json.decode(event.timer.payload, type=Come)
    notice, told = come.notice, come.notice.transaction
    if notice.kind == "paid":
        take_money(batch, event, come.provider, told)
    else:
        take_back(batch, event, come.provider, told, "refund" if notice.kind == "refunded" else "charge_back")


def _row(name: str, reason: str, post: Posted, now: int) -> dict[str, object]:
    row: dict[str, object] = {"provider": name, "reason": reason, "size": len(post.body), "at": now}
    row["digest"] = hashlib.sha256(post.body).hexdigest()
    return row | {"number": "", "reference": "", "charge": "", "amount": 0, "currency": ""}


def _no(name: str, status: int) -> Told:
    """What a provider takes for a refusal: WeChat Pay wants a code."""
    return Told(status, b'{"code":"FAIL","message":"refused"}' if name == "wechat" else b"")


def _count(name: str, outcome: str) -> None:
    metrics.PROVIDER_NOTICES.labels(name, outcome).inc()


def _open(name: str, inside: Inside) -> bool:
    return inside.services.of(Desk).wanted(inside.book(), name)


ROUTES = tuple(Route(path_of(name), partial(receive, name), partial(_open, name)) for name in NAMES)
