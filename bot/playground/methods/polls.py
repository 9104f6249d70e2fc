"""Polls and quizzes; who votes is told to the bot that sent them, unless they are anonymous."""

from __future__ import annotations

from bot.playground.entities import units
from bot.playground.errors import bad
from bot.playground.messages import find, shown
from bot.playground.methods.access import chat_of, check_writable
from bot.playground.methods.content import markup_fields
from bot.playground.methods.messages import send
from bot.playground.state import JSON, Bot, Poll
from bot.playground.world import World

LEAST, MOST = 2, 12  # options
QUESTION, OPTION, EXPLANATION = 300, 100, 200  # UTF-16 units
_PERIOD = (5, 2_628_000)  # seconds


def send_poll(w: World, bot: Bot, p: JSON) -> JSON:
    """sendPoll."""
    chat = chat_of(w, bot, p["chat_id"])
    question, texts = str(p["question"]).strip(), [str(o["text"]).strip() for o in p["options"]]
    _check_words(question, texts, str(p.get("explanation", "")))
    quiz = p.get("type", "regular") == "quiz"
    right = [int(n) for n in p.get("correct_option_ids", [])]
    if quiz and (not right or not all(0 <= n < len(texts) for n in right)):
        raise bad("quiz must have correct option identifiers")
    if "open_period" in p and not _PERIOD[0] <= p["open_period"] <= _PERIOD[1]:
        raise bad("can't use open_period")
    check_writable(w, bot, chat, "poll")
    message = send(w, bot, chat, lambda: {"poll": _poll(w, p, question, texts, right if quiz else [])}, p)
    poll = Poll(message.body["poll"]["id"], bot.id, chat.id, message.id, tuple(right if quiz else ()))
    w.polls[poll.id] = poll
    return message.body


def _check_words(question: str, texts: list[str], explanation: str) -> None:
    if not question:
        raise bad("poll question must be non-empty")
    if units(question) > QUESTION:
        raise bad("poll question length must not exceed 300")
    if len(texts) < LEAST:
        raise bad("poll must have at least 2 option")
    if len(texts) > MOST:
        raise bad("poll can't have more than 12 options")
    if not all(texts):
        raise bad("poll options must be non-empty")
    if any(units(text) > OPTION for text in texts):
        raise bad("poll options length must not exceed 100")
    if len(set(texts)) < len(texts):
        raise bad("poll options must be unique")
    if units(explanation) > EXPLANATION:
        raise bad("poll explanation length must not exceed 200")


def _poll(w: World, p: JSON, question: str, texts: list[str], right: list[int]) -> JSON:
    names = ("allows_multiple_answers", "allows_revoting", "members_only")
    return {
        "id": str(w.random.getrandbits(62)),
        "question": question,
        "options": [{"persistent_id": str(n), "text": t, "voter_count": 0} for n, t in enumerate(texts)],
        "total_voter_count": 0,
        "is_closed": bool(p.get("is_closed")),
        "is_anonymous": bool(p.get("is_anonymous", True)),
        "type": p.get("type", "regular"),
        **{name: bool(p.get(name)) for name in names},
        **({"correct_option_ids": right} if right else {}),
        **({"explanation": p["explanation"]} if p.get("explanation") else {}),
    }


def stop_poll(w: World, bot: Bot, p: JSON) -> JSON:
    """stopPoll."""
    chat = chat_of(w, bot, p["chat_id"])
    message = find(chat, p["message_id"], "with poll to stop")
    if "poll" not in message.body or message.author != bot.id:
        raise bad("poll can't be stopped")
    if message.body["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    message.body = message.body | markup_fields(p) | {"poll": message.body["poll"] | {"is_closed": True}}
    w.notify("edit", shown(message, chat))
    closed: JSON = message.body["poll"]
    return closed
