"""How an action that another feature brings is carried out and undone.

A feature declares `actions={Slow: ActionHandler(…)}`: the type of the action, and its handler.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.core.batch import Batch
from bot.features.moderation.verdict import Verdict
from rules.engine.actions import Action
from rules.engine.events import Event
from storage.casework import Row
from storage.directory import KnownChat


def _nothing(*_: Any) -> bool:
    return False


@dataclass(frozen=True)
class ActionHandler:
    """What an action does, and how it is undone.

    Attributes:
        do: carries out what a rule wants; True when the whole group is other than before.
        undo: takes back what rules did to a group; True when something of it still held.
        take_back: takes back one act of a moderator on a group, from its case; True when something held.
    """

    do: Callable[[Batch, Event, Verdict, Action], bool] = _nothing
    undo: Callable[[Batch, Event, KnownChat, int], bool] = _nothing
    take_back: Callable[[Batch, Event, KnownChat, Row, int], bool] = _nothing


_NONE = ActionHandler()


def handler_of(batch: Batch, action: Action) -> ActionHandler:
    """The handler that a feature declares for an action; one that does nothing when none does."""
    found: ActionHandler = batch.services.registry.actions.get(type(action), _NONE)
    return found
