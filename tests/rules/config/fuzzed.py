"""Rule files that nobody would write: well-formed ones with random values, and mutilated ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import yaml

from rules.conditions import CONDITIONS
from rules.config.actions import ACTIONS

Json = Any

_ODD: tuple[Json, ...] = (
    None, True, False, 0, -1, 1, 3, 10**17, 10**30, 0.5, -2.5, "", " ", "x", "加微信", "\u200b", "\u202e",
    "$ads", "$nothing", "!", "#", "1h", "10s", "9999999d", "forever", "08:00", "25:61", "(", "[", "a{999}",
    r"\b信\b", "(a*)*b", "{member}", "{{x}}", "%s", "x" * 3000, "any", "message", "enforce", "off", "photo",
    "mon", "member", [], {}, [[]], {"any": []}, {"": ""}, ["x"] * 50, {"a": {"b": {"c": [1]}}},
)  # fmt: skip
_KEYS = (
    "id",
    "title",
    "on",
    "when",
    "then",
    "mode",
    "priority",
    "stop",
    "scope",
    "exempt",
    "extends",
    "borrowed",
)


class _Maker:
    """Makes up rules of which a share `chaos` of all parts is odd."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        self.chaos = random_.choice([0.0, 0.02, 0.3])

    def odd(self) -> Json:
        """A value that hardly fits anywhere."""
        return self.random.choice(_ODD)

    def strange(self) -> bool:
        """Whether the next part is odd."""
        return self.random.random() < self.chaos

    def options(self, example: Json, names: list[str]) -> Json:
        """Options as the example has them; or some, of odd values; or an odd value alone."""
        if not self.strange():
            return example
        if self.strange() or not names:
            return self.odd()
        chosen = self.random.sample(names, self.random.randint(1, min(3, len(names))))
        return {name: self.odd() for name in chosen}

    def condition(self, depth: int) -> Json:
        """A tree of so many levels at most."""
        if depth and self.random.random() < 0.5:
            group = self.random.choice(["all", "any", "not", "weigh"])
            parts = [self.condition(depth - 1) for _ in range(self.random.randint(1, 3))]
            if group == "weigh":
                signs = [{"points": self.random.randint(-3, 3), "when": part} for part in parts]
                return {group: {"least": self.random.randint(1, 4), "signs": signs}}
            return {group: parts[0] if group == "not" else parts}
        if self.strange():
            return self.odd()
        name = self.random.choice(list(CONDITIONS))
        written = yaml.load(CONDITIONS[name].example, yaml.BaseLoader)
        if not isinstance(written, dict):
            return written
        return {name: self.options(written[name], list(CONDITIONS[name].options.model_fields))}

    def action(self) -> Json:
        """One action."""
        name = self.random.choice(list(ACTIONS))
        written = yaml.load(ACTIONS[name].example, yaml.BaseLoader)
        if not isinstance(written, dict):
            return written
        return {name: self.options(written[name], list(ACTIONS[name].options.model_fields))}

    def rule(self, number: int) -> Json:
        """A rule, of which some keys may be odd."""
        rule: dict[str, Json] = {
            "id": f"r{number}",
            "when": self.condition(self.random.randint(0, 4)),
            "then": [self.action() for _ in range(self.random.randint(1, 3))],
        }
        if number and self.random.random() < 0.2:
            rule["extends"] = f"r{self.random.randint(0, number if self.strange() else number - 1)}"
        return rule | {key: self.odd() for key in _KEYS if self.strange()}

    def book(self) -> Json:
        """A file of a few rules, groups and a ladder."""
        count = self.random.randint(1, 6)
        book: dict[str, Json] = {"rules": [self.rule(n) for n in range(count)]}
        if self.random.random() < 0.4:
            name = f"r{self.random.randint(0, count if self.strange() else count - 1)}"
            change = {self.random.choice(_KEYS): self.odd()} if self.strange() else {"mode": "shadow"}
            book["groups"] = [
                {"chats": self.odd() if self.strange() else ["x", "@y"], "rules": {name: change}}
            ]
        if self.random.random() < 0.3:
            then = self.action() if self.strange() else {"mute": "1h"}
            book["escalation"] = {"expires": "30d", "steps": [{"points": 2, "then": then}]}
        if self.strange():
            book[self.random.choice(["mode", "exempt", "rules", "nothing"])] = self.odd()
        return book


def made_up(random_: random.Random) -> str:
    """A file of a few rules, as JSON, which is YAML."""
    return json.dumps(_Maker(random_).book(), ensure_ascii=False)


_SIGNS = "{}[]:,-#&*!|>'\"%@`\t\n \\\u200b\ufeff\x00\x85加0"


def mutilated(random_: random.Random, text: str, most: int = 40) -> str:
    """So many lines of a text at most, with signs put in, lines lost, doubled or moved, its end cut off."""
    lines = text.splitlines(keepends=True)
    start = random_.randrange(max(1, len(lines) - most))
    lines = lines[start : start + random_.randint(1, most)] if most < len(lines) else lines
    for _ in range(random_.randint(1, 6)):
        at = random_.randrange(len(lines))
        cut = random_.randrange(len(lines[at]) + 1)
        lines[at] = random_.choice(_MUTILATIONS)(lines[at], cut, random_)
    whole = "".join(lines)
    return whole[: random_.randrange(len(whole) + 1)] if random_.random() < 0.2 else whole


_MUTILATIONS: tuple[Callable[[str, int, random.Random], str], ...] = (
    lambda line, at, r: line[:at] + r.choice(_SIGNS) + line[at:],
    lambda line, at, r: line[:at] + line[at + 1 :],
    lambda line, _at, _r: line * 2,
    lambda _line, _at, _r: "",
    lambda line, at, r: line[:at] + r.choice(_SIGNS) * 40 + line[at:],
    lambda line, _at, _r: "  " + line,
)
