"""/setlanguage /setwarnlimit: a group's own language, and where its ladder of sanctions ends."""

from __future__ import annotations

from bot.core.chat_policy import LANGUAGE, LIMIT
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.features.community.commands.configure import LASTS, RESET, keep
from bot.features.community.commands.info import SPELT
from bot.features.moderation import escalation_limit
from bot.text.messages import Html, say


def set_language(ask: Ask) -> Answer:
    """Set what everybody in the group is spoken to in, show it, or go back to the file's."""
    said = ask.arguments.strip().lower()
    if not said:
        return Answer(Html(f"{_spoken(ask, ask.language)}\n{ask.say('setlanguage-how')}"), lasts=LASTS)
    if said in RESET:
        keep(ask, LANGUAGE, None)
        language = ask.batch.spoken(ask.chat.id)
        restored = say(language, "words-restored")
        return Answer(Html(f"{restored}\n{_spoken(ask, language)}"), lasts=LASTS)
    language = SPELT.get(said, "")
    if not language:
        return ask.answer("setlanguage-strange")
    keep(ask, LANGUAGE, language)
    return Answer(Html(f"{say(language, 'words-set')}\n{_spoken(ask, language)}"), lasts=LASTS)


def _spoken(ask: Ask, language: str) -> Html:
    """How it stands. What was just set is told in the language that was set: that is its preview."""
    own = ask.batch.services.own.of(ask.batch.connection, ask.chat.id)
    here = ask.batch.spoken(ask.chat.id)
    whose = say(language, "words-own" if own.language else "words-file")
    both = int(ask.batch.book.community.both_languages)
    return say(language, "setlanguage-now", spoken=say(language, f"spoken-{here}"), whose=whose, both=both)


def set_limit(ask: Ask) -> Answer:
    """Set at how many warning points the hardest sanction comes here, show it, or go back to the file's."""
    said = ask.arguments.strip().lower()
    limit = None if not said or said in RESET else escalation_limit.read(said)
    if not ask.batch.files.escalation.steps:
        return ask.answer("setwarnlimit-none")
    bounds = {"least": escalation_limit.LEAST, "most": escalation_limit.MOST}
    if not said:
        return Answer(Html(f"{_limit(ask)}\n{ask.say('setwarnlimit-how', **bounds)}"), lasts=LASTS)
    if limit is None and said not in RESET:
        return ask.answer("setwarnlimit-strange", **bounds)
    keep(ask, LIMIT, str(limit) if limit is not None else None)
    head = ask.say("words-set" if limit is not None else "words-restored")
    return Answer(Html(f"{head}\n{_limit(ask)}"), lasts=LASTS)


def _limit(ask: Ask) -> Html:
    batch = ask.batch
    own = batch.services.own.of(batch.connection, ask.chat.id)
    rungs = escalation_limit.told(batch.book_in(ask.chat.id).escalation, ask.language)
    return ask.say(
        "setwarnlimit-now", whose=ask.say("words-own" if own.limit else "words-file"), ladder=rungs
    )


COMMANDS = (
    Command(
        "setlanguage",
        set_language,
        Who.MODERATOR,
        Where.GROUP,
        ("/setlanguage en", "/setlanguage zh", "/setlanguage default"),
        menu=False,
    ),
    Command(
        "setwarnlimit",
        set_limit,
        Who.MODERATOR,
        Where.GROUP,
        ("/setwarnlimit 5", "/setwarnlimit", "/setwarnlimit default"),
        menu=False,
    ),
)
