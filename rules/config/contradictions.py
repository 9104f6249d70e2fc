"""Find rules that can never hold: what they ask for does not happen, or not at one time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from rules.conditions import CONDITIONS
from rules.conditions.base import Options, Range
from rules.conditions.joined import Joined
from rules.conditions.reply import Reply
from rules.conditions.text import Text
from rules.config.document import PathTo
from rules.engine.durations import spelled
from rules.engine.events import Kind
from rules.engine.index import Part
from rules.engine.state import Role
from rules.sentences import say

_SPOKEN = frozenset((Kind.MESSAGE, Kind.EDIT, Kind.PICTURE))
_OF_MESSAGES = Part(0)
for _part in (
    Part.AGAIN, Part.CAPITALS, Part.EMOJI, Part.EXTRAS, Part.FILE, Part.FORWARD, Part.HASHTAGS, Part.LINKS,
    Part.MEDIA, Part.MENTIONS, Part.PHRASES, Part.QUOTE, Part.REPLY, Part.SCORED, Part.VIA, Part.WORDS,
):  # fmt: skip
    _OF_MESSAGES |= _part
_READ_TEXTS = ("disguise", "pattern", "script")
_KINDS_OF_FIELDS = {"bio": Kind.JOIN_REQUEST, "old_name": Kind.RENAME}
# Conditions of which a thing has one value at a time: the option that lists the values.
_ONE_OF = {"media": "kinds", "role": "any", "sender": "any", "weekday": "any"}
_NEVER_JUDGED = frozenset((Role.CREATOR, Role.ADMINISTRATOR))


class Leaf(NamedTuple):
    """One condition as it stands in the file."""

    name: str
    options: Options
    path: PathTo


Leaves = Mapping[PathTo, Leaf]


class Clash(NamedTuple):
    """What can never be, and where it stands."""

    path: PathTo
    why: str


def clashes(when: Any, path: PathTo, leaves: Leaves, kinds: frozenset[Kind]) -> Iterator[Clash]:
    """Whatever in a rule's condition can never hold for these kinds of events."""
    yield from _together(when, path, leaves, kinds, ())


def _together(
    when: Any, path: PathTo, leaves: Leaves, kinds: frozenset[Kind], around: tuple[Leaf, ...]
) -> Iterator[Clash]:
    """Of what has to hold at once, beside what stands `around` it."""
    own: list[Leaf] = []
    denied: list[Leaf] = []
    choices: list[tuple[Any, PathTo]] = []
    for what, where in _flat(when, path):
        if where in leaves:
            own.append(leaves[where])
        elif where[-1] == "not":
            denied += [leaves[place] for place in _denied(what, where) if place in leaves]
        elif isinstance(what, list):
            choices += [(branch, (*where, number)) for number, branch in enumerate(what)]
    told = [*_clash(own, around, kinds), *_contradicted((*around, *own), denied)]
    if told:
        yield told[0]
        return
    for branch, where in choices:
        yield from _together(branch, where, leaves, kinds, (*around, *own))


def _flat(when: Any, path: PathTo) -> Iterator[tuple[Any, PathTo]]:
    """The conditions that have to hold at once, the lists of which one has to, and what must not."""
    if isinstance(when, str):
        yield None, path
    elif isinstance(when, list):
        for number, part in enumerate(when):
            yield from _flat(part, (*path, number))
    elif isinstance(when, dict):
        for name, value in when.items():
            if name == "all":
                yield from _flat(value, (*path, name))
            else:
                yield value if name in ("any", "not") else None, (*path, name)


def _denied(when: Any, path: PathTo) -> Iterator[PathTo]:
    """The conditions of which none may hold."""
    if isinstance(when, str):
        yield path
    elif isinstance(when, dict) and len(when) == 1:
        for name, value in when.items():
            if name == "any" and isinstance(value, list):
                for number, part in enumerate(value):
                    yield from _denied(part, (*path, name, number))
            else:
                yield (*path, name)


def _contradicted(asked: Iterable[Leaf], denied: Iterable[Leaf]) -> Iterator[Clash]:
    known = [(leaf.name, leaf.options) for leaf in asked]
    for leaf in denied:
        if (leaf.name, leaf.options) in known:
            yield Clash(leaf.path, _never("both-ways", name=leaf.name))


def _clash(own: Iterable[Leaf], around: tuple[Leaf, ...], kinds: frozenset[Kind]) -> Iterator[Clash]:
    seen = list(around)
    possible = kinds
    for leaf in around:
        possible &= _kinds_of(leaf)
    for leaf in own:
        alone = _alone(leaf, kinds)
        if alone:
            yield Clash(leaf.path, alone)
        elif not possible & _kinds_of(leaf):
            asked = sorted(_kinds_of(leaf))
            yield Clash(leaf.path, _never("kinds-apart", name=leaf.name, kinds=asked))
        possible &= _kinds_of(leaf)
        against = next((why for other in seen if (why := _against(other, leaf))), "")
        if against:
            yield Clash(leaf.path, say("never", why=against))
        seen.append(leaf)


def _kinds_of(leaf: Leaf) -> frozenset[Kind]:
    """The kinds of events for which a condition may hold."""
    name, options = leaf.name, leaf.options
    if isinstance(options, Text):
        fields = {_KINDS_OF_FIELDS.get(field) for field in options.of}
        if None not in fields:
            return frozenset(kind for kind in fields if kind is not None)
        reads = options.of == ("text",)
    else:
        empty = isinstance(options, Range) and options.holds(0)
        reads = name in _READ_TEXTS or (name == "length" and not empty)
    if reads or CONDITIONS[name].needs(options) & _OF_MESSAGES:
        return _SPOKEN
    match name, getattr(options, "given", None):
        case "edited", True:
            return frozenset((Kind.EDIT,))
        case "edited", False:
            return frozenset(Kind) - {Kind.EDIT}
        case "action", _:
            return frozenset((Kind.ACTION, Kind.LEAVE))
        case "qr", _:
            return frozenset((Kind.PICTURE,))
    return frozenset(Kind)


def _alone(leaf: Leaf, kinds: frozenset[Kind]) -> str:
    """Why a condition never holds whatever stands beside it, or nothing."""
    name, options, possible = leaf.name, leaf.options, _kinds_of(leaf)
    if not possible & kinds:
        return _never("kinds", name=name, kinds=sorted(possible), given=sorted(kinds))
    if isinstance(options, Joined) and options.less is not None and (options.more or 0) >= options.less:
        return say("never", why=_nobody(options.less, options.more or 0))
    if isinstance(options, Range) and options.most is not None and kinds <= _SPOKEN:
        least = {"messages": 1}.get(name, None if name == "points" else 0)
        if least is not None and options.most < least:
            return _never("number", name=name, limit=options.spelled)
    if name == "role" and set(getattr(options, "any", ())) <= _NEVER_JUDGED and kinds <= _SPOKEN:
        return _never("judged")
    return ""


def _never(key: str, **values: object) -> str:
    return say("never", why=say(f"never-{key}", **values))


def _nobody(less: int, more: int) -> str:
    return say("never-joined", less=spelled(less), more=spelled(more))


def _against(one: Leaf, other: Leaf) -> str:
    """Why two conditions never hold at once, or nothing."""
    if one.name != other.name:
        return ""
    left, right = one.options, other.options
    if isinstance(left, Range) and isinstance(right, Range):
        rest = ("least", "most")
        if left.model_dump(exclude=set(rest)) != right.model_dump(exclude=set(rest)):
            return ""
        least = [e for e in (left.least, right.least) if e is not None]
        most = [e for e in (left.most, right.most) if e is not None]
        apart = least and most and max(least) > min(most)
        clash = say("never-range", name=one.name, left=left.spelled, right=right.spelled)
        return clash if apart else ""
    if isinstance(left, Joined) and isinstance(right, Joined):
        less = min((o.less for o in (left, right) if o.less is not None), default=None)
        more = max((o.more for o in (left, right) if o.more is not None), default=0)
        if less is not None and more >= less:
            return _nobody(less, more)
    option = _ONE_OF.get(one.name)
    if option is not None and not {*getattr(left, option)} & {*getattr(right, option)}:
        return say("never-lists", name=one.name)
    if isinstance(left, Reply) and isinstance(right, Reply) and left.given is not right.given:
        return say("never-reply") if left.to == right.to else ""
    return ""
