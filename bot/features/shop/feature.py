"""The shop, declared."""

from __future__ import annotations

from bot.core.command import Command
from bot.core.feature import Feature, Verb
from bot.features.shop import giving, orders, showing
from rules.config.shop import Shop
from storage.personal import ALWAYS, UNTIL_ERASED, holding
from storage.tables import ShopCode, ShopOrder

_DAY = 86_400
_ABOUT = ("person_id", "good", "price", "at", "state", "ended_at", "ended_by")
# Orders stay as own ids, since coins have to add up; the codes that came with them go with a person.
TABLES = (
    holding(
        ShopOrder,
        "person_id",
        dict.fromkeys(_ABOUT, ALWAYS) | {"code": UNTIL_ERASED},
        "id key community_id",
        {"code": ""},
    ),
    holding(ShopCode, "", {}, "id community_id good code at order_id", {}),
)

FEATURE = Feature(
    "shop",
    needs=("membership", "moderation", "points"),
    commands=(
        Command("shop", showing.shop, examples=("/shop",), menu=False),
        Command("orders", orders.orders, examples=("/orders",), menu=False),
        Command("gift", giving.gift, examples=("/gift @ann 10",), menu=False),
    ),
    buttons={
        showing.VERB: Verb(showing.pressed),
        showing.STAFF: Verb(orders.pressed, 180 * _DAY),
    },
    file=("shop", Shop),
    tables=TABLES,
)
