"""/filter /filters /delfilter: answers to words, a group's FAQ."""

from __future__ import annotations

import re

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.text.messages import Html, by_operators
from rules.engine.normalize import normalize
from rules.engine.word_answers import Mode, Wording
from storage import answers, event_log

MOST = 100  # answers of one group
LONGEST_WORD, LONGEST = 64, 1000  # characters
_SHOWN = 40  # characters of an answer in the list
_MODE = re.compile(r"(?P<mode>exact|start|prefix|word|完全|整句|开头|包含)[:：]\s*", re.I)
_MODES: dict[str, Mode] = {
    "exact": "exact",
    "完全": "exact",
    "整句": "exact",
    "start": "start",
    "prefix": "start",
    "开头": "start",
    "word": "word",
    "包含": "word",
}
_QUOTED = re.compile(r'["“”「](?P<word>[^"“”「」]+)["“”」]\s*(?P<rest>.*)', re.DOTALL)
_SPLIT = re.compile(r"(?P<word>\S+)\s*(?P<rest>.*)", re.DOTALL)


def read(arguments: str) -> tuple[str, Mode, str]:
    """Word, mode and answer as a moderator writes them: `exact:word answer`, `"two words" answer`."""
    mode: Mode = "word"
    chosen = _MODE.match(arguments)
    if chosen is not None:
        mode = _MODES[chosen["mode"].lower()]
        arguments = arguments[chosen.end() :]
    found = _QUOTED.match(arguments) or _SPLIT.match(arguments)
    if found is None:
        return "", mode, ""
    return normalize(found["word"]), mode, found["rest"].strip()


def add(ask: Ask) -> Answer:
    """Keep an answer: the words after the first, or the answered message."""
    batch, chat = ask.batch, ask.chat.id
    word, mode, text = read(ask.arguments)
    if word and not text and ask.event.reply is not None:
        text = event_log.text_of(batch.connection, chat, ask.event.reply.message_id)
    if not word or not text:
        return ask.answer("filter-how")
    if len(word) > LONGEST_WORD or len(text) > LONGEST:
        return ask.answer("filter-too-long", word=LONGEST_WORD, most=LONGEST)
    known = answers.of_chat(batch.connection, chat)
    if len(known) >= MOST and word not in {a.word for a in known}:
        return ask.answer("filter-too-many", most=MOST)
    answers.put(batch.connection, chat, Wording(word, mode, text), ask.person.id, batch.now)
    batch.services.own.forget([chat])
    done = ask.say("filter-saved", word=word, mode=ask.say(f"filter-mode-{mode}"))
    return Answer(Html(f"{done}\n\n{by_operators(text)}"))


def show(ask: Ask) -> Answer:
    """All words that are answered here."""
    found = answers.of_chat(ask.batch.connection, ask.chat.id)
    if not found:
        return ask.answer("filters-none")
    lines = [
        ask.say(
            "filters-line",
            word=a.word,
            mode=ask.say(f"filter-mode-{a.mode}"),
            text=a.text if len(a.text) <= _SHOWN else f"{a.text[:_SHOWN]}…",
        )
        for a in found
    ]
    return Answer(Html("\n".join([ask.say("filters-head", count=len(found)), *lines])))


def remove(ask: Ask) -> Answer:
    """Remove one."""
    word, _, _ = read(f'"{ask.arguments}"' if " " in ask.arguments else ask.arguments)
    if not word:
        return ask.answer("filter-how")
    gone = answers.remove(ask.batch.connection, ask.chat.id, word)
    ask.batch.services.own.forget([ask.chat.id])
    return ask.answer("filter-removed" if gone else "filter-none", word=word)


COMMANDS = (
    Command("delfilter", remove, Who.MODERATOR, Where.GROUP, ("/delfilter price",), menu=False),
    Command(
        "filter",
        add,
        Who.MODERATOR,
        Where.GROUP,
        (
            "/filter price See the pinned message",
            '/filter "how to pay" Write to the owner',
            "/filter exact:faq …",
        ),
        menu=False,
    ),
    Command("filters", show, Who.MODERATOR, Where.GROUP, ("/filters",), menu=False),
)
