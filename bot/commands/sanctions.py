"""What moderators do to members: /warn /unwarn /warns /mute /unmute /kick /ban /unban."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from bot.commands.command import Answer, Ask, Command, Handler, Where, Who
from bot.commands.targets import NoTarget, Target, find_target
from bot.moderation.enact import enact
from bot.moderation.names import mention
from bot.moderation.verdict import Verdict
from bot.texts import Html
from rules.engine.actions import Action, Ban, Delete, Kick, Mute, Unban, Unmute, Warn
from rules.engine.decide import sanction
from rules.engine.state import FOREVER
from storage import members

Act = Callable[[Ask, Target], Awaitable[Answer | None]] | Callable[[Ask, Target], Awaitable[None]]


def on_target(act: Act) -> Handler:
    """A handler that finds its target first, and says kindly when there is none."""

    async def handle(ask: Ask) -> Answer | None:
        try:
            target = await find_target(ask)
        except NoTarget as refusal:
            return ask.answer(str(refusal))
        return await act(ask, target)

    return handle


async def carry_out(ask: Ask, target: Target, *wanted: Action) -> None:
    """Take the way every decision takes: ladder, calls, rows, a case, a notice."""
    batch = ask.batch
    actions, state, escalated = sanction(target.state, wanted, f"/{ask.name}", batch.book, batch.now)
    batch.change(state)
    batch.cases.append(
        {
            "update_id": ask.event.update_id,
            "community_id": ask.community,
            "chat_id": ask.chat.id,
            "person_id": target.person.id,
            "moderator_id": ask.person.id,
            "rule": f"/{ask.name}",
            "mode": "enforce",
            "book": batch.book.hash,
            "at": batch.now,
            "message_id": target.message_id,
            "matched": "",
            "reason": target.reason[:500],
            "actions": msgspec.to_builtins(actions),
            "trace": None,
        }
    )
    verdict = Verdict(
        ask.chat,
        ask.community,
        target.person,
        state,
        actions,
        f"/{ask.name}",
        target.reason or ask.say("reason-none"),
        escalated,
        moderator=ask.person,
        message_id=target.message_id,
    )
    await enact(batch, ask.event, verdict)


async def warn(ask: Ask, target: Target) -> None:
    """One warning; the ladder may add more. The answered message goes."""
    removal = (Delete(),) if target.message_id else ()
    await carry_out(ask, target, Warn(expires=ask.batch.book.escalation.expires), *removal)


async def mute(ask: Ask, target: Target) -> None:
    """Take the right to write, for an hour unless told otherwise."""
    await carry_out(ask, target, Mute(target.seconds or 3600))


async def unmute(ask: Ask, target: Target) -> None:
    """Give it back."""
    await carry_out(ask, target, Unmute())


async def kick(ask: Ask, target: Target) -> None:
    """Out, but welcome back."""
    await carry_out(ask, target, Kick())


async def ban(ask: Ask, target: Target) -> None:
    """Out, for good unless told otherwise."""
    await carry_out(ask, target, Ban(target.seconds or FOREVER))


async def unban(ask: Ask, target: Target) -> None:
    """May come back."""
    await carry_out(ask, target, Unban())


async def unwarn(ask: Ask, target: Target) -> Answer:
    """Take the newest warning back."""
    batch = ask.batch
    await batch.flush()
    count = await members.revoke_warnings(
        batch.connection, ask.community, target.person.id, batch.now, newest_only=True
    )
    batch.known.drop([(0, target.person.id)])
    name = mention(target.person.id, target.person.name)
    return ask.answer("unwarned" if count else "unwarned-none", member=name)


async def warns(ask: Ask, target: Target) -> Answer:
    """The warnings that count, and those that did."""
    batch = ask.batch
    found = await members.warnings_of(batch.connection, ask.community, target.person.id)
    name = mention(target.person.id, target.person.name)
    if not found:
        return ask.answer("warns-none", member=name)
    lines = [
        ask.say(
            "warns-line",
            day=batch.day(w.at),
            points=w.points,
            reason=w.reason or w.rule,
            state=ask.say(f"warning-{_standing(w.revoked_at, w.expires_at, batch.now)}"),
        )
        for w in found[:10]
    ]
    points = sum(w.points for w in found if _standing(w.revoked_at, w.expires_at, batch.now) == "counts")
    head = ask.say("warns-head", member=name, points=points, limit=batch.book.escalation.highest)
    return Answer(Html("\n".join([head, *lines])))


def _standing(revoked_at: int, expires_at: int, now: int) -> str:
    if expires_at and expires_at <= (revoked_at or now):
        return "expired"
    return "revoked" if revoked_at else "counts"


def _moderators(name: str, act: Act, *examples: str) -> Command:
    return Command(name, on_target(act), Who.MODERATOR, Where.GROUP, examples)


COMMANDS = (
    _moderators("ban", ban, "/ban @ann spam", "/ban 123456789 30d"),
    _moderators("kick", kick, "/kick @ann"),
    _moderators("mute", mute, "/mute 2h", "/mute @ann 1d too loud"),
    _moderators("unban", unban, "/unban @ann"),
    _moderators("unmute", unmute, "/unmute @ann"),
    _moderators("unwarn", unwarn, "/unwarn @ann"),
    _moderators("warn", warn, "/warn", "/warn @ann please no links"),
    _moderators("warns", warns, "/warns @ann"),
)
