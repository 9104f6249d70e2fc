"""Open everything a running bot needs, in order, each refusal with a clear reason."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy import Table
from sqlalchemy.schema import CreateTable

from bot.core.buttons import Buttons
from bot.core.feature import Registry
from bot.core.services import Services
from bot.features import registry
from bot.platforms.telegram.calls import Gateway, Reply
from bot.platforms.telegram.decode import Me
from bot.runtime import logs
from bot.runtime.error_messages import reply_said
from bot.runtime.settings import Settings
from bot.text.messages import told_here
from rules.config.files import why
from rules.sentences import say
from storage import cases, installation
from storage.file_lock import Held, held, log_elsewhere
from storage.store import Store

log = logs.get("start")
_LONGEST = 30.0
_CONNECTIONS = 40  # requests of a webhook at a time: each waits for its commit, and others share it
_PATIENCE = 5.0  # seconds that a bot before this one gets to end


class CannotStart(Exception):
    """The reason, in one sentence, why the bot doesn't run."""


@contextmanager
def alone_on(url: str, patience: float = _PATIENCE) -> Iterator[None]:
    """Keep other bots off this database meanwhile; one that is just ending gets a moment.

    Raises:
        CannotStart: another bot works on it, its folder cannot be written, or its log has another name.
    """
    until = time.monotonic() + patience
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(held(url, make=True))
                break
            except Held as holder:
                if time.monotonic() > until:
                    raise CannotStart(say("start-held", who=holder)) from None
            except OSError as error:
                raise CannotStart(say("start-folder", why=why(error))) from None
            time.sleep(0.2)
        if (unread := log_elsewhere(url)) is not None:
            name = unread.name.removesuffix("-wal")
            raise CannotStart(say("start-log-elsewhere", log=unread, name=name))
        yield


def buttons_of(store: Store, now: int) -> Buttons:
    """The buttons of this installation, good across restarts."""
    with store.write() as connection:
        return Buttons(installation.key(connection, "buttons", now))


async def who_am_i(gateway: Gateway) -> Me:
    """The bot's own account; waits for Telegram as long as it takes.

    Raises:
        CannotStart: Telegram does not know the token.
    """
    wait = 1.0
    while True:
        reply = await gateway.call("getMe", {})
        if reply.ok:
            return Me(reply.result["id"], reply.result.get("username", ""))
        if reply.code in (401, 404):
            raise CannotStart(say("start-token-wrong"))
        log.warning(
            "telegram is away",
            code=reply.code,
            why=told_here(reply_said(reply.code, reply.text)),
            wait_seconds=wait,
        )
        await asyncio.sleep(wait)
        wait = min(_LONGEST, wait * 1.7)


async def choose_source(gateway: Gateway, url: str, secret: str, kinds: tuple[str, ...]) -> None:
    """Tell Telegram to call our webhook, or to keep updates for our polls.

    Raises:
        CannotStart: it refuses the webhook.
    """
    if not url:
        await _patiently(gateway, "deleteWebhook", {"drop_pending_updates": False})
        return
    params = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": list(kinds),
        "max_connections": _CONNECTIONS,
    }
    reply = await _patiently(gateway, "setWebhook", params)
    if not reply.ok:
        raise CannotStart(say("start-webhook", why=reply_said(reply.code, reply.text)))


async def _patiently(gateway: Gateway, method: str, params: dict[str, object]) -> Reply:
    for wait in (0.5, 1, 2, 4):
        reply = await gateway.call(method, params)
        if reply.ok or reply.code in (400, 401, 403, 404):
            return reply
        await asyncio.sleep(reply.retry_after or wait)
    return reply


def freeze_what_stays() -> None:
    """Leave what is loaded to itself: to look through all of it for garbage takes a tenth of a second.

    What little garbage the start has made stays too; the collector works from now on.
    """
    gc.freeze()
    gc.enable()


def remember_book(store: Store, hash_: str, body: str, now: int) -> None:
    """Keep the rule book that is now in force, for cases to refer to."""
    with store.write() as connection:
        cases.remember_book(connection, hash_, body, now)


def make_tables(store: Store, tables: Sequence[Table]) -> None:
    """Make tables of features that no migration makes, where they are not there yet."""
    if tables:
        with store.write() as connection:
            for table in tables:
                connection.execute(CreateTable(table, if_not_exists=True))


def services_of(settings: Settings, community: int, buttons: Buttons, bot_username: str = "") -> Services:
    """What handlers, commands and jobs use, with what features bring themselves."""
    return Services(
        {Registry: registry(), **registry().services(settings, community)},
        settings.open_door,
        settings.keep_texts_days,
        settings.keep,
        buttons,
        bot_username=bot_username,
        keep_evidence_days=settings.keep_evidence_days,
        fetch_private=settings.fetch_private,
    )
