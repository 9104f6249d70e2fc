"""Let other features learn when moderators speak about a case, and trust the member.

Both are handed in as the service `Hooks`; without one, its button does not appear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from bot.core.batch import Batch
    from rules.engine.events import Event
    from storage.directory import KnownChat, KnownPerson


class Lesson(Struct, frozen=True):
    """A human word on a case. Ids are our own; `texts` are the messages the case is about."""

    community: int
    chat: int
    person: int
    case: int
    rule: str
    texts: tuple[str, ...]
    spam: bool
    by: int
    undone: bool = False  # said by taking the case back, not by the button


class Approval(NamedTuple):
    """A moderator trusts a member by the button of a case."""

    community: int
    chat: KnownChat
    person: KnownPerson
    by: KnownPerson
    case: int


Learn: TypeAlias = Callable[["Batch", Lesson], None]
Approve: TypeAlias = Callable[["Batch", "Event", Approval], None]


class Forgive(Protocol):
    """Takes a failed captcha back; whether there was one. `inside`: of somebody who is in, and may write."""

    def __call__(self, batch: Batch, event: Event, chat: KnownChat, person: int, *, inside: bool) -> bool: ...


@dataclass(frozen=True)
class Hooks:
    """Who is told when moderators speak about a case."""

    learn: Learn | None = None  # told of every human word on what a rule took for spam
    approve: Approve | None = None  # lets a member be trusted from now on
    forgive: Forgive | None = None  # takes a failed captcha back

    def __or__(self, other: Hooks) -> Hooks:
        """Those of both."""
        return Hooks(self.learn or other.learn, self.approve or other.approve, self.forgive or other.forgive)
