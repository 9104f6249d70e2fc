"""Find what stands in the way of the bot, and say what to do about it (`zhiqun doctor`)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.features import extensions
from bot.operations import health_checks, membership_checks
from bot.operations.check_results import Check, Grade, check
from bot.operations.required_rights import needs_of
from bot.platforms.telegram.api_rules import ALLOWED_UPDATES
from bot.platforms.telegram.calls import Gateway, GatewayError, Reply
from bot.platforms.telegram.gateways import open_gateway
from bot.platforms.telegram.permissions import RESTRICT
from bot.runtime.error_messages import database_trouble, network_trouble
from bot.runtime.settings import Settings
from rules.config.book import RuleBook
from rules.config.community import Community
from rules.config.membership import Membership
from rules.config.rule_book_store import load_book
from rules.engine.events import Chat
from rules.sentences import said, tell
from storage import chat_settings, chats, losses
from storage.chats import CHAT
from storage.commit_counter import absent
from storage.directory import platform_ids
from storage.file_lock import database_file, holder
from storage.migrate import TooNew, missing
from storage.store import CannotOpen, Store

_SKEW = 30.0  # seconds
_RECENT = 3600  # seconds in which a webhook's trouble is told
_LISTEN = 5  # seconds in which another poller shows itself
_MOST = 8  # rules that are named with a right


async def examine(settings: Settings) -> AsyncIterator[Check]:
    """Look at everything, from what is nearest to what is furthest away."""
    yield _rules(settings)
    book, _ = load_book(settings.rules, extensions())
    if book is not None:
        for found in membership_checks.money(settings, book.file(Membership), time.time()):
            yield found
    for found in health_checks.files(settings.database):
        yield found
    stored = True
    for found in _database(settings):
        stored &= found.name != "database" or found.grade == "good"
        yield found
    token = settings.token.get_secret_value()
    if not token:
        yield check("bad", "token", "absent")
        return
    gateway = open_gateway(settings.gateway, token, settings.api_url)
    try:
        async for found in _telegram(settings, gateway, stored):
            yield found
    finally:
        await gateway.close()


def _rules(settings: Settings) -> Check:
    book, problems = load_book(settings.rules, extensions())
    if problems or book is None:
        first = problems[0].told if problems else ""
        return check("bad", "rules", "refused", count=len(problems), first=first)
    return check("good", "rules", "good", count=len(book.rules), folder=str(settings.rules))


def _database(settings: Settings) -> Iterator[Check]:
    file = database_file(settings.database)
    if file is not None and file.parent.is_dir() and not file.exists():
        if (gone := absent(file)) is not None:
            yield health_checks.missing(gone)
        yield check("advice", "database", "behind")  # looking would make an empty one
        return
    try:
        store = Store(settings.database)
    except CannotOpen as error:
        yield check("bad", "database", "refused", reason=partial(tell, said(error)))
        return
    try:
        with store.write():
            pass
        behind = missing(store)
        yield check("advice", "database", "behind") if behind else check("good", "database", "good")
        if behind and (gone := losses.unsettled(store)) is not None:
            yield health_checks.missing(gone)
        if not behind:
            for found in health_checks.commits(losses.everything(store)):
                yield found
            with store.read() as connection:
                claimed = (connection.execute(CHAT.select().where(CHAT.c.community_id.is_not(None)))).all()
            state = "good" if claimed else "none"
            yield check("good" if claimed else "advice", "chats", state, count=len(claimed))
            with store.read() as connection:
                for found in health_checks.stored(connection, int(time.time())):
                    yield found
    except TooNew as found_newer:
        yield check("bad", "database", "newer", revision=found_newer.revision)
    except (SQLAlchemyError, OSError) as error:
        yield check("bad", "database", "trouble", trouble=partial(database_trouble, error))
    finally:
        store.close()


def _why(reply: Reply) -> Any:
    """What Telegram said, or why it said nothing."""
    return reply.text if reply.code else partial(network_trouble, reply.text)


async def _telegram(settings: Settings, gateway: Gateway, stored: bool) -> AsyncIterator[Check]:
    """With `stored`, the groups in the database are looked at too."""
    reply = await gateway.call("getMe", {})
    if reply.code in (401, 404):
        yield check("bad", "token", "wrong")
        return
    if not reply.ok:
        yield check("bad", "telegram", "away", url=settings.api_url, reason=_why(reply))
        return
    me = reply.result
    yield check("good", "token", "good", username=me.get("username", ""))
    if me.get("can_read_all_group_messages"):
        yield check("good", "privacy", "good")
    else:
        yield check("advice", "privacy", "on")
    async for found in _source(settings, gateway):
        yield found
    skew = await clock_skew(settings.api_url)
    if skew is not None:
        grade: Grade = "good" if abs(skew) < _SKEW else "bad"
        yield check(grade, "clock", "good" if grade == "good" else "wrong", seconds=round(skew))
    if stored:
        async for found in _rights(settings, gateway, me["id"]):
            yield found


async def _source(settings: Settings, gateway: Gateway) -> AsyncIterator[Check]:
    """How updates come: the webhook as Telegram has it, the kinds, and whether somebody else polls."""
    info = (await gateway.call("getWebhookInfo", {})).result or {}
    url = info.get("url", "")
    failed = int(info.get("last_error_date") or 0)
    if settings.webhook_url != url and url:
        yield check("advice", "webhook", "other", url=url)
    elif info.get("last_error_message") and time.time() - failed < _RECENT:
        yield check("advice", "webhook", "failing", reason=info["last_error_message"])
    elif url:
        yield check("good", "webhook", "good", count=int(info.get("pending_update_count") or 0))
    allowed = info.get("allowed_updates")
    absent = sorted(set(ALLOWED_UPDATES) - set(allowed)) if allowed else []
    if absent:
        yield check("advice", "updates", "few", kinds=", ".join(absent))
    else:
        yield check("good", "updates", "good")
    running = holder(settings.database) is not None
    if running:
        yield check("good", "running", "here")
    elif not url:
        yield await _other_poller(gateway)


async def _other_poller(gateway: Gateway) -> Check:
    """Poll for a few seconds and confirm nothing: a newer poll of somebody else would end ours with 409."""
    try:
        await gateway.updates(0, _LISTEN, ALLOWED_UPDATES)
    except GatewayError as error:
        if error.reply.code == 409:
            return check("bad", "poller", "other")
    return check("good", "poller", "none")


async def clock_skew(api_url: str) -> float | None:
    """Seconds that this machine is ahead of Telegram's; None when the server tells no date."""
    import aiohttp

    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as http:
            before = time.time()
            async with http.get(api_url) as response:
                date = response.headers.get("Date")
            ours = (before + time.time()) / 2
    except (aiohttp.ClientError, TimeoutError):
        return None
    return ours - parsedate_to_datetime(date).timestamp() if date else None


async def _rights(settings: Settings, gateway: Gateway, me: int) -> AsyncIterator[Check]:
    """What the bot may do in each claimed group, and what the rules and the door would need it for."""
    store = Store(settings.database)
    book, _ = load_book(settings.rules, extensions())
    book = book or RuleBook("", "", Community(name=""))
    try:
        with store.read() as connection:
            here = chats.in_community(connection, 1)
            ids, _ = platform_ids(connection, [c["id"] for c in here], [])
            own = {c["id"]: chat_settings.settings_of(connection, c["id"]) for c in here}
            odd = membership_checks.stored(connection, book.file(Membership))
        for found in odd:
            yield found
        async for found in membership_checks.stars(gateway, book.file(Membership)):
            yield found
        for chat in here:
            reply = await gateway.call("getChatMember", {"chat_id": ids[chat["id"]], "user_id": me})
            title = chat["title"]
            if not reply.ok:
                yield check("bad", "rights", "outside", chat=title, reason=_why(reply))
                continue
            place = Chat(ids[chat["id"]], chat["kind"], title, chat["username"])
            needs = needs_of(book, place, own[chat["id"]], int(time.time()))
            lacking = [_told(r, whats) for r, whats in sorted(needs.items()) if not reply.result.get(r)]
            if lacking:
                yield check("bad", "rights", "few", chat=title, rights="; ".join(lacking))
            else:
                yield check("good", "rights", "good", chat=title)
            if chat["kind"] == "group" and RESTRICT in needs:
                whats = [what for what in needs[RESTRICT] if not what.startswith("/")]
                yield check("advice", "group", "basic", chat=title, whats=", ".join(whats[:_MOST]) or "–")
    finally:
        store.close()


def _told(right: str, whats: Sequence[str]) -> str:
    """A right, and what needs it."""
    more = ", …" if len(whats) > _MOST else ""
    return f"{right} ({', '.join(whats[:_MOST])}{more})"
