"""Trust a member by the button of a case."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.hooks import Approval
from bot.features.moderation.moderator_actions import act
from rules.engine.actions import Trust
from rules.engine.events import Event
from storage import trust


def approve(batch: Batch, event: Event, approval: Approval) -> None:
    """Trust the member in all groups of the community, as /trust does; that is a case of its own."""
    person, by = approval.person, approval.by
    new = trust.trust(batch.connection, approval.community, person.id, by.id, batch.now)
    batch.known.drop([(0, person.id)])
    if new:
        act(
            batch,
            event,
            [Trust()],
            chat=approval.chat,
            person=person,
            state=batch.state(approval.chat.id, person.id, approval.community),
            moderator=by,
            name="trust",
            silent=True,
        )
