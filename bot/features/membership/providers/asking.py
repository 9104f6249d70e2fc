"""What providers are to be asked: rows that wait, each once under its key. And how they name our orders."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Buttons
from bot.features.membership.providers.desk import Desk
from rules.engine.events import Event
from storage import chats, people, providers, purchases
from storage.purchases import Order, Paid

CREATE, QUERY, REFUND, LIST = "create", "query", "refund", "list"
LASTS = 7200  # seconds in which an order can be paid
_SEALED = 10  # characters of a reference's seal


def reference(buttons: Buttons, number: int) -> str:
    """How providers name an order: nobody else makes such a name, and it is unlike those of other bots."""
    return f"z{number}-{buttons.seal('order', str(number))[:_SEALED]}"


def order_of(connection: Connection, buttons: Buttons, told: str) -> Order | None:
    """The order that a reference names, when it is one of ours."""
    number = told[1:].partition("-")[0]
    if not number.isdecimal() or len(number) > 18 or told != reference(buttons, int(number)):
        return None
    return purchases.find(connection, int(number))


def lane(connection: Connection, community: int, person: int | None) -> int:
    """The private chat with somebody, else a group of the community; 0: there is neither."""
    rooms = people.private_chats(connection, [person]) if person is not None else {}
    groups = chats.groups(connection, community) if not rooms else []
    return next(iter(rooms.values()), groups[0].id if groups else 0)


def ask(
    batch: Batch, event: Event, provider: str, what: str, key: str, order: int | None, payload: str = ""
) -> None:
    """Let a provider be asked when this is committed."""
    row = {"key": f"{what}:{key}", "provider": provider, "what": what, "lane": batch.chat(event).id}
    row |= {"purchase_id": order, "payload": payload, "due_at": batch.now, "at": batch.now}
    if providers.want(batch.connection, row):
        batch.afterwards.append(batch.services.of(Desk).ring)


def ask_back(batch: Batch, event: Event, paid: Paid, payload: str) -> None:
    """Let the provider that took a payment give it back, once."""
    ask(batch, event, paid.provider, REFUND, f"{paid.charge}:{event.update_id}", paid.purchase_id, payload)
