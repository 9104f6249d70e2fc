"""Show members their interests, and apply what they press."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, Sign, button
from bot.features.courses.advisor import Advisor
from bot.features.courses.interests import NO, PREFIX, YES, listed, respecting
from bot.features.courses.member_words import heard
from bot.features.courses.wishes import wished_in
from bot.text.messages import Html, language_of, plain, say
from rules.engine.events import Event
from storage import learning
from storage.preferences import choose, chosen, forget, named

_SHOWN, _ROW = 8, 2  # words, buttons in a row
_BYTES = 32  # of a word behind a button
_BARS = 5
_MOST_WISHES = 200  # of a member; what comes after is not remembered


def view(batch: Batch, community: int, person: int, language: str, sign: Sign) -> tuple[Html, Rows]:
    """The interests of a member as the bot sees them, up to what they just wrote, with a button for each."""
    connection = batch.connection
    model = batch.services.of(Advisor).any_model(connection, batch.book, batch.now)
    terms = heard(connection, community, [person], model, batch.now)[person].terms
    wishes = named(connection, community, PREFIX, [person]).get(person, {})
    off = chosen(connection, community, "suggestions", [person]).get(person) == "off"
    spelled = model.subjects.shown
    every = listed(terms, spelled, {word for word, value in wishes.items() if value == YES})
    words = sorted(every, key=lambda of: wishes.get(of[0]) != YES)[:_SHOWN]  # their own first
    lines = [say(language, "interests-off")] if off else []
    if not words:
        return Html("\n\n".join([*lines, say(language, "interests-none")])), []
    shown = [
        say(
            language,
            "interests-line",
            bar="▪" * max(1, round(share * _BARS)),
            word=spelled.get(word, word),
            own=say(language, "interests-own") if wishes.get(word) == YES else "",
        )
        for word, share in words
    ]
    if len(every) > len(words):
        shown.append(say(language, "interests-more", count=len(every) - len(words)))
    lines += [say(language, "interests-head"), Html("\n".join(shown)), say(language, "interests-foot")]
    away = [
        button(f"✕ {spelled.get(w, w)}", sign("in", f"no:{w}")) for w, _ in words if len(w.encode()) <= _BYTES
    ]
    rows = [away[i : i + _ROW] for i in range(0, len(away), _ROW)]
    return Html("\n\n".join(lines)), [*rows, [button(plain(language, "button-clear"), sign("in", "clear:"))]]


def change(connection: Connection, community: int, person: int, wishes: dict[str, str], now: int) -> None:
    """Remember wishes (word → yes or no), and let the interests follow at once."""
    known = named(connection, community, PREFIX, [person]).get(person, {})
    wishes = {w: v for w, v in wishes.items() if w in known or len(known) < _MOST_WISHES}
    for word, value in wishes.items():
        choose(connection, community, person, PREFIX + word, value, now)
    stored = learning.interests(connection, community, [person])
    terms = (stored[person]["terms"] or {}) if person in stored else {}
    at = stored[person]["updated_at"] if person in stored else now
    learning.save_interests(connection, community, {person: respecting(terms, wishes)}, at)


def note_wish(batch: Batch, community: int, person: int, text: str) -> None:
    """Let what somebody asks to learn in private be their own words, as that text is not kept."""
    model = batch.services.of(Advisor).any_model(batch.connection, batch.book, batch.now)
    wished = wished_in(text, model.subjects)[:_SHOWN]
    off = chosen(batch.connection, community, "suggestions", [person]).get(person) == "off"
    if wished and not off:
        change(batch.connection, community, person, dict.fromkeys(wished, YES), batch.now)


def clear(connection: Connection, community: int, person: int, now: int) -> None:
    """Forget a member's interests, and every wish about them."""
    forget(connection, community, PREFIX, person)
    learning.save_interests(connection, community, {person: {}}, now)


def pressed_interests(batch: Batch, event: Event, arguments: str) -> str:
    """Take a word away, or everything, and show what is left in the same message."""
    person, press = batch.author(event), event.press
    verb, _, word = arguments.partition(":")
    language = language_of(person.language if person else "", batch.book.community.language)
    if person is None or press is None or not event.chat.private or verb not in (NO, "clear"):
        return plain(language, "button-unknown")
    connection, community = batch.connection, batch.community(event)
    if verb == NO:
        change(connection, community, person.id, {word: NO}, batch.now)
    else:
        clear(connection, community, person.id, batch.now)
    sign = batch.services.buttons.signer(batch.chat(event).id, person.id, batch.now)
    text, rows = view(batch, community, person.id, language, sign)
    batch.edit_pressed(event, text, rows)
    return plain(language, "pressed-interests")
