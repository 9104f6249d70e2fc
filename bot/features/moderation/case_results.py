"""Tell what Telegram made of a case: the group hears what was done, the moderator what was refused.

The receipts of a case's calls set a timer; once all of them have ended, this is what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.core.batch import Batch
from bot.core.refusals import named
from bot.features.moderation.action_handler import handler_of, why_refused
from bot.features.moderation.cards import refresh
from bot.features.moderation.case_details import stored
from bot.features.moderation.group_notices import reason_in, tell_group, what_was_done
from bot.platforms.telegram.calls import REMOVED_LATER, Follow, follow_kind, mention
from bot.text.messages import Html, language_of, say
from rules.engine.actions import Action, name_of
from rules.engine.counter_entries import give_back
from rules.engine.events import Event
from storage import case_outcomes, casework, chats, ledger, people, timers
from storage.casework import REFUSED, Row

# A call of a case: its number, and the payload of the timer if there is one.
CASE = follow_kind("case", "moderation", tells=True)
OUTCOME = "outcome"  # timer; its payload: the case, and where whoever gave the command waits
_STAYS = 60  # seconds that a refusal is shown in a group
UNDER_WAY = ("pending", "sending")


def origin(batch: Batch, event: Event, case: int) -> str:
    """Where a moderator gave a command, for the timer."""
    return f"{case}:{batch.chat(event).id}:{event.message_id}"


def origin_in(payload: str) -> tuple[int, int, int]:
    """The case, and the chat and message of the command; zeros where no command was given."""
    case, chat, message = [*map(int, payload.split(":")), 0, 0][:3]
    return case, chat, message


def look_at_case(batch: Batch, chat: int, case: int, then: Sequence[Follow]) -> None:
    """Let a case be looked at now: no call of it is waited for."""
    payload = next((f.payload for f in then if f.payload), str(case))
    timers.set_timer(batch.connection, f"{OUTCOME}:{case}", OUTCOME, chat, None, batch.now, payload)


def due(batch: Batch, event: Event) -> None:
    """A call of a case has ended: if it was the last one, say what happened."""
    if event.timer is None:
        return
    number, chat, message = origin_in(event.timer.payload)
    case = casework.load(batch.connection, number)
    if case is None:
        return
    acts = casework.acts(batch.connection, [number])
    if any(a["now_is"] in UNDER_WAY for a in acts):
        return
    # Of several messages some may go; whatever else takes several calls needs all of them.
    done = {a["action"] for a in acts if a["now_is"] == "done"} & {"delete", "review"}
    refused = {a["action"]: a["why"] for a in acts if a["now_is"] in REFUSED and a["action"] not in done}
    actions = stored(case["actions"])
    did = [a for a in actions if name_of(a) not in refused]
    pay_again(batch, case)
    if len(did) < len(actions):
        case_outcomes.set_actions(batch.connection, number, msgspec.to_builtins(did))
        _stand(batch, case, [a for a in actions if name_of(a) in refused])
        refresh(batch, event, number)
    how = case_outcomes.claim_notice(batch.connection, number)
    if how == case_outcomes.WANTED:
        _tell_group(batch, event, case, did)
    if how and refused and case["moderator_id"] is not None:
        text = _not_done(batch, case, refused, chat or case["chat_id"], alone=not did)
        _tell_moderator(batch, event, case, text, chat, message)


def pay_again(batch: Batch, case: Row) -> None:
    """Pay again for messages that still stand."""
    messages = case_outcomes.not_removed(batch.connection, case["id"])
    taken = ledger.taken_for(batch.connection, case["chat_id"], messages, [ledger.REMOVED])
    entries = give_back(taken, batch.now, f"case {case['id']} refused")
    if entries:
        community = case["community_id"]
        batch.foresee((), [(community, p) for p in sorted({e.person for e in entries})])
        batch.credit(community, case["chat_id"], entries)


def _stand(batch: Batch, case: Row, refused: Sequence[Action]) -> None:
    """Let the member stand as they do at Telegram."""
    state = batch.state(case["chat_id"], case["person_id"], case["community_id"])
    others = casework.in_force(batch.connection, case["chat_id"], case["person_id"])
    for action in refused:
        state = handler_of(action).refused(state, others, batch.now)
    batch.change(state)


def _tell_group(batch: Batch, event: Event, case: Row, did: Sequence[Action]) -> None:
    """Tell whom it befell, in the group and in their language."""
    person = people.person(batch.connection, case["person_id"])
    if person is None:
        return
    language = language_of(person.language, batch.book.community.language)
    done = what_was_done(language, [a for a in did if handler_of(a).told])
    if not done:
        return
    by_moderator, reason = case["moderator_id"] is not None, case["reason"]
    if not by_moderator:
        reason = reason_in(batch, case["rule"], reason, language)
    key = "notice-by-rule" if not by_moderator else "notice-by-moderator" if reason else "notice-unexplained"
    text = say(
        language,
        key,
        member=mention(person.id, person.name),
        done=done,
        reason=reason,
    )
    tell_group(batch, event, case["chat_id"], text, case["topic"])


def _not_done(batch: Batch, case: Row, refused: Mapping[str, str], chat: int, *, alone: bool) -> Html:
    """What was not done, which right is missing and how to give it; `alone`: nothing else was done."""
    person, language = people.person(batch.connection, case["person_id"]), batch.spoken(chat)
    member = mention(person.id, person.name) if person is not None else Html("–")
    told = [{"what": named(language, a), "why": why_refused(language, a, why)} for a, why in refused.items()]
    if alone and len(told) == 1:
        return say(language, "refused-about", member=member, **told[0])
    head = say(language, "refused-head", member=member)
    return Html("\n".join([head, *(say(language, "refused-line", **one) for one in told)]))


def _tell_moderator(batch: Batch, event: Event, case: Row, text: Html, chat: int, message: int) -> None:
    """Say it in one message, where the command was given."""
    where = chat or case["chat_id"]
    given_in = chats.find(batch.connection, where)
    answered = {"message_id": message, "allow_sending_without_reply": True}
    more: dict[str, Any] = {"reply_parameters": answered} if message else {}
    if case["topic"] and where == case["chat_id"]:
        more["message_thread_id"] = case["topic"]
    in_group = given_in is not None and given_in.kind != "private" and given_in.role == "members"
    batch.call(
        event,
        "sendMessage",
        where,
        text=text,
        parse_mode="HTML",
        link_preview_options={"is_disabled": True},
        then=(Follow(REMOVED_LATER, after=batch.book.community.for_a_while(_STAYS)),) if in_group else (),
        **more,
    )
