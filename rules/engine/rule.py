"""A rule, ready to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from rules.engine.actions import Action, Alert, Approve, Ask, Decline, Delete, Review
from rules.engine.decision import Mode, Trace
from rules.engine.events import Chat, Event, Kind, Person
from rules.engine.facts import Facts
from rules.engine.state import MemberState, Role
from rules.engine.trust import level


def held(actions: Iterable[Action]) -> tuple[Action, ...]:
    """What a rule in review does: whatever would harm waits for a human, the rest is only told.

    The message is removed, as it would have been, and can be restored; nobody is sanctioned. Requests to join
    are put to the moderators. The group is not slowed down, and its door stays open.
    """
    wanted = tuple(actions)
    if any(isinstance(a, Approve | Ask | Decline) for a in wanted):
        return (Ask(),)
    removal = next((a for a in wanted if isinstance(a, Delete)), None)
    if removal is not None:
        return (removal, Review())
    harsh = any(a.sanction or isinstance(a, Review) for a in wanted)
    return (Delete(), Review()) if harsh else (Alert(),)


def softened(actions: Iterable[Action]) -> tuple[Action, ...]:
    """What a rule does about words that the member brought here and did not write: it sanctions nobody.

    Where it would have, the moderators are told instead.
    """
    wanted = tuple(actions)
    kept = tuple(a for a in wanted if not a.sanction)
    if len(kept) == len(wanted) or any(isinstance(a, Alert) for a in kept):
        return kept
    return (*kept, Alert())


Holds = Callable[[Facts], bool]


@dataclass(frozen=True)
class Check:
    """A condition, ready to look at facts.

    Attributes:
        look: whether it holds, and why.
        needs: the parts of an event it cannot hold without.
        look_at_all: where `look` stops early.
        quick: the answer of `look` without the reasons, where that takes less time.
        holds: `quick`, or what `look` finds: hardly any condition holds, and nobody asks why one does not.
    """

    look: Callable[[Facts], Trace]
    needs: int = 0
    look_at_all: Callable[[Facts], Trace] | None = None
    quick: Holds | None = None
    holds: Holds = field(init=False)

    def __post_init__(self) -> None:
        look = self.look
        object.__setattr__(self, "holds", self.quick or (lambda facts: look(facts).finding.hit))

    def whole(self, facts: Facts) -> Trace:
        """The same finding as `look` gives, with every part looked at: for people who ask why."""
        return (self.look_at_all or self.look)(facts)


class Borrowed(StrEnum):
    """What words count for that a member brought here and did not write: forwards, quotes from elsewhere."""

    IGNORE = "ignore"
    SOFT = "soft"  # the message may go, nobody is sanctioned
    FULL = "full"


@dataclass(frozen=True)
class Scope:
    """Where and on whom a rule looks. Empty means everywhere, and everyone."""

    chats: frozenset[str] = frozenset()  # titles or usernames, lower case
    besides: frozenset[str] = frozenset()  # chats that have a variant of the rule of their own
    topics: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()

    def covers(self, chat: Chat, topic: int, role: Role) -> bool:
        """Whether an event in this chat and topic by a member of this role is looked at."""
        if self.chats or self.besides:
            names = {chat.title.lower(), chat.username.lower(), str(chat.id)}
            if (self.chats and not names & self.chats) or names & self.besides:
                return False
        return (not self.topics or topic in self.topics) and (not self.roles or role in self.roles)


EVERYWHERE = Scope()


@dataclass(frozen=True)
class Exempt:
    """Whom a rule leaves alone, beside those whom none may judge. Empty means nobody."""

    people: frozenset[str] = frozenset()  # usernames, lower case, or the platform's ids
    roles: frozenset[Role] = frozenset()
    points: int | None = None  # members with so many points or more
    trust: int | None = None  # members of this level of trust or more

    def spares(self, person: Person | None, state: MemberState, at: int) -> bool:
        """Whether this member is left alone at a moment."""
        if self.points is not None and state.xp >= self.points:
            return True
        if self.trust is not None and level(state, at) >= self.trust:
            return True
        if state.role in self.roles:
            return True
        if not self.people or person is None:
            return False
        return person.username.lower() in self.people or str(person.id) in self.people


@dataclass(frozen=True)
class Rule:
    """A condition and what follows when it holds."""

    id: str
    check: Check
    actions: tuple[Action, ...]
    reason: str = ""
    kinds: frozenset[Kind] = frozenset((Kind.MESSAGE, Kind.EDIT))
    mode: Mode = Mode.ENFORCE
    priority: int = 0
    stop: bool = False
    scope: Scope = EVERYWHERE
    exempt: tuple[Exempt, ...] = ()  # the book's and the rule's own, where they spare anybody
    takes_matched: bool = False  # deletions include the earlier messages that counted
    borrowed: Borrowed = Borrowed.SOFT
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)  # the reason, by language
    picky: bool = field(init=False, default=False)  # whether scope or exemptions limit it

    def __post_init__(self) -> None:
        object.__setattr__(self, "picky", self.scope != EVERYWHERE or bool(self.exempt))

    def in_mode(self, mode: Mode) -> Rule:
        """The rule, which does all that it ever does, as it is in a mode."""
        return replace(self, mode=mode, actions=held(self.actions) if mode is Mode.REVIEW else self.actions)

    @property
    def needs(self) -> int:
        """The parts an event must have for this rule to hold."""
        return self.check.needs

    def concerns(self, event: Event, state: MemberState) -> bool:
        """Whether this event of this member is looked at."""
        if not self.scope.covers(event.chat, event.topic, state.role):
            return False
        return not any(e.spares(event.person, state, event.at) for e in self.exempt)


@dataclass(frozen=True)
class Step:
    """A rung of the ladder: at `points` of active warnings, `action`."""

    points: int
    action: Action
    spelled: str


@dataclass(frozen=True)
class Escalation:
    """The ladder, from the lowest rung. `expires`: seconds a warning counts unless it says otherwise."""

    steps: tuple[Step, ...] = ()
    expires: int = 0

    @property
    def highest(self) -> int:
        """Warning points of the last rung; 0 without a ladder."""
        return self.steps[-1].points if self.steps else 0

    def reached(self, points: int) -> Step | None:
        """The highest rung that so many points reach."""
        return next((s for s in reversed(self.steps) if s.points <= points), None)

    def up_to(self, limit: int) -> Escalation:
        """The ladder with its last rung at `limit`, the others in proportion; of two that meet, the later."""
        highest, rungs = self.highest, dict[int, Step]()
        for step in self.steps:
            points = -(-step.points * limit // highest)
            _, colon, what = step.spelled.partition(":")
            rungs[points] = Step(points, step.action, f"{points}{colon}{what}")
        return Escalation(tuple(rungs.values()), self.expires)


class Index(Protocol):
    """Finds rules."""

    def candidates(self, facts: Facts) -> tuple[Rule, ...]:
        """The rules that could hold for an event, in the order in which they are asked."""


class Book(Protocol):
    """What `decide` needs of a rule book."""

    @property
    def hash(self) -> str:
        """Fingerprint of everything that decides."""

    @property
    def index(self) -> Index:
        """The rules, found by what an event has."""

    @property
    def escalation(self) -> Escalation:
        """The ladder."""

    @property
    def timezone(self) -> str:
        """The community's time zone."""
