"""Decide who may ask the bot's own HTTP address."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.core.webhook import PATH
from bot.runtime import logs
from bot.runtime.listening.guard import Guard, Policy, Refusal
from bot.runtime.listening.names import Names, host_in, hosts_in

_TOLD = 100  # characters of a foreign host's name

log = logs.get("door")


def guarded(app: Any, hosts: str, outside: Collection[str], paths: Collection[str] = ()) -> Guard:
    """The application for whoever asks by a name of this machine, or by one of `hosts`.

    The hosts of the addresses `outside` are good for what Telegram, whoever watches over the bot, and those
    who post to the features' own `paths` need.
    """
    names = frozenset(name for url in outside for name in host_in(url))
    public = frozenset((PATH, "/healthz", *paths))
    policy = Policy(
        Names(hosts_in(hosts)),
        further=lambda path: names if path in public else frozenset(),
        plain=True,
    )
    return Guard(app, policy, _told)


def _told(refusal: Refusal) -> None:
    if refusal.host:
        log.warning("asked by a foreign name; ZHIQUN_HTTP_HOSTS lets it in", host=refusal.host[:_TOLD])
