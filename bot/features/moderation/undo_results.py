"""Tell what Telegram made of an undo: only then member, group, card and whoever asked hear what is back.

The receipts of an undo's calls set a timer; once all of them have ended, this is what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.command import Ask
from bot.core.receipt_answers import DONE, Later, give
from bot.core.refusals import named
from bot.features.moderation.action_handler import Stood, why_refused
from bot.features.moderation.cards import brought_back, refresh
from bot.features.moderation.case_details import Dossier, read, stored
from bot.features.moderation.case_opening import about_the_group, by_the_door
from bot.features.moderation.case_results import UNDER_WAY
from bot.features.moderation.group_notices import tell_group
from bot.platforms.telegram.calls import Follow, follow_kind, mention
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html, language_of, say
from rules.engine.events import Event
from rules.engine.state import MemberState
from storage import case_outcomes, casework, people, timers
from storage.case_outcomes import UNDOING
from storage.casework import REFUSED
from storage.prepared_statements import Record

UNDONE = follow_kind("undone", "moderation", tells=True)  # a call of an undo (`Undo`); and timer
_PATIENCE = 60  # seconds between looks at calls that do not end
_FELT = ("warnings", "mutes", "bans", "points")  # what a member had felt, so that the group hears of it


class Asked(NamedTuple):
    """Where an undo was asked for: by a button of the message `card` (chat, number), or by a command."""

    card: tuple[int, int] | None = None
    command: Ask | None = None


class Undo(NamedTuple):
    """Which undo of a case: there may be several, if Telegram refuses. `since`: its newest call before."""

    case: int
    since: int

    @property
    def follow(self) -> Follow:
        """What each of its calls sets off."""
        return Follow(UNDONE, subject=str(self.since), subject_id=self.case)

    @property
    def timer(self) -> str:
        """The key of its timer."""
        return f"{UNDONE}:{self.case}:{self.since}"


class Undoing(Struct, frozen=True):
    """An undo whose calls are under way. Ids are our own. `takes` and `counted`: see `Reversal`."""

    undo: Undo
    closed: list[int]  # the cases of the incident that it takes back
    back: dict[str, int]
    texts: list[int]  # how many messages each post restores
    stood: list[Stood]
    card: tuple[int, int] | None
    command: Later | None  # the answer, whose words are not known yet
    takes: dict[str, list[str]] = {}  # a Struct copies it
    counted: dict[str, str] = {}  # the same


def stood(before: MemberState, after: MemberState) -> Stood:
    """How a member's standing changes."""
    return Stood(before.person, before.role, before.muted_until, after.role, after.muted_until)


def answer_to(ask: Ask) -> Later:
    """The answer to a command that undoes."""
    event, lasts = ask.event, 0 if ask.event.chat.private else ask.batch.book.community.answer_seconds
    return Later(ask.language, ask.chat.id, event.message_id, "", "", "", lasts, event.topic)


def begin(batch: Batch, event: Event, d: Dossier, undoing: Undoing) -> None:
    """Wait for the calls of an undo; without any, say at once what is back."""
    acts = _acts(batch, undoing)
    if not acts:
        _finish(batch, event, undoing, [])
        return
    case_outcomes.set_notice(batch.connection, undoing.undo.case, UNDOING)
    timers.set_timer(
        batch.connection,
        undoing.undo.timer,
        UNDONE,
        d.chat.id,
        None,
        batch.now + _PATIENCE,
        msgspec.json.encode(undoing).decode(),
    )


def _acts(batch: Batch, undoing: Undoing) -> list[Record]:
    case, since = undoing.undo
    return [a for a in casework.acts(batch.connection, [case]) if a["id"] > since]


def call_ended(connection: Connection, receipt: Receipt) -> None:
    """Look at what became of an undo, once all that is under way has ended."""
    if not receipt.reply.ok:  # posts are not urgent, and nobody else notes why they were refused
        casework.refuse_acts(connection, {receipt.call.id: ("failed", receipt.reply.text)})
    follow = receipt.follow
    look(connection, Undo(follow.subject_id, int(follow.subject)), receipt.now)


def look(connection: Connection, undo: Undo, at: int) -> None:
    """Let an undo be looked at."""
    timers.move(connection, undo.timer, at)


def due(batch: Batch, event: Event) -> None:
    """A call of an undo has ended: if it was the last one, say what is back."""
    if event.timer is None:
        return
    undoing = msgspec.json.decode(event.timer.payload, type=Undoing)
    acts = _acts(batch, undoing)
    if any(a["now_is"] in UNDER_WAY for a in acts):
        look(batch.connection, undoing.undo, batch.now + _PATIENCE)
    elif case_outcomes.claim_undoing(batch.connection, undoing.undo.case):
        _finish(batch, event, undoing, acts)


def _finish(batch: Batch, event: Event, undoing: Undoing, acts: Sequence[Record]) -> None:
    """Let case and member be as Telegram has it, and say what is back, and what is not and why."""
    refused = {a["action"]: a["why"] or a["now_is"] for a in acts if a["now_is"] in REFUSED}
    back = _left_of(undoing, acts, refused)
    came = any(back.values())
    if refused:
        _stand(batch, undoing, refused)
    if refused and not came:
        for case in undoing.closed:
            casework.open_again(batch.connection, case)
    else:
        casework.set_reversed(batch.connection, undoing.undo.case, back)
    d = read(batch.connection, undoing.undo.case)
    if d is None:
        return
    if undoing.command is not None:
        _answer(batch, event, undoing.command, back, refused)
    if came or not refused:
        _tell(batch, event, d, undoing, back)
    refresh(batch, event, undoing.undo.case, also=undoing.card)


def _left_of(undoing: Undoing, acts: Sequence[Record], refused: Mapping[str, str]) -> dict[str, int]:
    """What is back, without what Telegram refused."""
    back = dict(undoing.back)
    for action in refused:
        back.update(dict.fromkeys(set(undoing.takes.get(action, ())) & back.keys(), 0))
    for action, name in undoing.counted.items():
        lost = sum(a["action"] == action and a["now_is"] in REFUSED for a in acts)
        back[name] = max(0, back.get(name, 0) - lost)
    posts = [a for a in acts if a["action"] == "restore"]
    restored = zip(undoing.texts, posts, strict=False)
    if "restore" in refused:
        back["texts"] = sum(count for count, a in restored if a["now_is"] not in REFUSED)
    return back


def _stand(batch: Batch, undoing: Undoing, refused: Mapping[str, str]) -> None:
    """Let members stand as they do at Telegram, unless something else was done since."""
    case = casework.load(batch.connection, undoing.undo.case)
    if case is None:
        return
    for was in undoing.stood:
        state = batch.state(case["chat_id"], was.person, case["community_id"])
        if "unmute" in refused and state.muted_until == was.muted_after:
            state = structs.replace(state, muted_until=was.muted_until)
        if "unban" in refused and state.role is was.role_after:
            state = structs.replace(state, role=was.role, muted_until=was.muted_until)
        batch.change(state)


def _tell(batch: Batch, event: Event, d: Dossier, undoing: Undoing, back: dict[str, int]) -> None:
    """Tell the member in private, and the group in a note if it had seen what is taken back."""
    tell(batch, event, d, "told-undone", back)
    seen = not all(by_the_door(c) for c in d.all if c["id"] in undoing.closed)
    if seen and not back.get("texts") and any(back.get(name) for name in _FELT):
        member = mention(d.case["person_id"], d.person.name)
        text = say(batch.spoken(d.chat.id), "notice-undone", member=member)
        tell_group(batch, event, d.chat.id, text, d.case["topic"])


def tell(batch: Batch, event: Event, d: Dossier, key: str, back: dict[str, int] | None = None) -> None:
    """Write to the member in private, if they ever opened that."""
    person = d.person
    trusted = all(a.by_moderators for c in d.all for a in stored(c["actions"]))
    if trusted or about_the_group(d.case):
        return  # it befell nobody
    room = (people.private_chats(batch.connection, [person.id])).get(person.id)
    if room is None:
        return
    language = language_of(person.language, batch.spoken(d.chat.id))
    done = {"what": brought_back(language, back)} if back is not None else {}
    text = say(language, key, case=d.number, chat=d.chat.title, **done)
    batch.call(event, "sendMessage", room, text=text, parse_mode="HTML")


def _answer(
    batch: Batch, event: Event, later: Later, back: dict[str, int], refused: Mapping[str, str]
) -> None:
    """Answer the command: what is back, and what is not."""
    language, lines = later.language, list[Html]()
    if any(back.values()) or not refused:
        lines.append(say(language, "press-undone", what=brought_back(language, back)))
    for action, why in refused.items():
        what, reason = named(language, action), why_refused(language, action, why)
        lines.append(say(language, "refused-line", what=what, why=reason))
    give(batch, event, structs.replace(later, done="\n".join(lines)), DONE)
