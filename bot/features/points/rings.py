"""Show moderators members who award each other and hardly anybody else; what becomes of it, they say."""

from __future__ import annotations

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Rows, Sign, button
from bot.core.scheduler import Ahead, Run
from bot.platforms.telegram.calls import mention
from bot.text.messages import Html, language_of, plain, say
from rules.engine.counter_entries import give_back, reverse
from rules.engine.entries import Entry
from rules.engine.events import Event
from rules.engine.rings import Ring, rings
from storage import chats, people
from storage import rings as stored
from storage.rings import FINE, OPEN, VOID, Seen

VERB = "rg"
LASTS = 60 * 86_400  # seconds for which its buttons are good
_DAY = 86_400
_NAMED, _SHOWN = 20, 3  # members of a ring, rings a night


def find(ahead: Ahead) -> list[Ring]:
    """Rings among the awards of the last days, beside the writer."""
    policy = ahead.book.incentives.rings
    if policy is None:
        return []
    since = ahead.now - policy.days * _DAY
    return rings(ahead.store.reading(lambda c: stored.pairs(c, ahead.community, since)), policy)


def review(run: Run) -> int:
    """Show new rings in the moderators' group: each, and what is much like it, once a week at most."""
    policy = run.book.incentives.rings
    room = chats.moderators_group(run.connection, run.community)
    found: list[Ring] = run.prepared or []
    if policy is None or room is None:
        return 0
    since = run.now - policy.days * _DAY
    for ring in found:
        if run.posts >= _SHOWN:
            break
        number = stored.show(run.connection, run.community, ring.members, since, run.now)
        if number is None:
            continue
        language = run.spoken(room)
        named = people.known(run.connection, ring.members[:_NAMED])
        who = Html(", ".join(mention(p, named[p].name) for p in ring.members[:_NAMED] if p in named))
        text = say(
            language,
            "ring-card",
            number=number,
            members=who,
            points=ring.points,
            mutual=ring.mutual,
            inside=ring.inside,
            days=policy.days,
        )
        sign = run.services.buttons.signer(room, ANYONE, run.now)
        rows = _buttons(language, sign, number, OPEN)
        run.call("sendMessage", room, text=text, parse_mode="HTML", reply_markup={"inline_keyboard": rows})
    return run.posts


def _buttons(language: str, sign: Sign, number: int, state: str) -> Rows:
    if state == VOID:
        return [[button(plain(language, "button-ring-back"), sign(VERB, f"b:{number}"))]]
    if state == FINE:
        return []
    void = button(plain(language, "button-ring-void"), sign(VERB, f"v:{number}"))
    return [[void, button(plain(language, "button-ring-fine"), sign(VERB, f"f:{number}"))]]


def pressed(batch: Batch, event: Event, arguments: str) -> str | None:
    """A moderator says that it is fine, makes the ring's awards void, or gives them back."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.book.community.language)
    what, _, number = arguments.partition(":")
    seen = stored.ring(batch.connection, int(number)) if number.isdigit() else None
    if person is None or seen is None or seen.community_id != batch.community(event):
        return plain(language, "button-unknown")
    groups = governed(batch, event, person.id)
    if groups is None:
        return None
    if not groups or person.id in seen.members:
        return plain(language, "ring-not-yours")
    if (what == "b") != (seen.state == VOID) or seen.state == FINE:
        return plain(language, "button-old")
    count = {"v": _void, "b": _give_back}[what](batch, event, seen) if what != "f" else 0
    state = {"v": VOID, "b": FINE, "f": FINE}[what]
    stored.decide(batch.connection, seen.id, state, person.id, batch.now)
    _show(batch, event, seen, what, count, mention(person.id, person.name))
    return ""


def _reason(seen: Seen) -> str:
    return f"ring {seen.id}"


def _void(batch: Batch, event: Event, seen: Seen) -> int:
    entries = stored.inside(batch.connection, seen.community_id, seen.members, seen.since)
    return _write(batch, event, seen, reverse(entries, batch.now, _reason(seen)))


def _give_back(batch: Batch, event: Event, seen: Seen) -> int:
    entries = stored.taken(batch.connection, seen.community_id, _reason(seen), seen.since)
    return _write(batch, event, seen, give_back(entries, batch.now, f"{_reason(seen)} undone"))


def _write(batch: Batch, event: Event, seen: Seen, entries: list[Entry]) -> int:
    batch.foresee((), [(seen.community_id, p) for p in sorted({e.person for e in entries})])
    batch.credit(seen.community_id, batch.chat(event).id, entries)
    return abs(sum(e.granted for e in entries))


def _show(batch: Batch, event: Event, seen: Seen, what: str, count: int, who: Html) -> None:
    room = batch.chat(event).id
    language = batch.spoken(room)
    named = people.known(batch.connection, seen.members[:_NAMED])
    members = Html(", ".join(mention(p, named[p].name) for p in seen.members[:_NAMED] if p in named))
    key = {"v": "ring-voided", "b": "ring-given-back", "f": "ring-is-fine"}[what]
    text = say(language, key, number=seen.id, members=members, points=count, moderator=who)
    sign = batch.services.buttons.signer(room, ANYONE, batch.now)
    batch.edit_pressed(event, text, _buttons(language, sign, seen.id, VOID if what == "v" else FINE))
