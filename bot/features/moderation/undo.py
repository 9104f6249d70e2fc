"""Take a case back, once: the handler of each action that was done reverses it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.authority import shares
from bot.core.batch import Batch
from bot.features import registry
from bot.features.moderation.action_handler import Reversal
from bot.features.moderation.action_handler import Undo as UndoFunction
from bot.features.moderation.actions.messages import restore_messages
from bot.features.moderation.case_details import Dossier, with_action
from bot.features.moderation.case_opening import Opened, about_a_captcha
from bot.features.moderation.hooks import Hooks, Lesson
from bot.features.moderation.report_points import take_back
from bot.features.moderation.undo_results import Asked, Undo, Undoing, answer_to, begin
from rules.engine.actions import Action, Mute
from rules.engine.events import Event
from storage import case_outcomes, casework
from storage.casework import Row
from storage.directory import KnownPerson


class Undone(NamedTuple):
    """What an undo brings back, by kind, and whether that waits for Telegram."""

    back: dict[str, int]
    waits: bool


def undo(batch: Batch, event: Event, d: Dossier, by: KnownPerson, asked: Asked) -> Undone | None:
    """Reverse every case of an incident; None when it was taken back before.

    Whoever `asked` for it, the member and the group hear what is back once Telegram has answered.
    """
    closed = casework.close(batch.connection, [c["id"] for c in d.all], by.id, batch.now)
    if not closed:
        return None
    cases = [c for c in d.all if c["id"] in closed]
    this = Undo(d.number, case_outcomes.newest_act(batch.connection, d.number))
    r = Reversal(batch, event, d, by.id, Opened(d.case, shown=False, then=(this.follow,)))
    _reverse(r, cases)
    casework.add_acts(batch.connection, d.number, r.opened.acts, batch.now)
    for case in cases:
        take_back(batch, case["community_id"], case["chat_id"], case["message_id"])
    heard = shares(batch, d.case["community_id"], [d.chat.id], "spam")
    learn = batch.services.of(Hooks).learn
    if heard and learn is not None and d.texts and d.case["moderator_id"] is None:
        learn(batch, lesson(d, by, spam=False, undone=True))
    answer = answer_to(asked.command) if asked.command is not None else None
    undoing = Undoing(
        this, closed, r.back, r.texts, r.stood, asked.card, answer, takes=r.takes, counted=r.counted
    )
    begin(batch, event, d, undoing)
    return Undone(r.back, bool(r.opened.acts))


def _reverse(r: Reversal, cases: Sequence[Row]) -> None:
    """Let each handler take back what these cases did; messages come back last."""
    kinds: dict[UndoFunction, set[type[Action]]] = {}
    for kind, handler in registry().actions.items():
        if handler.undo is not None:
            kinds.setdefault(handler.undo, set()).add(kind)
    for function in sorted(kinds, key=lambda function: function is restore_messages):
        if of_these := with_action(cases, *kinds[function]):
            function(r, of_these)
    forgive = r.batch.services.of(Hooks).forgive
    for case in cases:
        if forgive is not None and about_a_captcha(case):
            inside = bool(with_action([case], Mute))
            with r.calling("unmute", "captchas"):
                found = forgive(r.batch, r.event, r.d.chat, case["person_id"], inside=inside)
            r.comes_back("captchas", int(found))


def lesson(d: Dossier, by: KnownPerson, *, spam: bool, undone: bool = False) -> Lesson:
    """What a human word on this case teaches."""
    c = d.case
    return Lesson(
        c["community_id"], c["chat_id"], c["person_id"], d.number, c["rule"], d.texts, spam, by.id, undone
    )
