"""Keep everything about one kind of action in one place: how it is done, undone and told.

A feature declares `actions={Pin: ActionHandler(…)}`: the type of the action, and its handler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from msgspec import Struct

from bot.core import refusals
from bot.core.batch import Batch
from bot.core.refusals import BASIC_GROUP, CHANNEL
from bot.features import registry
from bot.features.moderation.case_details import Dossier, stored
from bot.features.moderation.case_opening import Opened, noting
from bot.features.moderation.verdict import Verdict
from bot.text.messages import Html, say
from rules.config.actions import Spelling
from rules.engine.actions import Action, name_of
from rules.engine.events import Event
from rules.engine.people import is_person
from rules.engine.state import MemberState, Role
from storage.casework import Row
from storage.directory import KnownChat, KnownPerson

Do: TypeAlias = Callable[[Batch, Event, Verdict, Any, Opened | None], object]
Undo: TypeAlias = Callable[["Reversal", Sequence[Row]], None]


def _nothing(*_: object) -> None:
    return None


def _never(_: Action) -> bool:
    return False


def _as_it_was(state: MemberState, *_: object) -> MemberState:
    return state


@dataclass(frozen=True)
class ActionHandler:
    """One kind of action.

    Attributes:
        do: carries it out, by queued calls and rows; it gets the case, if there is one.
        undo: takes back what the cases of an incident did by it; kinds may share one, which is called once.
        did: what was done, in a few words; None where nothing is said.
        rights: what the bot must be allowed as an administrator; the first is named when Telegram refuses.
        undone_by: names of the calls that `undo` makes, where it is not the action's own name.
        told: the group reads about it, unless it goes together with its message.
        noted: its calls are kept with the case.
        people_only: it means nothing for channels, and is left out without a word.
        not_of_channels: Telegram has no such call for channels; the case says so.
        supergroups_only: whether Telegram does this in supergroups alone.
        silences: nobody answers the member any more.
        left_out: how the member stands when Telegram has no such call.
        refused: how the member stands when Telegram refused it, and other cases hold (now).
        spelling: how rule files write it, where rules/config/actions.py does not know it.
    """

    do: Do = _nothing
    undo: Undo | None = None
    did: Callable[[str, Any], Html | None] = _nothing
    rights: tuple[str, ...] = ()
    undone_by: tuple[str, ...] = ()
    told: bool = True
    noted: bool = True
    people_only: bool = False
    not_of_channels: bool = False
    supergroups_only: Callable[[Any], bool] = _never
    silences: bool = False
    left_out: Callable[[MemberState], MemberState] = _as_it_was
    refused: Callable[[MemberState, Sequence[Row], int], MemberState] = _as_it_was
    spelling: Spelling | None = None

    def means_nothing_for(self, person: KnownPerson) -> bool:
        """Whether it is left out for this one, without a word."""
        return self.people_only and not is_person(person)

    def out_of_reach(self, chat: KnownChat, person: KnownPerson, action: Action) -> str:
        """Why Telegram has no call for this, or nothing."""
        if person.channel and self.not_of_channels:
            return CHANNEL
        return BASIC_GROUP if chat.kind == "group" and self.supergroups_only(action) else ""


def handler_of(action: Action) -> ActionHandler:
    """The handler that a feature declares for an action.

    Raises:
        KeyError: none does.
    """
    found: ActionHandler = registry().actions[type(action)]
    return found


def plainly(language: str, action: Action) -> Html:
    """What was done, where that needs no figures."""
    return say(language, f"did-{name_of(action)}")


def why_refused(language: str, action: str, text: str) -> Html | str:
    """Why a call that was made for an action, or to undo it, was not carried out."""
    return refusals.refusal_reason(language, text, registry().rights.get(action, ""))


def reversible(d: Dossier) -> bool:
    """Whether a case holds something that can be undone."""
    return any(handler_of(a).undo is not None for c in d.open for a in stored(c["actions"]))


class Stood(Struct, frozen=True):
    """How somebody stood before an undo and stands after it, unless Telegram refuses."""

    person: int
    role: Role
    muted_until: int
    role_after: Role
    muted_after: int


@dataclass
class Reversal:
    """The undoing of an incident, under way: what handlers read, and where they say what comes back.

    Attributes:
        by: who undoes it.
        opened: the incident's first case, which the calls are noted for.
        back: what comes back by kind: see `back-` in the texts.
        takes: by name of a call, what does not come back when Telegram refuses one of them.
        counted: the same, where each call is one of many.
        texts: how many messages each post restores.
        stood: how members stood.
    """

    batch: Batch
    event: Event
    d: Dossier
    by: int
    opened: Opened
    back: dict[str, int] = field(default_factory=dict)
    takes: dict[str, list[str]] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    texts: list[int] = field(default_factory=list)
    stood: list[Stood] = field(default_factory=list)

    def comes_back(self, name: str, count: int) -> None:
        """Something comes back."""
        self.back[name] = self.back.get(name, 0) + count

    @contextmanager
    def calling(self, call: str, *names: str, counted: bool = False) -> Iterator[None]:
        """Note the calls that are queued meanwhile under a name, and what they bring back."""
        if counted:
            self.counted |= dict.fromkeys((call,), names[0])
        else:
            known = self.takes.setdefault(call, [])
            known.extend(n for n in names if n not in known)
        with noting(self.batch, self.event, self.opened, call):
            yield
