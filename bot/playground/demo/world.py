"""The world of the demonstration, as the acts that make it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.demo.people import CHANNEL, GROUP, PAID, PEOPLE, ROOM, SPAMMER

TIMEZONE = "Asia/Shanghai"
RATE = 60.0  # seconds of the demonstration's clock in one of the machine's

Act = dict[str, Any]


def demo_acts(*, members_code: str = "", moderators_code: str = "", paid_code: str = "") -> list[Act]:
    """The acts, in order: accounts, the learners' group, the moderators' group, a channel, the bot's seats.

    Args:
        members_code: written as `/claim CODE` into the learners' group, if given.
        moderators_code: the same for the moderators' group.
        paid_code: the same for a reading room that plans open, which is there with a code alone.
    """
    owner = next(p.id for p in PEOPLE if p.begins == "owner")
    admins = [p.id for p in PEOPLE if p.begins == "admin"]
    members = [p.id for p in PEOPLE if p.begins == "member"]
    acts: list[Act] = [
        {
            "do": "create_person",
            "person": p.id,
            "first_name": p.first_name,
            "last_name": p.last_name,
            "username": p.username,
            "language_code": p.language,
        }
        for p in PEOPLE
    ]
    acts += [
        _group(
            GROUP, "学习群 · Learners", owner, [*admins, *members], "python, data, writing, English, money"
        ),
        _group(ROOM, "管理员 · Moderators", owner, admins, "for those who keep order"),
        {
            "do": "create_chat",
            "chat": CHANNEL,
            "title": "每日财富内参 · Daily Alpha",
            "owner": SPAMMER.id,
            "type": "channel",
        },
    ]
    acts += [{"do": "promote", "chat": c, "user": owner, "target": a} for c in (GROUP, ROOM) for a in admins]
    acts += [{"do": "add_bot", "chat": c, "user": owner, "rights": True} for c in (GROUP, ROOM)]
    if paid_code:
        acts += [
            _group(PAID, "读书会 · Reading room", owner, [], "for members: /plans") | {"asks": True},
            {"do": "add_bot", "chat": PAID, "user": owner, "rights": True},
        ]
    for chat, code in ((GROUP, members_code), (ROOM, moderators_code), (PAID, paid_code)):
        if code:
            acts.append({"do": "message", "chat": chat, "user": owner, "text": f"/claim {code}"})
    return acts


def _group(chat: int, title: str, owner: int, members: list[int], description: str) -> Act:
    return {
        "do": "create_chat",
        "chat": chat,
        "title": title,
        "owner": owner,
        "members": members,
        "description": description,
    }


def demo_start(today: datetime) -> float:
    """When the demonstration begins on its own clock: the last Sunday before `today`, 19:50, unix seconds.

    Ten minutes later the suggestions are due, and half an hour after those the week's leaderboard.
    """
    local = today.astimezone(ZoneInfo(TIMEZONE))
    sunday = (local - timedelta(days=local.isoweekday() % 7 or 7)).replace(
        hour=19, minute=50, second=0, microsecond=0
    )
    return sunday.astimezone(UTC).timestamp()


def demo_clock(real: float, virtual: float, rate: float = RATE) -> str:
    """How the demonstration's clock is spelled, for the local Telegram and for the bot."""
    return f"scaled:{real:.3f}:{virtual:.3f}:{rate:g}"
