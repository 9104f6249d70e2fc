"""Apply the locks of a chat: by Telegram's own permissions, or by removing; the night among them."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec
from msgspec import Struct, structs

from bot.core.batch import Batch, EventContext
from bot.features.moderation.actions.messages import remove
from bot.features.moderation.case_results import CASE
from bot.features.moderation.undo_results import Undo
from bot.features.screening.door_policy import CHOICES, OWN, Policy, policy_of
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, Priority, follow_kind, mention
from bot.platforms.telegram.permissions import denied
from bot.text.durations import spell
from bot.text.messages import language_of, say
from rules.config.book import RuleBook
from rules.config.screening import Night
from rules.engine.albums import album_of, earlier_parts
from rules.engine.decision import Decision
from rules.engine.events import Event, Kind
from rules.engine.locks import Marks, broken, marks_of, removed, too_soon
from rules.engine.quiet_hours import Hours, is_quiet, next_change
from rules.engine.state import Role
from rules.engine.trust import level
from storage import chat_settings, chats, newcomers, timers
from storage.directory import KnownChat, KnownPerson
from storage.store import Store

LOCKS = "locks"  # timer
GRANTED = follow_kind("permissions", "screening", tells=True)  # what members may do, before it is changed
PERMITTED = follow_kind("permitted", "screening", tells=True)  # what no case waits for; and timer, if refused
LOCK, NIGHT, SLOW = "lock:", "night", "slow"  # names of settings
SLOW_BY_RULE = "slow-rule"  # lies over the moderators' own, which is there again when it ends
_NOTE = 10  # seconds that the note about slow mode stays


def boundary(night: Night, now: int, timezone: str) -> int:
    """When the night next begins or ends by its schedule; 0 when it has none."""
    if night.start is None or night.end is None:
        return 0
    return next_change(now, Hours(night.start, night.end, timezone))


def night_is_on(policy: Policy, now: int, timezone: str) -> bool:
    """By a moderator's word, else by the clock."""
    said, night = policy.held(NIGHT, now), policy.screening.night
    if said is not None:
        return said.value == "on"
    return is_quiet(now, Hours(night.start, night.end, timezone))


def locked_kinds(policy: Policy, now: int, timezone: str) -> set[str]:
    """The kinds that are locked now, by moderators and by the night."""
    kinds = {n.removeprefix(LOCK) for n in policy.settings if n.startswith(LOCK) and policy.held(n, now)}
    return kinds | set(policy.screening.night.lock) if night_is_on(policy, now, timezone) else kinds


def seconds_apart(policy: Policy, now: int) -> int:
    """How far apart a member's messages have to be, by moderators and by rules; 0 without slow mode."""
    held = (policy.held(name, now) for name in (SLOW, SLOW_BY_RULE))
    return max((int(setting.value) for setting in held if setting is not None), default=0)


class Waits(Struct, frozen=True):
    """A case whose calls are still to be queued; without a number, what somebody set by a button or undid.

    `settings` are those before and after, as cases keep them, and `undone` the case that was undone: so all
    is as it was if Telegram refuses.
    """

    case: int
    action: str
    origin: str  # where its moderator waits
    right: str = ""  # without which what is set would have no effect
    settings: dict[str, list[Any]] = {}
    undone: int = 0
    since: int = 0  # the newest call of that case before
    granted: dict[str, bool] = {}  # what members could do before, and what locks took of it
    denied: list[str] | None = None  # None: nothing was known of it
    wanted: list[str] = []
    by_the_clock: bool = False  # the night begins or ends by its schedule
    by: int = 0  # who set it by a button, or undid it
    answers: bool = False  # whoever undid it by a command is answered
    page: tuple[int, int] | None = None  # the message (chat, number) whose button they pressed
    why: str = ""  # Telegram's words

    @property
    def look(self) -> Follow:
        """What each of its calls sets off."""
        return Follow(CASE, subject_id=self.case, payload=self.origin)


class Asked(Enum):
    """What Telegram is asked for."""

    NOTHING = "nothing"
    FIRST = "what the chat's members may do, before anything is changed"
    ALL = "everything"


def apply(batch: Batch, event: Event, chat: KnownChat, waits: Waits | None = None) -> Asked:
    """Make the chat be as its locks say. It may be called at any time: what is so already is left alone.

    Where Telegram is asked for something `FIRST`, this is called again, and `waits` goes with that timer.
    """
    if chat.role != "members":
        return Asked.NOTHING  # moderators talk at night, too
    policy = policy_of(batch, chat.id)
    kinds = locked_kinds(policy, batch.now, batch.timezone)
    mark(batch, chat, policy, kinds)
    if waits is None or not waits.case:
        waits = _without_case(policy, batch, waits)
    night = boundary(policy.screening.night, batch.now, batch.timezone)
    nightly = denied(policy.screening.night.lock) if night and NIGHT not in policy.settings else frozenset()
    asked = _permit(batch, event, chat, denied(kinds), waits, nightly)
    ends = [s.until for n, s in policy.settings.items() if s.until > batch.now and _is_lock(n)]
    moments = [*ends, *([night] if night else [])]
    if moments:
        due_at = min(moments)
        # A moment of its own for each: calls are told apart by the timer that made them.
        timers.set_timer(batch.connection, f"locks:{chat.id}:{due_at}", LOCKS, chat.id, None, due_at)
    return asked


def _without_case(policy: Policy, batch: Batch, waits: Waits | None) -> Waits:
    """What is known of a change that is no case, and whether the night is what it makes begin."""
    night = night_is_on(policy, batch.now, batch.timezone)
    found = waits or Waits(0, "", "")
    return structs.replace(found, action=found.action or (NIGHT if night else "lock"))


def _is_lock(name: str) -> bool:
    return name.startswith(LOCK) or name in (NIGHT, SLOW, SLOW_BY_RULE)


def mark(batch: Batch, chat: KnownChat, policy: Policy, kinds: set[str]) -> None:
    """Write the chat's marks, which every message's handler sees."""
    own = {OWN} if any(n in CHOICES or n == "raid" for n in policy.settings) else set()
    marks = Marks(removed(kinds) | own, seconds_apart(policy, batch.now)).text
    if marks == chat.marks:
        return
    chat_settings.set_marks(batch.connection, chat.id, marks)
    batch.directory.mark(chat.id, marks)


def _permit(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    wanted: frozenset[str],
    waits: Waits,
    nightly: frozenset[str],
) -> Asked:
    """Let Telegram take `wanted`. `nightly` is what the clock alone takes by night and gives back."""
    kept = chat_settings.permissions_of(batch.connection, chat.id)
    if kept is None:
        if not wanted:
            return Asked.NOTHING
        # The receipt keeps what is granted now, and calls again: nothing has ended with it.
        first = (Follow(GRANTED, payload=msgspec.json.encode(waits).decode()),)
        with batch.following(event, ()):
            batch.call(event, "getChat", chat.id, Priority.MODERATION, then=first)
        return Asked.FIRST
    granted, taken = kept
    if wanted == taken and wanted:
        return Asked.NOTHING
    if wanted == taken:
        chat_settings.forget_permissions(batch.connection, chat.id)
        return Asked.NOTHING
    then: tuple[Follow, ...] = ()
    if not waits.case:
        action = waits.action if wanted > taken else "unlock"
        by_the_clock = not waits.settings and bool(nightly & (wanted ^ taken))
        known = structs.replace(
            waits,
            action=action,
            granted=granted,
            denied=sorted(taken),
            wanted=sorted(wanted),
            by_the_clock=by_the_clock,
        )
        then = (Follow(PERMITTED, payload=msgspec.json.encode(known).decode()),)
        if waits.undone:
            then = (*then, Undo(waits.undone, waits.since).follow)
    batch.call(
        event,
        "setChatPermissions",
        chat.id,
        Priority.MODERATION,
        then=then,
        permissions={name: on and name not in wanted for name, on in granted.items()},
        use_independent_chat_permissions=True,
    )
    if wanted:
        chat_settings.keep_permissions(batch.connection, chat.id, granted, sorted(wanted), batch.now)
    else:
        chat_settings.forget_permissions(batch.connection, chat.id)
    return Asked.ALL


def hold(batch: Batch, context: EventContext, decision: Decision) -> bool:
    """Remove a message that is locked, too soon, or of somebody who has not answered; True when it went."""
    event, chat, person, activity = context
    if decision.deletes or chat.community is None:
        return False
    marks, kind, soon = marks_of(chat.marks), "", 0
    if not decision.exempt:
        kind = broken(event, marks.kinds, newcomer=not level(decision.state, event.at))
    if not decision.exempt and marks.slow and event.kind is Kind.MESSAGE:
        soon = too_soon(activity.member, event.at, marks.slow, album_of(event.content))
    waits = decision.state.role is Role.RESTRICTED and person is not None
    if not kind and not soon and waits and person is not None:
        visit = newcomers.visit(batch.connection, chat.id, person.id)
        waits = visit is not None and visit.kind == "captcha" and visit.state in ("open", "failed")
    if not (kind or soon or waits):
        return False
    parts = earlier_parts(event, activity.member)
    remove(batch, event, chat.id, chat.community, [*parts, event.message_id])
    if soon == 1 and person is not None:
        _note(batch, event, chat, person, marks.slow)
    return True


def _note(batch: Batch, event: Event, chat: KnownChat, person: KnownPerson, slow: int) -> None:
    """Say once that the chat is slow."""
    language = language_of(person.language, batch.book.community.language)
    member = mention(person.id, person.name)
    text = say(language, "slow-note", member=member, time=spell(language, slow))
    batch.call(
        event,
        "sendMessage",
        chat.id,
        text=text,
        parse_mode="HTML",
        disable_notification=True,
        then=(Follow(REMOVED_LATER, after=_NOTE),),
    )


def look_at_all(store: Store, book: RuleBook, community: int, now: int) -> None:
    """Let the locks of every group be looked at now that may have to be locked, or opened again."""
    scheduled = book.screening.night.start is not None
    with store.write() as connection:
        for chat in chats.in_community(connection, community):
            if scheduled or chat["marks"] or chat_settings.permissions_of(connection, chat["id"]):
                timers.set_timer(connection, f"locks:{chat['id']}:{now}", "locks", chat["id"], None, now)
