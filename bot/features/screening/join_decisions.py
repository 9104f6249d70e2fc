"""Decide about somebody who joins, or asks to: turned away, asked something, or let in."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from bot.core.batch import Batch
from bot.features.screening import admission, captcha, raid, request_decisions, requests
from bot.features.screening.door_policy import Policy, looks, policy_of
from bot.features.screening.entitled import CHANNEL, DOORS, admits, plans_opening
from bot.features.screening.raid_lookback import refusal_of
from bot.features.screening.rejections import ROLES, Refusal, turn_away
from bot.features.screening.request_messages import REQUEST
from bot.text.messages import plain
from rules.config.membership import Membership
from rules.engine.events import Event
from rules.engine.join_checks import found_in
from rules.engine.state import Role
from storage import newcomers, overruled_rules, shared_bans, trust
from storage.directory import KnownChat, KnownPerson

_REMEMBERED = 30 * 86_400  # seconds for which a moderator's word holds
_APPROVED = 3_600  # seconds within which whoever was approved comes in


def on_join(batch: Batch, event: Event) -> bool:
    """Somebody joined. True when they have to answer first, or are out again: no welcome."""
    chat, person = batch.chat(event), batch.author(event)
    if person is None or person.bot or chat.role != "members":
        return False
    community = chat.community or batch.default_community
    state = batch.state(chat.id, person.id, community)
    if trust.is_trusted(batch.unflushed, community, person.id):
        batch.change(structs.replace(state, role=Role.TRUSTED))
        return False
    if not looks(batch, chat) or _brought_in(batch, event, chat, person.id):
        return False
    policy = policy_of(batch, chat.id)
    refusal = respected(batch, chat, person, unwanted(batch, event, person, policy))
    if refusal is None and raid.is_on(batch, event, chat, policy):
        refusal = respected(batch, chat, person, refusal_of(batch, policy))
    if refusal is not None:
        turn_away(batch, event, chat, person.id, refusal)
        batch.change(structs.replace(state, role=ROLES[refusal.how]))
        return True
    if policy.screening.captcha.kind == "off":
        return False
    return captcha.begin(batch, event, policy.screening.captcha, state)


def told_again(batch: Batch, event: Event) -> None:
    """`chat_member` after the service message of the same join: it alone tells of a restriction that waited
    for them, and of who let them in.
    """
    chat, person = batch.chat(event), batch.author(event)
    if person is None:
        return
    if event.restriction is not None:
        captcha.came_restricted(batch, chat, person.id, event.restriction)
    elif _who(batch, event, chat):
        captcha.let_in(batch, event, chat, person.id, "approved")


def _who(batch: Batch, event: Event, chat: KnownChat) -> str:
    """Whether the bot let somebody in, or a moderator; empty for anybody else."""
    if event.by is None:
        return ""
    if event.by.username.lower() == batch.bot_username.lower():
        return "bot"
    by = batch.directory.person(event.by.id)
    leads = batch.state(chat.id, by.id, chat.community or batch.default_community)
    return "moderator" if leads.role.moderates else ""


def _brought_in(batch: Batch, event: Event, chat: KnownChat, person: int) -> bool:
    """Whether a moderator let them in, or the bot itself after a request; the request is over then."""
    who = _who(batch, event, chat)
    if not who and not event.message_id:
        return False
    visit = newcomers.visit(batch.connection, chat.id, person)
    if not who:
        # A service message does not tell who approved a request.
        asked = visit is not None and (visit.kind, visit.state) == (REQUEST, "approved")
        return asked and visit is not None and visit.ended_at > batch.now - _APPROVED
    ours = who == "bot"
    if visit is not None and visit.kind == REQUEST:
        newcomers.end(batch.connection, chat.id, person, "approved", batch.now)
    elif not ours:
        now = batch.now
        row = {"chat_id": chat.id, "person_id": person, "kind": "brought", "state": "approved"}
        newcomers.arrive(batch.connection, row | {"opened_at": now, "due_at": now, "ended_at": now})
    return True


def on_join_request(batch: Batch, event: Event, *, approved: bool) -> None:
    """Somebody asks to join; `approved`: a rule spares them the questions."""
    chat, person = batch.chat(event), batch.author(event)
    membership = batch.files.file(Membership)
    gated = person is not None and chat.role in DOORS and membership.on
    gated = gated and bool(plans_opening(batch.connection, membership, chat))
    if person is None or chat.role not in DOORS or not (approved or gated or looks(batch, chat)):
        return
    if chat.role == CHANNEL and not gated:
        return  # whose door is the channel's own
    policy, community = policy_of(batch, chat.id), chat.community or batch.default_community
    if trust.is_trusted(batch.connection, community, person.id):
        request_decisions.approve(batch, event, chat, person.id)
        return
    refusal = respected(batch, chat, person, unwanted(batch, event, person, policy))
    if refusal is not None:
        request_decisions.turn_down(batch, event, chat, person.id, refusal)
    elif gated and admits(batch.connection, membership, community, chat, person.id, batch.now):
        admission.admit(batch, event, chat, person.id)
    elif gated and not approved:
        return  # who has nothing that opens it is shown what does: see the feature membership
    elif raid.is_on(batch, event, chat, policy):
        if policy.screening.raid.requests == "decline":
            refusal = replace(refusal_of(batch, policy), how="kick")
            request_decisions.turn_down(batch, event, chat, person.id, refusal)
    elif approved:
        request_decisions.approve(batch, event, chat, person.id)
    elif policy.screening.requests.mode != "off":
        requests.begin(batch, event, chat, person, policy.screening.requests)


def respected(batch: Batch, chat: KnownChat, person: KnownPerson, refusal: Refusal | None) -> Refusal | None:
    """The refusal, unless a moderator took the like of it back lately: that word goes before the door's."""
    if refusal is None:
        return None
    since, matched = batch.now - _REMEMBERED, refusal.matched[:200]
    back = overruled_rules.taken_back(batch.connection, chat.id, person.id, refusal.rule, matched, since)
    return None if back else refusal


def unwanted(batch: Batch, event: Event, person: KnownPerson, policy: Policy) -> Refusal | None:
    """Why somebody is not wanted here, whatever they would answer."""
    language, screening = batch.files.community.language, policy.screening
    if screening.bans.source and shared_bans.is_listed(batch.connection, person.id):
        return Refusal("shared-ban", plain(language, "shared-ban-reason"), screening.bans.then)
    for field, text, words in (
        ("name", f"{person.name} {person.username}", screening.door.names),
        ("bio", event.bio, screening.door.bios),
    ):
        found = found_in(text, words) if text and words else ""
        if found:
            return Refusal(
                f"door-{field}", plain(language, f"door-{field}-reason"), screening.door.then, found
            )
    return None
