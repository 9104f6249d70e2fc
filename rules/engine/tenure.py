"""Compute since when somebody has been here: one account, whoever tells of it.

A join is told of by `chat_member`, by the service message `new_chat_members`, or by both; some are told of
by neither. Two registers of `MemberState` hold what is known: `joined_at`, the newest join, and `first_seen`,
the first time that somebody did anything. Whoever was never seen before is new from that moment on; `BEFORE`
stands for those of whom it is known that they were there before the bot, and not since when.
"""

from __future__ import annotations

from msgspec import structs

from rules.engine.events import Event, Kind
from rules.engine.state import BEFORE, MemberState, Role

_SAME = 3_600  # seconds within which two reports of somebody who did not leave are of one join
_SEEN = (Kind.MESSAGE, Kind.EDIT, Kind.REACTION, Kind.PRESS, Kind.ROLE, Kind.ACTION, Kind.REPORT)
_ACTS = (Kind.MESSAGE, Kind.REACTION, Kind.PRESS)
_INSIDE = ("creator", "administrator", "member")  # as Telegram says it
OUTSIDE = (Role.LEFT, Role.BANNED, Role.UNKNOWN)


def told_before(event: Event, state: MemberState) -> bool:
    """Whether a join or a leave is one that another update told of already, or one that is over."""
    if event.kind is Kind.JOIN:
        return _joined_before(event, state)
    if event.kind is Kind.LEAVE:
        return _left_before(event, state)
    return False


def _joined_before(event: Event, state: MemberState) -> bool:
    if state.left_at:
        return event.at < state.left_at
    if not state.joined_at:
        return False
    # A service message tells that somebody came, `chat_member` that they had been outside until then.
    if event.message_id and state.role not in OUTSIDE:
        return True
    return event.at - state.joined_at <= _SAME


def _left_before(event: Event, state: MemberState) -> bool:
    if event.at < state.joined_at:
        return True
    banned = event.new_status == "kicked" and state.role is Role.LEFT
    return bool(state.left_at) and not banned


def account(event: Event, state: MemberState) -> dict[str, object]:
    """What an event changes of the account of whom it is about."""
    kind, at = event.kind, event.at
    if kind is Kind.JOIN:
        return _joined(event, state)
    if kind is Kind.LEAVE:
        return {} if _left_before(event, state) else {"left_at": at}
    if (
        kind is Kind.ROLE
        and event.new_status in _INSIDE
        and not state.joined_at
        and state.first_seen != BEFORE
    ):
        # A change of standing tells of whom no join did that they are there.
        first = min(state.first_seen or at, at)
        return {"first_seen": first, "joined_at": first}
    if kind in _ACTS and 0 < state.left_at < at:
        # Back without anybody having told: new from this moment.
        return {"first_seen": at, "joined_at": 0, "left_at": 0}
    return {"first_seen": at} if kind in _SEEN and _earlier(at, state.first_seen) else {}


def _joined(event: Event, state: MemberState) -> dict[str, object]:
    at = event.at
    changes: dict[str, object] = {"first_seen": at} if _earlier(at, state.first_seen) else {}
    if not _joined_before(event, state):
        return changes | {"joined_at": at, "left_at": 0}
    if 0 < state.joined_at - at <= _SAME:
        changes["joined_at"] = at  # the two reports may differ by a second: the earlier one counts
    return changes


def remembered(state: MemberState, past: MemberState) -> MemberState:
    """A member with what a past tells that the bot did not see: `past` is what the account was at its end.

    Who had left by then and was seen again is as new as the bot saw them come.
    """
    state = structs.replace(state, messages=state.messages + past.messages)
    if past.left_at and state.first_seen:
        return state
    first = past.first_seen if _earlier(past.first_seen, state.first_seen) else state.first_seen
    joined = max(state.joined_at, past.joined_at)
    if past.left_at:
        return structs.replace(
            state, first_seen=first, joined_at=joined, left_at=past.left_at, role=Role.LEFT
        )
    return structs.replace(state, first_seen=first, joined_at=joined)


def _earlier(at: int, known: int) -> bool:
    return not known or at < known
