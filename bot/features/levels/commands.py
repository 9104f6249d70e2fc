"""/badges /badge /unbadge: what members have been honoured for; some badges moderators give by hand."""

from __future__ import annotations

from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.targets import NoTarget, named_with_rest
from bot.features.points.commands import shown
from bot.platforms.telegram.calls import mention
from bot.text.messages import Html
from rules.config.badges import Badge, Badges
from rules.config.problems import nearest
from storage import badges
from storage.directory import KnownPerson


def own(ask: Ask) -> Answer:
    """The badges of whoever asks, and since when."""
    found = badges.held(ask.batch.connection, ask.community, ask.person.id)
    book = ask.batch.files.file(Badges)
    lines = [
        ask.say("badge-line", badge=shown(badge, ask.language), day=ask.batch.day(one.at))
        for one in found
        if (badge := book.badge(one.badge)) is not None
    ]
    if not lines:
        return ask.answer("badges-none" if book.badges else "badges-off")
    return Answer(Html("\n".join([ask.say("badges-head"), *lines])))


def _meant(ask: Ask) -> tuple[KnownPerson, Badge] | Answer:
    """Whom and which badge a moderator means; an answer where that is not clear."""
    book = ask.batch.files.file(Badges)
    by_hand = [b for b in book.badges if not b.policy.takes]
    try:
        person, rest = named_with_rest(ask)
    except NoTarget as refusal:
        return ask.answer(str(refusal), command=ask.name)
    badge = next((b for b in by_hand if b.id == rest.strip()), None)
    if person is None or person.bot or person.channel or not rest.strip():
        return ask.answer("badge-how", badges=", ".join(b.id for b in by_hand) or "–", command=ask.name)
    if badge is None:
        close = nearest(rest.strip(), [b.id for b in by_hand])
        key = "badge-earned" if book.badge(rest.strip()) is not None else "badge-unknown"
        return ask.answer(key, name=rest.strip()[:40], hint=str(close))
    return person, badge


def give(ask: Ask) -> Answer:
    """Give a badge; as an answer to a message it is given for that, and goes when that is removed."""
    meant = _meant(ask)
    if isinstance(meant, Answer):
        return meant
    person, badge = meant
    reply = ask.event.reply
    about = reply.message_id if reply is not None and not ask.event.chat.private else 0
    if person.id == ask.person.id:
        return ask.answer("badge-yourself")
    badges.give(
        ask.batch.connection,
        ask.community,
        person.id,
        badge.id,
        ask.batch.now,
        by=ask.person.id,
        chat=ask.chat.id if about else None,
        message=about,
    )
    return ask.answer("badge-given", member=mention(person.id, person.name), badge=shown(badge, ask.language))


def end(ask: Ask) -> Answer:
    """Withdraw a badge that was given by hand."""
    meant = _meant(ask)
    if isinstance(meant, Answer):
        return meant
    person, badge = meant
    done = badges.take(ask.batch.connection, ask.community, person.id, badge.id, ask.batch.now)
    key = "badge-ended" if done else "badge-had-none"
    return ask.answer(key, member=mention(person.id, person.name), badge=shown(badge, ask.language))


COMMANDS = (
    Command("badges", own, examples=("/badges",), menu=False),
    Command("badge", give, Who.STAFF, Where.BOTH, ("/badge @ann mentor",), menu=False),
    Command("unbadge", end, Who.STAFF, Where.BOTH, ("/unbadge @ann mentor",), menu=False),
)
