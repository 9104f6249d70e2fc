"""What becomes of a request: in, the moderators decide, or declined. What is said goes out first, in one
lane: once a request is answered, the bot may no longer write to whoever made it.
"""

from __future__ import annotations

import msgspec

from bot.core.authority import moderates, must_ask
from bot.core.batch import Batch
from bot.core.buttons import ANYONE, button
from bot.core.private_answers import private_chat
from bot.core.refusals import named
from bot.features.moderation.action_handler import why_refused
from bot.features.moderation.moderator_alerts import tell_moderators, tell_refusal
from bot.features.screening.rejections import Refusal, decline
from bot.features.screening.request_messages import DECISION, LONGEST, REQUEST, tell
from bot.features.screening.request_receipts import Ending
from bot.platforms.telegram.api_rules import found_nothing
from bot.platforms.telegram.calls import Follow, Priority, chat_ref, mention, person_ref
from bot.text.messages import Html, by_operators, language_of, plain, say
from rules.config.screening import Requests
from rules.engine.events import Event
from storage import chats, newcomers, outbox, people
from storage.directory import KnownChat
from storage.newcomers import Visit


def answered(
    batch: Batch, event: Event, chat: KnownChat, visit: Visit, language: str, asked: Requests
) -> None:
    """All steps are done: in, or the moderators decide."""
    person, private = visit.person_id, visit.private_id or chat.id
    if asked.decide == "bot":
        newcomers.end(batch.connection, chat.id, person, "approved", batch.now)
        tell(batch, event, private, say(language, "request-in", chat=chat.title))
        ends = Ending(chat.id, person, "approved", answers=visit.answers or [])
        approve(batch, event, chat, person, lane=private, then=(ends.follow,))
        return
    newcomers.change(batch.connection, chat.id, person, state="waiting")
    tell(batch, event, private, say(language, "request-waiting", chat=chat.title))
    _ask_moderators(batch, event, chat, person, visit.answers)


def _ask_moderators(
    batch: Batch, event: Event, chat: KnownChat, person: int, answers: list[dict[str, str]] | None
) -> None:
    """Show a request in the moderators' group with buttons. Without one it stays where Telegram shows it to
    administrators."""
    community = chat.community or batch.default_community
    room = chats.moderators_group(batch.connection, community)
    known = people.person(batch.connection, person)
    if room is None or known is None:
        return
    spoken = batch.spoken(room)
    sign = batch.services.buttons.signer(room, ANYONE, batch.now)
    buttons = [
        button(plain(spoken, f"request-{verb}"), sign(DECISION, f"{chat.id}:{person}:{verb[0]}"))
        for verb in ("yes", "no")
    ]
    tell_moderators(
        batch,
        event,
        community,
        "request-decide",
        buttons=[buttons],
        member=mention(person, known.name),
        chat=chat.title,
        answers=_told(answers, spoken),
    )


def put_to_moderators(batch: Batch, event: Event, chat: KnownChat, person: int, rule: str) -> None:
    """A rule wants a human to decide: no question is asked, and the request waits."""
    answers = [{"rule": rule}] + ([{"bio": event.bio[:LONGEST]}] if event.bio else [])
    row = {
        "chat_id": chat.id,
        "person_id": person,
        "kind": REQUEST,
        "state": "waiting",
        "private_id": private_chat(batch, event),
        "answers": answers,
        "opened_at": batch.now,
        "due_at": batch.now,
    }
    newcomers.arrive(batch.connection, row)
    _ask_moderators(batch, event, chat, person, answers)


def _told(answers: list[dict[str, str]] | None, language: str) -> Html:
    """Bio and answers for the moderators."""
    lines = []
    for answer in answers or []:
        if "rule" in answer:
            lines.append(say(language, "request-by-rule", rule=answer["rule"]))
        elif "bio" in answer:
            lines.append(say(language, "request-bio", bio=answer["bio"]))
        else:
            lines.append(
                say(language, "request-answer", ask=by_operators(answer["ask"]), said=answer["said"])
            )
    return Html("\n".join(lines)) if lines else say(language, "request-no-answers")


def decided(batch: Batch, event: Event, arguments: str) -> str | None:
    """A moderator's decision."""
    person, spoken = batch.author(event), batch.book.community.language
    group, _, rest = arguments.partition(":")
    asker, _, verb = rest.partition(":")
    chat = chats.known(batch.connection, int(group))
    if person is None or chat.community is None or chat.community != batch.chat(event).community:
        return plain(spoken, "button-unknown")
    if must_ask(batch, event, [chat.id]):
        return None
    if not moderates(batch, chat.id, person.id, chat.community):
        return plain(spoken, "command-moderators-only")
    state = "approved" if verb == "y" else "declined"
    visit = newcomers.visit(batch.connection, chat.id, int(asker))
    if visit is None or not newcomers.end(batch.connection, chat.id, int(asker), state, batch.now):
        return plain(spoken, "request-decided-before")
    card = (batch.chat(event).id, event.press.message_id) if event.press is not None else None
    ends = Ending(chat.id, int(asker), state, person.id, card, visit.answers or [])
    settle(batch, event, chat, visit, state, (ends.follow,))
    language = language_of(person.language, spoken)
    return plain(language, "request-letting-in" if state == "approved" else "request-declining")


def settle(
    batch: Batch, event: Event, chat: KnownChat, visit: Visit, state: str, then: tuple[Follow, ...] = ()
) -> None:
    """Tell the asker what is decided about their request, then answer it; `then` follows from the answer."""
    person, private = visit.person_id, visit.private_id or chat.id
    known = people.person(batch.connection, person)
    language = language_of(known.language if known else "", batch.spoken(chat.id))
    message = outbox.posted(batch.connection, private, REQUEST, chat.id)
    key = "request-in" if state == "approved" else f"request-{state}"
    if message:
        tell(batch, event, private, say(language, key, chat=chat.title), message=message)
    if state == "approved":
        approve(batch, event, chat, person, lane=private, then=then)
    else:
        decline(batch, event, chat, person, lane=private, then=then)


def refuse_answers(
    batch: Batch, event: Event, chat: KnownChat, visit: Visit, state: str, language: str
) -> None:
    """Wrong answers, or a no: the request is declined."""
    person, private = visit.person_id, visit.private_id or chat.id
    if newcomers.end(batch.connection, chat.id, person, state, batch.now):
        tell(batch, event, private, say(language, f"request-{state}", chat=chat.title))
        reason = plain(batch.files.community.language, f"request-{state}-reason")
        decline(batch, event, chat, person, lane=private, refusal=Refusal(REQUEST, reason, "kick"))


def turn_down(
    batch: Batch, event: Event, chat: KnownChat, person: int, refusal: Refusal | None = None
) -> None:
    """Decline without a question; `refusal` opens a case of its own."""
    row = {
        "chat_id": chat.id,
        "person_id": person,
        "kind": REQUEST,
        "state": "declined",
        "opened_at": batch.now,
        "due_at": batch.now,
        "ended_at": batch.now,
    }
    newcomers.arrive(batch.connection, row)
    decline(batch, event, chat, person, refusal=refusal)


def approve(
    batch: Batch,
    event: Event,
    chat: KnownChat,
    person: int,
    lane: int = 0,
    then: tuple[Follow, ...] = (),
) -> None:
    """Let somebody in who asked, in order with what is said in the private chat `lane`."""
    batch.bare_call(
        event,
        "approveChatJoinRequest",
        lane or chat.id,
        Priority.MODERATION,
        then=then,
        chat_id=chat_ref(chat.id),
        user_id=person_ref(person),
    )


def expired(batch: Batch, event: Event) -> None:
    """The time is over."""
    chat = batch.chat(event)
    if event.timer is None:
        return
    person = int(event.timer.payload)
    visit = newcomers.visit(batch.connection, chat.id, person)
    if visit is None or visit.kind != REQUEST or visit.due_at > batch.now:
        return
    if newcomers.end(batch.connection, chat.id, person, "expired", batch.now, ("open",)):
        ends = Ending(chat.id, person, "expired", answers=visit.answers or [])
        settle(batch, event, chat, visit, "expired", (ends.follow,))


def ended(batch: Batch, event: Event) -> None:
    """Telegram has answered: the moderators' message says how the request ended, or it waits as before."""
    if event.timer is None:
        return
    ending, chat = msgspec.json.decode(event.timer.payload, type=Ending), batch.chat(event)
    gone = ending.why is not None and found_nothing(ending.why)
    if ending.why is not None and not gone:
        _wait_again(batch, event, chat, ending, ending.why)
    elif ending.card is not None:
        key = "request-gone" if gone else f"request-{ending.state}-by"
        _show(batch, event, chat, ending, ending.card, key)


def _show(
    batch: Batch, event: Event, chat: KnownChat, ending: Ending, card: tuple[int, int], key: str
) -> None:
    """Let the moderators' message say how the request ended."""
    known = people.known(batch.connection, [ending.person, ending.by])
    asker, by, spoken = known.get(ending.person), known.get(ending.by), batch.spoken(card[0])
    text = say(
        spoken,
        key,
        member=mention(ending.person, asker.name if asker is not None else ""),
        chat=chat.title,
        by=mention(ending.by, by.name if by is not None else ""),
        answers=_told(ending.answers, spoken),
    )
    batch.call(event, "editMessageText", card[0], message_id=card[1], text=text, parse_mode="HTML")


def _wait_again(batch: Batch, event: Event, chat: KnownChat, ending: Ending, why: str) -> None:
    """Telegram refused: the request waits for the moderators, who hear why; the asker hears that it waits."""
    visit = newcomers.visit(batch.connection, chat.id, ending.person)
    if visit is None or visit.kind != REQUEST or visit.state != ending.state:
        return
    newcomers.change(
        batch.connection, chat.id, ending.person, state="waiting", ended_at=0, answers=ending.answers
    )
    known = people.person(batch.connection, ending.person)
    action = "approve" if ending.state == "approved" else "decline"
    private = visit.private_id or chat.id
    message = outbox.posted(batch.connection, private, REQUEST, chat.id)
    if message and known is not None and ending.state == "approved":
        language = language_of(known.language, batch.spoken(chat.id))
        text = say(language, "request-waiting", chat=chat.title)
        tell(batch, event, private, text, message=message)
    if ending.answered:
        return
    tell_refusal(
        batch,
        event,
        chat,
        "request-refused",
        ending.by or None,
        member=mention(ending.person, known.name if known is not None else ""),
        what=lambda language: Html(str(named(language, action))),
        why=lambda language: why_refused(language, action, why),
    )
    if ending.card is None:
        _ask_moderators(batch, event, chat, ending.person, ending.answers)
