"""/case /cases /undo: what was done to whom, why, by whom, what became of it, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import RowMapping

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.core.buttons import Button, Sign, button
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.private_answers import whisper
from bot.core.targets import NoTarget, find_person
from bot.features.moderation.action_handler import reversible
from bot.features.moderation.appeals import take_back
from bot.features.moderation.cards import is_id, refresh, shown
from bot.features.moderation.case_details import read, stored
from bot.features.moderation.case_opening import about_the_group, is_undone
from bot.features.moderation.group_notices import what_was_done
from bot.features.moderation.undo_results import Asked
from bot.text.calendar import moment
from bot.text.messages import Html, language_of, plain, say
from rules.engine.actions import Purge
from rules.engine.events import Event
from storage import case_outcomes, casework, people

PAGE, VERB = 8, "cl"
_DIGITS = 18


def case(ask: Ask) -> Answer | None:
    """A case in full, with its buttons; words after the number become a note."""
    number, _, note = ask.arguments.lstrip("#").partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return ask.answer("case-how")
    batch = ask.batch
    d = read(batch.connection, int(number))
    if d is None or d.chat.id not in {g.id for g in ask.governed}:
        return ask.answer("case-unknown", case=int(number))
    if note.strip():
        casework.add_note(batch.connection, d.number, ask.person.id, note.strip(), batch.now)
        refresh(batch, ask.event, d.number)
        d = read(batch.connection, d.number) or d
    found = d

    def make(inner: Ask) -> Answer:
        card = shown(batch, found, inner.chat.id, inner.language, full=True)
        return Answer(card["text"], buttons=card["reply_markup"]["inline_keyboard"])

    return whisper(ask, make)


def undo(ask: Ask) -> Answer | None:
    """Take a case back, as the button of its card does; the answer follows from what Telegram makes of it."""
    batch, number = ask.batch, ask.arguments.lstrip("#")
    if not number and ask.event.reply is not None:
        number = str(case_outcomes.case_of_card(batch.connection, ask.chat.id, ask.event.reply.message_id))
    if not is_id(number):
        return ask.answer("undo-how")
    d = read(batch.connection, int(number))
    if d is None or d.chat.id not in {g.id for g in ask.governed}:
        return ask.answer("case-unknown", case=int(number))
    if ask.person.id == d.case["person_id"] and not about_the_group(d.case):
        return ask.answer("case-own")
    if not d.open:
        return ask.answer("press-undone-before", by=d.name(d.case["undone_by"]))
    if not reversible(d):
        purged = any(isinstance(a, Purge) for c in d.open for a in stored(c["actions"]))
        return ask.answer("undo-purge" if purged else "undo-nothing", case=d.number)
    take_back(batch, ask.event, d, ask.person, Asked(command=ask))
    refresh(batch, ask.event, d.number)
    return None


def cases(ask: Ask) -> Answer | None:
    """The newest cases of the groups; with a member, theirs; with a rule's name, that rule's."""
    try:
        person = find_person(ask)
    except NoTarget as refusal:
        return ask.answer(str(refusal))
    words = ask.arguments.split()
    rule = words[0] if words and person is None else ""
    groups, about = [g.id for g in ask.governed], person.id if person else 0

    def make(inner: Ask) -> Answer:
        sign = ask.batch.services.buttons.signer(inner.chat.id, ask.person.id, ask.batch.now)
        text, rows = _page(ask.batch, groups, about, rule, 0, inner.language, sign)
        return Answer(text, buttons=rows)

    return whisper(ask, make)


def pressed_list(batch: Batch, event: Event, arguments: str) -> str | None:
    """Turn the page of a list of cases."""
    page, person_id, like = ([*arguments.split(":"), "", ""])[:3]
    person, press, chat = batch.author(event), event.press, batch.chat(event)
    usual = batch.book.community.language
    language = language_of(person.language if person else "", usual)
    numbers = all(n.isascii() and n.isdigit() and len(n) <= _DIGITS for n in (page, person_id, like))
    if person is None or press is None or not numbers:
        return plain(language, "button-unknown")
    groups = governed(batch, event, person.id)
    if groups is None:
        return None
    if not groups:
        return plain(language, "command-moderators-only")
    sign = batch.services.buttons.signer(chat.id, person.id, batch.now)
    ids = [g.id for g in groups]
    of_rule = casework.load(batch.connection, int(like)) if int(like) else None
    rule = of_rule["rule"] if of_rule is not None else ""
    text, rows = _page(batch, ids, int(person_id), rule, int(page), language, sign)
    batch.edit_pressed(event, text, rows, link_preview_options={"is_disabled": True})
    return ""


def _page(
    batch: Batch, groups: Sequence[int], person: int, rule: str, page: int, language: str, sign: Sign
) -> tuple[Html, list[list[Button]]]:
    """One page as text, and the buttons that turn it."""
    found, total = casework.listed(
        batch.connection, groups, person=person or None, rule=rule, offset=page * PAGE, limit=PAGE
    )
    if not found:
        return say(language, "cases-none"), []
    known = people.known(batch.connection, {c["person_id"] for c in found})
    head = say(language, "cases-head", first=page * PAGE + 1, last=page * PAGE + len(found), total=total)
    names = {i: p.name for i, p in known.items()}
    lines = [_line(batch, c, names.get(c["person_id"], "…"), language) for c in found]
    turns = [(page - 1, "⬅️")] if page else []
    turns += [(page + 1, "➡️")] if (page + 1) * PAGE < total else []
    like = found[0]["id"] if rule else 0  # a rule's name may be longer than a button's data
    row = [button(label, sign(VERB, f"{to}:{person}:{like}")) for to, label in turns]
    return Html("\n".join([head, *lines])), [row] if row else []


def _line(batch: Batch, c: RowMapping, name: str, language: str) -> Html:
    done = what_was_done(language, stored(c["actions"])) or say(language, "did-nothing")
    mark = say(language, "cases-undone") if is_undone(c) else ""
    when = moment(c["at"], batch.timezone)
    return say(
        language, "cases-line", case=c["id"], when=when, member=name, rule=c["rule"], done=done, mark=mark
    )


COMMANDS = (
    Command("case", case, Who.STAFF, Where.BOTH, ("/case 12", "/case 12 talked to her, it was a joke")),
    Command("undo", undo, Who.STAFF, Where.BOTH, ("/undo 12",)),
    Command("cases", cases, Who.STAFF, Where.BOTH, ("/cases", "/cases @ann", "/cases ads")),
)
