"""Compute points in a past that no ledger tells of: what the policy would have paid for its messages."""

from __future__ import annotations

from collections.abc import Iterator

from bot.backtest.timeline import Earned, Moment, Pair
from rules.config.book import RuleBook
from rules.engine.decision import Decision
from rules.engine.events import Kind
from rules.engine.incentives import award
from rules.engine.people import is_person
from rules.engine.state import Activity, Standing
from rules.engine.streaks import local_day
from storage.member_cache import Account


class Earning:
    """Pays for messages as the pipeline does. Own ids are those of the events."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._accounts: dict[Pair, Account] = {}

    def pay(self, moment: Moment, decision: Decision, activity: Activity) -> Iterator[Earned]:
        """What a message earns its author, and whoever it thanks."""
        event = moment.event
        if event.kind is not Kind.MESSAGE:
            return
        answered = event.reply.person if event.reply is not None else None
        receiver = answered.id if answered is not None and is_person(answered) else None
        day = local_day(event.at, self._book.timezone)
        standings = {
            person: self._standing((moment.community, person), day)
            for person in {moment.person, receiver}
            if person is not None
        }
        earned = award(
            event,
            decision,
            standings,
            self._book.incentives,
            author=moment.person,
            receiver=receiver,
            activity=activity,
            timezone=self._book.timezone,
        )
        for entry in earned.entries:
            for person in {entry.person, entry.actor} - {0}:
                self._accounts[moment.community, person].credit(entry)
            if entry.granted:
                yield Earned(moment.community, entry.person, entry.granted)

    def _standing(self, owner: Pair, day: str) -> Standing:
        account = self._accounts.get(owner)
        if account is None:
            account = self._accounts[owner] = Account((), Standing(person=owner[1], day=day))
        # A day before yesterday is told by nobody here: entries of a file come in order.
        return account.on(day) or account.newest
