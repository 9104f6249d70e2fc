"""What comes after a check-in: a moderator's comment pays, and an edit that empties it takes it back."""

from __future__ import annotations

from bot.core.authority import moderates
from bot.core.batch import Batch
from bot.features.camps.checking_in import lacks_of
from bot.features.camps.standing import COMMENT, POINTS, key_of
from bot.features.points.bonuses import grant
from rules.config.camps import Camps
from rules.engine.counter_entries import counter
from rules.engine.events import Event, Sender
from rules.engine.normalize import squeeze
from storage import camps, ledger

_SHORTEST = 4  # letters and digits of a comment
_WITHDRAWN = "check-in withdrawn"


def commented(batch: Batch, event: Event) -> None:
    """A moderator answers a check-in of somebody else's: that pays once."""
    found, reply, content = batch.files.file(Camps), event.reply, event.content
    if not found.camps or reply is None or content is None or event.timer is not None:
        return
    chat, person = batch.chat(event), batch.author(event)
    if person is None or event.sender is not Sender.MEMBER or chat.community is None:
        return
    if content.forward is not None or content.command is not None or len(squeeze(content.text)) < _SHORTEST:
        return
    if event.chat.private or not moderates(batch, chat.id, person.id, chat.community):
        return
    for row in camps.of_message(batch.connection, chat.id, reply.message_id):
        camp = found.camp(row.camp)
        if camp is None or row.commented_at or row.withdrawn_at or row.person_id == person.id:
            continue
        camps.change(batch.connection, row, commented_at=event.at, commented_by=person.id)
        grant(
            batch,
            row.community_id,
            chat.id,
            row.person_id,
            source=COMMENT,
            key=key_of(COMMENT, row.community_id, row.camp, row.person_id, row.number),
            points=camp.points.comment,
            at=event.at,
            actor=person.id,
            message=row.message_id,
        )


def edited(batch: Batch, event: Event) -> None:
    """A check-in that is edited into something else is none any more; what it paid goes back.

    The other way round nothing is won: what is no check-in when it is written does not become one.
    """
    found, content = batch.files.file(Camps), event.content
    if not found.camps or content is None or event.chat.private:
        return
    chat = batch.chat(event)
    for row in camps.of_message(batch.connection, chat.id, event.message_id):
        camp = found.camp(row.camp)
        if camp is None or row.withdrawn_at or not lacks_of(camp, content):
            continue
        camps.change(batch.connection, row, withdrawn_at=event.at)
        for source in (POINTS, COMMENT):
            key = key_of(source, row.community_id, row.camp, row.person_id, row.number)
            entry = ledger.end_of(batch.connection, key)
            if entry is not None and entry.raw > 0:
                batch.foresee((), [(row.community_id, entry.person)])
                batch.credit(row.community_id, chat.id, [counter(entry, batch.now, _WITHDRAWN)])
        batch.call(event, "setMessageReaction", chat.id, message_id=event.message_id, reaction=[])
