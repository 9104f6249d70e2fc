"""Keep members' states while a rule book works on the past: they change as its own decisions have it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msgspec import structs

from bot.backtest.timeline import Change, Earned, Lifted, Moment, Pair, Revoked, Sanctioned, Start
from rules.config.book import RuleBook
from rules.engine.actions import Delete
from rules.engine.albums import earlier_parts
from rules.engine.decide import decide, sanction
from rules.engine.decision import Decision
from rules.engine.events import Kind
from rules.engine.index import RuleIndex
from rules.engine.rule import Escalation
from rules.engine.spam import SpamScore
from rules.engine.state import Activity, MemberState, Role
from rules.engine.tenure import told_before

ALBUM = "album"  # why nobody is judged: it went with the parts before it


@dataclass(frozen=True)
class _Bare:
    """What deciding needs of a rule book, at hand."""

    hash: str
    index: RuleIndex
    timezone: str
    escalation: Escalation


class Stage:
    """Decides moment by moment, as the pipeline does, and remembers what became of everybody."""

    def __init__(self, book: RuleBook, start: Start) -> None:
        self._book = _Bare(book.hash, book.index, book.timezone, book.escalation)
        # Where a moderator's act is repeated, what the ladder added then is among the actions.
        self._no_ladder = replace(self._book, escalation=Escalation())
        self._members = dict(start.members)
        self._unknown = start.unknown
        self._points = dict(start.points)
        self._warnings = dict(start.warnings)
        self._gone: set[Pair] = set()  # messages that were removed: (chat, message)

    def decide(self, moment: Moment, activity: Activity, spam: SpamScore | None = None) -> Decision:
        """What this book makes of a moment; `spam` as far as it was scored."""
        account = (moment.community, moment.person)
        state = self._state(moment.chat, *account)
        event = moment.event
        parts = earlier_parts(event, activity.member)
        if any((moment.chat, part) in self._gone for part in parts):
            # As the pipeline: what comes after a removal goes along with its album, unasked.
            return Decision(update_id=event.update_id, book=self._book.hash, state=state, exempt=ALBUM)
        decision = decide(event, state, activity, self._book, moment.now, spam=spam, digest=moment.digest)
        if decision.state is not state:
            self._keep(decision.state)
        for action in decision.actions:
            if isinstance(action, Delete):
                self._gone |= {(moment.chat, message) for message in (event.message_id, *action.matched)}
        return decision

    def heard(self, moment: Moment) -> bool:
        """Whether a moment tells of a join or leave that was told of before."""
        if moment.event.kind is not Kind.JOIN and moment.event.kind is not Kind.LEAVE:
            return False
        return told_before(moment.event, self._state(moment.chat, moment.community, moment.person))

    def change(self, change: Change) -> None:
        """Let happen what people did."""
        if isinstance(change, Earned):  # most are
            account = (change.community, change.person)
            self._points[account] = self._points.get(account, 0) + change.points
            return
        match change:
            case Sanctioned(chat, person, community, at, rule, actions):
                state = self._state(chat, community, person)
                self._keep(sanction(state, actions, rule, self._no_ladder, at)[1])
            case Revoked(community, person, at, rule):
                kept = [
                    w for w in self._warnings.get((community, person), ()) if (w.at, w.rule) != (at, rule)
                ]
                self._warnings[community, person] = tuple(kept)
            case Lifted(chat, person):
                known = self._members.get((chat, person))
                if known is not None:
                    role = Role.MEMBER if known.role is Role.BANNED else known.role
                    self._members[chat, person] = structs.replace(known, muted_until=0, role=role)

    def _state(self, chat: int, community: int, person: int) -> MemberState:
        account = (community, person)
        points, warnings = self._points.get(account, 0), self._warnings.get(account, ())
        state = self._members.get((chat, person))
        if state is None:
            return MemberState(
                person=person,
                chat=chat,
                community=community,
                first_seen=self._unknown,
                xp=points,
                warnings=warnings,
            )
        if state.xp != points or state.warnings is not warnings or state.community != community:
            return structs.replace(state, xp=points, warnings=warnings, community=community)
        return state

    def _keep(self, state: MemberState) -> None:
        self._members[state.chat, state.person] = state
        account = (state.community, state.person)
        if state.warnings or account in self._warnings:
            self._warnings[account] = state.warnings
