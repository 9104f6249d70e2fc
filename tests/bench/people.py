"""Made-up chats and people, as the Bot API shows them."""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]

_TITLES = (
    "Python 数据入门",
    "English Corner",
    "理财与记账",
    "习惯养成打卡群",
    "ML reading group",
    "写作训练营",
)
_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗"
_GIVEN = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚"
_FIRST = ("Ann", "Bob", "Carla", "Dmitri", "Elif", "Farid", "Grace", "Hugo", "Ines", "Kemal", "Lena", "Omar")
_LAST = ("Abel", "Brandt", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova", "Jansen")


def chats(count: int) -> list[Json]:
    """Supergroups; every third has a public name, every fifth is a forum."""
    made = []
    for number in range(count):
        title = _TITLES[number % len(_TITLES)]
        chat: Json = {
            "id": -1_001_500_000_000 - 7 * number,
            "title": f"{title} {number}" if number >= len(_TITLES) else title,
            "type": "supergroup",
        }
        if number % 3 == 0:
            chat["username"] = f"learners_{number}"
        if number % 5 == 4:
            chat["is_forum"] = True
        made.append(chat)
    return made


def people(count: int, seed: int = 1) -> list[Json]:
    """Users with names of both languages; most have a username, some no language."""
    draw = random.Random(seed)
    return [_user(draw, 5_100_000_000 + 13 * number, number) for number in range(count)]


def language(user: Json) -> str:
    """The language a user writes in."""
    return "zh" if user.get("language_code", "zh-hans").startswith("zh") else "en"


def _user(draw: random.Random, number: int, nth: int) -> Json:
    user: Json = {"id": number, "is_bot": False}
    chinese = draw.random() < 0.6
    if chinese:
        user["first_name"] = draw.choice(_FAMILY) + "".join(draw.choices(_GIVEN, k=2))
    else:
        user["first_name"] = draw.choice(_FIRST)
        if draw.random() < 0.6:
            user["last_name"] = draw.choice(_LAST)
    if draw.random() < 0.7:
        user["username"] = f"{draw.choice(_FIRST).lower()}_{nth}"
    if chinese or draw.random() < 0.9:
        user["language_code"] = "zh-hans" if chinese else draw.choice(("en", "en", "en", "ru", "tr"))
    if draw.random() < 0.15:
        user["is_premium"] = True
    return user
