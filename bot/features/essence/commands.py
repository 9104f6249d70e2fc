"""/essence: moderators pick the message that they answer; everybody may read what was picked."""

from __future__ import annotations

from bot.core.authority import moderates, must_ask
from bot.core.command import Answer, Ask, Command
from bot.features.essence.picking import pick, unpick
from bot.features.questions_answers.showing import link
from bot.text.messages import Html
from rules.engine.people import is_person
from storage import essence

_LISTED = 8
_SHORT = 15  # seconds that a word about it stays


def essence_(ask: Ask) -> Answer | None:
    """Without a message that is answered: the newest picks. In reply to one: pick it, or take that back."""
    batch, event, reply = ask.batch, ask.event, ask.event.reply
    if reply is None or event.chat.private:
        return _newest(ask)
    if must_ask(batch, event, [ask.chat.id]):
        return None
    if not moderates(batch, ask.chat.id, ask.person.id, ask.community):
        return Answer(ask.say("command-moderators-only"), lasts=_SHORT)
    if reply.person is None or not is_person(reply.person) or reply.forward is not None:
        return Answer(ask.say("essence-nobody"), lasts=_SHORT)
    author = batch.directory.person(reply.person.id)
    if author.id == ask.person.id:
        return Answer(ask.say("essence-own"), lasts=_SHORT)
    if essence.picked_at(batch.connection, ask.chat.id, reply.message_id) is not None:
        unpick(batch, event, ask.chat, reply.message_id)
        return Answer(ask.say("essence-undone", name=author.name), lasts=_SHORT)
    pick(batch, event, ask.chat, reply.message_id, author.id, ask.person.id)
    return Answer(ask.say("essence-picked", name=author.name), lasts=_SHORT)


def _newest(ask: Ask) -> Answer:
    batch, lines = ask.batch, []
    for one in essence.newest(batch.connection, ask.community, 0, _LISTED):
        url = link(batch, one.chat, one.message)
        day = batch.day(one.at)
        lines += [ask.say("essence-line", url=Html(url), name=one.name, day=day)] if url else []
    if not lines:
        return ask.answer("essence-none")
    return Answer(Html("\n".join([ask.say("essence-head"), *lines])))


COMMANDS = (Command("essence", essence_, examples=("/essence",)),)
