"""The Bot API side over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import unquote

import orjson

from bot.playground.errors import BAD_TOKEN, NO_METHOD, UNAUTHORIZED, ApiError
from bot.playground.faults import Rule, happen, refusal
from bot.playground.methods import METHODS, READING
from bot.playground.params import Upload, typed
from bot.playground.service import Service
from bot.playground.spec import method_named
from bot.playground.state import JSON, Bot
from bot.playground.wire import Gone, Receive, Scope, Send, answer, cut, encoded, params_of

TOKEN = re.compile(r"\d+:[\w-]+")


class Lost(Exception):
    """The connection breaks here: the caller hears nothing."""


async def bot_api(service: Service, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one call."""
    token, _, name = scope["path"].removeprefix("/bot").partition("/")
    try:
        bot = bot_with(service, unquote(token))
        params = await params_of(scope, receive)
        status, body = 200, await _body(service, bot, name, params)
    except ApiError as error:
        status, body = error.code, orjson.dumps(error.body())
    except Gone:
        return
    except Lost:
        cut(scope)
        return
    await answer(send, status, body)


def bot_with(service: Service, token: str) -> Bot:
    """The bot of a token.

    Raises:
        ApiError: 401.
    """
    bot = service.world.tokens.get(token)
    if bot is None:
        raise ApiError(*(UNAUTHORIZED if TOKEN.fullmatch(token) else BAD_TOKEN))
    return bot


async def _body(service: Service, bot: Bot, name: str, params: dict[str, Any]) -> bytes:
    if name.lower() == "getupdates":
        return await _updates(service, bot, params)
    return encoded(await perform(service, bot, name, params))


async def _updates(service: Service, bot: Bot, raw: dict[str, Any]) -> bytes:
    service.stats.methods["getUpdates"] += 1
    facts = method_named("getUpdates")
    assert facts is not None
    try:
        rule = service.faults.pick("getUpdates", 0)
        await _before(rule)
        updates = await service.polling.get_updates(bot, typed(raw, facts[1], facts[2]))
        await _after(service, rule)
    except ApiError as error:
        service.stats.errors[str(error.code)] += 1
        raise
    service.stats.handed_out(updates)
    return b'{"ok":true,"result":[' + b",".join(u.body for u in updates) + b"]}"


async def perform(service: Service, bot: Bot, name: str, raw: dict[str, Any]) -> Any:
    """Do one call but getUpdates, with faults, figures and the transcript.

    Raises:
        ApiError: it is refused.
        Lost: a fault breaks the connection.
    """
    facts = method_named(name)
    if facts is None or facts[0] not in METHODS:
        service.stats.errors["404"] += 1
        raise ApiError(*NO_METHOD)
    method, fields, required = facts
    service.stats.methods[method] += 1
    entry: JSON = {"method": method, "bot": bot.id, "params": _shown(raw), "real": time.time()}
    started = time.perf_counter()
    try:
        params = typed(raw, fields, required)
        result = await _faulty(service, bot, method, params)
        entry |= {"ok": True, "result": result}
        return result
    except ApiError as error:
        service.stats.errors[str(error.code)] += 1
        entry |= error.body()
        raise
    except Lost:
        entry |= {"ok": False, "error_code": 0, "description": "connection cut by a fault"}
        raise
    finally:
        entry |= {"at": service.world.now, "ms": round((time.perf_counter() - started) * 1000, 3)}
        service.stats.called(entry)
        service.world.notify("call", entry)


def _shown(raw: dict[str, Any]) -> JSON:
    return {k: f"<{len(v.content)} bytes>" if isinstance(v, Upload) else v for k, v in raw.items()}


async def _faulty(service: Service, bot: Bot, method: str, params: JSON) -> Any:
    chat = service.world.resolve(params.get("chat_id", 0))
    rule = service.faults.pick(method, chat) if service.faults.rules else None
    if rule is not None and rule.kind in ("kicked", "migrate"):
        happen(service.engine, bot, rule, chat)
        service.wake()
    await _before(rule)
    result = service.engine.call(bot, method, params)
    if method not in READING:
        service.stats.answered(chat, params)
        service.wake()
    await _after(service, rule)
    return result


async def _before(rule: Rule | None) -> None:
    if rule is None:
        return
    error = refusal(rule)
    if error is not None:
        raise error
    if rule.kind == "timeout_before":
        await asyncio.sleep(rule.seconds)
    if rule.kind in ("timeout_before", "drop"):
        raise Lost


async def _after(service: Service, rule: Rule | None) -> None:
    if rule is not None and rule.kind == "late":
        await service.faults.keep_back(rule)
    if rule is not None and rule.kind == "timeout_after":
        await asyncio.sleep(rule.seconds)
        raise Lost


async def file_download(service: Service, scope: Scope, send: Send) -> None:
    """Serve one file."""
    token, _, path = scope["path"].removeprefix("/file/bot").partition("/")
    try:
        bot_with(service, unquote(token))
        file = service.world.paths.get(path)
        if file is None:
            raise ApiError(404, "Not Found")
    except ApiError as error:
        await answer(send, error.code, orjson.dumps(error.body()))
        return
    await answer(send, 200, file.content, b"application/octet-stream")
