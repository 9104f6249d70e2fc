"""`zhiqun economy backtest`: the stored past paid anew under one file of incentives and under another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from bot.backtest.backtest import Backtest
from bot.backtest.command import undisturbed
from bot.backtest.spam_models import voices
from bot.backtest.stored_history import StoredPast
from bot.backtest.timeline import Moment, Pair
from bot.runtime.opening import existing
from bot.runtime.printing import cell
from bot.runtime.settings import Settings
from bot.text.messages import plain
from rules.config.book import RuleBook
from rules.engine.caps import TALK, caps_of
from rules.engine.counter_entries import counter, settled
from rules.engine.decision import Decision
from rules.engine.entries import PENDING, Entry
from rules.engine.events import Kind
from rules.engine.incentives import award, earns
from rules.engine.people import is_person
from rules.engine.state import Activity, Standing
from rules.engine.streaks import local_day
from storage import history, people
from storage.member_cache import Account

_REPLAYED = TALK | {"checkin"}


class Mover(Struct, frozen=True):
    """A member's points of the period under both files, and their places."""

    person: int
    name: str
    before: int
    after: int
    place_before: int
    place_after: int


class Moved(Struct, frozen=True):
    """Everybody who earned something, whoever moves most first; `events` were looked at."""

    events: int
    people: list[Mover]


class Payer:
    """Pays for a past under one book, as the pipeline does."""

    def __init__(self, book: RuleBook, had: Mapping[Pair, int]) -> None:
        """`had`: what members had before, by community and person."""
        self._book, self._had = book, had
        self._accounts: dict[Pair, Account] = {}
        self._reactions: dict[tuple[int, int, int], Entry] = {}
        self.points: dict[Pair, int] = defaultdict(int)

    def pay(self, moment: Moment, decision: Decision, receiver: int | None, past: Activity) -> None:
        """What a message or a reaction earns; what a reaction earned goes with it."""
        event = moment.event
        reaction = (moment.chat, event.message_id, moment.person)
        policy, last = self._book.incentives.reaction, self._reactions.get(reaction)
        if event.kind is Kind.REACTION and last is not None and policy is not None:
            if earns(event, policy) != (last.raw > 0):
                self._reactions[reaction] = counter(last, event.at, "")
                self._credit(moment.community, self._reactions[reaction])
            return
        day = local_day(moment.event.at, self._book.timezone)
        around = {moment.person, receiver} - {None}
        standings = {p: self._standing((moment.community, p), day) for p in around if p is not None}
        earned = award(
            event,
            decision,
            standings,
            self._book.incentives,
            author=moment.person,
            receiver=receiver,
            activity=past,
            timezone=self._book.timezone,
        )
        for entry in earned.entries:
            self._credit(moment.community, entry)
            final = entry
            if entry.status == PENDING:
                standing = self._standing((moment.community, entry.person), day)
                final = settled(entry, standing, caps_of(self._book.incentives), event.at)
                self._credit(moment.community, final)
            if event.kind is Kind.REACTION:
                self._reactions[reaction] = final

    def _credit(self, community: int, entry: Entry) -> None:
        for person in {entry.person, entry.actor} - {0}:
            self._accounts[community, person].credit(entry)
        self.points[community, entry.person] += entry.granted

    def _standing(self, owner: Pair, day: str) -> Standing:
        account = self._accounts.get(owner)
        if account is None:
            account = self._accounts[owner] = Account(
                (), Standing(person=owner[1], day=day, xp=self._had.get(owner, 0))
            )
        return account.on(day) or account.newest


def pay_anew(
    settings: Settings, in_force: RuleBook, tried: RuleBook, since: int, show: Callable[[int, int], None]
) -> Moved:
    """The period since a moment under the file in force and under another, member by member.

    Rules judge as those in force. What the bot removed earns nothing; reactions that were taken away earn
    nothing. Points of other sources count as the ledger has them.

    Raises:
        ValueError: the database is older than this program, or not there.
    """
    with existing(settings) as store:
        past = StoredPast(store, since)
        past.open()
        payers = [Payer(book, past.start.points) for book in (in_force, tried)]
        events = 0

        def watch(moment: Moment, decision: Decision, activity: Activity) -> None:
            nonlocal events
            events += 1
            kind = moment.event.kind
            if kind in (Kind.MESSAGE, Kind.REACTION) and not past.was_removed(moment):
                receiver = _receiver(past, moment)
                if kind is Kind.MESSAGE or receiver is not None:
                    for payer in payers:
                        payer.pay(moment, decision, receiver, activity)

        heard = voices(store, past.communities) if in_force.scored else {}
        test = Backtest(
            in_force,
            past=past.past,
            start=past.start,
            voices={community: h.voice for community, h in heard.items()},
            watch=watch,
        )
        with undisturbed():
            for part in past.parts(show):
                test.take(part)
        with store.read() as connection:
            for community, person, points in history.other_points(connection, since, _REPLAYED):
                for payer in payers:
                    payer.points[community, person] += points
            owners = {owner for payer in payers for owner, points in payer.points.items() if points}
            names = people.known(connection, {person for _, person in owners})
    before, after = (_sums(payer, owners) for payer in payers)
    return Moved(events, _movers(before, after, {p: k.name for p, k in names.items()}))


def _receiver(past: StoredPast, moment: Moment) -> int | None:
    event = moment.event
    if event.kind is Kind.REACTION:
        return past.author(moment.chat, event.message_id)
    answered = event.reply.person if event.reply is not None else None
    return past.own(answered) if answered is not None and is_person(answered) else None


def _sums(payer: Payer, owners: set[Pair]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for community, person in owners:
        found[person] += payer.points.get((community, person), 0)
    return found


def _movers(before: dict[int, int], after: dict[int, int], names: dict[int, str]) -> list[Mover]:
    places = [_places(sums) for sums in (before, after)]
    found = [
        Mover(p, names.get(p, ""), before[p], after[p], places[0][p], places[1][p]) for p in sorted(before)
    ]
    return sorted(found, key=lambda m: (-abs(m.after - m.before), m.place_after, m.person))


def _places(sums: dict[int, int]) -> dict[int, int]:
    """Places from 1; who has the same shares one."""
    ordered = sorted(sums.values(), reverse=True)
    return {person: ordered.index(points) + 1 for person, points in sums.items()}


_LISTED = 20


def show_moved(found: Moved, console: Console, language: str) -> None:
    """Print who moves, whoever moves most first."""
    moves = [m for m in found.people if m.before != m.after]
    head = {"events": found.events, "people": len(found.people), "moves": len(moves)}
    console.print(cell(plain(language, "economy-moved", **head)), style="bold")
    if not moves:
        return
    heads = [plain(language, f"economy-moved-{name}") for name in ("who", "before", "after", "place")]
    table = Table(*heads, box=None, pad_edge=False)
    for mover in moves[:_LISTED]:
        table.add_row(*map(cell, _row(mover)))
    console.print(table)


def _row(m: Mover) -> list[str]:
    name = m.name or f"#{m.person}"
    return [
        name,
        f"{m.before:,}",
        f"{m.after:,} ({m.after - m.before:+,})",
        f"{m.place_before} → {m.place_after}",
    ]
