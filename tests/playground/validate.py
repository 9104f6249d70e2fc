"""Does a JSON value have the shape the Bot API gives it? Names, types and required fields."""

from __future__ import annotations

from typing import Any

from bot.playground.spec import table

PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
}


def problems(value: Any, kinds: list[str], where: str = "result") -> list[str]:
    """What is wrong with `value` as any of `kinds`: the shortest list, empty when it fits."""
    return min((_as(value, kind, where) for kind in kinds), key=len)


def _as(value: Any, kind: str, where: str) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        inner = kind.removeprefix("Array of ")
        return [p for n, v in enumerate(value) for p in problems(v, [inner], f"{where}[{n}]")]
    if kind in PLAIN:
        fits = isinstance(value, PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
        return [] if fits else [f"{where} is {type(value).__name__}, not {kind}"]
    facts = table()["types"][kind]
    if "subtypes" in facts:
        return problems(value, facts["subtypes"], where)
    if not isinstance(value, dict):
        return [f"{where} is no {kind}"]
    fields = facts["fields"]
    found = [f"{where}.{name} is missing in {kind}" for name in facts["required"] if name not in value]
    found += [f"{where}.{name} is unknown in {kind}" for name in value if name not in fields]
    for name, inner_value in value.items():
        if name in fields:
            found += problems(inner_value, fields[name], f"{where}.{name}")
    return found


def reply_problems(method: str, result: Any) -> list[str]:
    """What is wrong with the result of a method."""
    return problems(result, table()["methods"][method]["returns"], method)


def update_problems(update: Any) -> list[str]:
    """What is wrong with an update."""
    found = problems(update, ["Update"], "update")
    return found if len(update) == 2 else [*found, "an update carries exactly one thing"]
