"""What moderators do to members: /warn /mute /kick /ban, their timed and silent kinds, and taking them back.

In a group they act there. In the moderators' group and in private they act in every group that whoever asks
moderates and the member is known in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from bot.core.authority import shares
from bot.core.command import Answer, Ask, Command, Handler, Where, Who
from bot.core.receipt_answers import after_the_call
from bot.core.targets import NoTarget, Target, find_targets
from bot.features.moderation.actions.member_rights import give_voice, let_back
from bot.features.moderation.actions.member_rights_undo import left
from bot.features.moderation.moderator_actions import act
from bot.platforms.telegram.calls import Priority, mention
from bot.text.messages import Html
from rules.engine.actions import Action, Ban, Delete, Kick, Mute, Restrict, Unban, Unmute, Warn
from rules.engine.state import FOREVER, Role
from storage import casework, members

Do = Callable[[Ask, Target], Answer | None] | Callable[[Ask, Target], None]
HOUR = 3600


def on_targets(do: Do, *, needs_time: bool = False, once: bool = False) -> Handler:
    """A handler that finds its target first, in every group it is about, and says kindly when there is none.

    `once`: what it does is the community's, and not done for every group anew.
    """

    def handle(ask: Ask) -> Answer | None:
        try:
            targets = find_targets(ask)
        except NoTarget as refusal:
            return ask.answer(str(refusal), command=ask.name)
        if needs_time and targets[0].seconds is None:
            return ask.answer("duration-missing", command=ask.name)
        answers = [do(ask, target) for target in (targets[:1] if once else targets)]
        if any(answers):
            return next(a for a in answers if a is not None)
        if ask.name in _SILENT and not ask.event.chat.private:
            ask.batch.call(
                ask.event, "deleteMessage", ask.chat.id, Priority.MODERATION, message_id=ask.event.message_id
            )
            return None
        return None if targets[0].chat.id == ask.chat.id else ask.answer("done-in", count=len(targets))

    return handle


_SILENT = ("del", "sban", "skick", "smute", "swarn")


def carry_out(ask: Ask, target: Target, *wanted: Action) -> None:
    """Do what a moderators' command wants done to its target."""
    act(
        ask.batch,
        ask.event,
        wanted,
        chat=target.chat,
        person=target.person,
        state=target.state,
        moderator=ask.person,
        name=ask.name,
        reason=target.reason,
        message_id=target.message_id,
        silent=ask.name in _SILENT or not target.met,
    )


def warn(ask: Ask, target: Target) -> None:
    """One warning; the ladder may add more. The answered message goes."""
    removal = (Delete(),) if target.message_id else ()
    alone = not shares(ask.batch, ask.community, [target.chat.id], "warnings")
    carry_out(ask, target, Warn(expires=ask.batch.book.escalation.expires, alone=alone), *removal)


def mute(ask: Ask, target: Target) -> None:
    """Take the right to write, for an hour unless told otherwise."""
    carry_out(ask, target, Mute(target.seconds or HOUR))


def unmute(ask: Ask, target: Target) -> Answer | None:
    """Give it back. Whom nobody muted may write all the same: of that Telegram alone may know."""
    muted = target.state.muted(ask.batch.now) or target.state.role is Role.RESTRICTED
    if not muted and not _restricted(ask, target):
        none = ask.say("unmute-none", member=mention(target.person.id, target.person.name))
        with _answered_by_the_call(ask, "unmute", none) as keys:
            give_voice(ask.batch, ask.event, target.chat.id, target.person)
        return None if keys else Answer(none)
    carry_out(ask, target, Unmute())
    return None


def _answered_by_the_call(ask: Ask, action: str, said: Html) -> AbstractContextManager[list[str]]:
    """Let the calls queued meanwhile answer the command: with this sentence, unless Telegram refuses."""
    lasts = ask.batch.book.community.answer_seconds
    return ask.batch.following(ask.event, (after_the_call(ask, action, said, said, lasts),))


def _restricted(ask: Ask, target: Target) -> bool:
    """Whether a case still takes some of a member's rights."""
    cases = casework.in_force(ask.batch.connection, target.chat.id, target.person.id)
    return bool(left(cases, Restrict, Unmute, ask.batch.now))


def kick(ask: Ask, target: Target) -> None:
    """Out, but welcome back."""
    carry_out(ask, target, Kick())


def ban(ask: Ask, target: Target) -> None:
    """Out, for good unless told otherwise."""
    carry_out(ask, target, Ban(target.seconds or FOREVER))


def unban(ask: Ask, target: Target) -> Answer | None:
    """May come back. Whom nobody banned here may all the same: of another ban Telegram alone may know."""
    cases = casework.in_force(ask.batch.connection, target.chat.id, target.person.id)
    if target.state.role is not Role.BANNED and not left(cases, Ban, Unban, ask.batch.now):
        none = ask.say("unban-none", member=mention(target.person.id, target.person.name))
        with _answered_by_the_call(ask, "unban", none) as keys:
            let_back(ask.batch, ask.event, target.chat.id, target.person)
        return None if keys else Answer(none)
    carry_out(ask, target, Unban())
    return None


def unwarn(ask: Ask, target: Target) -> Answer:
    """Take the newest warning back: of the whole community, or of the groups whose word it is."""
    count = _revoke(ask, target, newest_only=True)
    name = mention(target.person.id, target.person.name)
    return ask.answer("unwarned" if count else "unwarned-none", member=name)


def reset_warns(ask: Ask, target: Target) -> Answer:
    """Take all warnings back that count: of the whole community, or of the groups whose word it is."""
    count = _revoke(ask, target, newest_only=False)
    name = mention(target.person.id, target.person.name)
    return ask.answer("warnings-reset" if count else "unwarned-none", member=name, count=count)


def _revoke(ask: Ask, target: Target, *, newest_only: bool) -> int:
    batch = ask.batch
    groups = [g.id for g in ask.governed]
    everywhere = shares(batch, ask.community, groups, "warnings")
    count = members.revoke_warnings(
        batch.connection,
        ask.community,
        target.person.id,
        batch.now,
        None if everywhere else groups,
        newest_only=newest_only,
    )
    batch.known.drop([(0, target.person.id)])
    return count


def warns(ask: Ask, target: Target) -> Answer:
    """The warnings that count, and those that did."""
    batch = ask.batch
    found = members.warnings_of(batch.connection, ask.community, target.person.id)
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


def _staff(name: str, do: Do, *examples: str, needs_time: bool = False, once: bool = False) -> Command:
    handler = on_targets(do, needs_time=needs_time, once=once)
    return Command(name, handler, Who.STAFF, Where.BOTH, examples, menu=name not in _SILENT)


COMMANDS = (
    _staff("ban", ban, "/ban @ann spam", "/ban 123456789 30d"),
    _staff("kick", kick, "/kick @ann"),
    _staff("mute", mute, "/mute 2h", "/mute @ann 1d too loud"),
    _staff("resetwarns", reset_warns, "/resetwarns @ann", once=True),
    _staff("sban", ban, "/sban @ann"),
    _staff("skick", kick, "/skick @ann"),
    _staff("smute", mute, "/smute @ann 1d"),
    _staff("swarn", warn, "/swarn"),
    _staff("tban", ban, "/tban @ann 7d", needs_time=True),
    _staff("tmute", mute, "/tmute 2h", needs_time=True),
    _staff("unban", unban, "/unban @ann"),
    _staff("unmute", unmute, "/unmute @ann"),
    _staff("unwarn", unwarn, "/unwarn @ann", once=True),
    _staff("warn", warn, "/warn", "/warn @ann please no links"),
    _staff("warns", warns, "/warns @ann", once=True),
)
