"""Hold a decision that is to be carried out, whoever took it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.engine.actions import Action
from rules.engine.decision import Trace
from rules.engine.state import MemberState
from storage.directory import KnownChat, KnownPerson


@dataclass(frozen=True)
class Verdict:
    """What is to be done to whom, and why. `moderator` is None when a rule decided."""

    chat: KnownChat
    community: int
    person: KnownPerson
    state: MemberState
    actions: tuple[Action, ...]
    rule: str
    reason: str
    escalated: str = ""
    moderator: KnownPerson | None = None
    trace: Trace | None = None
    message_id: int = 0  # of the message that is judged, when it isn't the event's own
    silent: bool = False  # the group is told nothing
    incident: int = 0  # the case this one belongs to, when a button on that one led here
