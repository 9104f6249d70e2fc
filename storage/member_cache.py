"""Remember members from one batch to the next, so that they need not be read again."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs
from sqlalchemy import Connection

from rules.engine.entries import Entry
from rules.engine.standings import credited, on_day
from rules.engine.state import MemberState, Standing, Warning
from storage import members, standings, trust
from storage.boards import Boards
from storage.members import Pair

_MOST = 50_000  # members, and as many accounts


class Account(Struct):
    """A person in a community: warnings, the newest ledger key, and the standings of two local days.

    Two, because updates of two chats may cross midnight in either order.
    """

    warnings: tuple[Warning, ...]
    newest: Standing
    before: Standing | None = None
    head: str = ""
    lent: tuple[int, int] = (0, 0)  # the level of trust that plans give, and until when

    def on(self, day: str) -> Standing | None:
        """The standing on a local day, or None when it has to be read from the ledger."""
        newest = self.newest
        if newest.day == day:
            return newest
        if newest.day < day:
            self.before, self.newest = newest, on_day(newest, day)
            return self.newest
        if self.before is None or self.before.day != day:
            return None
        return self._at(self.before)

    def _at(self, earlier: Standing) -> Standing:
        """A standing on a day that is over, with the balance of now."""
        newest = self.newest
        return structs.replace(
            earlier,
            xp=newest.xp,
            coins=newest.coins,
            streak=newest.streak,
            last_checkin=newest.last_checkin,
            last_zone=newest.last_zone,
            checkins=earlier.checkins | newest.checkins,
        )

    def credit(self, entry: Entry) -> None:
        """Count an entry that is about to be written."""
        self.newest = credited(self.newest, entry)
        if self.before is not None and entry.day == self.before.day:
            self.before = credited(self.before, entry)


class Known:
    """Members and accounts as the database has them, once the batch under way is written.

    After a rollback it is ahead of the rows: `roll_back` drops what was read or changed since `begin`, and
    keeps the rest. What is written elsewhere leaves a mark (`storage.cache_invalidations`), which
    `drop` is given.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self.members: dict[Pair, MemberState] = {}
        self.accounts: dict[Pair, Account] = {}
        self.boards = Boards()
        self._chats: dict[int, set[int]] = {}  # by person: where they are among `members`
        self._touched: set[Pair] = set()  # members read or changed since `begin`
        self._moved: set[Pair] = set()  # accounts
        self._communities: set[int] = set()

    def begin(self) -> None:
        """A transaction begins: what is read and changed from now on may be rolled back."""
        self._touched.clear()
        self._moved.clear()
        self.boards.begin()

    def roll_back(self) -> None:
        """Drop what was read or changed since `begin`."""
        for pair in self._touched:
            self._drop_member(pair)
        self.drop_accounts(self._moved)
        self._touched.clear()
        self._moved.clear()
        self.boards.roll_back()

    def drop_accounts(self, owners: Iterable[Pair]) -> None:
        """Forget these accounts (community, person), so that they are read again."""
        for owner in owners:
            self.accounts.pop(owner, None)

    def touch_account(self, owner: Pair) -> Account | None:
        """The account of (community, person) if it is known, to be changed."""
        self._moved.add(owner)
        return self.accounts.get(owner)

    def forget(self) -> None:
        """Drop everything."""
        self.members.clear()
        self.accounts.clear()
        self._chats.clear()
        self.boards.forget()

    def drop(self, marks: Iterable[Pair]) -> None:
        """Forget members named as (chat, person); 0 stands for every chat, or every person."""
        for chat, person in marks:
            if not person:
                self.forget()
                return
            if chat:
                self._drop_member((chat, person))
                continue
            for there in list(self._chats.get(person, ())):
                self._drop_member((there, person))
            for community in self._communities:
                self.accounts.pop((community, person), None)

    def _drop_member(self, pair: Pair) -> None:
        if self.members.pop(pair, None) is not None:
            there = self._chats[pair[1]]
            there.discard(pair[0])
            if not there:
                del self._chats[pair[1]]

    def _put(self, state: MemberState) -> None:
        self.members[state.chat, state.person] = state
        self._chats.setdefault(state.person, set()).add(state.chat)
        self._touched.add((state.chat, state.person))

    def shrink(self) -> None:
        """Forget whom was read longest ago, down to the bound."""
        if len(self.members) > self._most:
            for pair in list(self.members)[: len(self.members) - self._most]:
                self._drop_member(pair)
        if len(self.accounts) > self._most:
            self.drop_accounts(list(self.accounts)[: len(self.accounts) - self._most])

    def lacks(self, pairs: Iterable[Pair], accounts: Iterable[Pair]) -> bool:
        """Whether some of these have to be read."""
        members, known = self.members, self.accounts
        for pair in pairs:
            if pair not in members:
                return True
        return any(a not in known for a in accounts) if accounts else False

    def load(self, connection: Connection, pairs: Iterable[Pair], accounts: Iterable[Pair], day: str) -> None:
        """Read those of these members (chat, person) and accounts (community, person) that are not known."""
        for state in members.load(connection, {p for p in pairs if p not in self.members}).values():
            self._put(state)
        missing = {a for a in accounts if a not in self.accounts}
        lent = trust.lent(connection, missing) if missing else {}
        for owner, (standing, warnings) in standings.load(connection, missing, day).items():
            known = Account(warnings, standing, head=standing.head, lent=lent.get(owner, (0, 0)))
            self.accounts[owner] = known
            self._communities.add(owner[0])
            self._moved.add(owner)

    def look_back(self, connection: Connection, accounts: Iterable[Pair], day: str) -> None:
        """Read the standings of a local day that is over."""
        for owner, (standing, _) in standings.load(connection, accounts, day).items():
            self.accounts[owner].before = standing
            self._moved.add(owner)

    def state(self, chat: int, person: int, community: int) -> MemberState:
        """A member as decisions see them; both parts have been loaded."""
        state, account = self.members[chat, person], self.accounts[community, person]
        xp, warnings = account.newest.xp, account.warnings
        if state.xp != xp or state.community != community or state.warnings is not warnings:
            state = structs.replace(state, xp=xp, community=community, warnings=warnings)
        if account.lent[0] != state.lent or account.lent[1] != state.lent_until:
            state = structs.replace(state, lent=account.lent[0], lent_until=account.lent[1])
        return state

    def standing(self, community: int, person: int, day: str) -> Standing | None:
        """Somebody's standing on a local day, or None when it has to be read."""
        account = self.accounts.get((community, person))
        return account.on(day) if account is not None else None

    def change(self, state: MemberState) -> None:
        """A member's new state."""
        self._put(state)
        account = self.touch_account((state.community, state.person))
        if account is not None:
            account.warnings = state.warnings
