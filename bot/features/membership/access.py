"""/why access: what somebody has, which grants give it and until when; the command line says it alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace as replace_fields
from sqlalchemy import Connection

from bot.core.command import Answer, Ask
from bot.core.private_answers import whisper
from bot.core.targets import NoTarget, find_person
from bot.features.membership.staff import may_look
from bot.features.membership.standing import sold
from bot.features.screening.entitled import alone_in
from bot.platforms.telegram.calls import mention
from bot.text.calendar import moment
from bot.text.messages import Html, plain, say
from rules.config.membership import Membership
from rules.engine.entitlements import FAR, Life, Span, life
from rules.engine.trust import HIGHEST
from storage import chats, entitlements
from storage.directory import KnownPerson

WORDS = ("access", "会员")  # of /why
Text = TypeVar("Text", bound=str)


class Held(Struct, frozen=True):
    """A plan that somebody has, or had: how they stand with it, and what gives it to them now."""

    plan: str
    life: Life
    holding: list[Span]
    opens: list[tuple[str, dict[str, Any]]] = []  # what else than groups: a key of the texts, and its values


def held_by(
    connection: Connection, membership: Membership, community: int, person: int, now: int
) -> list[Held]:
    """What somebody has, or had."""
    found = []
    for name, spans in entitlements.by_plan(connection, community, person).items():
        plan = membership.plan(name)
        one = life(spans, plan.grace if plan is not None else 0, now)
        chat = chats.find(connection, alone_in(name)) if alone_in(name) else None
        opened = list(opens(connection, membership, community, name)) if one.inside else []
        name = chat.title if chat is not None else name
        found.append(Held(name, one, [s for s in spans if s.begins <= now < s.ends], opened))
    return found


def opens(
    connection: Connection, membership: Membership, community: int, plan: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a plan, with those it includes, opens beside groups."""
    plans = membership.opened_by(plan)
    groups = chats.groups(connection, community) if any(p.topics for p in plans) else []
    brings = [(p.points, p.coins) for p in membership.plans if p.id == plan and p.points + p.coins]
    for points, coins in brings:
        yield "opens-points", {"points": points, "coins": coins}
    if places := sum(p.family for p in membership.plans if p.id == plan):
        yield "opens-family", {"places": places}
    for coupon in dict.fromkeys(c for p in membership.plans if p.id == plan for c in p.coupons):
        yield "opens-coupon", {"coupon": coupon}
    if level := max((p.trust for p in plans), default=0):
        yield "opens-trust", {"level": level, "highest": HIGHEST}
    for course in dict.fromkeys(c for p in plans for c in p.courses):
        yield "opens-course", {"course": course}
    for topic in dict.fromkeys(t for p in plans for t in p.topics):
        titles = [g.title for g in groups if topic.group in chats.names_of(connection, g.id)]
        yield "opens-topic", {"topic": str(topic.topic), "chat": next(iter(titles), str(topic.group))}


def lines(
    speak: Callable[..., Text],
    language: str,
    timezone: str,
    found: list[Held],
    named: Callable[[str], str] = str,
) -> Iterator[Text]:
    """A line for each plan, and one for each grant that gives it now."""

    def until(at: int) -> str:
        return speak(language, "until-forever") if at >= FAR else Html(moment(at, timezone))

    for held in found:
        state = f"own-{held.life.state}"
        yield speak(language, state, plan=named(held.plan), until=until(held.life.until))
        for span in held.holding:
            yield speak(language, f"source-{span.source}", until=until(span.ends))
        for key, values in held.opens:
            yield speak(language, key, **values)
    if not found:
        yield speak(language, "about-none")


def access(ask: Ask) -> Answer | None:
    """What gives whoever asks what they have; with somebody's name, what a moderator may see."""
    rest = ask.arguments.strip().partition(" ")[2].strip()
    ask = replace(ask, arguments=rest)
    try:
        person = find_person(ask)
    except NoTarget as why:
        return ask.answer(str(why), command=ask.name)
    if person is not None and person.id != ask.person.id:
        allowed, refusal = may_look(ask)
        return _told(ask, person) if allowed else refusal
    return whisper(ask, lambda asked: _told(asked, ask.person))


def _told(ask: Ask, person: KnownPerson) -> Answer:
    batch, membership = ask.batch, sold(ask.batch)
    found = held_by(batch.connection, membership, ask.community, person.id, batch.now)

    def named(name: str) -> str:
        plan = membership.plan(name)
        return plan.name[ask.language] if plan is not None else name

    def opening(key: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        coupon = membership.coupon(values.get("coupon", ""))
        course = next((c for c in batch.book.courses if c.id == values.get("course")), None)
        spoken = {"coupon": coupon.name[ask.language]} if coupon is not None else {}
        return key, values | spoken | ({"course": course.title[ask.language]} if course is not None else {})

    found = [replace_fields(held, opens=[opening(*one) for one in held.opens]) for held in found]
    head = ask.say("about-head", member=mention(person.id, person.name))
    told = lines(say, ask.language, batch.timezone, found, named)
    return Answer(Html("\n".join([head, *told])), lasts=0 if person.id != ask.person.id else None)


def printed(language: str, found: list[Held], timezone: str) -> Iterator[str]:
    """The same for the command line, with plans by their ids."""
    return lines(plain, language, timezone, found)
