"""Treat those whose joins began a raid as those who come after them."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from bot.core.batch import Batch
from bot.features.screening import captcha, request_decisions
from bot.features.screening.door_policy import Policy
from bot.features.screening.rejections import ROLES, Refusal, open_case, turn_away
from bot.text.messages import plain
from rules.engine.events import Event
from rules.engine.state import Role
from storage import newcomers, people
from storage.directory import KnownChat

RAID = "raid"  # setting, timer, rule of cases
_BY_SOMEBODY = ("brought", "request")  # visits of people whom a moderator let in, or the bot after questions


def refusal_of(batch: Batch, policy: Policy) -> Refusal:
    """What becomes of those who come during a raid."""
    return Refusal(RAID, plain(batch.files.community.language, "raid-reason"), policy.screening.raid.then)


def look_back(batch: Batch, event: Event, chat: KnownChat, policy: Policy) -> None:
    """Turn away who joined or asked to within the counted time before `event`, but not its own member."""
    since = event.at - policy.screening.raid.within
    latest: dict[int, str] = {}
    for seen in batch.activity.of(chat.id, 0).chat:
        if seen.at > since and seen.kind in ("join", "join_request", "leave"):
            latest[seen.person] = seen.kind
    author = batch.author(event)
    latest.pop(author.id if author is not None else 0, None)
    known = people.known(batch.connection, latest)
    for person, kind in latest.items():
        if known[person].bot or kind == "leave":
            continue
        if kind == "join":
            _joined(batch, event, chat, policy, person)
        elif policy.screening.raid.requests == "decline":
            _asked(batch, event, chat, policy, person)


def _joined(batch: Batch, event: Event, chat: KnownChat, policy: Policy, person: int) -> None:
    state = batch.state(chat.id, person, chat.community or batch.default_community)
    visit = newcomers.visit(batch.connection, chat.id, person)
    let_in = visit is not None and visit.state == "approved" and visit.kind in _BY_SOMEBODY
    if let_in or state.role not in (Role.MEMBER, Role.RESTRICTED):
        return
    refusal = refusal_of(batch, policy)
    turn_away(batch, event, chat, person, refusal)
    batch.change(structs.replace(state, role=ROLES[refusal.how]))
    if visit is not None and visit.kind == captcha.CAPTCHA:
        ended = newcomers.end(batch.connection, chat.id, person, "left", batch.now, ("open",))
        if ended:
            captcha.take_down(batch, event, chat, visit)


def _asked(batch: Batch, event: Event, chat: KnownChat, policy: Policy, person: int) -> None:
    refusal = replace(refusal_of(batch, policy), how="kick", asked=True)
    visit = newcomers.visit(batch.connection, chat.id, person)
    if visit is None:
        request_decisions.turn_down(batch, event, chat, person, refusal)
    elif newcomers.end(batch.connection, chat.id, person, "declined", batch.now):
        request_decisions.settle(batch, event, chat, visit, "declined")
        open_case(batch, event, chat, person, refusal)
