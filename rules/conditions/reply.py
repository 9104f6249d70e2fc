"""Whether a message answers another, and whose."""

from __future__ import annotations

from typing import Literal

from rules.conditions.base import Condition, Look, Options
from rules.engine.decision import Finding
from rules.engine.events import Sender
from rules.engine.facts import Facts
from rules.engine.index import Part

To = Literal["any", "self", "member", "bot", "linked_channel", "channel", "anonymous_admin", "none"]


class Reply(Options):
    """The message answers another one; `reply: false`: it does not. With `to`, a message of theirs (self), of
    another member, a bot, the linked_channel (a comment below a post), a channel or an anonymous_admin."""

    short = "given"
    given: bool = True
    to: Literal["any", "self", "member", "bot", "linked_channel", "channel", "anonymous_admin"] = "any"


def answered(facts: Facts) -> To:
    """Whose message is answered."""
    reply, person = facts.event.reply, facts.event.person
    if reply is None:
        return "none"
    match reply.sender:
        case Sender.BOT:
            return "bot"
        case Sender.LINKED_CHANNEL:
            return "linked_channel"
        case Sender.CHANNEL | Sender.SERVICE:
            return "channel"
        case Sender.ANONYMOUS_ADMIN:
            return "anonymous_admin"
    same = reply.person is not None and person is not None and reply.person.id == person.id
    return "self" if same else "member"


def build(options: Reply) -> Look:
    """Look for the answered message and its author."""
    wanted = options.to if options.given else "none"

    def look(facts: Facts) -> Finding:
        found = answered(facts)
        answers = found != "none" and options.to in ("any", found)
        return Finding(answers is options.given, {"given": found, "limit": wanted})

    return look


CONDITION = Condition(
    "reply",
    Reply,
    build,
    "reply: {to: linked_channel}",
    lambda o: Part.REPLY if o.given else Part.NONE,
)
