"""/gift: members give each other coins, within limits that keep rings from gathering them in one hand."""

from __future__ import annotations

import re

from bot.core.batch import Batch
from bot.core.command import Answer, Ask
from bot.core.targets import NoTarget, named_with_rest
from bot.features.points.coins import held
from bot.platforms.telegram.calls import mention
from rules.engine.coins import GIFT, Giving, oldest, refused
from rules.engine.entries import Entry
from rules.engine.worth import day_start
from storage import coins, ledger, members

_NUMBER = re.compile(r"\s*(\d{1,7})\s*(?:coins?|个?金币)?\s*", re.IGNORECASE)


def gift(ask: Ask) -> Answer:
    """Give somebody coins: `/gift @ann 10`, or `/gift 10` as an answer."""
    policy = ask.batch.book.incentives.coins
    if policy is None or policy.gifts is None:
        return ask.answer("gift-off")
    try:
        person, rest = named_with_rest(ask)
    except NoTarget as refusal:
        return ask.answer(str(refusal), command=ask.name)
    said = _NUMBER.fullmatch(rest)
    if person is None or said is None:
        return ask.answer("gift-how")
    if person.id == ask.person.id or person.bot or person.channel:
        return ask.answer("gift-nobody")
    batch, community, amount = ask.batch, ask.community, int(said[1])
    key = f"gift:{ask.event.chat.id}:{ask.event.message_id}"
    if ledger.by_keys(batch.connection, [key]):
        return ask.answer("gift-once")
    purse = held(batch, community, ask.chat.id, ask.person.id)
    today = batch.day(batch.now)
    begin = day_start(today, batch.timezone)
    gave = coins.gifts(batch.connection, community, ask.person.id, person.id, begin, batch.now)
    giving = Giving(
        left=purse.left if purse is not None else 0,
        here_for=min(_here_for(batch, community, one) for one in (ask.person.id, person.id)),
        given_today=gave.given_today,
        received_today=gave.received_today,
        pair_week=gave.pair_week,
        people_week=len(gave.people),
        known=person.id in gave.people,
    )
    why = refused(policy.gifts, giving, amount)
    if purse is None or why:
        return ask.answer(f"gift-{why}", coins=max(0, giving.left))
    batch.foresee((), [(community, person.id)])
    day = oldest(purse, today)  # coins do not become younger by being given away
    entries = [
        Entry(
            key=key + suffix,
            person=whose,
            source=GIFT,
            currency=coins.COIN,
            raw=sign * amount,
            granted=sign * amount,
            day=day,
            at=batch.now,
            actor=other,
        )
        for suffix, whose, other, sign in (
            ("", ask.person.id, person.id, -1),
            (":to", person.id, ask.person.id, 1),
        )
    ]
    batch.credit(community, ask.chat.id, entries)
    return ask.answer("gift-given", member=mention(person.id, person.name), coins=amount)


def _here_for(batch: Batch, community: int, person: int) -> int:
    """How long somebody has been in the group where they have been longest; -1 for who is in none."""
    groups = members.inside(batch.connection, community, person)
    return max((batch.state(group, person, community).age(batch.now) for group in groups), default=-1)
