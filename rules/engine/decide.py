"""Decide, from an event and what is known, what to do and why. Same values in, same decision out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from msgspec import structs

from rules.engine.actions import (
    Action,
    Allow,
    Ban,
    Delete,
    Kick,
    Mute,
    Restrict,
    Say,
    Unban,
    Unmute,
    Warn,
    merge,
)
from rules.engine.albums import earlier_parts, goes_on
from rules.engine.decision import Decision, Hit, Mode, Trace, leading
from rules.engine.events import Event, Kind, Sender
from rules.engine.facts import Facts
from rules.engine.people import is_judged
from rules.engine.rule import Book, Borrowed, Rule, softened
from rules.engine.spam import SpamScore
from rules.engine.state import FOREVER, Activity, MemberState, Role, Warning
from rules.engine.tenure import OUTSIDE, account, told_before

UNCHANGED = "unchanged"  # the edit left every word as it was
_ROLES = {
    "creator": Role.CREATOR,
    "administrator": Role.ADMINISTRATOR,
    "member": Role.MEMBER,
    "restricted": Role.RESTRICTED,
    "left": Role.LEFT,
    "kicked": Role.BANNED,
}


def decide(
    event: Event,
    state: MemberState,
    activity: Activity,
    book: Book,
    now: int,
    overruled: Container[str] = (),
    spam: SpamScore | None = None,
    digest: int | None = None,
) -> Decision:
    """What the rule book makes of an event.

    Args:
        event: what happened.
        state: the member who acted, before it.
        activity: the chat's and the member's recent past, without it.
        book: the rules in force.
        now: the time of deciding, unix seconds; windows count from the event's own time.
        overruled: rules whose like a moderator took back before; they count and do nothing.
        spam: the text's learned score, if it was looked at.
        digest: the text's fingerprint, if it is known from before.
    """
    state = moved(event, state, activity, now)
    exempt = _exempt(event, state)
    if exempt:
        return Decision(update_id=event.update_id, book=book.hash, state=state, exempt=exempt)
    facts = Facts(event, state, activity, now, book.timezone, spam, digest)
    candidates = book.index.candidates(facts)
    hits = tuple(_hits(candidates, facts, overruled)) if candidates else ()
    if not hits:
        return Decision(update_id=event.update_id, book=book.hash, state=state)
    acting = [h for h in hits if h.mode.acts]
    if not acting:
        return Decision(update_id=event.update_id, book=book.hash, state=state, hits=hits)
    wanted = tuple(a for a in merge(*(h.actions for h in acting)) if not isinstance(a, Allow))
    if state.muted(now):
        # What a muted member still gets through was written before the mute arrived: one incident.
        wanted = tuple(a for a in wanted if not isinstance(a, Warn | Restrict | Mute | Say))
    whole = _whole(wanted, event, activity)
    actions, state, escalated = sanction(state, whole, leading(hits).rule, book, now)
    return Decision(
        update_id=event.update_id,
        book=book.hash,
        state=state,
        actions=actions,
        hits=hits,
        escalated=escalated,
    )


def sanction(
    state: MemberState, actions: Iterable[Action], rule: str, book: Book, now: int
) -> tuple[tuple[Action, ...], MemberState, str]:
    """Apply actions to a member: warnings count, and the ladder may add a harder one.

    Returns:
        What is to be done in all, the member's new state, and the ladder's step as the rule book
        writes it (empty when none was reached).
    """
    merged = merge(actions)
    escalated = ""
    for action in merged:
        if isinstance(action, Warn):
            until = now + action.expires if action.expires else 0
            warned = (
                *state.warnings,
                Warning(now, action.points, rule, until, state.chat if action.alone else 0),
            )
            state = structs.replace(state, warnings=warned)
            step = book.escalation.reached(state.warning_points(now))
            if step is not None:
                merged = merge(merged, (step.action,))
                escalated = step.spelled
            break
    for action in merged:
        state = _applied(state, action, now)
    return merged, state, escalated


def _applied(state: MemberState, action: Action, now: int) -> MemberState:
    match action:
        case Mute(seconds):
            return structs.replace(state, muted_until=FOREVER if seconds == FOREVER else now + seconds)
        case Unmute():
            return structs.replace(state, muted_until=0)
        case Ban():
            return structs.replace(state, role=Role.BANNED)
        case Kick():
            return structs.replace(state, role=Role.LEFT)
        case Unban() if state.role is Role.BANNED:
            return structs.replace(state, role=Role.LEFT)
    return state


def moved(event: Event, state: MemberState, activity: Activity, now: int) -> MemberState:
    """The member after the event itself: seen, joined, left, promoted; what ran out is dropped."""
    changes = account(event, state)
    kind = event.kind
    if state.warnings and any(not w.active(now) for w in state.warnings):
        changes["warnings"] = tuple(w for w in state.warnings if w.active(now))
    if 0 < state.muted_until <= now:
        changes["muted_until"] = 0
    if kind is Kind.MESSAGE:
        if not goes_on(event, activity.member):
            changes["messages"] = state.messages + 1
        if state.role in OUTSIDE and is_judged(event):
            changes["role"] = Role.MEMBER
    elif told_before(event, state):
        pass
    elif kind is Kind.JOIN:
        # A service message does not tell whether a restriction waited for them.
        if not (event.message_id and state.role is Role.RESTRICTED):
            changes["role"] = _ROLES.get(event.new_status, Role.MEMBER)
    elif kind is Kind.LEAVE or kind is Kind.ROLE:
        changes["role"] = _ROLES.get(event.new_status, Role.LEFT)
    return structs.replace(state, **changes) if changes else state


def _whole(actions: tuple[Action, ...], event: Event, activity: Activity) -> tuple[Action, ...]:
    """The same, with the album's parts that came before going along with the message."""
    parts = earlier_parts(event, activity.member)
    if not parts:
        return actions
    return tuple(Delete(tuple(sorted({*a.matched, *parts}))) if isinstance(a, Delete) else a for a in actions)


def _exempt(event: Event, state: MemberState) -> str:
    """Why nobody may be punished for this event, or nothing."""
    if not is_judged(event):
        return str(event.sender)
    if event.before is not None and event.before.same:
        return UNCHANGED
    if state.role.moderates or state.role is Role.TRUSTED:
        return str(state.role)
    if event.person is not None and event.person.bot:
        return str(Sender.BOT)
    return ""


def _hits(rules: Iterable[Rule], facts: Facts, overruled: Container[str]) -> Iterator[Hit]:
    """The rules that hold, up to one that says stop."""
    event, state, forwarded = facts.event, facts.state, _forwarded(facts.event)
    for rule in rules:
        if rule.picky and not rule.concerns(event, state):
            continue
        if forwarded and rule.borrowed is Borrowed.IGNORE:
            continue
        if not rule.check.holds(facts):
            continue
        trace = rule.check.look(facts)
        finding = trace.finding
        if finding.soft and rule.borrowed is Borrowed.IGNORE:
            continue
        soft = (forwarded or finding.soft) and rule.borrowed is Borrowed.SOFT
        again = rule.id in overruled
        mode, actions = Mode.SHADOW if again else rule.mode, _actions(rule, trace)
        yield Hit(
            rule.id,
            mode,
            softened(actions) if soft else actions,
            trace,
            finding.matched,
            rule.reason,
            soft,
            again,
        )
        if rule.stop and mode is Mode.ENFORCE:
            return


def _forwarded(event: Event) -> bool:
    """Whether the words are somebody else's."""
    origin = event.content.forward if event.content is not None else None
    return origin is not None and (event.person is None or origin.id != event.person.id)


def _actions(rule: Rule, trace: Trace) -> tuple[Action, ...]:
    if not rule.takes_matched:
        return rule.actions
    matched = trace.finding.messages
    return tuple(Delete(matched) if isinstance(a, Delete) else a for a in rule.actions)
