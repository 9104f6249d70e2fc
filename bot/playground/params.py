"""Parameters of a Bot API call: read from query, form, JSON or multipart, and brought to their types."""

from __future__ import annotations

from typing import Any, NamedTuple, cast
from urllib.parse import parse_qsl

import orjson

from bot.playground.errors import ApiError, bad
from bot.playground.spec import table
from bot.playground.state import JSON

TRUE = frozenset({"true", "yes", "1"})
# The real server has words of its own for these; the others get the general sentence.
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
}
# The real server takes these for empty when they are missing; some libraries send no empty text.
EMPTY = frozenset({"url"})


class Upload(NamedTuple):
    """A file that came with the call."""

    name: str
    content: bytes


def typed(raw: dict[str, Any], fields: dict[str, list[str]], required: list[str]) -> JSON:
    """The known parameters in their types; unknown ones are passed over, as the real server does.

    Raises:
        ApiError: 400 for a missing parameter or one that cannot be read.
    """
    params: JSON = {}
    for name, value in raw.items():
        types = fields.get(name)
        if types is not None and value is not None:
            params[name] = _value(name, value, types, raw)
    for name in required:
        if name not in params and name in EMPTY:
            params[name] = ""
        elif name not in params:
            raise bad(MISSING.get(name, f'parameter "{name}" is required'))
    return params


def _value(name: str, value: Any, types: list[str], raw: dict[str, Any]) -> Any:
    if "InputFile" in types:
        return _file(name, value, raw)
    if types == ["String"]:
        return value if isinstance(value, str) else _text(name, value)
    if types == ["Integer"]:
        return _integer(name, value)
    if types == ["Boolean"]:
        return value if isinstance(value, bool) else str(value).lower() in TRUE
    if types == ["Integer", "String"]:
        return _chat_id(name, value)
    if types[0] == "Float":
        return _number(name, value)
    return conform(_decoded(name, value), types, name)


def _file(name: str, value: Any, raw: dict[str, Any]) -> Upload | str:
    if isinstance(value, str) and value.startswith("attach://"):
        value = raw.get(value.removeprefix("attach://"))
    if isinstance(value, str | Upload):
        return value
    raise bad(f"wrong file identifier/HTTP URL specified for {name}")


def _chat_id(name: str, value: Any) -> int | str:
    if isinstance(value, int | str) and value != "":
        return value
    raise bad(f"{name} is empty")


def _text(name: str, value: Any) -> str:
    if isinstance(value, int | float):
        return str(value)
    raise _fail(name)


def _integer(name: str, value: Any) -> int:
    if isinstance(value, int):
        return int(value)
    try:
        return int(cast(str, value))
    except (TypeError, ValueError):
        raise _fail(name) from None


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise _fail(name) from None


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise _fail(name) from None


def _fail(name: str) -> ApiError:
    return bad(f'can\'t parse parameter "{name}"')


def conform(value: Any, types: list[str], where: str) -> Any:
    """A compound value checked against the table, level by level; the first type that fits wins.

    Raises:
        ApiError: 400 naming the field that does not fit.
    """
    refusal = _fail(where)
    for kind in types:
        try:
            return _conform(value, kind, where)
        except ApiError as error:
            refusal = error
    raise refusal


def _conform(value: Any, kind: str, where: str) -> Any:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise _fail(where)
        return [_conform(v, kind.removeprefix("Array of "), where) for v in value]
    match kind:
        case "String":
            return _text(where, value) if not isinstance(value, str) else value
        case "Integer":
            return _integer(where, value)
        case "Boolean":
            return value if isinstance(value, bool) else str(value).lower() in TRUE
        case "Float":
            return _number(where, value)
    return _object(value, kind, where)


def _object(value: Any, kind: str, where: str) -> JSON:
    facts = table()["types"].get(kind, {})
    if not isinstance(value, dict):
        raise _fail(where)
    if "subtypes" in facts:
        return cast(JSON, conform(value, _candidates(value, facts["subtypes"]), where))
    fields = facts.get("fields", {})
    result = {
        k: conform(v, fields[k], f"{where}.{k}") for k, v in value.items() if k in fields and v is not None
    }
    for name in facts.get("required", []):
        if name not in result:
            raise bad(f'can\'t parse parameter "{where}": field "{name}" must be specified')
    return result


def _candidates(value: JSON, subtypes: list[str]) -> list[str]:
    """The subtypes whose name carries the value's own `type` come first."""
    word = str(value.get("type", "")).replace("_", "").lower()
    return sorted(subtypes, key=lambda s: not s.lower().endswith(word) if word else 0)


def from_query(query: bytes) -> dict[str, Any]:
    """Parameters of an URL or of a form that is not multipart."""
    return dict(parse_qsl(query.decode(), keep_blank_values=True))


def from_json(body: bytes) -> dict[str, Any]:
    """Parameters of a JSON body.

    Raises:
        ApiError: 400 when it is no JSON object.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise bad("can't parse JSON object")
    return value
