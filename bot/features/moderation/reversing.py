"""Taking back what a case did beside a member's rights: to the group, to requests, tags, pins, points."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.batch import Batch
from bot.features.moderation.action_handler import handler_of
from bot.features.moderation.casefile import Opened, about_a_captcha, about_the_group, noting
from bot.features.moderation.dossier import Dossier
from bot.features.moderation.further import key_of_grant
from bot.features.moderation.hooks import Hooks
from bot.features.moderation.notice import stored
from bot.platforms.telegram.calls import Priority, person_ref
from rules.engine.actions import (
    Action,
    Ban,
    Decline,
    Delete,
    Grant,
    Kick,
    Lock,
    Mute,
    Night,
    Pin,
    Raid,
    Slow,
    Tag,
    Trust,
    Unlock,
    Untrust,
    name_of,
)
from rules.engine.events import Event
from rules.engine.incentives import reverse as opposites
from storage import casework, ledger, newcomers, trust
from storage.casework import Row

# What is said to be back when an act of a moderator on the whole group is undone: see `back-` in the texts.
_OF_THE_GROUP = {
    **dict.fromkeys(("lock", "unlock"), "locks"),
    **dict.fromkeys(("slow", "unslow"), "slow"),
    "night": "night",
    "raid": "raid",
    "reopen": "reopen",
}


def opposite(action: Action) -> str:
    """What has to be asked of Telegram to take back what was done to a whole group."""
    match action:
        case Lock() | Night(True):
            return "unlock"
        case Unlock():
            return "lock"
    return name_of(action)


def reverse(
    batch: Batch, event: Event, d: Dossier, cases: Sequence[Row], by: int, opened: Opened
) -> dict[str, int]:
    """Reverse these cases of an incident; what came back by kind."""
    back = dict[str, int]()
    for case in reversed([c for c in cases if about_the_group(c)]):
        action = next(iter(stored(case["actions"])), None)
        kind = name_of(action) if action is not None else ""
        if action is not None and kind in _OF_THE_GROUP:
            with noting(batch, event, opened, opposite(action)):
                handler = handler_of(batch, action)
                back[_OF_THE_GROUP[kind]] = int(handler.take_back(batch, event, d.chat, case, by))
    cases = [c for c in cases if not about_the_group(c)]
    for by_rule in (Slow, Raid):
        found = [a for c in cases for a in stored(c["actions"]) if isinstance(a, by_rule)]
        if found:
            kind = name_of(found[0])
            with noting(batch, event, opened, kind):
                back[kind] = int(handler_of(batch, found[0]).undo(batch, event, d.chat, by))
    back["trust"], back["untrust"] = _trust(batch, d, cases, by)
    back["requests"] = _requests(batch, d, with_action(cases, Decline, Ban, Kick))
    with noting(batch, event, opened, "unmute"):
        back["captchas"] = _captchas(batch, event, d, cases)
    with noting(batch, event, opened, "tag"):
        back["tags"] = _tags(batch, event, d, with_action(cases, Tag))
    with noting(batch, event, opened, "unpin"):
        back["pins"] = _pins(batch, event, d, with_action(cases, Pin))
    back["granted"] = _granted(batch, d, with_action(cases, Grant))
    return back


def with_action(cases: Sequence[Row], *kinds: type[Action]) -> list[Row]:
    """Those of these cases in which one of these was done."""
    return [c for c in cases if any(isinstance(a, kinds) for a in stored(c["actions"]))]


def _trust(batch: Batch, d: Dossier, cases: Sequence[Row], by: int) -> tuple[int, int]:
    """Take back trust that was given, and give it to whom it was taken from; how many had, and had not."""
    taken = given = 0
    community = d.case["community_id"]
    for case in with_action(cases, Trust, Untrust):
        person = case["person_id"]
        if with_action([case], Trust):
            taken += trust.distrust(batch.connection, community, person)
        else:
            given += trust.trust(batch.connection, community, person, by, batch.now)
        batch.known.drop([(0, person)])
    return taken, given


def _requests(batch: Batch, d: Dossier, cases: Sequence[Row]) -> int:
    """A declined request is gone, but nobody has to wait before they ask again."""
    found, refused = 0, ("declined", "failed", "expired")
    for person in sorted({c["person_id"] for c in cases}):
        visit = newcomers.visit(batch.connection, d.chat.id, person)
        if visit is not None and visit.kind == "request":
            found += newcomers.end(batch.connection, d.chat.id, person, "left", batch.now, refused)
    return found


def _captchas(batch: Batch, event: Event, d: Dossier, cases: Sequence[Row]) -> int:
    found, forgive = 0, batch.services.of(Hooks).forgive
    for case in cases:
        if forgive is not None and about_a_captcha(case):
            inside = bool(with_action([case], Mute))
            found += forgive(batch, event, d.chat, case["person_id"], inside=inside)
    return found


def _tags(batch: Batch, event: Event, d: Dossier, cases: Sequence[Row]) -> int:
    """The tag that another case gave and nobody took back, or the one that was there before."""
    people = sorted({c["person_id"] for c in cases})
    for person in people:
        others = casework.in_force(batch.connection, d.chat.id, person)
        given = [a.text for c in others for a in stored(c["actions"]) if isinstance(a, Tag)]
        first = min((c for c in cases if c["person_id"] == person), key=lambda c: int(c["id"]))
        text = given[-1] if given else (first["earlier"] or {}).get("tag", "")
        who, urgent = person_ref(person), Priority.MODERATION
        batch.call(event, "setChatMemberTag", d.chat.id, urgent, user_id=who, tag=text)
    return len(people)


def _pins(batch: Batch, event: Event, d: Dossier, cases: Sequence[Row]) -> int:
    gone = {c["message_id"] for c in with_action(cases, Delete)}
    pinned = sorted({c["message_id"] for c in cases} - gone - {0})
    for message in pinned:
        batch.call(event, "unpinChatMessage", d.chat.id, Priority.MODERATION, message_id=message)
    return len(pinned)


def _granted(batch: Batch, d: Dossier, cases: Sequence[Row]) -> int:
    """Take back points that rules gave; how many."""
    keys = [key_of_grant(c["chat_id"], c["person_id"], c["message_id"], c["update_id"]) for c in cases]
    if not keys:
        return 0
    entries = ledger.by_keys(batch.connection, keys)
    taken = ledger.by_keys(batch.connection, [f"reversal:{key}" for key in entries])
    wanted = [e for key, e in entries.items() if f"reversal:{key}" not in taken]
    lost = opposites(wanted, batch.now, f"case {d.number} undone")
    if lost:
        batch.foresee((), [(d.case["community_id"], p) for p in sorted({e.person for e in lost})])
        batch.credit(d.case["community_id"], d.chat.id, lost)
    return -sum(e.granted for e in lost)
