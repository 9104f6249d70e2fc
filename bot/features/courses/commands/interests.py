"""/interests: what the bot takes a member to be interested in, and how they change it."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.core.command import Answer, Ask, Command, Where
from bot.features.courses.advisor import Advisor, waits_for_model
from bot.features.courses.interests import NO, YES, named_words
from bot.features.courses.interests_view import change, clear, view
from bot.text.messages import Html
from rules.engine.normalize import normalize

_CLEAR = ("clear", "清空")
_MOST = 10  # words at once
_JOINED = "\ufdd0"  # between the words of a phrase; no character of any text


def interests(ask: Ask) -> Answer | None:
    """Show them; words are added, `-word` takes one away, `clear` all."""
    if waits_for_model(ask):
        return None
    batch, person = ask.batch, ask.person.id
    left: dict[str, str] = {}
    if ask.arguments.lower() in _CLEAR:
        clear(batch.connection, ask.community, person, batch.now)
    elif ask.arguments:
        model = batch.services.of(Advisor).any_model(batch.connection, batch.book, batch.now)
        wishes = list(_wishes(ask.arguments, model.subjects.shown).items())
        left = dict(wishes[_MOST:])
        change(batch.connection, ask.community, person, dict(wishes[:_MOST]), batch.now)
    sign = batch.services.buttons.signer(ask.chat.id, person, batch.now)
    text, rows = view(batch, ask.community, person, ask.language, sign)
    if left:
        text = Html(f"{text}\n\n{ask.say('interests-left', most=_MOST, words=' '.join(left))}")
    return Answer(text, buttons=rows)


def _wishes(arguments: str, subjects: Collection[str]) -> dict[str, str]:
    """Words, and subjects of several words, with yes or no; after `clear`, all of them are to go."""
    plain = arguments.replace("，", " ").replace(",", " ").replace("、", " ")
    for phrase in sorted((s for s in subjects if " " in s), key=len, reverse=True):
        plain = re.sub(
            rf"(?<!\w){re.escape(phrase)}(?!\w)", phrase.replace(" ", _JOINED), plain, flags=re.IGNORECASE
        )
    tokens = [token.replace(_JOINED, " ") for token in plain.split()]
    going = bool(tokens) and tokens[0].lower() in _CLEAR
    wishes: dict[str, str] = {}
    for token in tokens[1:] if going else tokens:
        value = NO if going or token[0] in "-－" else YES
        word = token.lstrip("-－")
        whole = normalize(word)
        wishes |= dict.fromkeys(named_words(word, [whole] if whole in subjects else ()), value)
    return wishes


COMMANDS = (
    Command(
        "interests",
        interests,
        where=Where.PRIVATE,
        examples=("/interests", "/interests python writing", "/interests -python", "/interests clear"),
    ),
)
