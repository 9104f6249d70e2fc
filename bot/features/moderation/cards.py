"""Show a case to moderators: one message, changed as the case goes on, with what they can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.batch import Batch
from bot.core.buttons import ANYONE, Button, Sign, button
from bot.core.follow_ups import POSTED
from bot.core.refusals import named
from bot.features.moderation.action_handler import reversible, why_refused
from bot.features.moderation.case_details import Dossier, leading, note_of, read, stored
from bot.features.moderation.case_opening import about_the_group, is_undone, refresh_soon
from bot.features.moderation.escalation_limit import rung
from bot.features.moderation.group_notices import reason_in, what_was_done
from bot.features.moderation.hooks import Hooks
from bot.features.moderation.trace_rendering import explain, explain_whole, media_named
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention
from bot.text.calendar import moment
from bot.text.messages import Html, plain, say
from rules.engine.events import Event
from storage import casework, chats
from storage.case_outcomes import QUIET, WANTED
from storage.casework import Row

CARD, VERB = "case", "case"
SHOWN = follow_kind("card shown", "moderation", awaited=True)  # what came meanwhile is shown at once
APPROVE_UNDOING = "approve-undo"  # trusting the member undoes what was done to them
_VERBS = {APPROVE_UNDOING: "approve"}
_DIGITS = 18
_QUOTE = 300  # characters of a message that a card shows
_MOST = 3  # messages
_PATIENCE = 600  # seconds in which a card that is to be changed may still have to arrive


def card(d: Dossier, language: str, timezone: str, *, full: bool = False, reason: str = "") -> Html:
    """The case as HTML; `full` adds the rule book, notes and every call. `reason`: in this language."""
    lines = [
        say(language, "case-head", case=d.number, rule=d.case["rule"], chat=d.chat.title),
        *_deeds(d, language, timezone),
        *_reasons(d, language, reason),
        *_quotes(d, language),
        _trace(d, language, full=full),
        *_appeal(d, language),
        *_outcome(d, language, timezone),
    ]
    if full:
        lines += _further(d, language, timezone)
    return Html("\n".join(line for line in lines if line))


def _trace(d: Dossier, language: str, *, full: bool) -> Html:
    if full:
        return explain_whole(language, d.case["trace"])
    return explain(language, d.case["trace"], d.case["matched"])


def _deeds(d: Dossier, language: str, timezone: str) -> Iterator[Html]:
    """What was done: by the rule, with how often, then what moderators added."""
    by_rule = [c for c in d.all if c["moderator_id"] is None]
    people = {c["person_id"] for c in by_rule}
    if by_rule:
        first = max(by_rule, key=lambda c: len(c["actions"] or ()))
        done = what_was_done(language, stored(first["actions"])) or say(language, "did-nothing")
        yield say(language, "case-deed", member=_member(d, first), done=done)
        if first["escalated"]:
            yield say(language, "case-ladder", step=rung(first["escalated"], language))
        if len(by_rule) > 1:
            yield say(language, "case-times", times=len(by_rule), people=len(people))
        if d.crowd:
            yield say(language, "case-crowd", people=d.crowd, rule=first["rule"])
    for c in d.all:
        if c["moderator_id"] is not None:
            done = what_was_done(language, stored(c["actions"])) or say(language, "did-nothing")
            by = d.name(c["moderator_id"])
            if about_the_group(c):
                when = moment(c["at"], timezone)
                yield say(language, "case-deed-group", by=_member(d, c), when=when, done=done)
                continue
            yield say(language, "case-deed-by", member=_member(d, c), done=done, by=by)


def _member(d: Dossier, row: Row) -> Html:
    return mention(row["person_id"], d.name(row["person_id"]))


def _reasons(d: Dossier, language: str, told: str) -> Iterator[Html]:
    reason = note_of(stored(d.case["actions"])) or told or d.case["reason"]
    if reason:
        yield say(language, "case-reason", reason=reason)
    if d.case["matched"]:
        yield say(language, "case-matched", matched=d.case["matched"])


def _quotes(d: Dossier, language: str) -> Iterator[Html]:
    """The beginning of what the case is about."""
    for e in d.evidence[:_MOST]:
        text = e["text"][:_QUOTE] or say(
            language, "case-without-text", media=media_named(language, e["media"])
        )
        yield say(language, "case-quote", quote=text)
    if len(d.evidence) > _MOST:
        yield say(language, "case-more", count=len(d.evidence) - _MOST)


def _appeal(d: Dossier, language: str) -> Iterator[Html]:
    if d.appeal is not None:
        by = d.name(d.appeal["decided_by"])
        yield say(
            language,
            f"case-appeal-{d.appeal['state']}",
            by=by,
            words=d.appeal["text"] or say(language, "case-appeal-wordless"),
        )


def _outcome(d: Dossier, language: str, timezone: str) -> Iterator[Html]:
    """What could not be carried out, what was said of it, and how it ended."""
    # An action that takes several calls, or is done several times, is told once.
    for action, why in dict.fromkeys((a["action"], a["why"] or a["now_is"]) for a in d.refused):
        what = named(language, action)
        yield say(language, "case-refused", what=what, why=why_refused(language, action, why))
    if d.case["label"]:
        yield say(language, f"case-label-{d.case['label']}")
    by = d.name(d.case["undone_by"])
    if is_undone(d.case):
        when = moment(d.case["undone_at"], timezone)
        yield say(language, "case-undone", by=by, when=when, what=brought_back(language, d.case["reversed"]))
    elif d.case["state"] == "undone":
        yield say(language, "case-undoing", by=by)


def _further(d: Dossier, language: str, timezone: str) -> Iterator[Html]:
    yield say(language, "case-when", when=moment(d.case["at"], timezone), book=d.case["book"][:8] or "–")
    settled = [a for a in d.acts if a["now_is"] == "done"]
    waiting = [a for a in d.acts if a["now_is"] in ("pending", "sending")]
    if d.acts:
        yield say(language, "case-receipts", done=len(settled), of=len(d.acts), waiting=len(waiting))
    for n in d.notes:
        yield say(
            language, "case-note", by=d.name(n["person_id"]), when=moment(n["at"], timezone), text=n["text"]
        )


def brought_back(language: str, what: dict[str, int] | None) -> Html:
    """What undoing did, in a few words."""
    found = what or {}
    parts = [say(language, f"back-{name}", count=count) for name, count in found.items() if count]
    return Html(say(language, "list-separator").join(parts)) or say(language, "did-nothing")


def buttons(d: Dossier, language: str, sign: Sign, *, approves: bool) -> list[list[Button]]:
    """What can still be done about a case, two in a row."""
    wanted = []
    if d.appeal is not None and d.appeal["state"] == "open":
        wanted += ["uphold", "refuse"]
    elif reversible(d):
        wanted.append("undo")
    if d.case["state"] == "open" and d.case["moderator_id"] is None:
        wanted += [APPROVE_UNDOING if reversible(d) else "approve"] if approves else []
        wanted += [] if d.bans else ["ban"]
    if d.texts and d.case["moderator_id"] is None:
        wanted += [label for label in ("spam", "ham") if d.case["label"] != label]
    made = [
        button(plain(language, f"press-{w}"), sign(VERB, f"{d.number}:{_VERBS.get(w, w)}")) for w in wanted
    ]
    return [made[n : n + 2] for n in range(0, len(made), 2)]


def shown(batch: Batch, d: Dossier, chat: int, language: str, *, full: bool = False) -> dict[str, Any]:
    """A card as the parameters of a message in a chat."""
    sign = batch.services.buttons.signer(chat, ANYONE, batch.now)
    rows = buttons(d, language, sign, approves=batch.services.of(Hooks).approve is not None)
    reason = d.case["reason"]
    if d.case["moderator_id"] is None:
        reason = reason_in(batch, d.case["rule"], reason, language)
    return {
        "text": card(d, language, batch.timezone, full=full, reason=reason),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": rows},
    }


def ask_once_more(batch: Batch, event: Event, verb: str, number: int) -> None:
    """Let the buttons of the pressed message ask whether to ban: that is not easily undone."""
    press, chat, language = event.press, batch.chat(event).id, batch.book.community.language
    if press is None:
        return
    sign = batch.services.buttons.signer(chat, ANYONE, batch.now)
    row = [
        button(plain(language, "press-sure-ban"), sign(verb, f"{number}:sure")),
        button(plain(language, "press-back"), sign(verb, f"{number}:back")),
    ]
    markup = {"inline_keyboard": [row]}
    batch.call(event, "editMessageReplyMarkup", chat, message_id=press.message_id, reply_markup=markup)


def is_id(text: str) -> bool:
    """Whether this is the number of a case or report as a button carries it."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def post(batch: Batch, event: Event, case: int) -> bool:
    """Show a case in the moderators' group; False when there is none."""
    d = read(batch.connection, case)
    if d is None or d.case["community_id"] is None:
        return False
    room = chats.moderators_group(batch.connection, d.case["community_id"])
    if room is None:
        return False
    then = (Follow(POSTED, subject=CARD, subject_id=d.number), Follow(SHOWN, subject_id=d.number))
    language = batch.spoken(room)
    batch.call(event, "sendMessage", room, Priority.REPLY, then=then, **shown(batch, d, room, language))
    casework.set_carded(batch.connection, d.number)
    return True


def refresh(batch: Batch, event: Event, case: int, *, also: tuple[int, int] | None = None) -> None:
    """Let every card of a case, and the message `also` (chat, number), show how it stands."""
    first = leading(batch.connection, case)
    if first is None:
        return
    number = int(first["id"])
    places = {*casework.posted(batch.connection, CARD, number), *([also] if also else [])}
    if about_the_group(first) and first["notice"] in (WANTED, QUIET):
        return  # what is shown waits for the last of its calls
    if not places:
        if first["carded"]:
            if batch.now - first["at"] < _PATIENCE:
                refresh_soon(batch, first["chat_id"], number)
        elif casework.any_refused(batch.connection, number):
            post(batch, event, number)  # whatever moderators are shown otherwise, this is theirs to know
        return
    d = read(batch.connection, number)
    if d is None:
        return
    for chat, message in sorted(places):
        card_there = shown(batch, d, chat, batch.spoken(chat))
        batch.call(event, "editMessageText", chat, message_id=message, **card_there)
