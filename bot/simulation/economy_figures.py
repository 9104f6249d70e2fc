"""Figures of a demo's economy, for its page: what was earned and spent, and what is shown beside names."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.playground.world import World
from bot.text.messages import LANGUAGES, has, plain
from storage.boards import points_by_source, total_coins
from storage.levels import shown
from storage.shop import states
from storage.store import Store


def economy_figures(store: Store, tags: dict[str, int]) -> dict[str, Any]:
    """What the bot's rows tell, beside the `tags` of the local Telegram.

    `points` by source, most first, with the source's name in each language; `coins` that came and were spent;
    `orders` by state; `levels`: how many members are shown each.
    """
    with store.read() as connection:
        points, levels = points_by_source(connection), shown(connection)
        given, spent = total_coins(connection)
        orders = states(connection)
    return {
        "points": [
            {"source": source, "name": _names(source), "points": points[source]}
            for source in sorted(points, key=lambda s: (-points[s], s))
        ],
        "coins": {"given": given, "spent": spent},
        "orders": orders,
        "tags": tags,
        "levels": [{"level": level, "members": levels[level]} for level in sorted(levels)],
    }


def tags_of(world: World) -> dict[str, int]:
    """How many people have each tag beside their name, in whichever groups; most first."""
    shown = {(m.tag, person) for chat in world.chats.values() for person, m in chat.members.items() if m.tag}
    return dict(Counter(tag for tag, _ in sorted(shown)).most_common())


def _names(source: str) -> dict[str, str]:
    key = f"source-{source}"
    return {code: plain(code, key) if has(code, key) else source for code in LANGUAGES}
