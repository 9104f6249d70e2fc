"""Ask providers what waits to be asked."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.core.inside import Inside
from bot.features.membership.providers import port
from bot.features.membership.providers.asking import CREATE, LASTS, LIST, QUERY, reference
from bot.features.membership.providers.desk import Desk, Unready, pause
from bot.runtime import logs, metrics
from bot.runtime.error_redaction import where
from storage import providers, purchases, timers
from storage.providers import Wanted

ANSWER = "provider answer"  # timer: what came of asking
_PATIENCE = {CREATE: 300, QUERY: 2 * 86_400, LIST: 6 * 3600}  # seconds; what is not named: a week
_WEEK = 7 * 86_400
_PENDING = 600  # seconds until a refund under way is asked for again
_LOOK = 1.0  # real seconds between looks while something waits

log = logs.get("providers")


class Page(msgspec.Struct, frozen=True):
    """What a `create` gave: an address, or a QR code as a picture (PNG, base64)."""

    url: str = ""
    picture: str = ""


class Failed(msgspec.Struct, frozen=True):
    """Why nothing came of asking."""

    why: str


async def work(inside: Inside) -> None:
    """Ask what waits, until cancelled. Nothing is looked for while nothing waits."""
    desk = inside.services.of(Desk)
    desk.now = inside.now
    try:
        while True:
            desk.bell.clear()
            waiting = await inside.store.look(providers.waiting)
            now = inside.now()
            due = [row for row in waiting if row.due_at <= now]
            # One that is slow holds up none of the others.
            names = sorted({row.provider for row in due})
            await asyncio.gather(*(_all(inside, desk, [r for r in due if r.provider == n]) for n in names))
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK if waiting else None):
                    await desk.bell.wait()
    finally:
        await desk.close()


async def _all(inside: Inside, desk: Desk, rows: Sequence[Wanted]) -> None:
    for row in rows:
        await _do(inside, desk, row)


async def _do(inside: Inside, desk: Desk, row: Wanted) -> None:
    """Ask once, and write down what came of it."""
    now = int(inside.now())
    state, wait, result, listed = "done", 0, b"", None
    try:
        provider = desk.provider(row.provider)
        found, listed = await _asked(inside, provider, row, now)
        result = msgspec.json.encode(found)
        if isinstance(found, port.Refund) and found.state == "pending":
            state, wait = "pending", _PENDING
    except (port.Declined, Unready) as error:
        log.warning("declined", provider=row.provider, what=row.what, why=str(error))
        state, result = "failed", msgspec.json.encode(Failed(str(error)))
    except port.Away as error:
        log.warning("away", provider=row.provider, what=row.what, why=str(error), attempts=row.attempts)
        state, wait, result = "pending", pause(row.attempts), msgspec.json.encode(Failed(str(error)))
    except Exception as error:  # a library may raise anything, and the others wait
        log.error("asking failed", provider=row.provider, what=row.what, error=where(error))
        metrics.ERRORS.labels("providers").inc()
        state, wait, result = (
            "pending",
            pause(row.attempts),
            msgspec.json.encode(Failed(type(error).__name__)),
        )
    if state == "pending" and now + wait > row.at + _PATIENCE.get(row.what, _WEEK):
        state = "failed"
    metrics.PROVIDER_CALLS.labels(row.provider, row.what, state).inc()

    def keep(connection: Connection) -> None:
        if listed is not None:
            providers.list_rows(connection, inside.community, row.provider, listed.lines)
        more = {"attempts": row.attempts + 1, "due_at": now + wait, "result": result.decode()}
        providers.answered(connection, row.id, state=state, **more)
        if state != "pending":
            timers.set_timer(connection, f"{ANSWER}:{row.key}", ANSWER, row.lane, None, now, row.key)

    await inside.store.change(keep)
    inside.woken()


async def _asked(
    inside: Inside, provider: port.Provider, row: Wanted, now: int
) -> tuple[Any, port.Listed | None]:
    if row.what == LIST:
        start = await inside.store.look(lambda c: since(c, provider, now))
        listed = await provider.list_since(start, now)
        return {"until": listed.until}, listed
    if row.what == CREATE and now > row.at + _PATIENCE[CREATE]:
        raise port.Declined("TOO_LATE")  # nobody waits for that page any more
    order = await inside.store.look(lambda c: purchases.find(c, row.purchase_id or 0))
    if order is None:
        raise port.Declined("ORDER_NOT_EXIST")
    told: dict[str, Any] = msgspec.json.decode(row.payload) if row.what != QUERY else {}
    wanted = port.Order(
        reference(inside.services.buttons, order.id),
        order.amount,
        order.currency,
        str(told.get("title", "")),
        order.at + LASTS,
        page=order.page,
        back=str(told.get("back", "")) or "https://t.me",
    )
    if row.what == QUERY:
        return await provider.query(wanted), None
    if row.what == CREATE:
        page = await provider.create(wanted)
        if page.page:
            await inside.store.change(lambda c: purchases.keep_page(c, order.id, page.page))
        picture = await asyncio.to_thread(picture_of, page.code) if page.code else ""
        return Page(page.url, picture), None
    charge = str(told["charge"])
    paid = await inside.store.look(lambda c: purchases.paid(c, charge))
    if paid is None:
        raise port.Declined("PAYMENT_NOT_EXIST")
    number = charge.partition(":")[2]
    thing = port.Transaction("paid", wanted.reference, number, paid.amount, paid.currency, paid.at)
    return await provider.refund(thing, f"{wanted.reference}-{paid.id}"), None


def since(connection: Connection, provider: port.Provider, now: int) -> int:
    """Where reading a list goes on."""
    last = providers.last_listed(connection, provider.name)
    until = int(msgspec.json.decode(last)["until"]) if last else now
    first = providers.first_order(connection, provider.name) or now
    return max(first, min(until, now) - provider.looks_back) if last else first


def picture_of(code: str) -> str:
    """A QR code as a PNG, in base64."""
    import zxingcpp
    from numpy import asarray
    from PIL import Image

    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode).to_image(scale=10)
    into = io.BytesIO()
    Image.fromarray(asarray(drawn)).convert("1").save(into, "PNG", optimize=True)
    return base64.b64encode(into.getvalue()).decode()
