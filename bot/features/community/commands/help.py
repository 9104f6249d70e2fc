"""/help: what somebody may do here, by subjects; in private each subject has a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bot.core.authority import moderates_from
from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.feature import Registry
from bot.text.messages import Html, by_operators, language_of, plain, say
from rules.engine.events import Event

VERB, MORE = "hp", "more"
# What belongs together; commands that stand in none of these are shown as `more`.
MEMBERS: dict[str, tuple[str, ...]] = {
    "learning": ("courses", "suggest", "done", "interests", "ask", "solved", "answers", "essence"),
    "points": (
        "me",
        "top",
        "checkin",
        "camp",
        "homework",
        "why",
        "appeal",
        "invite",
        "invites",
        "shop",
        "orders",
        "gift",
        "badges",
    ),
    "group": ("rules", "note", "notes", "report", "admins", "locks", "id"),
    "me": (
        "start",
        "help",
        "language",
        "plans",
        "join",
        "membership",
        "family",
        "redeem",
        "terms",
        "paysupport",
        "optin",
        "optout",
    ),
}
STAFF: dict[str, tuple[str, ...]] = {
    "sanctions": (
        *("warn", "mute", "kick", "ban", "unwarn", "unmute", "unban"),
        *("tmute", "tban", "swarn", "smute", "skick", "sban"),
    ),
    "messages": ("del", "dwarn", "dmute", "dban", "purge", "pin", "unpin", "spam", "ham"),
    "people": (
        *("info", "warns", "resetwarns", "trust", "untrust", "approve", "case", "cases", "undo"),
        *("badge", "unbadge"),
        *("memberships", "grant", "extend", "revoke", "refund", "coupon"),
    ),
    "door": ("lock", "unlock", "slow", "night", "raid", "setflood", "setwarnlimit", "settings"),
    "words": (
        *("setwelcome", "setrules", "setlanguage", "filter", "filters", "delfilter", "save", "delnote"),
        *("gap", "quiz", "atrisk", "stats"),
    ),
}

Topics: TypeAlias = Mapping[str, tuple[str, ...]]


def help_(ask: Ask) -> Answer:
    """The subjects with their commands; with a command's name, how it is used."""
    wanted = ask.arguments.lstrip("/").partition("@")[0].lower()
    known = ask.batch.services.of(Registry).commands
    if wanted in known:
        return Answer(describe(ask, known[wanted]))
    staff = moderates_from(ask.batch, ask.event, ask.person.id)
    if not ask.event.chat.private:
        return Answer(_contents(ask.language, _topics(ask.batch, staff), ask.say("help-foot-group")))
    topics = _topics(ask.batch, staff)
    sign = ask.batch.services.buttons.signer(ask.chat.id, ask.person.id, ask.batch.now)
    text = _contents(ask.language, topics, ask.say("help-foot"))
    return Answer(text, buttons=_buttons(ask.language, topics, sign))


def pressed_help(batch: Batch, event: Event, arguments: str) -> str | None:
    """Show the page of a subject, or the contents again."""
    person, press, chat = batch.author(event), event.press, batch.chat(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or press is None:
        return plain(language, "button-unknown")
    topics = _topics(batch, moderates_from(batch, event, person.id))
    sign = batch.services.buttons.signer(chat.id, person.id, batch.now)
    if arguments in topics:
        text = _page(language, arguments, topics[arguments])
        rows: Rows = [[button(plain(language, "help-back"), sign(VERB, "-"))]]
    else:
        text = _contents(language, topics, say(language, "help-foot"))
        rows = _buttons(language, topics, sign)
    batch.edit_pressed(event, text, rows)
    return ""


def describe(ask: Ask, command: Command) -> Html:
    """One command in full, with examples."""
    examples = "\n".join(f"<code>{by_operators(e)}</code>" for e in command.examples)
    return Html("\n".join([f"/{command.name}", ask.say(f"help-{command.name}"), examples]))


def _topics(batch: Batch, staff: bool) -> dict[str, tuple[str, ...]]:
    listed = {name for names in (*MEMBERS.values(), *STAFF.values()) for name in names}
    known = batch.services.of(Registry).commands.values()
    more = tuple(c.name for c in known if c.name not in listed and (staff or c.who is Who.MEMBER))
    return (MEMBERS | STAFF if staff else MEMBERS) | ({MORE: more} if more else {})


def _contents(language: str, topics: Topics, foot: Html) -> Html:
    """A line for each subject: its name and its commands."""
    lines = [
        say(language, "help-topic", topic=say(language, f"topic-{topic}"), commands=Html(_listed(names)))
        for topic, names in topics.items()
    ]
    return Html("\n".join([say(language, "help-head"), *lines, "", foot]))


def _listed(names: tuple[str, ...]) -> str:
    return " ".join(f"/{name}" for name in names)


def _page(language: str, topic: str, names: tuple[str, ...]) -> Html:
    """What the commands of a subject do, a line each."""
    lines = [say(language, "help-line", name=n, does=say(language, f"command-{n}")) for n in names]
    head = Html(f"<b>{say(language, f'topic-{topic}')}</b>")
    return Html("\n".join([head, *lines, "", say(language, "help-foot")]))


def _buttons(language: str, topics: Topics, sign: Sign) -> Rows:
    made = [button(plain(language, f"topic-{t}"), sign(VERB, t)) for t in topics]
    return [made[n : n + 3] for n in range(0, len(made), 3)]


COMMANDS = (Command("help", help_, Who.MEMBER, Where.BOTH, ("/help", "/help mute")),)
