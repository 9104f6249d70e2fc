"""Tag members, give them points, and trust them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.batch import Batch
from bot.features.moderation.action_handler import ActionHandler, Reversal, plainly
from bot.features.moderation.case_details import stored, with_action
from bot.features.moderation.case_opening import Opened
from bot.features.moderation.verdict import Verdict
from bot.platforms.telegram.calls import Priority, person_ref
from bot.platforms.telegram.permissions import TAG
from bot.text.messages import Html, say
from rules.engine.actions import Action, Grant, Tag, Trust, Untrust
from rules.engine.counter_entries import reverse as opposites
from rules.engine.entries import Entry
from rules.engine.events import Event
from storage import casework, ledger, trust
from storage.casework import Row


def _tag(batch: Batch, event: Event, verdict: Verdict, action: Tag, opened: Opened | None) -> None:
    if opened is not None:
        casework.set_earlier(batch.connection, opened.number, {"tag": event.tag})
    who, chat = person_ref(verdict.person.id), verdict.chat.id
    batch.call(event, "setChatMemberTag", chat, Priority.MODERATION, user_id=who, tag=action.text)


def _untag(r: Reversal, cases: Sequence[Row]) -> None:
    """Give the tag that another case gave and nobody took back, or the one that was there before."""
    cases, batch, chat = with_action(cases, Tag), r.batch, r.d.chat.id
    people = sorted({c["person_id"] for c in cases})
    with r.calling("tag", "tags", counted=True):
        for person in people:
            others = casework.in_force(batch.connection, chat, person)
            given = [a.text for c in others for a in stored(c["actions"]) if isinstance(a, Tag)]
            first = min((c for c in cases if c["person_id"] == person), key=lambda c: int(c["id"]))
            text = given[-1] if given else (first["earlier"] or {}).get("tag", "")
            who, urgent = person_ref(person), Priority.MODERATION
            batch.call(r.event, "setChatMemberTag", chat, urgent, user_id=who, tag=text)
    r.comes_back("tags", len(people))


def _did_tag(language: str, action: Tag) -> Html | None:
    return say(language, "did-tag", tag=action.text) if action.text else None


def _grant(batch: Batch, event: Event, verdict: Verdict, action: Grant, _opened: Opened | None) -> None:
    """Give points from a rule: outside of the caps, but once for each message, however often it is edited."""
    chat, person = verdict.chat.id, verdict.person.id
    entry = Entry(
        key=_key_of_grant(chat, person, event.message_id, event.update_id),
        person=person,
        source="rule",
        raw=action.points,
        granted=action.points,
        day=batch.day(event.at),
        at=event.at,
        message_id=event.message_id,
        reason=verdict.rule,
    )
    if not ledger.by_keys(batch.connection, [entry.key]):
        batch.credit(verdict.community, chat, [entry])


def _key_of_grant(chat: int, person: int, message: int, update: int) -> str:
    """The key of points that rules give for a message, or for an update without one."""
    return f"rule:{chat}:{message or f'u{update}'}:{person}"


def _take_points(r: Reversal, cases: Sequence[Row]) -> None:
    """Take back points that rules gave."""
    batch, community = r.batch, r.d.case["community_id"]
    keys = [_key_of_grant(c["chat_id"], c["person_id"], c["message_id"], c["update_id"]) for c in cases]
    entries = ledger.by_keys(batch.connection, keys)
    taken = ledger.by_keys(batch.connection, [f"reversal:{key}" for key in entries])
    wanted = [e for key, e in entries.items() if f"reversal:{key}" not in taken]
    lost = opposites(wanted, batch.now, f"case {r.d.number} undone")
    if lost:
        batch.foresee((), [(community, p) for p in sorted({e.person for e in lost})])
        batch.credit(community, r.d.chat.id, lost)
    r.comes_back("granted", -sum(e.granted for e in lost))


def _trust(r: Reversal, cases: Sequence[Row]) -> None:
    """Take back trust that was given, and give it to whom it was taken from."""
    batch, community = r.batch, r.d.case["community_id"]
    for case in cases:
        person = case["person_id"]
        if with_action([case], Trust):
            r.comes_back("trust", trust.distrust(batch.connection, community, person))
        else:
            r.comes_back("untrust", trust.trust(batch.connection, community, person, r.by, batch.now))
        batch.known.drop([(0, person)])


_TRUSTING = ActionHandler(undo=_trust, did=plainly, told=False)

HANDLERS: dict[type[Action], ActionHandler] = {
    Tag: ActionHandler(do=_tag, undo=_untag, did=_did_tag, rights=(TAG,), not_of_channels=True),
    Grant: ActionHandler(
        do=_grant,
        undo=_take_points,
        did=lambda lang, a: say(lang, "did-grant", points=a.points),
        noted=False,
        people_only=True,
    ),
    Trust: _TRUSTING,
    Untrust: _TRUSTING,
}
