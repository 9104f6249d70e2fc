"""Resolve `extends` between rules, and what groups change of rules by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rules.config.document import Document, PathTo
from rules.config.moderation import GroupModel
from rules.config.problems import Problem, shown, unknown
from rules.sentences import say

_OWN = ("id", "extends", "tests")  # what no rule takes over from another


@dataclass(frozen=True)
class Written:
    """A rule as it is meant, and where each of its keys stands in the file.

    `chats`: it is what these groups made of the rule; `besides`: groups that made something else of it.
    """

    data: dict[str, Any]
    path: PathTo
    owners: Mapping[str, PathTo]
    chats: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    def place(self, key: str) -> PathTo:
        """Where a key stands, or would."""
        return self.owners.get(key, (*self.path, key))


class View(Document):
    """A document as a rule sees it that took keys over: problems are told where the key stands."""

    def __init__(self, whole: Document, rule: Written) -> None:
        super().__init__(whole.name, whole.data, whole.places, whole.keys)
        self._rule = rule

    def problem(self, path: PathTo, message: str, *, at_key: bool = False) -> Problem:
        """A problem at the place of the rule that wrote the key."""
        size = len(self._rule.path)
        if path[:size] == self._rule.path and len(path) > size:
            path = (*self._rule.place(str(path[size])), *path[size + 1 :])
        return super().problem(path, message, at_key=at_key)


def chat_names(names: Sequence[str]) -> frozenset[str]:
    """Titles, usernames or ids of chats, as rules compare them."""
    return frozenset(n.lower().lstrip("@") for n in names)


@dataclass
class Heirs:
    """Works out what every rule of a document says, groups' changes included."""

    document: Document
    problems: list[Problem]
    _found: dict[str, Written] = field(default_factory=dict)

    def rules(self, raw: Sequence[Any], groups: Sequence[GroupModel]) -> list[Written]:
        """Every rule, followed by what groups make of it. Those with problems in inheriting are left out."""
        known: dict[str, tuple[int, dict[str, Any]]] = {}
        for number, rule in enumerate(raw):
            if isinstance(rule, dict) and isinstance(rule.get("id"), str):
                known.setdefault(rule["id"], (number, rule))
        variants = self._changes(groups, known)
        found: list[Written] = []
        for number, rule in enumerate(raw):
            path: PathTo = ("rules", number)
            if not isinstance(rule, dict):
                self._wrong(path, say("rule-form"))
                continue
            whole = self._whole(rule, path, known, ())
            if whole is None:
                continue
            first = isinstance(rule.get("id"), str) and known[rule["id"]][0] == number
            changed = variants.get(str(rule.get("id")), []) if first else []
            besides = frozenset(name for variant in changed for name in variant.chats)
            found.append(Written(whole.data, path, whole.owners, besides=besides))
            found += [_over(whole, v.data, v.owners, chats=v.chats) for v in changed]
        return found

    def _whole(
        self, rule: dict[str, Any], path: PathTo, known: Mapping[str, Any], chain: tuple[str, ...]
    ) -> Written | None:
        """A rule with what it takes over."""
        own = {k: v for k, v in rule.items() if k != "extends"}
        owners = {key: (*path, key) for key in own}
        if "extends" not in rule:
            return Written(own, path, owners)
        base, place = rule["extends"], (*path, "extends")
        name = str(rule.get("id", ""))
        if not isinstance(base, str) or base not in known:
            self._wrong(place, unknown("rule", str(base), known))
            return None
        if base in (*chain, name):
            self._wrong(place, say("rule-circle", name=shown(name), base=shown(base)))
            return None
        number, parent = known[base]
        whole = self._whole(parent, ("rules", number), known, (*chain, name))
        return None if whole is None else _over(whole, own, owners, path=path)

    def _changes(self, groups: Sequence[GroupModel], known: Mapping[str, Any]) -> dict[str, list[Written]]:
        """What groups change, by the rule's id."""
        found: dict[str, list[Written]] = {}
        for number, group in enumerate(groups):
            chats = chat_names(group.chats)
            for name, change in group.rules.items():
                path: PathTo = ("groups", number, "rules", name)
                if name not in known:
                    self._wrong(path, unknown("rule", name, known), at_key=True)
                    continue
                if not isinstance(change, dict) or not change or any(key in change for key in _OWN):
                    self._wrong(path, say("change-form"))
                    continue
                before = found.setdefault(name, [])
                if any(chats & v.chats for v in before):
                    self._wrong(path, say("change-twice", name=name), at_key=True)
                    continue
                before.append(Written(change, path, {key: (*path, key) for key in change}, chats))
        return found

    def _wrong(self, path: PathTo, message: str, *, at_key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, at_key=at_key))


def _over(
    base: Written,
    own: Mapping[str, Any],
    owners: Mapping[str, PathTo],
    *,
    path: PathTo | None = None,
    chats: frozenset[str] = frozenset(),
) -> Written:
    """`own` over what `base` says. A group's change keeps the base's id; an heir has its own."""
    kept = {k: v for k, v in base.data.items() if k not in _OWN or (k == "id" and path is None)}
    places = {k: place for k, place in base.owners.items() if k in kept}
    return Written({**kept, **own}, path or base.path, {**places, **owners}, chats)
