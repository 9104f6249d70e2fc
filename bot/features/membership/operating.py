"""What operators do with memberships from the command line, beside the running bot."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from bot.features import extensions
from bot.features.membership.access import Held, held_by
from bot.features.membership.figures import Figures, figures
from bot.features.membership.reconciling import PAGE, begin
from bot.features.membership.redeeming import LENGTH, LETTERS
from bot.platforms.telegram.gateways import open_gateway
from bot.runtime.error_messages import reply_said
from bot.runtime.opening import existing
from bot.runtime.settings import Settings
from rules.config.book import RuleBook
from rules.config.membership import Membership, Plan
from rules.config.problems import Several, nearest
from rules.config.rule_book_store import load_book
from rules.engine.reconciling import Compared, compare
from rules.engine.state import FOREVER
from rules.sentences import say
from storage import codes, stars
from storage.chats import COMMUNITY
from storage.directory import PERSON
from storage.store import Store


def book_of(folder: Path) -> RuleBook:
    """The rules of a folder.

    Raises:
        ValueError: they have problems.
    """
    book, problems = load_book(folder, extensions())
    if book is None:
        raise Several(problems)
    return book


def plan_named(membership: Membership, name: str) -> Plan:
    """A plan by its id.

    Raises:
        ValueError: there is none.
    """
    plan = membership.plan(name)
    if plan is None:
        ids = [p.id for p in membership.plans]
        raise ValueError(say("no-plan", name=name, hint=nearest(name, ids)))
    return plan


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Store, int]]:
    """The database and the community's own id.

    Raises:
        ValueError: there is no database, it is old, or knows no such community.
    """
    with existing(settings) as store:
        with store.read() as connection:
            query = select(COMMUNITY.c.id).where(COMMUNITY.c.slug == settings.community)
            community = connection.execute(query).scalar()
        if community is None:
            raise ValueError(say("no-community", name=settings.community))
        yield store, int(community)


def person_named(connection: Connection, who: str) -> int:
    """The own id of a member, by @username or by the platform's number.

    Raises:
        ValueError: nobody is called so, or several.
    """
    name = who.strip().lstrip("@")
    where = (
        PERSON.c.platform_id == int(name) if name.isdigit() else func.lower(PERSON.c.username) == name.lower()
    )
    found = list(connection.execute(select(PERSON.c.id).where(where).limit(2)).scalars())
    if len(found) != 1:
        raise ValueError(say("no-member" if not found else "two-members", name=who))
    return int(found[0])


def access(settings: Settings, folder: Path, who: str) -> list[Held]:
    """What a member has, and why.

    Raises:
        ValueError: nobody is called so, or the database or rules can't be used.
    """
    membership, now = book_of(folder).file(Membership), int(time.time())
    with opened(settings) as (store, community), store.read() as connection:
        return held_by(connection, membership, community, person_named(connection, who), now)


async def reconciled(settings: Settings) -> tuple[Compared, int]:
    """Read Telegram's list on and lay it beside ours; the running bot makes good what differs. With the Stars
    that came or went otherwise.

    Raises:
        ValueError: Telegram refuses, or the database can't be used.
    """
    gateway = open_gateway(settings.gateway, settings.token.get_secret_value(), settings.api_url)
    try:
        with opened(settings) as (store, community):
            while True:
                offset = store.reading(lambda c: stars.count(c, community))
                reply = await gateway.call("getStarTransactions", {"offset": offset, "limit": PAGE})
                if reply.retry_after:
                    await asyncio.sleep(reply.retry_after)
                    continue
                if not reply.ok:
                    raise ValueError(say("stars-refused", why=reply_said(reply.code, reply.text)))
                listed: list[dict[str, Any]] = reply.result["transactions"]
                with store.write() as connection:
                    stars.keep(connection, community, offset, listed)
                if len(listed) < PAGE:
                    break
            with store.write() as connection:
                found = compare(stars.lines(connection, community), stars.kept(connection, community))
                if not found.same:
                    begin(connection, community, int(time.time()), int(time.time()))
                return found, stars.others(connection, community)
    finally:
        await gateway.close()


def made_codes(settings: Settings, folder: Path, name: str, count: int, days: int, expires: int) -> list[str]:
    """New codes for a plan: each gives it for `days` (0: the plan's own time), and can be used for `expires`
    days.

    Raises:
        ValueError: there is no such plan, or the database or rules can't be used.
    """
    plan, now = plan_named(book_of(folder).file(Membership), name), int(time.time())
    seconds = days * 86_400 if days else plan.period
    made = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(count)]
    with opened(settings) as (store, community), store.write() as connection:
        row = {"community_id": community, "plan": plan.id, "seconds": seconds, "batch": str(now)}
        row |= {"made_at": now, "expires_at": now + expires * 86_400}
        codes.add(connection, [{"code": code, **row} for code in made])
    return made


def codes_listed(settings: Settings) -> list[dict[str, Any]]:
    """All codes, and who used which (by the platform's number).

    Raises:
        ValueError: the database can't be used.
    """
    with opened(settings) as (store, community), store.read() as connection:
        rows = codes.listed(connection, community)
        query = select(PERSON.c.id, PERSON.c.platform_id)
        people = {row.id: row.platform_id for row in connection.execute(query)} if rows else {}
    return [
        {
            "code": r["code"],
            "plan": r["plan"],
            "days": "forever" if r["seconds"] == FOREVER else r["seconds"] // 86_400,
            "expires": r["expires_at"],
            "used_by": people.get(r["used_by"]) or "",
            "used_at": r["used_at"] or "",
        }
        for r in rows
    ]


def report(settings: Settings, folder: Path, days: int) -> Figures:
    """How memberships did in the last days.

    Raises:
        ValueError: the database or rules can't be used.
    """
    membership, now = book_of(folder).file(Membership), int(time.time())
    with opened(settings) as (store, community), store.read() as connection:
        return figures(connection, membership, community, now, days)
