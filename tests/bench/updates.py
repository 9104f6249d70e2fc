"""Made-up updates for speed measurements: the same bytes for everybody."""

from __future__ import annotations

import json
import random

CHAT = {"id": -1001, "type": "supergroup", "title": "Bench"}
_TALK = """
python pandas 数据 模型 课程 写作 how do I read this file 谢谢 大家 今天 学习 了 循环 function list
error message 怎么 解决 一个 问题 english listening 打卡 指数 基金 定投 记账
"""
_WORDS = _TALK.split()


def joined(bot: int) -> bytes:
    """The bot becomes an administrator of the chat."""
    member = {"id": bot, "is_bot": True, "first_name": "bench"}
    change = {
        "chat": CHAT,
        "from": {"id": 1, "is_bot": False, "first_name": "Owner"},
        "date": 1_700_000_000,
        "old_chat_member": {"status": "left", "user": member},
        "new_chat_member": {"status": "administrator", "user": member},
    }
    return json.dumps({"update_id": 1, "my_chat_member": change}).encode()


def messages(count: int, people: int = 200, seed: int = 1) -> list[bytes]:
    """Ordinary messages of `people`, half a minute apart."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        user = 100 + draw.randrange(people)
        message = {
            "message_id": number + 10,
            "date": 1_700_000_100 + 30 * number,
            "chat": CHAT,
            "from": {"id": user, "is_bot": False, "first_name": f"P{user}", "username": f"person{user}"},
            "text": " ".join(draw.choices(_WORDS, k=draw.randrange(3, 25))),
        }
        made.append(json.dumps({"update_id": number + 2, "message": message}, ensure_ascii=False).encode())
    return made
