"""Whether somebody's word counts who writes in private: how they stand in the community's groups."""

from __future__ import annotations

from bot.core.batch import Batch
from rules.engine.gate import Gate, Refused, standing_gate
from storage import members


def refused(batch: Batch, community: int, person: int, gate: Gate) -> Refused:
    """Why somebody's word does not count in any group of a community; empty where it does in one."""
    why = Refused.OUTSIDE
    for chat in members.groups_of(batch.connection, community, person):
        state = batch.state(chat, person, community)
        why = standing_gate(state, batch.now, gate)
        if not why:
            break
    return why
