"""Rule files that nobody would write: well-formed ones with random values, and mutilated ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

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


def _odd(random_: random.Random) -> Json:
    return random_.choice(_ODD)


def _options(random_: random.Random, names: list[str]) -> Json:
    """Options of a condition or an action: some of its own, with odd values; or an odd value alone."""
    if random_.random() < 0.3 or not names:
        return _odd(random_)
    return {n: _odd(random_) for n in random_.sample(names, random_.randint(1, min(3, len(names))))}


def _condition(random_: random.Random, depth: int) -> Json:
    if depth and random_.random() < 0.5:
        group = random_.choice(["all", "any", "not"])
        parts = [_condition(random_, depth - 1) for _ in range(random_.randint(0, 3))]
        return {group: parts[0] if group == "not" and parts else parts}
    name = random_.choice(list(CONDITIONS))
    if random_.random() < 0.1:
        return _odd(random_)
    return {name: _options(random_, list(CONDITIONS[name].options.model_fields))}


def _action(random_: random.Random) -> Json:
    name = random_.choice(list(ACTIONS))
    if random_.random() < 0.2:
        return name
    return {name: _options(random_, list(ACTIONS[name].options.model_fields))}


def _rule(random_: random.Random, number: int) -> Json:
    rule: dict[str, Json] = {
        "id": f"r{number}",
        "when": _condition(random_, random_.randint(0, 4)),
        "then": [_action(random_) for _ in range(random_.randint(1, 3))],
    }
    if random_.random() < 0.3:
        rule["extends"] = f"r{random_.randint(0, 5)}"
    for key in random_.sample(_KEYS, random_.choice([0, 0, 1, 2])):
        rule[key] = _odd(random_)
    return rule


def made_up(random_: random.Random) -> str:
    """A file of a few rules, groups and a ladder, as JSON, which is YAML."""
    book: dict[str, Json] = {"rules": [_rule(random_, n) for n in range(random_.randint(0, 6))]}
    if random_.random() < 0.4:
        changes = {f"r{random_.randint(0, 7)}": {random_.choice(_KEYS): _odd(random_)} for _ in range(2)}
        book["groups"] = [{"chats": random_.choice(["x", ["x", "@y"], 5, []]), "rules": changes}]
    if random_.random() < 0.3:
        book["escalation"] = {"expires": _odd(random_), "steps": [{"points": 2, "then": _action(random_)}]}
    if random_.random() < 0.2:
        book[random_.choice(["mode", "exempt", "rules", "nothing"])] = _odd(random_)
    return json.dumps(book, ensure_ascii=random_.random() < 0.5)


_SIGNS = "{}[]:,-#&*!|>'\"%@`\t\n \\\u200b\ufeff\x00\x85加0"


def mutilated(random_: random.Random, text: str) -> str:
    """A text with signs put in, lines lost, doubled or swapped, and its end cut off."""
    lines = text.splitlines(keepends=True)
    start = random_.randrange(max(1, len(lines) - 40))
    lines = lines[start : start + random_.randint(1, 40)]
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
