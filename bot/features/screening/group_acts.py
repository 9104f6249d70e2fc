"""Do what moderators want for a whole group: each act is a case, told by its receipts, and undone.

The case keeps what was set before and after. What Telegram refuses is set back, and so is what is undone,
as far as nobody set it anew meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from bot.core.batch import Batch
from bot.features.moderation.actions.messages import remove
from bot.features.moderation.case_details import stored
from bot.features.moderation.case_opening import Opened, case_row, noting, open_case
from bot.features.moderation.case_results import look_at_case, origin
from bot.features.moderation.verdict import Verdict
from bot.features.screening import locks
from bot.features.screening.door_policy import policy_of
from bot.features.screening.locks import Waits
from bot.features.screening.raid_lookback import RAID
from bot.features.screening.refused_locks import Kept, changed, kept
from bot.platforms.telegram.calls import HAS_RIGHT, Follow, Priority
from bot.platforms.telegram.permissions import DELETE, RESTRICT
from bot.runtime import metrics
from rules.engine.actions import Action, Lock, Night, Purge, Raid, Slow, Unlock, name_of
from rules.engine.events import Event
from rules.engine.locks import removed
from storage import case_outcomes, casework, chat_settings
from storage.case_outcomes import QUIET
from storage.casework import Row
from storage.chat_settings import Setting
from storage.directory import KnownChat, KnownPerson

_MOST = 50  # cases that one setting is followed back through
Change: TypeAlias = Callable[[], object]


def on_group(
    batch: Batch, event: Event, chat: KnownChat, by: KnownPerson, action: Action, change: Change, why: str
) -> None:
    """Let `change` set something for a chat, open the case of it, and ask Telegram for what it takes."""
    before = chat_settings.settings_of(batch.connection, chat.id)
    permissions = chat_settings.permissions_of(batch.connection, chat.id)
    change()
    after = chat_settings.settings_of(batch.connection, chat.id)
    opened = _open(batch, event, chat, by, action, why)
    if opened is None:
        return
    held = changed(before, after)
    known = [permissions[0], sorted(permissions[1])] if permissions is not None else None
    casework.set_earlier(batch.connection, opened.number, {"settings": held, "permissions": known})
    waits = Waits(opened.number, name_of(action), origin(batch, event, opened.number), _right(action))
    _see_through(batch, event, chat, waits)


def purge(
    batch: Batch, event: Event, chat: KnownChat, by: KnownPerson, messages: list[int], why: str
) -> None:
    """Remove messages as one case."""
    opened = _open(batch, event, chat, by, Purge(len(messages)), why)
    if opened is None:
        return
    opened.then = (Waits(opened.number, "purge", origin(batch, event, opened.number)).look,)
    with noting(batch, event, opened, "purge"):
        remove(batch, event, chat.id, chat.community or batch.default_community, messages)
    casework.add_acts(batch.connection, opened.number, opened.acts, batch.now)


def go_on(batch: Batch, event: Event) -> None:
    """The moment at which a lock ends, a night begins, or the chat's own permissions have become known.

    With those a case may wait for its calls.
    """
    payload = event.timer.payload if event.timer is not None else ""
    waits = msgspec.json.decode(payload, type=Waits) if payload else None
    if waits is not None and waits.case:
        _see_through(batch, event, batch.chat(event), waits)
    else:
        with batch.following(event, ()) as keys:
            locks.apply(batch, event, batch.chat(event), waits)
        if waits is not None and waits.undone:
            acts = [(waits.action, key) for key in keys]
            casework.add_acts(batch.connection, waits.undone, acts, batch.now)


def take_back(batch: Batch, event: Event, chat: KnownChat, case: Row, by: int) -> bool:
    """Undo a case: what it set is as it was before; False when nothing of it holds any more."""
    before = chat_settings.settings_of(batch.connection, chat.id)
    found = _set_back(batch, chat, case)
    of_case = (case["earlier"] or {}).get("settings", {})
    if RAID in found and of_case[RAID][1][0] == "on":
        held = chat_settings.settings_of(batch.connection, chat.id).get(RAID)
        if held is None:  # what closed it before must not close it at once again
            quiet = policy_of(batch, chat.id).screening.raid.within
            off = Setting("off", batch.now + quiet, by, batch.now)
            chat_settings.put(batch.connection, chat.id, RAID, off)
    after = chat_settings.settings_of(batch.connection, chat.id)
    action = opposite(stored(case["actions"])[0])
    since = case_outcomes.newest_act(batch.connection, case["id"])
    settings = changed(before, after)
    waits = Waits(
        0, action, "", settings=settings, undone=case["id"], since=since, by=by, answers=event.press is None
    )
    locks.apply(batch, event, chat, waits)
    return bool(found)


def revert(batch: Batch, event: Event, chat: KnownChat, case: Row) -> None:
    """Let a chat be as it was before a case that Telegram refused."""
    if "setChatPermissions" in case_outcomes.refused_methods(batch.connection, case["id"]):
        before = (case["earlier"] or {}).get("permissions")
        if before is None:
            chat_settings.forget_permissions(batch.connection, chat.id)
        else:
            chat_settings.keep_permissions(batch.connection, chat.id, before[0], before[1], batch.now)
    _set_back(batch, chat, case)
    locks.apply(batch, event, chat)


def opposite(action: Action) -> str:
    """What has to be asked of Telegram to take back what was done to a whole group."""
    match action:
        case Lock() | Night(True):
            return "unlock"
        case Unlock():
            return "lock"
    return name_of(action)


def _right(action: Action) -> str:
    """The right that the bot needs later for what is set now: nobody is removed or turned away without."""
    match action:
        case Raid():
            return RESTRICT
        case Slow():
            return DELETE
        case Lock(kinds) | Night(True, kinds) if removed(kinds):
            return DELETE
    return ""


def _open(
    batch: Batch, event: Event, chat: KnownChat, by: KnownPerson, action: Action, why: str
) -> Opened | None:
    rule, community = f"/{name_of(action)}", chat.community or batch.default_community
    row = case_row(
        batch,
        event,
        community=community,
        chat=chat.id,
        person=by.id,
        rule=_COMMANDS.get(rule, rule),
        actions=[action],
        reason=why,
        moderator=by.id,
    )
    batch.cases.append(row)
    state = batch.state(chat.id, by.id, community)
    verdict = Verdict(chat, community, by, state, (action,), rule, why, moderator=by)
    opened = open_case(batch, event, verdict)
    metrics.ACTIONS.labels(name_of(action)).inc()
    if opened is not None:
        case_outcomes.set_notice(batch.connection, opened.number, QUIET)
    return opened


_COMMANDS = {"/unslow": "/slow", "/reopen": "/raid"}  # of actions that are called otherwise


def _see_through(batch: Batch, event: Event, chat: KnownChat, waits: Waits) -> None:
    """Queue the calls of a case; what is said of it follows once all of them have ended."""
    with batch.following(event, (waits.look,)) as keys:
        asked = locks.apply(batch, event, chat, waits)
        if waits.right and asked is not locks.Asked.FIRST:
            then = (Follow(HAS_RIGHT, subject=waits.right),)
            batch.call(event, "getChatAdministrators", chat.id, Priority.MODERATION, then=then)
    casework.add_acts(batch.connection, waits.case, [(waits.action, k) for k in keys], batch.now)
    if not keys:
        look_at_case(batch, chat.id, waits.case, (waits.look,))


def _set_back(batch: Batch, chat: KnownChat, case: Row) -> list[str]:
    """Set again what was set before a case; the names of what was still as the case had left it."""
    connection, found = batch.connection, []
    current = chat_settings.settings_of(connection, chat.id)
    for name, (before, after) in ((case["earlier"] or {}).get("settings") or {}).items():
        over = after is not None and after[1] and after[1] <= batch.now
        if over or kept(current.get(name)) != after:
            continue
        found.append(name)
        old = _stood(batch, chat, name, before)
        if old is None:
            chat_settings.drop(connection, chat.id, [name])
        else:
            chat_settings.put(connection, chat.id, name, Setting(*old))
    return found


def _stood(batch: Batch, chat: KnownChat, name: str, was: Kept | None) -> Kept | None:
    """What a setting was before, without what was undone since, or is over."""
    for _ in range(_MOST):
        if was is None or (was[1] and was[1] <= batch.now):
            return None
        rows = case_outcomes.undone_at_once(batch.connection, chat.id, was[2], was[3])
        pairs = [pair for row in rows if (pair := (row["earlier"] or {}).get("settings", {}).get(name))]
        back = next((before for before, after in pairs if after == was), was)
        if back == was:
            return was
        was = back
    return None
