"""Run `tests:` of incentives.yaml: what a message counts as."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.engine.policy import IncentivesPolicy
from rules.engine.sayings import own_letters, says_checkin, says_thanks
from rules.sentences import say

Counted = Literal["checkin", "thanks", "message", "nothing"]


class EarningTest(BaseModel):
    """A message, and what it counts as."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    text: str = Field(min_length=1, max_length=4096)
    counts: Counted = Field(
        alias="is",
        description="checkin; thanks, where it answers or names somebody; message; nothing.",
    )


def counted(text: str, policy: IncentivesPolicy) -> Counted:
    """What a text of somebody's own counts as, whoever wrote it and however often."""
    if policy.checkin is not None and says_checkin(text, policy.checkin):
        return "checkin"
    if policy.thanks is not None and says_thanks(text, policy.thanks):
        return "thanks"
    said = own_letters(text)
    return "message" if policy.message is not None and said and said >= policy.message.shortest else "nothing"


def told(test: EarningTest, policy: IncentivesPolicy) -> str:
    """How a test turned out otherwise; nothing when it holds."""
    found = counted(test.text, policy)
    return "" if found == test.counts else say("earning-test", found=found, wanted=test.counts)
