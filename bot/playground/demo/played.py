"""What a play did and what it saw come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.playground.demo.client import Json


class Card(NamedTuple):
    """A case in the moderators' group, and what is behind its button that takes it back."""

    message: int
    undo: str


class Offer(NamedTuple):
    """A course that was suggested to somebody who asked."""

    message: int
    course: str


class Said(NamedTuple):
    """Where a message stands."""

    chat: int
    message: int


@dataclass
class Played:
    """The account of a play, up to now.

    Args:
        acts: what people did, counted by kind.
        refused: what the local Telegram did not let them do, such as writing when muted, with the reason.
        update_ids: of all updates that the acts queued for bots, in order.
        said: messages by their label.
        cards: the newest case about a person, by their number.
        offers: what was suggested in answer to a message, by its label.
        links: people's own invite links, by their numbers.
        callbacks: ids of pressed suggestion buttons.
        thanked: ids of pressed thanks buttons.
        shopped: how many steps somebody with a membership took.
        paid: how often they paid.
        seen: the parts of expectations that came true, as (expectation, part).
    """

    acts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    update_ids: list[int] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    thanked: set[str] = field(default_factory=set)
    callbacks: set[str] = field(default_factory=set)
    shopped: Counter[int] = field(default_factory=Counter)
    paid: Counter[int] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def count(self, act: Json, result: Json) -> None:
        """Enter one act and what came of it."""
        self.acts[act["do"]] += 1
        self.update_ids += result.get("update_ids", ())
        if not result["ok"]:
            self.refused.append(f"{act['do']}: {result['error']}")
