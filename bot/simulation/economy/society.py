"""A society of members whose acts are paid by the engine that pays in the real bot."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from datetime import UTC, datetime

from msgspec import Struct, structs

from rules.engine.caps import caps_of
from rules.engine.counter_entries import settled
from rules.engine.decision import Decision
from rules.engine.entries import PENDING, Entry
from rules.engine.events import Chat, Content, Event, Kind, Person, Reply
from rules.engine.incentives import accept, award
from rules.engine.normalize import digest
from rules.engine.policy import IncentivesPolicy
from rules.engine.referrals import (
    HOUR,
    Join,
    Newcomer,
    Verdict,
    active_days,
    family,
    givers,
    promised,
    refusal,
    verdict,
    vouching,
)
from rules.engine.standings import credited, on_day
from rules.engine.state import BEFORE, Activity, MemberState, PastEvent, Standing
from rules.engine.streaks import local_day

DAY = 86_400
BEGIN = int(datetime(2026, 3, 2, tzinfo=UTC).timestamp())
_CHAT = Chat(-1, "supergroup")
_REMEMBERED = 500  # texts of others that are known to have been said
_KNOWN_XP, _KNOWN_MESSAGES = 500, 200


class Message(Struct, frozen=True):
    """A message and who wrote it."""

    number: int
    author: int


class Society:
    """Members by number, what they have, and what they did, counted for other schemes too."""

    def __init__(self, policy: IncentivesPolicy) -> None:
        self.policy = policy
        self.done: dict[int, Counter[str]] = defaultdict(Counter)  # by member: acts by kind
        self.likes: dict[tuple[int, int], int] = defaultdict(int)  # (member, day): reactions received
        self._members: dict[int, MemberState] = {}
        self._standings: dict[int, Standing] = {}
        self._said: dict[int, deque[PastEvent]] = defaultdict(lambda: deque(maxlen=50))
        self._digests: Counter[int] = Counter()
        self._order: deque[int] = deque()
        self._number = 0
        self._began: dict[int, int] = {}
        self._joined: dict[int, int] = {}
        self._brought_by: dict[int, int] = {}
        self._came: dict[int, Entry] = {}  # by newcomer: what they may bring
        self._entries: dict[int, list[Entry]] = defaultdict(list)  # of newcomers

    def known(self, person: int) -> None:
        """Somebody who has been here for long."""
        self._add(person, MemberState(person=person, chat=1, first_seen=BEFORE, messages=_KNOWN_MESSAGES))
        self._standings[person] = Standing(person=person, xp=_KNOWN_XP)
        self._began[person] = _KNOWN_XP

    def joins(self, person: int, at: int) -> None:
        """Somebody comes."""
        self._joined[person] = at
        self._add(person, MemberState(person=person, chat=1, joined_at=at))
        self._standings[person] = Standing(person=person)
        self._began[person] = 0

    def brings(self, inviter: int, newcomer: int, at: int) -> None:
        """Somebody comes by somebody's link."""
        self.joins(newcomer, at)
        self.done[inviter]["invited"] += 1
        policy, joined = self.policy, self._joined
        if policy.referral is None:
            return
        lately = sum(who == inviter and joined[one] > at - HOUR for one, who in self._brought_by.items())
        self._brought_by[newcomer] = inviter
        join = Join(inviter, newcomer, person=True, seen_before=False, closed=False, lately=lately)
        if not refusal(join, policy.referral, self._members[inviter], policy.givers, at):
            entry = promised(join, policy, 1, at, "UTC")
            if entry is not None:
                self._came[newcomer] = entry

    def look_at_newcomers(self, at: int) -> None:
        """Let those who were brought count once they have stayed and taken part."""
        policy = self.policy.referral
        for newcomer, entry in list(self._came.items()) if policy is not None else ():
            said = verdict(self._brought(newcomer), policy, at) if policy is not None else Verdict.WAITS
            if said is not Verdict.WAITS:
                del self._came[newcomer]
            if said is Verdict.COUNTS:
                self._on(at, entry.person)
                self._credit(settled(entry, self._standings[entry.person], caps_of(self.policy), at))

    def _brought(self, newcomer: int) -> Newcomer:
        entries, joined = self._entries[newcomer], self._joined[newcomer]
        outside = givers(entries) - family(self._brought_by[newcomer], self._brought_by)
        here = {person: self._joined.get(person, BEFORE) for person in outside}
        return Newcomer(
            joined_at=joined,
            gone=False,
            messages=self._members[newcomer].messages,
            days=active_days(entries),
            people=len(vouching(entries, here, joined)),
        )

    def _add(self, person: int, state: MemberState) -> None:
        self._members[person] = state

    def earned(self, person: int) -> int:
        """What somebody earned since the beginning."""
        return self._standings[person].xp - self._began[person]

    def say(self, person: int, at: int, text: str, to: Message | None = None) -> Message:
        """Somebody writes; `to` is the message that is answered."""
        self._number += 1
        event = Event(
            update_id=self._number,
            kind=Kind.MESSAGE,
            at=at,
            chat=_CHAT,
            person=Person(person, "M"),
            message_id=self._number,
            content=Content(text),
            reply=Reply(to.number, Person(to.author, "M")) if to is not None else None,
        )
        own = self._said[person]
        self._pay(event, person, to.author if to is not None else None, Activity((), own, self._digests))
        fingerprint = digest(text)
        own.append(PastEvent(at, person, self._number, "message", fingerprint))
        self._digests[fingerprint] += 1
        self._order.append(fingerprint)
        if len(self._order) > _REMEMBERED:
            old = self._order.popleft()
            self._digests[old] -= 1
            if not self._digests[old]:
                del self._digests[old]
        state = self._members[person]
        self._members[person] = structs.replace(state, messages=state.messages + 1)
        self.done[person]["messages"] += 1
        return Message(self._number, person)

    def react(self, person: int, at: int, to: Message) -> None:
        """Somebody likes a message."""
        self.done[person]["liked"] += 1
        self.done[to.author]["likes"] += 1
        self.likes[to.author, at // DAY] += 1
        event = Event(
            update_id=1,
            kind=Kind.REACTION,
            at=at,
            chat=_CHAT,
            person=Person(person, "M"),
            message_id=to.number,
            reactions=("👍",),
        )
        self._pay(event, person, to.author, Activity())

    def accept(self, person: int, at: int, question: Message, answer: Message) -> None:
        """Somebody says which answer helped."""
        self.done[person]["asked"] += 1
        self.done[answer.author]["accepted"] += 1
        event = Event(update_id=1, kind=Kind.PRESS, at=at, chat=_CHAT, person=Person(person, "M"))
        found = accept(
            event,
            self._members[person],
            self._on(at, person, answer.author),
            self.policy,
            asker=person,
            helper=answer.author,
            question=question.number,
            answer=answer.number,
            timezone="UTC",
        )
        for entry in found:
            self._credit(entry)

    def _pay(self, event: Event, person: int, receiver: int | None, activity: Activity) -> None:
        found = award(
            event,
            Decision(update_id=event.update_id, book="", state=self._members[person]),
            self._on(event.at, person, receiver if receiver is not None else person),
            self.policy,
            author=person,
            receiver=receiver,
            activity=activity,
            timezone="UTC",
        )
        for entry in found.entries:
            self._credit(entry)
            if entry.status == PENDING:  # nobody here takes a reaction away
                self._credit(settled(entry, self._standings[entry.person], caps_of(self.policy), event.at))
            if entry.source == "checkin":
                self.done[person]["checkins"] += 1

    def _on(self, at: int, *people: int) -> dict[int, Standing]:
        day = local_day(at, "UTC")
        for person in people:
            if self._standings[person].day < day:
                self._standings[person] = on_day(self._standings[person], day)
        return {person: self._standings[person] for person in people}

    def _credit(self, entry: Entry) -> None:
        for person in {entry.person, entry.actor} - {0}:
            self._standings[person] = credited(self._standings[person], entry)
        if entry.person in self._joined:
            self._entries[entry.person].append(entry)
