"""Set for a group what the files set for all (/settings), in private or in the group itself.

The file stays what it is: a setting of a group lies over it, says who put it there, and can be taken away.
"""

from __future__ import annotations

from bot.core.authority import moderates, must_ask
from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.core.chat_policy import FLOOD, LANGUAGE, LIMIT, RULES, WELCOME
from bot.core.flood_limit import flood_now
from bot.features.moderation import escalation_limit
from bot.features.screening import locks, refused_locks
from bot.features.screening.door_policy import CHOICES, Policy, policy_of
from bot.features.screening.refused_locks import changed
from bot.text.messages import LANGUAGES, Html, language_of, plain, say
from rules.config.book import RuleBook
from rules.engine.events import Event
from storage import chat_settings, chats, people
from storage.chat_settings import Setting

SETTINGS = "set"  # verb of the buttons
LIST, SHOW, TURN, RESET = "l", "g", "t", "r"
# Settings by their names on the page, which are those of their commands.
_BY_COMMAND = {
    "welcome": WELCOME,
    "rules": RULES,
    "flood": FLOOD,
    "language": LANGUAGE,
    "warnlimit": LIMIT,
}
_LIMITS = {f"warnlimit{limit}": limit for limit in (2, 3, 4, 5, 6, 8, 10)}  # buttons by what they set


def groups(batch: Batch, person: int, language: str, sign: Sign) -> tuple[Html, Rows]:
    """The groups this person moderates, as buttons."""
    found = [chats.known(batch.connection, c) for c in chat_settings.moderated_by(batch.connection, person)]
    rows = [[button(chat.title or "…", sign(SETTINGS, f"{SHOW}:{chat.id}"))] for chat in found]
    return say(language, "settings-choose" if rows else "settings-none"), rows


def page(batch: Batch, chat: int, language: str, sign: Sign, *, alone: bool = False) -> tuple[Html, Rows]:
    """The settings of a group: what holds, and where it comes from. `alone`: no way leads to other groups."""
    policy = policy_of(batch, chat)
    known = chats.known(batch.connection, chat)
    lines, rows = [say(language, "settings-head", chat=known.title)], []
    for name, choice in CHOICES.items():
        title = plain(language, f"settings-name-{name}")
        own = policy.settings.get(name)
        in_file = choice.in_file(batch.book.screening)
        value = own.value if own is not None else in_file
        spelled = plain(language, f"settings-value-{value}")
        where = _where(batch, own, in_file, language)
        lines.append(say(language, "settings-line", name=Html(title), value=Html(spelled), where=where))
        row = [
            button(
                plain(language, "settings-turn", name=title, value=spelled),
                sign(SETTINGS, f"{TURN}:{chat}:{name}"),
            )
        ]
        if own is not None:
            row.append(
                button(
                    plain(language, "settings-reset", name=title), sign(SETTINGS, f"{RESET}:{chat}:{name}")
                )
            )
        rows.append(row)
    further, resets = _further(batch, chat, policy, language, sign)
    rows += [*resets, *([] if alone else [[button(plain(language, "settings-back"), sign(SETTINGS, LIST))]])]
    lines += further
    return Html("\n".join(lines)), rows


def _further(batch: Batch, chat: int, policy: Policy, language: str, sign: Sign) -> tuple[list[Html], Rows]:
    """What is set by commands in the group, each with its command, and how to take it back."""
    own = batch.services.own.of(batch.connection, chat)
    book = batch.book_in(chat)
    held = {name: setting in policy.settings for name, setting in _BY_COMMAND.items()}
    values = {
        name: say(language, "settings-words-own" if on else "settings-words-file")
        for name, on in held.items()
    }
    values["flood"] = flood_now(batch.files, own.flood, language)
    spoken = say(language, f"spoken-{book.community.language}")
    values["language"] = say(language, "settings-of", value=spoken, whose=values["language"])
    rungs = escalation_limit.told(book.escalation, language) or say(language, "settings-value-off")
    values["warnlimit"] = say(language, "settings-of", value=rungs, whose=_whose(own.limit, language))
    lines, rows = [Html("")], _changes(batch, chat, book, language, sign)
    for name, on in held.items():
        title = say(language, f"settings-name-{name}")
        lines.append(
            say(language, "settings-by-command", name=title, value=values[name], command=Html(f"/set{name}"))
        )
        if on:
            label = plain(language, "settings-reset", name=str(title))
            rows.append([button(label, sign(SETTINGS, f"{RESET}:{chat}:{name}"))])
    kinds = sorted(locks.locked_kinds(policy, batch.now, batch.timezone))
    named = [say(language, f"locked-{kind}") for kind in kinds]
    locked = Html(say(language, "list-separator").join(named)) or say(language, "settings-value-off")
    for name, value, command in (
        ("locks", locked, "/lock"),
        ("answers", Html(str(len(own.answers))), "/filters"),
    ):
        title = say(language, f"settings-name-{name}")
        lines.append(say(language, "settings-by-command", name=title, value=value, command=Html(command)))
    return lines, rows


def _whose(limit: int, language: str) -> Html:
    return say(language, "settings-words-own" if limit else "settings-ladder-file")


def _changes(batch: Batch, chat: int, book: RuleBook, language: str, sign: Sign) -> Rows:
    """Buttons for the group's language and for where its ladder ends."""
    title, spoken = (
        plain(language, "settings-name-language"),
        plain(language, f"spoken-{book.community.language}"),
    )
    label = plain(language, "settings-turn", name=title, value=spoken)
    rows = [[button(label, sign(SETTINGS, f"{TURN}:{chat}:language"))]]
    if batch.files.escalation.steps:
        highest = book.escalation.highest
        rows.append(
            [
                button(f"⚠️ {limit}{' ✓' * (limit == highest)}", sign(SETTINGS, f"{TURN}:{chat}:{name}"))
                for name, limit in _LIMITS.items()
            ]
        )
    return rows


def _where(batch: Batch, own: Setting | None, in_file: str, language: str) -> Html:
    if own is not None:
        who = people.person(batch.connection, own.person) if own.person is not None else None
        return say(language, "settings-here", by=who.name if who is not None else "…")
    return say(language, "settings-file" if in_file != "off" else "settings-unset")


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """A button of the page. Whether somebody moderates the group is asked anew at every press."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    what, _, rest = arguments.partition(":")
    number, _, name = rest.partition(":")
    here, alone = batch.chat(event).id, not event.chat.private
    if person is None or event.press is None or (alone and number != str(here)):
        return plain(language, "button-unknown")
    sign = batch.services.buttons.signer(here, person.id, batch.now)
    if what == LIST:
        text, rows = groups(batch, person.id, language, sign)
    else:
        chat = chats.known(batch.connection, int(number))
        if chat.community is None:
            return plain(language, "settings-not-yours")
        if must_ask(batch, event, [chat.id]):
            return None
        if not moderates(batch, chat.id, person.id, chat.community):
            return plain(language, "settings-not-yours")
        if what == RESET and name in _BY_COMMAND:
            chat_settings.drop(batch.connection, chat.id, [_BY_COMMAND[name]])
            batch.services.own.forget([chat.id])
        elif what == TURN and name in (*_LIMITS, "language"):
            _change(batch, chat.id, name, person.id)
        if what in (TURN, RESET) and name in CHOICES:
            _set(batch, event, chat.id, name, person.id, reset=what == RESET)
        text, rows = page(batch, chat.id, language, sign, alone=alone)
    _show(batch, event, here, event.press.message_id, text, rows)
    return ""


def refused(batch: Batch, event: Event) -> None:
    """Telegram refused what a button set: it is as before, and the page shows that."""
    waits = refused_locks.read(event)
    refused_locks.due(batch, event)
    person = people.person(batch.connection, waits.by) if waits is not None and waits.by else None
    if waits is None or waits.page is None or person is None:
        return
    here, message = waits.page
    place = chats.known(batch.connection, here)
    sign = batch.services.buttons.signer(here, person.id, batch.now)
    language = language_of(person.language, batch.spoken(batch.chat(event).id))
    alone = place.kind != "private"
    text, rows = page(batch, batch.chat(event).id, language, sign, alone=alone)
    _show(batch, event, here, message, text, rows)


def _show(batch: Batch, event: Event, chat: int, message: int, text: Html, rows: Rows) -> None:
    markup = {"inline_keyboard": rows}
    batch.call(
        event,
        "editMessageText",
        chat,
        message_id=message,
        text=text,
        parse_mode="HTML",
        reply_markup=markup,
    )


def _change(batch: Batch, chat: int, name: str, person: int) -> None:
    """The next language, or another warning limit."""
    book = batch.book_in(chat)
    if name == "language":
        spoken = LANGUAGES.index(book.community.language) + 1
        setting, value = LANGUAGE, LANGUAGES[spoken % len(LANGUAGES)]
    elif book.escalation.steps:
        setting, value = LIMIT, str(_LIMITS[name])
    else:
        return
    chat_settings.put(batch.connection, chat, setting, Setting(value, 0, person, batch.now))
    batch.services.own.forget([chat])


def _set(batch: Batch, event: Event, chat: int, name: str, person: int, *, reset: bool) -> None:
    """The next value of a setting, or none of its own."""
    before = chat_settings.settings_of(batch.connection, chat)
    if reset:
        chat_settings.drop(batch.connection, chat, [name])
    else:
        policy = policy_of(batch, chat)
        value = _next(policy, batch, name)
        chat_settings.put(batch.connection, chat, name, Setting(value, 0, person, batch.now))
    after = chat_settings.settings_of(batch.connection, chat)
    press, here = event.press, batch.chat(event).id
    pressed_on = (here, press.message_id) if press is not None else None
    waits = locks.Waits(0, "", "", settings=changed(before, after), by=person, page=pressed_on)
    locks.apply(batch, event, chats.known(batch.connection, chat), waits)


def _next(policy: Policy, batch: Batch, name: str) -> str:
    choice = CHOICES[name]
    own = policy.settings.get(name)
    value = own.value if own is not None else choice.in_file(batch.book.screening)
    values = choice.values
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
