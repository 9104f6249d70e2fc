"""Take and give back a newcomer's right to write, without ever lifting what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.batch import Batch
from bot.platforms.telegram.calls import Follow, Priority, person_ref
from bot.platforms.telegram.permissions import EVERYTHING, granting
from rules.engine.events import Event
from rules.engine.state import FOREVER, MemberState

_SHORTEST = (
    45  # seconds: one that ends sooner would last for good (Bot API: below 30 s), and a call takes time
)


def silence(batch: Batch, event: Event, chat: int, person: int, then: tuple[Follow, ...] = ()) -> None:
    """Take the right to write until it is given back."""
    _restrict(batch, event, chat, person, granting(()), 0, then)


def give_back(
    batch: Batch,
    event: Event,
    chat: int,
    state: MemberState,
    earlier: Mapping[str, Any] | None,
    then: tuple[Follow, ...] = (),
) -> None:
    """Lift the door's restriction; a mute or an earlier restriction holds on as it was."""
    if state.muted(batch.now):
        until = 0 if state.muted_until == FOREVER else state.muted_until
        _restrict(batch, event, chat, state.person, granting(()), _ends(until, batch.now), then)
    elif earlier is not None and (not earlier["until"] or earlier["until"] > batch.now):
        granted = granting(earlier["granted"])
        _restrict(batch, event, chat, state.person, granted, _ends(earlier["until"], batch.now), then)
    else:
        _restrict(batch, event, chat, state.person, EVERYTHING, 0, then)


def _ends(until: int, now: int) -> int:
    return max(until, now + _SHORTEST) if until else 0


def _restrict(
    batch: Batch,
    event: Event,
    chat: int,
    person: int,
    permissions: Mapping[str, bool],
    until: int,
    then: tuple[Follow, ...] = (),
) -> None:
    ends: dict[str, Any] = {"until_date": until} if until else {}
    batch.call(
        event,
        "restrictChatMember",
        chat,
        Priority.MODERATION,
        then=then,
        user_id=person_ref(person),
        permissions=dict(permissions),
        use_independent_chat_permissions=True,
        **ends,
    )
