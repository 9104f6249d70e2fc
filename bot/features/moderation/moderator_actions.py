"""Do to a member what a moderator wants, by command or button: the way every decision takes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.batch import Batch
from bot.features.moderation.albums import with_album
from bot.features.moderation.case_opening import case_row, leads
from bot.features.moderation.enact import enact
from bot.features.moderation.verdict import Verdict
from bot.text.messages import language_of, say
from rules.engine.actions import Action
from rules.engine.decide import sanction
from rules.engine.events import Event
from rules.engine.state import MemberState
from storage.directory import KnownChat, KnownPerson


def act(
    batch: Batch,
    event: Event,
    wanted: Sequence[Action],
    *,
    chat: KnownChat,
    person: KnownPerson,
    state: MemberState,
    moderator: KnownPerson,
    name: str,
    reason: str = "",
    message_id: int = 0,
    silent: bool = False,
    incident: int = 0,
) -> None:
    """Ladder, calls, rows, a case, a notice. `name` is the command's; `incident` the case it adds to."""
    rule, community = f"/{name}", state.community
    book = batch.book_in(chat.id)  # the command may come from elsewhere
    actions, state, escalated = sanction(state, wanted, rule, book, batch.now)
    batch.change(state)
    actions = with_album(batch, chat.id, message_id, actions)
    row = case_row(
        batch,
        event,
        community=community,
        chat=chat.id,
        person=person.id,
        rule=rule,
        actions=actions,
        reason=reason,
        moderator=moderator.id,
        message_id=message_id,
        escalated=escalated,
        leads=leads(actions),
    )
    batch.cases.append(row)
    verdict = Verdict(
        chat,
        community,
        person,
        state,
        actions,
        rule,
        reason or say(language_of(person.language, book.community.language), "reason-none"),
        escalated,
        moderator=moderator,
        message_id=message_id,
        silent=silent,
        incident=incident,
    )
    enact(batch, event, verdict)
