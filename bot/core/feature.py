"""Define what one folder of `bot/features` adds to the bot, and collect all features for the routers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from pydantic import BaseModel
from sqlmodel import SQLModel

from bot.core.batch import Batch, EventContext
from bot.core.checkout import Checkout
from bot.core.command import Answer, Ask, Command, Handler
from bot.core.inside import Work
from bot.core.private_access import Gate
from bot.core.routes import Route
from bot.core.scheduler import JobKind
from bot.platforms.telegram.calls import FollowKind, follow_kinds
from bot.platforms.telegram.follow_up import FollowUp, Refusals
from bot.runtime.settings import Settings
from bot.text.messages import add_texts
from rules.config.actions import Spelling
from rules.config.community import Part
from rules.config.extensions import Extensions
from rules.engine.actions import Action, kind_name
from rules.engine.events import Event, Kind
from storage.personal import Eraser, Exporter, Holding

_DAY = 86_400

EventHandler: TypeAlias = Callable[[Batch, Event], None]
EventFilter: TypeAlias = Callable[[Batch, Event], Event]


@dataclass(frozen=True)
class Verb:
    """What a button does: `act` gives the sentence for whoever pressed, or None when the press is decided
    once more. It is good for `lasts` seconds.
    """

    act: Callable[[Batch, Event, str], str | None]
    lasts: int = 2 * _DAY
    gate: Gate = Gate.INSIDE  # whom it answers in private
    part: Part | None = None  # of what operators may open to strangers


class HandledAction(Protocol):
    """What the core knows of an `ActionHandler` of the feature moderation."""

    @property
    def rights(self) -> tuple[str, ...]:
        """What the bot must be allowed; the first is named when Telegram refuses."""

    @property
    def undone_by(self) -> tuple[str, ...]:
        """Names of calls that undo it."""

    @property
    def spelling(self) -> Spelling | None:
        """How rule files write it."""


@dataclass(frozen=True)
class Feature:
    """One feature: everything that the rest of the bot has to know of it.

    Attributes:
        name: its folder.
        needs: names of the features that it imports; their handlers run before its own.
        commands: see `Command`; their texts are `command-NAME` and `help-NAME`.
        reasons: what `/why WORD` tells, by the word.
        buttons: by the first part of what a button carries.
        timers: handlers of stored timers, by their kind.
        kept: kinds of timers whose payload is a whole event, which the handler gets.
        events: handlers by kind of event, after those of the features it needs.
        prepares: sees each new event before it is written down, and may change it.
        begins: sees the new events of a batch before the first is handled.
        derived: judges what an event brought about (`batch.happened`).
        follow_ups: what the receipt of a call that was carried out sets off, by the kind of `Follow`.
        refused: the same when the call was refused.
        refusals: is told of every urgent call that was refused.
        talk: answers plain words in private (`Ask.name` is empty) and commands that nobody knows; one has it.
        checkout: says whether somebody who is about to pay may, at once and beside all else, and whether
            anything is sold at all; one has it.
        jobs: by the name that schedule.yaml uses, with the model of what it may tell them.
        routes: addresses on the bot's own HTTP side that strangers may post to, signed.
        works: coroutines that run beside the pipeline, by their names, as long as the bot does.
        file: the name of the feature's own file in the folder of rules, without `.yaml`, and its model;
            `batch.book.file(MODEL)` gives what stands in it.
        tables: those it owns, with every column about people and how long that is kept; those that no
            migration of storage makes are made at the start.
        export: what else is kept about a person, beside `tables`, by a name and as rows.
        erase: forgets a person, beside what becomes of `tables`.
        actions: how actions of rules and moderators are carried out and undone, by their type: an
            `ActionHandler` of the feature moderation for each.
        services: makes what its handlers share in memory, by type, once at the start
            (`batch.services.of(Type)`); those of one type that several features make are joined by `|`.
        texts: a folder with a folder of Fluent files for each language; `texts` of a folder in `bot/features`
            is found by itself.

    Groups of the command line are `GROUPS` in a module `cli` beside the declaration: --help has to be quick,
    and does without all the rest.
    """

    name: str
    needs: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    reasons: Mapping[str, Handler] = field(default_factory=dict)
    buttons: Mapping[str, Verb] = field(default_factory=dict)
    timers: Mapping[str, EventHandler] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    events: Mapping[Kind, EventHandler] = field(default_factory=dict)
    prepares: EventFilter | None = None
    begins: Callable[[Batch, Sequence[Event]], None] | None = None
    derived: Callable[[Batch, EventContext], object] | None = None
    talk: Callable[[Ask], Answer | None] | None = None
    follow_ups: Mapping[FollowKind, FollowUp] = field(default_factory=dict)
    refused: Mapping[FollowKind, FollowUp] = field(default_factory=dict)
    refusals: Refusals | None = None
    checkout: Checkout | None = None
    jobs: Mapping[str, JobKind] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    works: Mapping[str, Work] = field(default_factory=dict)
    file: tuple[str, type[BaseModel]] | None = None
    tables: tuple[Holding, ...] = ()
    export: Exporter | None = None
    erase: Eraser | None = None
    actions: Mapping[type[Action], HandledAction] = field(default_factory=dict)
    services: Callable[[Settings, int], Mapping[type, Any]] | None = None
    texts: Path | None = None


class Registry:
    """All features as the routers read them, each after those it needs.

    Raises:
        ValueError: two features declare the same thing, one needs what is not there or needs it in turn, or
            the kinds of `Follow` that one declares are not those that it handles.
    """

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = _in_order(list(features))
        self.commands: dict[str, Command] = {}
        self.buttons: dict[str, Verb] = {}
        self.timers: dict[str, EventHandler] = {}
        self.events: dict[Kind, tuple[EventHandler, ...]] = {}
        self.follow_ups: dict[FollowKind, FollowUp] = {}
        self.refused: dict[FollowKind, FollowUp] = {}
        self.reasons: dict[str, Handler] = {}
        self.jobs: dict[str, JobKind] = {}
        self.files: dict[str, type[BaseModel]] = {}
        self.routes: dict[str, Route] = {}
        self.works: dict[str, Work] = {}
        self.actions: dict[type[Action], Any] = {}
        self.kept = frozenset(kind for f in self.features for kind in f.kept)
        self.holdings = tuple(held for f in self.features for held in f.tables)
        self.tables = tuple(h.table for h in self.holdings if h.table.metadata is not SQLModel.metadata)
        self.exports = tuple(f.export for f in self.features if f.export is not None)
        self.erases = tuple(f.erase for f in self.features if f.erase is not None)
        self.prepares = tuple(f.prepares for f in self.features if f.prepares is not None)
        self.begins = tuple(f.begins for f in self.features if f.begins is not None)
        self.refusals = tuple(f.refusals for f in self.features if f.refusals is not None)
        self.checkout = next((f.checkout for f in self.features if f.checkout is not None), None)
        self.talk = next((f.talk for f in self.features if f.talk is not None), None)
        self.derived = tuple(f.derived for f in self.features if f.derived is not None)
        owned: dict[str, Holding] = {}
        for f in self.features:
            _add(f, self.commands, {c.name: c for c in f.commands})
            _add(f, self.reasons, f.reasons)
            _add(f, self.buttons, f.buttons)
            _add(f, owned, {held.table.name: held for held in f.tables})
            _add(f, self.timers, f.timers)
            _check_follows(f)
            _add(f, self.follow_ups, f.follow_ups)
            _add(f, self.refused, f.refused)
            _add(f, self.jobs, f.jobs)
            _add(f, self.works, f.works)
            _add(f, self.routes, {route.path: route for route in f.routes})
            _add(f, self.actions, f.actions)
            _add(f, self.files, dict([f.file] if f.file is not None else []))
            if f.texts is not None:
                add_texts(f.texts)
            for kind, handler in f.events.items():
                self.events[kind] = (*self.events.get(kind, ()), handler)
        self.commands = dict(sorted(self.commands.items()))
        jobs = {name: kind.options for name, kind in sorted(self.jobs.items())}
        handlers: Sequence[HandledAction] = [*self.actions.values()]
        spellings = {h.spelling.name: h.spelling for h in handlers if h.spelling is not None}
        self.extensions = Extensions(jobs, spellings, dict(sorted(self.files.items())))
        one: Any = reduce(or_, self.actions) if self.actions else Action
        self.stored_actions: Any = tuple[one, ...]
        self.action_tags = frozenset(kind.__struct_config__.tag for kind in self.actions)
        self.rights = {
            name: handler.rights[0]
            for kind, handler in self.actions.items()
            for name in (kind_name(kind), *handler.undone_by)
            if handler.rights
        }

    def services(self, settings: Settings, community: int) -> dict[type, Any]:
        """What features make for their handlers."""
        found: dict[type, Any] = {}
        for feature in self.features:
            made = feature.services(settings, community) if feature.services is not None else {}
            for kind, service in made.items():
                found[kind] = found[kind] | service if kind in found else service
        return found


def _add(feature: Feature, known: dict[Any, Any], new: Mapping[Any, Any]) -> None:
    twice = sorted(str(name) for name in new if name in known)
    if twice:
        name = feature.name
        raise ValueError(f"feature {name} declares what another one has: {', '.join(twice)}")
    known.update(new)


def _check_follows(feature: Feature) -> None:
    declared, handled = follow_kinds(feature.name), {*feature.follow_ups, *feature.refused}
    if declared != handled:
        strange = ", ".join(sorted(declared ^ handled))
        raise ValueError(
            f"feature {feature.name} declares what follows from calls, or handles it, but not both: {strange}"
        )


def _in_order(features: list[Feature]) -> tuple[Feature, ...]:
    """Each feature after those it needs, by name where that leaves a choice."""
    left = {f.name: f for f in sorted(features, key=lambda f: f.name)}
    found: dict[str, Feature] = {}
    while left:
        ready = [f for f in left.values() if all(n in found for n in f.needs)]
        if not ready:
            raise ValueError(f"features need what is not there, or each other: {', '.join(left)}")
        found[ready[0].name] = left.pop(ready[0].name)
    return tuple(found.values())
