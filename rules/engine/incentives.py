"""Award what an event earns. Pure: standings in, ledger entries out.

The caps follow what point systems have been gamed by: self-thanks, pairs that praise each other,
fresh accounts that like, the same text again. What was earned before caps is kept as `raw`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from rules.engine.actions import React
from rules.engine.albums import goes_on
from rules.engine.caps import caps_of, room
from rules.engine.decision import Decision
from rules.engine.entries import FINAL, PENDING, Award, Entry
from rules.engine.events import Content, Event, Kind, Media, Sender
from rules.engine.gate import Refused, standing_gate
from rules.engine.normalize import digest, squeeze
from rules.engine.people import is_person
from rules.engine.policy import (
    AcceptedPolicy,
    CheckinPolicy,
    IncentivesPolicy,
    ReactionPolicy,
    ThanksPolicy,
)
from rules.engine.sayings import own_letters, says_checkin, says_thanks
from rules.engine.standings import streak_after
from rules.engine.state import FOREVER, Activity, MemberState, Standing
from rules.engine.streaks import Checkin, local_day
from rules.engine.worth import day_start, nth, worth

_NOTHING = Award()
_WHOLE, _HALF = 100, 50  # per cent
_MANY = 1 << 20  # letters
# Alone they say nothing: whoever sends many has not written much.
_WORDLESS = frozenset({Media.NONE, Media.STICKER, Media.ANIMATION, Media.DICE, Media.GAME})


def award(
    event: Event,
    decision: Decision,
    standings: Mapping[int, Standing],
    policy: IncentivesPolicy,
    *,
    author: int,
    receiver: int | None,
    activity: Activity,
    timezone: str,
    named: Sequence[int] = (),
) -> Award:
    """Ledger entries for one event.

    Args:
        event: a message or a reaction.
        decision: what the rules said; a message that goes earns nothing.
        standings: of the author and the receiver, on the event's local day, before it.
        policy: what is paid, and its caps.
        author: own id of who acted.
        receiver: own id of who is answered or reacted to, if that is a person (`rules.engine.people`).
        activity: the chat's recent past, without the event.
        timezone: the community's.
        named: own ids of the people whom the message names, for thanks.
    """
    if decision.deletes or event.sender is not Sender.MEMBER or _silenced(event, decision.state):
        return _NOTHING
    day = local_day(event.at, timezone)
    context = _Context(event, decision.state, standings, policy, day, author, activity, timezone)
    if event.kind is Kind.REACTION:
        return _award(context.reaction(receiver))
    if event.kind is not Kind.MESSAGE or (event.content is not None and event.content.forward is not None):
        return _NOTHING  # what is forwarded is somebody else's words, also where they thank or check in
    thanks = context.thanks(receiver, named)
    if policy.checkin is not None and checks_in(event, policy.checkin):
        checkin = context.checkin(policy.checkin)  # a second one of the day is no contribution either
        said = event.content is None or event.content.command is None  # a command is answered in words
        again = policy.checkin.again if said else ""
        shown = policy.checkin.reaction if checkin is not None else again
        return _award(checkin, *thanks, shown=shown)
    reply = context.reply(receiver) if receiver is not None and not thanks else None
    return _award(*thanks, reply, context.message())


def accept(
    event: Event,
    state: MemberState,
    standings: Mapping[int, Standing],
    policy: IncentivesPolicy,
    *,
    asker: int,
    helper: int,
    question: int,
    answer: int,
    timezone: str,
) -> list[Entry]:
    """Ledger entries for an answer that is accepted.

    Args:
        event: what accepts it.
        state: of whoever asked.
        standings: of both, on the event's local day, before it.
        policy: what is paid, and its caps.
        asker: own id of who asked.
        helper: own id of who answered.
        question: number of the message that asks.
        answer: number of the message that answers.
        timezone: the community's.
    """
    if policy.accepted is None or asker == helper:
        return []
    day = local_day(event.at, timezone)
    context = _Context(event, state, standings, policy, day, asker, Activity(), timezone)
    return context.accepted(policy.accepted, helper, question, answer)


def thank(
    event: Event,
    state: MemberState,
    standings: Mapping[int, Standing],
    policy: IncentivesPolicy,
    *,
    giver: int,
    helper: int,
    key: str,
    message: int,
    timezone: str,
) -> list[Entry]:
    """Ledger entries for thanks by a button: worth as much as in words, and within the same limits.

    `key` is that of the act, `message` the number of what helped; all else as in `accept`.
    """
    if policy.thanks is None or giver == helper:
        return []
    day = local_day(event.at, timezone)
    context = _Context(event, state, standings, policy, day, giver, Activity(), timezone)
    return context.thanked(policy.thanks, helper, key, message)


def _award(*found: Entry | None, shown: str = "") -> Award:
    entries = tuple([e for e in found if e is not None])
    if not entries and not shown:
        return _NOTHING
    return Award(entries, (React(shown),) if shown else ())


def _silenced(event: Event, state: MemberState) -> bool:
    """Whether the author is no person, or muted now."""
    muted = state.muted_until == FOREVER or state.muted_until > event.at
    return muted or (event.person is not None and not is_person(event.person))


class _Context:
    """One event's circumstances, asked source by source."""

    __slots__ = ("activity", "author", "chat", "day", "event", "policy", "standings", "state", "timezone")

    def __init__(
        self,
        event: Event,
        state: MemberState,
        standings: Mapping[int, Standing],
        policy: IncentivesPolicy,
        day: str,
        author: int,
        activity: Activity,
        timezone: str,
    ) -> None:
        self.event, self.state, self.standings, self.policy = event, state, standings, policy
        self.day, self.author, self.activity, self.timezone = day, author, activity, timezone
        self.chat = event.chat.id  # the platform's: a supergroup numbers its messages anew

    def message(self) -> Entry | None:
        policy, content = self.policy.message, self.event.content
        if policy is None or content is None:
            return None
        said = _said(content)
        if said < policy.shortest:
            return None
        if goes_on(self.event, self.activity.member):
            return None
        mine = self.standings[self.author]
        last = mine.last_at.get("message", 0)
        # Updates may come out of order: this one may be older than the last that was paid.
        if abs(self.event.at - last) < policy.cooldown or self._said_before(content.text, policy.copies):
            return None
        quality = _WHOLE if said >= policy.whole_from else _HALF
        points = policy.points * nth(policy.fades, mine.messages) * quality // _WHOLE**2
        key = f"message:{self.chat}:{self.event.message_id}"
        return self._entry(key, self.author, "message", points)

    def _said_before(self, text: str, copies: int) -> bool:
        fingerprint, known = digest(text), self.activity.digests
        if not fingerprint or (known is not None and fingerprint not in known):
            return False
        if known is not None and copies and len(squeeze(text)) >= copies:
            return True
        return any(s.digest == fingerprint for s in self.activity.member)

    def thanks(self, receiver: int | None, named: Sequence[int]) -> list[Entry]:
        policy, event = self.policy.thanks, self.event
        if policy is None or (receiver is None and not named):
            return []
        if not says_thanks(event.text, policy, named=bool(named)):
            return []
        if receiver is not None and not says_thanks(event.text, policy):
            receiver = None  # a long answer is no mere thanks to whom it answers
        thanked = [p for p in dict.fromkeys((receiver, *named)) if p is not None and p != self.author]
        entries = list[Entry]()
        left = policy.gives_per_day - self.standings[self.author].given_today.get("thanks", 0)
        for person in thanked[: policy.receivers]:
            if left <= len(entries) or self._gave(person, "thanks") >= policy.per_pair or self._refused():
                continue
            key = f"thanks:{self.chat}:{event.message_id}"
            entry = self._given(
                key if person == receiver else f"{key}:{person}", person, "thanks", policy.points
            )
            entries += [entry] if entry is not None else []
        return entries

    def thanked(self, policy: ThanksPolicy, helper: int, key: str, message: int) -> list[Entry]:
        given = self.standings[self.author].given_today.get("thanks", 0)
        if given >= policy.gives_per_day or self._gave(helper, "thanks") >= policy.per_pair:
            return []
        entry = self._given(key, helper, "thanks", policy.points) if not self._refused() else None
        return [structs.replace(entry, message_id=message)] if entry is not None else []

    def reply(self, receiver: int) -> Entry | None:
        """Who is answered by somebody: once a day by each."""
        policy, content = self.policy.reply, self.event.content
        if policy is None or receiver == self.author or content is None:
            return None
        if _said(content) < policy.shortest or self._said_before(content.text, 0):
            return None
        times = self.standings[receiver].recent_givers.get((self.author, "reply"), ())
        begin = day_start(self.day, self.timezone)
        today = self.standings[self.author].given_today.get("reply", 0)
        if today >= policy.gives_per_day or len(times) >= policy.per_pair or any(t >= begin for t in times):
            return None
        if self._refused():
            return None
        key = f"reply:{self.state.community}:{receiver}:{self.author}:{self.day}"
        return self._given(key, receiver, "reply", policy.points)

    def reaction(self, receiver: int | None) -> Entry | None:
        policy, event = self.policy.reaction, self.event
        if policy is None or receiver is None or receiver == self.author or not earns(event, policy):
            return None
        if (
            self._refused(policy.member_for)
            or self.standings[self.author].given_today.get("reaction", 0) >= policy.gives_per_day
            or self._gave(receiver, "reaction") >= policy.per_pair
        ):
            return None
        key = f"react:{self.chat}:{event.message_id}:{self.author}"
        entry = self._given(key, receiver, "reaction", policy.points)
        if entry is None or not policy.settles_after or not entry.raw:
            return entry
        return structs.replace(entry, granted=0, reason="", status=PENDING)

    def accepted(self, policy: AcceptedPolicy, helper: int, question: int, answer: int) -> list[Entry]:
        if self._refused() or self._gave(helper, "accepted") >= policy.per_pair:
            return []
        if self.standings[self.author].given_today.get("accepted", 0) >= policy.gives_per_day:
            return []
        earned = self._given(f"accept:{self.chat}:{question}:{answer}", helper, "accepted", policy.points)
        # Whoever asks is thanked for a whole answer alone: two could ask each other all day.
        whole = earned is not None and earned.raw == policy.points
        asked = (
            self._entry(f"asked:{self.chat}:{question}", self.author, "asked", policy.asker)
            if whole
            else None
        )
        return [
            structs.replace(entry, message_id=number)
            for entry, number in ((earned, answer), (asked, question))
            if entry is not None
        ]

    def _gave(self, receiver: int, source: str) -> int:
        """How often the author gave this to somebody within the week."""
        return len(self.standings[receiver].recent_givers.get((self.author, source), ()))

    def _refused(self, member_for: int = 0) -> Refused:
        """Why the giver's word does not count yet."""
        gate = self.policy.givers
        if member_for > gate.member_for:
            gate = structs.replace(gate, member_for=member_for)
        return standing_gate(self.state, self.event.at, gate)

    def checkin(self, policy: CheckinPolicy) -> Entry | None:
        mine = self.standings[self.author]
        if mine.last_checkin == self.day or self.day in mine.checkins:
            return None
        now = Checkin(self.day, self.event.at, self.timezone)
        bonus = min(policy.most_bonus, policy.streak_bonus * (streak_after(mine, now) - 1))
        key = f"checkin:{self.state.community}:{self.author}:{self.day}"
        # A check-in comes once a day: no cap is needed, and none may break a streak.
        return self._entry(key, self.author, "checkin", policy.points + bonus)

    def _given(self, key: str, person: int, source: str, points: int) -> Entry | None:
        """What the author's word brings somebody else, if anything."""
        gave, receives = self.standings[self.author], self.standings[person]
        begin = day_start(self.day, self.timezone)
        raw = worth(points, source, self.policy.worth, self.state, gave, receives, self.event.at, begin)
        # What is worth nothing is written down too: the next one is judged by it.
        return self._entry(key, person, source, raw, "worth nothing" if points and not raw else "")

    def _entry(self, key: str, person: int, source: str, raw: int, why: str = "") -> Entry | None:
        if raw <= 0 and source != "checkin" and not why:
            return None
        granted, reason = raw, why
        if source != "checkin" and raw > 0:
            left, limit = room(caps_of(self.policy), source, self.standings[person].today)
            granted = max(0, min(raw, left))
            reason = limit if granted < raw else ""
        return Entry(
            key=key,
            person=person,
            source=source,
            raw=raw,
            granted=granted,
            day=self.day,
            at=self.event.at,
            actor=self.author if person != self.author else 0,
            message_id=self.event.message_id,
            reason=reason,
            status=FINAL,
            zone=self.timezone if source == "checkin" else "",
            season=season_of(self.day, self.policy.season),
        )


def season_of(day: str, season: str) -> str:
    """The season of a local day: its year, quarter or month; empty when there are none."""
    if season == "year":
        return day[:4]
    if season == "quarter":
        return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}"
    return day[:7] if season == "month" else ""


def earns(event: Event, policy: ReactionPolicy) -> bool:
    """Whether the reactions that stand on a message now are worth points, however they came there."""
    return bool(set(policy.emoji) & set(event.reactions) if policy.emoji else event.reactions)


def checks_in(event: Event, policy: CheckinPolicy) -> bool:
    """Whether a message checks in, by a word or by the command."""
    command = event.content.command if event.content else None
    if command is not None:
        return command.name.lower() == "checkin"
    return says_checkin(event.text, policy)


def _said(content: Content) -> int:
    """How many letters somebody wrote; very many where a photo, a file or a voice speaks. -1: it is none of
    their own, or a command.
    """
    if content.command is not None or content.forward is not None:
        return -1
    return own_letters(content.text) if content.media in _WORDLESS else _MANY
