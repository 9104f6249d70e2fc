"""/info /id /admins: who somebody is here, by which numbers things go, and who leads the group."""

from __future__ import annotations

from bot.core.authority import must_ask
from bot.core.command import Answer, Ask, Command, Where, Who
from bot.core.private_answers import whisper
from bot.core.targets import NoTarget, find_person
from bot.platforms.telegram.calls import mention
from bot.text.calendar import moment
from bot.text.messages import Html
from rules.engine.events import Sender
from rules.engine.state import BEFORE, FOREVER, MemberState
from rules.engine.trust import HIGHEST, level
from storage import casework, chats, reports
from storage.directory import KnownChat, KnownPerson, platform_ids

_MOST_GROUPS, _MOST_NOTES = 5, 3
_ANEW = -1  # no list is fresh enough for members: who has gone anonymous since is not named


def info(ask: Ask) -> Answer | None:
    """A member's card, for moderators: in private, unless the moderators' group asks."""
    try:
        person = find_person(ask)
    except NoTarget as refusal:
        return ask.answer(str(refusal), command=ask.name)
    if person is None:
        return ask.answer("target-missing")
    found = person

    def make(inner: Ask) -> Answer:
        return Answer(_card(inner, found))

    return whisper(ask, make)


def _card(ask: Ask, person: KnownPerson) -> Html:
    batch = ask.batch
    _, numbers = platform_ids(batch.connection, [], [person.id])
    name = ask.say("info-name", member=mention(person.id, person.name), id=str(numbers.get(person.id, "–")))
    lines = [name] if not person.username else [name, ask.say("info-username", name=f"@{person.username}")]
    for chat in ask.governed[:_MOST_GROUPS]:
        state = batch.state(chat.id, person.id, ask.community)
        if state.since or state.role.moderates:
            limit = batch.book_in(chat.id).escalation.highest
            lines += _standing(ask, chat, state, limit)
    if len(lines) == 1 + bool(person.username):
        lines.append(ask.say("info-unseen"))
    governed = [c.id for c in ask.governed]
    _, cases = casework.listed(batch.connection, governed, person=person.id)
    told = reports.count_of(batch.connection, governed, person.id)
    lines.append(ask.say("info-cases", cases=cases, reports=told))
    for note in reports.notes_on(batch.connection, governed, person.id, _MOST_NOTES):
        lines.append(ask.say("info-note", case=note["case_id"], day=batch.day(note["at"]), text=note["text"]))
    return Html("\n".join(lines))


def _standing(ask: Ask, chat: KnownChat, state: MemberState, limit: int) -> list[Html]:
    """How somebody stands in one group."""
    now, timezone = ask.batch.now, ask.batch.timezone
    since = moment(state.since, timezone) if state.since > BEFORE else ask.say("info-before")
    lines = [
        ask.say("info-group", chat=chat.title, role=ask.say(f"role-{state.role}"), since=since),
        ask.say(
            "info-figures",
            messages=state.messages,
            xp=state.xp,
            level=level(state, now),
            highest=HIGHEST,
            warnings=state.warning_points(now),
            limit=limit,
        ),
    ]
    if state.muted(now):
        until = ask.say("info-for-good")
        if state.muted_until != FOREVER:
            until = Html(moment(state.muted_until, timezone))
        lines.append(ask.say("info-muted", until=until))
    return lines


def id_(ask: Ask) -> Answer:
    """The numbers by which Telegram knows whoever asks, the answered member and the group."""
    event, answered = ask.event, ask.event.reply
    lines = [_number(ask, "id-you", event.person.id if event.person else 0)]
    if answered is not None and answered.person is not None and answered.sender is not Sender.ANONYMOUS_ADMIN:
        lines.append(_number(ask, "id-them", answered.person.id))
    if answered is not None and answered.forward is not None and answered.forward.id:
        lines.append(_number(ask, "id-forward", answered.forward.id))
    if not event.chat.private:
        lines.append(_number(ask, "id-group", event.chat.id))
    if event.topic:
        lines.append(_number(ask, "id-topic", event.topic))
    return Answer(Html("\n".join(lines)))


def _number(ask: Ask, key: str, number: int) -> Html:
    return ask.say(key, id=Html(f"<code>{number}</code>"))


def admins(ask: Ask) -> Answer | None:
    """Who leads the group, by name and without waking anybody. Anonymous ones are left out."""
    batch = ask.batch
    if must_ask(batch, ask.event, [ask.chat.id], fresh=_ANEW):
        return None
    found = chats.named_administrators(batch.connection, ask.chat.id)
    if not found:
        return ask.answer("admins-none")
    lines = [ask.say("admins-line", name=person.name) for person in found]
    return Answer(Html("\n".join([ask.say("admins-head", chat=ask.chat.title), *lines])))


COMMANDS = (
    Command("admins", admins, where=Where.GROUP, examples=("/admins",), menu=False),
    Command("id", id_, examples=("/id",), menu=False),
    Command("info", info, Who.STAFF, Where.BOTH, ("/info @ann", "/info 123456789")),
)
