"""/approve /trust /untrust: who may come in, and whom nothing holds up."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.receipt_answers import after_the_call
from bot.core.targets import Target
from bot.features.moderation.commands.sanctions import on_targets
from bot.features.moderation.moderator_actions import act
from bot.features.screening import captcha, request_decisions
from bot.features.screening.request_receipts import Ending
from bot.platforms.telegram.calls import mention
from rules.engine.actions import Action, Trust, Untrust
from storage import newcomers, trust


def approve(ask: Ask, target: Target) -> Answer | None:
    """Let in who waits: a captcha, failed or not, or a request."""
    batch, chat, person = ask.batch, ask.chat, target.person
    member = mention(person.id, person.name)
    nobody = ask.say("approved-nobody", member=member)
    lasts = batch.book.community.answer_seconds
    then = after_the_call(ask, "unmute", ask.say("approved", member=member), nobody, lasts)
    if captcha.let_in(batch, ask.event, chat, person.id, "approved", (then,)):
        return None
    visit = newcomers.visit(batch.connection, chat.id, person.id)
    asks = visit is not None and visit.kind == "request"
    if visit is None or not asks:
        return ask.answer("approved-nobody", member=member)
    if not newcomers.end(batch.connection, chat.id, person.id, "approved", batch.now):
        return ask.answer("approved-nobody", member=member)
    then = after_the_call(ask, "approve", ask.say("approved", member=member), nobody, lasts)
    ends = Ending(chat.id, person.id, "approved", answered=True)
    request_decisions.settle(batch, ask.event, chat, visit, "approved", (then, ends.follow))
    return None


def trust_(ask: Ask, target: Target) -> Answer | None:
    """Give trust in all groups of the community, and let in who waits."""
    batch, person = ask.batch, target.person
    new = trust.trust(batch.connection, ask.community, person.id, ask.person.id, batch.now)
    batch.known.drop([(0, person.id)])
    key = "trusted" if new else "trusted-already"
    said = ask.say(key, member=mention(person.id, person.name))
    lasts = batch.book.community.answer_seconds
    then = after_the_call(ask, "unmute", said, said, lasts, anyway=said)
    waited = captcha.let_in(batch, ask.event, ask.chat, person.id, "approved", (then,))
    if new:
        _open_case(ask, target, Trust())
    return None if waited else ask.answer(key, member=mention(person.id, person.name))


def untrust(ask: Ask, target: Target) -> Answer:
    """Take it back."""
    batch, person = ask.batch, target.person
    gone = trust.distrust(batch.connection, ask.community, person.id)
    batch.known.drop([(0, person.id)])
    if gone:
        _open_case(ask, target, Untrust())
    return ask.answer("untrusted" if gone else "untrusted-nobody", member=mention(person.id, person.name))


def _open_case(ask: Ask, target: Target, action: Action) -> None:
    """Let what is done already be a case, with a card."""
    act(
        ask.batch,
        ask.event,
        [action],
        chat=target.chat,
        person=target.person,
        state=ask.batch.state(target.chat.id, target.person.id, ask.community),
        moderator=ask.person,
        name=ask.name,
        reason=target.reason,
        silent=True,
    )


COMMANDS = (
    Command("approve", on_targets(approve), Who.MODERATOR, Where.GROUP, ("/approve @ann",)),
    Command("trust", on_targets(trust_), Who.MODERATOR, Where.GROUP, ("/trust @ann",), share="trust"),
    Command(
        "untrust",
        on_targets(untrust),
        Who.MODERATOR,
        Where.GROUP,
        ("/untrust @ann",),
        menu=False,
        share="trust",
    ),
)
