"""/setrules /setwelcome /setflood: what a group has of its own, over the rule files."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.core import flood_limit
from bot.core.chat_policy import FLOOD, RULES, WELCOME
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.features.moderation.operator_replies import fill
from bot.platforms.telegram.calls import mention
from bot.text.html import quoted
from bot.text.messages import Html, by_operators
from storage import chat_settings, event_log
from storage.chat_settings import Setting

_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_OFF = ("off", "none", "关", "关闭", "无")
RESET = ("reset", "restore", "default", "恢复", "还原", "默认")
LASTS = 120  # seconds that a preview stays


class _Words(NamedTuple):
    """A text that a group may have of its own."""

    setting: str
    name: str  # in the keys of sentences
    longest: int
    placeholders: tuple[str, ...] = ()


_WELCOME = _Words(WELCOME, "welcome", 1000, ("member", "chat"))
_RULES = _Words(RULES, "rules", 3500)


def set_welcome(ask: Ask) -> Answer:
    """Set what newcomers are told here, show it, silence it, or go back to the file's."""
    return _set(ask, _WELCOME)


def set_rules(ask: Ask) -> Answer:
    """The same for the rules in prose."""
    return _set(ask, _RULES)


def _set(ask: Ask, words: _Words) -> Answer:
    text = ask.arguments.strip()
    if not text and ask.event.reply is not None:
        text = event_log.text_of(ask.batch.connection, ask.chat.id, ask.event.reply.message_id)
    if not text:
        return Answer(_now(ask, words), lasts=LASTS)
    if text.lower() in RESET:
        keep(ask, words.setting, None)
        return Answer(Html(f"{ask.say('words-restored')}\n{_now(ask, words)}"), lasts=LASTS)
    if len(text) > words.longest:
        return ask.answer("words-too-long", most=words.longest)
    strange = next((p for p in _PLACEHOLDER.findall(text) if p not in words.placeholders), None)
    if strange is not None and words.placeholders:
        return ask.answer("words-strange", name="{" + strange + "}")
    keep(ask, words.setting, "" if text.lower() in _OFF else text)
    return Answer(Html(f"{ask.say('words-set')}\n{_now(ask, words)}"), lasts=LASTS)


def _now(ask: Ask, words: _Words) -> Html:
    """How it stands: the text as members read it, whose it is, and how to change it."""
    batch = ask.batch
    own = batch.services.own.of(batch.connection, ask.chat.id)
    community = own.over(batch.book.community)
    texts = getattr(community, words.name)
    mine = getattr(own, words.name) is not None
    text = texts.get(ask.language) or texts.get(community.language, "")
    values = {"member": mention(ask.person.id, ask.person.name), "chat": quoted(ask.chat.title)}
    shown = Html(fill(text, values)) if words.placeholders else by_operators(text)
    whose = ask.say("words-own" if mine else "words-file")
    head = ask.say(f"words-{words.name}", whose=whose)
    how = ask.say("words-how", command=ask.name) if not mine else ask.say("words-how-back", command=ask.name)
    return Html("\n\n".join([head, Html(shown.strip()) or ask.say(f"words-none-{words.name}"), how]))


def set_flood(ask: Ask) -> Answer:
    """Set how many messages of one member are a flood here, switch that off, or go back to the file's."""
    batch, said = ask.batch, ask.arguments.strip().lower()
    if said in RESET:
        keep(ask, FLOOD, None)
    elif said:
        limit = flood_limit.read(said)
        if limit is None and said not in _OFF:
            return ask.answer("flood-how", times=flood_limit.MOST_TIMES, seconds=flood_limit.MOST_SECONDS)
        keep(ask, FLOOD, limit.value if limit else flood_limit.OFF)
    own = batch.services.own.of(batch.connection, ask.chat.id)
    held = ask.say("words-restored" if said in RESET else "words-set") if said else Html("")
    now = flood_limit.flood_now(batch.files, own.flood, ask.language)
    how = Html("") if said else ask.say("flood-change")
    return Answer(Html("\n".join(part for part in (held, now, how) if part)), lasts=LASTS)


def keep(ask: Ask, name: str, value: str | None) -> None:
    """Put a setting of the group over the file's, or (None) take it away."""
    connection, chat = ask.batch.connection, ask.chat.id
    if value is None:
        chat_settings.drop(connection, chat, [name])
    else:
        chat_settings.put(connection, chat, name, Setting(value, 0, ask.person.id, ask.batch.now))
    ask.batch.services.own.forget([chat])


COMMANDS = (
    Command(
        "setflood",
        set_flood,
        Who.MODERATOR,
        Where.GROUP,
        ("/setflood 5 10s", "/setflood off", "/setflood reset"),
        menu=False,
    ),
    Command(
        "setrules",
        set_rules,
        Who.MODERATOR,
        Where.GROUP,
        ("/setrules 1. Be kind. 2. No advertising.", "/setrules", "/setrules reset"),
        menu=False,
    ),
    Command(
        "setwelcome",
        set_welcome,
        Who.MODERATOR,
        Where.GROUP,
        ("/setwelcome Welcome to {chat}, {member}!", "/setwelcome off", "/setwelcome reset"),
        menu=False,
    ),
)
