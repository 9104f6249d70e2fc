"""Order what a back-test goes through: events as the bot would see them, and what people changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from rules.engine.actions import Action
from rules.engine.events import Event
from rules.engine.state import MemberState, Warning

Pair: TypeAlias = tuple[int, int]


class Moment(Struct, frozen=True, gc=False):
    """An event with our own ids. `now` is when it was decided, unix seconds.

    `judged`: the chat had been claimed; `whole`: the text is still there; `follows`: it followed from an
    update that is a moment of its own.
    """

    event: Event
    chat: int
    person: int
    community: int
    now: int
    digest: int = 0
    judged: bool = True
    whole: bool = True
    follows: bool = False


class Earned(Struct, frozen=True, gc=False):
    """Points were given or taken."""

    community: int
    person: int
    points: int


class Sanctioned(Struct, frozen=True, gc=False):
    """A moderator did something to a member."""

    chat: int
    person: int
    community: int
    at: int
    rule: str
    actions: tuple[Action, ...]


class Revoked(Struct, frozen=True, gc=False):
    """A moderator took a warning back."""

    community: int
    person: int
    at: int  # when it had been given
    rule: str


class Lifted(Struct, frozen=True, gc=False):
    """A moderator undid a sanction: the member may write and come again."""

    chat: int
    person: int


Change: TypeAlias = Earned | Sanctioned | Revoked | Lifted


class Start(Struct, frozen=True):
    """How everybody stood before: members by (chat, person), points and warnings by (community, person).

    `unknown` is since when all others have been there: 0 for whoever is new when first seen.
    """

    members: Mapping[Pair, MemberState] = field(default_factory=dict)
    points: Mapping[Pair, int] = field(default_factory=dict)
    warnings: Mapping[Pair, tuple[Warning, ...]] = field(default_factory=dict)
    unknown: int = 0
