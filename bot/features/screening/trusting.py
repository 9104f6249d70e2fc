"""Trust given by the button of a case."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.features.moderation.hooks import Approval
from storage import trust


async def approve(batch: Batch, approval: Approval) -> None:
    """Trust the member in all groups of the community, as /trust does."""
    await batch.flush()
    await trust.trust(batch.connection, approval.community, approval.person, approval.by, batch.now)
    batch.known.drop([(0, approval.person)])
