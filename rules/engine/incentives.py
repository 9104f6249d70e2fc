"""Room 5: what an event earns. Pure: standings in, ledger entries out.

The caps follow what point systems have been gamed by: self-thanks, pairs that praise each other,
fresh accounts that like, the same text again. What was earned before caps is kept as `raw`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import structs

from rules.engine.actions import React
from rules.engine.albums import goes_on
from rules.engine.decision import Decision
from rules.engine.entries import Award, Entry
from rules.engine.events import Event, Kind, Sender
from rules.engine.gate import Refused, standing_gate
from rules.engine.normalize import digest, normalize, squeeze
from rules.engine.people import is_person
from rules.engine.policy import CheckinPolicy, IncentivesPolicy, ReactionPolicy
from rules.engine.state import FOREVER, Activity, MemberState, Standing

_NOTHING = Award()
_PAIR_DAYS = 7
_DAY = 86_400  # seconds
_QUARTER = 900
_TURN = re.compile(r"(?:reversal|return):(?:(\d+):)?")
_NESTED = 2  # entries up to this turn hold the whole key that they are against


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_day(at: float, timezone: str) -> str:
    """The date at a moment (unix seconds) in a time zone, as YYYY-MM-DD."""
    return _day_of(int(at) // _QUARTER, timezone)


@lru_cache(maxsize=1024)
def _day_of(quarter: int, timezone: str) -> str:
    """The date in a quarter of an hour: in every time zone days begin with one."""
    return datetime.fromtimestamp(quarter * _QUARTER, _zone(timezone)).date().isoformat()


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
    """
    if decision.deletes or event.sender is not Sender.MEMBER or _silenced(event, decision.state):
        return _NOTHING
    day = local_day(event.at, timezone)
    context = _Context(event, decision.state, standings, policy, day, author, activity)
    if event.kind is Kind.REACTION:
        return _award(context.reaction(receiver))
    if event.kind is not Kind.MESSAGE:
        return _NOTHING
    thanks = context.thanks(receiver) if receiver is not None else None
    if policy.checkin is not None and _checks_in(event, policy.checkin):
        checkin = context.checkin(policy.checkin)  # a second one of the day is no contribution either
        shown = policy.checkin.reaction if checkin is not None else ""
        return _award(checkin, thanks, shown)
    return _award(thanks, context.message())


def _award(first: Entry | None, second: Entry | None = None, shown: str = "") -> Award:
    if first is None and second is None:
        return _NOTHING
    entries = tuple(e for e in (first, second) if e is not None)
    return Award(entries, (React(shown),) if shown else ())


def _silenced(event: Event, state: MemberState) -> bool:
    """Whether the author is no person, or muted now."""
    muted = state.muted_until == FOREVER or state.muted_until > event.at
    return muted or (event.person is not None and not is_person(event.person))


class _Context:
    """One event's circumstances, asked source by source."""

    __slots__ = ("activity", "author", "chat", "day", "event", "policy", "standings", "state")

    def __init__(
        self,
        event: Event,
        state: MemberState,
        standings: Mapping[int, Standing],
        policy: IncentivesPolicy,
        day: str,
        author: int,
        activity: Activity,
    ) -> None:
        self.event, self.state, self.standings, self.policy = event, state, standings, policy
        self.day, self.author, self.activity = day, author, activity
        self.chat = event.chat.id  # the platform's: a supergroup numbers its messages anew

    def message(self) -> Entry | None:
        policy, content = self.policy.message, self.event.content
        if policy is None or content is None or content.command is not None or content.forward is not None:
            return None
        if goes_on(self.event, self.activity.member):
            return None
        if not content.media and len(squeeze(content.text)) < policy.shortest:
            return None
        last = self.standings[self.author].last_at.get("message", 0)
        # Updates may come out of order: this one may be older than the last that was paid.
        if abs(self.event.at - last) < policy.cooldown or self._said_before(content.text):
            return None
        key = f"message:{self.chat}:{self.event.message_id}"
        return self._entry(key, self.author, "message", policy.points, policy.per_day)

    def _said_before(self, text: str) -> bool:
        fingerprint, known = digest(text), self.activity.digests
        if not fingerprint or (known is not None and fingerprint not in known):
            return False
        return any(s.digest == fingerprint for s in self.activity.member)

    def thanks(self, receiver: int) -> Entry | None:
        policy, event = self.policy.thanks, self.event
        if policy is None or receiver == self.author:
            return None
        text = normalize(event.text)
        if len(text) > policy.longest or not any(_says(text, w) for w in policy.words):
            return None
        if self._refused():
            return None
        giver, theirs = self.standings[self.author], self.standings[receiver]
        if (
            giver.given_today.get("thanks", 0) >= policy.gives_per_day
            or len(theirs.recent_givers.get(self.author, ())) >= policy.per_pair
        ):
            return None
        return self._entry(
            f"thanks:{self.chat}:{event.message_id}", receiver, "thanks", policy.points, policy.per_day
        )

    def reaction(self, receiver: int | None) -> Entry | None:
        policy, event = self.policy.reaction, self.event
        if policy is None or receiver is None or receiver == self.author or not earns(event, policy):
            return None
        giver, theirs = self.standings[self.author], self.standings[receiver]
        if (
            self._refused(policy.member_for)
            or giver.given_today.get("reaction", 0) >= policy.gives_per_day
            or len(theirs.recent_givers.get(self.author, ())) >= policy.per_pair
        ):
            return None
        key = f"react:{self.chat}:{event.message_id}:{self.author}"
        return self._entry(key, receiver, "reaction", policy.points, policy.per_day)

    def _refused(self, member_for: int = 0) -> Refused:
        """Why the giver's word does not count yet."""
        gate = self.policy.givers
        if member_for > gate.member_for:
            gate = structs.replace(gate, member_for=member_for)
        return standing_gate(self.state, self.event.at, gate)

    def checkin(self, policy: CheckinPolicy) -> Entry | None:
        mine = self.standings[self.author]
        if mine.last_checkin >= self.day:
            return None
        bonus = min(policy.most_bonus, policy.streak_bonus * (streak_after(mine, self.day) - 1))
        key = f"checkin:{self.state.community}:{self.author}:{self.day}"
        # A check-in comes once a day: no cap is needed, and none may break a streak.
        return self._entry(key, self.author, "checkin", policy.points + bonus, None)

    def _entry(self, key: str, person: int, source: str, raw: int, per_day: int | None) -> Entry:
        standing = self.standings[person]
        granted, reason = raw, ""
        if per_day is not None:
            today = standing.today
            of_source = per_day - today.get(source, 0)
            overall = self.policy.per_day - (sum(today.values()) - today.get("checkin", 0))
            granted = max(0, min(raw, of_source, overall))
            if granted < raw:
                reason = "daily limit" if overall < of_source else f"daily limit for {source}"
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
        )


def earns(event: Event, policy: ReactionPolicy) -> bool:
    """Whether the reactions that stand on a message now are worth points, however they came there."""
    return bool(set(policy.emoji) & set(event.reactions) if policy.emoji else event.reactions)


def _says(text: str, word: str) -> bool:
    """Whether a text holds a word; a Latin word has to stand alone."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not word.isascii() or not (_latin(before) or _latin(after)):
            return True
        at = text.find(word, at + 1)
    return False


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _checks_in(event: Event, policy: CheckinPolicy) -> bool:
    command = event.content.command if event.content else None
    if command is not None:
        return command.name.lower() == "checkin"
    text = normalize(event.text).lstrip("#✅ ")
    if not text.startswith(policy.words) or text.endswith("?"):
        return False
    return any(text.startswith(w) and _ends_there(text[len(w) :], w) for w in policy.words)


def _ends_there(rest: str, word: str) -> bool:
    """Whether a check-in's word is over: `打卡 背了 40 个单词` goes on, `打卡机坏了` is another word."""
    if not rest or rest[0] in ":,!.;。、~✅-—":
        return True
    if word.isascii():
        return not rest.strip()
    return rest[0] in "第了啦咯" or not rest[0].isalpha()


def streak_after(standing: Standing, day: str) -> int:
    """Days in a row with a check-in, counting `day`."""
    if standing.last_checkin == day:
        return standing.streak
    if standing.last_checkin:
        gap = date.fromisoformat(day) - date.fromisoformat(standing.last_checkin)
        if gap.days == 1:
            return standing.streak + 1
    return 1


def reverse(entries: Iterable[Entry], at: int, reason: str) -> list[Entry]:
    """Entries that take these back. The day is the original's, so that its cap opens again."""
    return [_opposite(e, "reversal", at, reason) for e in entries if e.granted > 0 or not e.reverses]


def give_back(entries: Iterable[Entry], at: int, reason: str) -> list[Entry]:
    """Entries that return what these took. Each can be returned once: its key says of which."""
    return [_opposite(e, "return", at, reason) for e in entries if e.granted < 0]


def counter(entry: Entry, at: int, reason: str) -> Entry:
    """Take back what an entry did: what it gave, or what it took."""
    return _opposite(entry, "return" if entry.granted < 0 else "reversal", at, reason)


def _opposite(entry: Entry, kind: str, at: int, reason: str) -> Entry:
    return structs.replace(
        entry,
        key=_key_against(entry.key, kind),
        raw=-entry.raw,
        granted=-entry.granted,
        at=at,
        reason=reason,
        reverses=entry.key,
    )


def _key_against(key: str, kind: str) -> str:
    """The key of an entry against this one, which names the first of the chain and does not grow with it."""
    turn, root = 1, key
    while (found := _TURN.match(root)) is not None:
        turn, root = turn + int(found[1] or 1), root[found.end() :]
    return f"{kind}:{key}" if turn <= _NESTED else f"{kind}:{turn}:{root}"


def pairs_since(day: str) -> int:
    """From when on, in unix seconds, awards of a giver and cooldowns count on a local day.

    A week before the day, and not before the moment: so it does not matter with which other updates an event
    is decided.
    """
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - _PAIR_DAYS * _DAY


def on_day(standing: Standing, day: str) -> Standing:
    """What a standing becomes when a later local day begins."""
    since = pairs_since(day)
    recent = {g: kept for g, times in standing.recent_givers.items() if (kept := _after(times, since))}
    return structs.replace(
        standing,
        day=day,
        today={},
        given_today={},
        recent_givers=recent,
        last_at={source: at for source, at in standing.last_at.items() if at > since},
    )


def _after(times: tuple[int, ...], since: int) -> tuple[int, ...]:
    return tuple(t for t in times if t > since)


def credited(standing: Standing, entry: Entry) -> Standing:
    """What a standing becomes when an entry is written, for its receiver and for its giver."""
    changes: dict[str, object] = {}
    if entry.person == standing.person:
        changes = _received(standing, entry)
    if entry.actor == standing.person and entry.day == standing.day and not entry.reverses:
        given = {**standing.given_today, entry.source: standing.given_today.get(entry.source, 0) + 1}
        changes["given_today"] = given
    return structs.replace(standing, **changes) if changes else standing


def _received(standing: Standing, entry: Entry) -> dict[str, object]:
    changes: dict[str, object] = {}
    source, granted = entry.source, entry.granted
    if entry.currency == "coin":
        changes["coins"] = standing.coins + granted
    else:
        changes["xp"] = standing.xp + granted
        if entry.day == standing.day:
            changes["today"] = {**standing.today, source: standing.today.get(source, 0) + granted}
    if granted > 0:
        changes["last_at"] = {**standing.last_at, source: max(entry.at, standing.last_at.get(source, 0))}
    if entry.reverses:
        return changes
    if entry.actor:
        times = (*standing.recent_givers.get(entry.actor, ()), entry.at)
        changes["recent_givers"] = {**standing.recent_givers, entry.actor: times}
    if source == "checkin":
        changes |= {"streak": streak_after(standing, entry.day), "last_checkin": entry.day}
    return changes
