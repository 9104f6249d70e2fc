"""/membership: what somebody has, until when and why; buttons end or resume what renews itself."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from bot.core.batch import Batch
from bot.core.buttons import Rows, button
from bot.core.command import Answer, Ask
from bot.features.membership import coupons
from bot.features.membership.gifting import unused
from bot.features.membership.single_use import VERB as LINKS
from bot.features.membership.single_use import way_wanted
from bot.features.membership.standing import look_again, sold, standing
from bot.features.membership.telling import called, named, spoken_to, tell, until
from bot.features.moderation.moderator_alerts import tell_moderators
from bot.platforms.telegram.calls import Follow, Priority, follow_kind, mention, person_ref
from bot.platforms.telegram.follow_up import Receipt
from bot.text.messages import Html, language_of, plain
from rules.engine.events import Event
from storage import entitlements, people, purchases, timers
from storage.purchases import Renewing

VERB, WHY = "ms", "mw"
# Also the kind of a timer: Telegram ended or resumed it, or did not
TURN = follow_kind("subscription", "membership", awaited=True)
REASONS = ("price", "content", "time", "other")


class Turn(Struct, frozen=True):
    """A subscription that is to end, or to go on, at the member's word."""

    order: int
    stop: bool
    refused: bool = False
    quiet: bool = False  # it follows from what the member hears of anyway
    why: str = ""  # as Telegram says


def own(ask: Ask) -> Answer:
    """What whoever asks has."""
    batch, now = ask.batch, ask.batch.now
    held = entitlements.by_plan(batch.connection, ask.community, ask.person.id)
    lines, rows = [ask.say("own-head")], Rows()
    sign = batch.services.buttons.signer(ask.chat.id, ask.person.id, now)
    for name in held:
        one = standing(batch, ask.community, ask.person.id, name)
        key = f"own-{one.life.state}"
        values = {"plan": called(batch, one.plan, ask.language, name)}
        values["until"] = until(batch, ask.language, one.life.until)
        lines.append(ask.say(key, **values))
        if one.life.inside:
            lines += [ask.say("own-why", why=why) for why in _sources(ask, name)]
        if (
            one.life.inside
            and one.plan is not None
            and way_wanted(batch, ask.community, ask.person.id, one.plan)
        ):
            rows.append([button(plain(ask.language, "button-way-in"), sign(LINKS, name))])
        if one.renewing is not None and one.life.inside and one.renewing.state in ("active", "ended"):
            stop = one.renewing.state == "active"
            words = plain(ask.language, "button-stop-renewing" if stop else "button-renew-again")
            rows.append([button(words, sign(VERB, f"{'stop' if stop else 'go'}:{one.renewing.purchase_id}"))])
    gifts = unused(ask)
    if not held:
        lines = [ask.say("own-none")]
    lines += gifts
    if ask.event.chat.private:
        lines += coupons.lines(batch, ask.community, ask.person.id, ask.language)
    return Answer(Html("\n".join(lines)), buttons=rows if ask.event.chat.private else [])


def _sources(ask: Ask, name: str) -> list[Html]:
    """Why somebody has a plan: each grant that holds now, by where it came from."""
    now = ask.batch.now
    spans = entitlements.spans_of(ask.batch.connection, ask.community, ask.person.id, [name])
    return [
        ask.say(f"source-{s.source}", until=until(ask.batch, ask.language, s.ends))
        for s in spans
        if s.begins <= now < s.ends
    ]


def pressed(batch: Batch, event: Event, arguments: str) -> str:
    """End or resume what renews itself; Telegram is told, and its answer decides."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    verb, _, rest = arguments.partition(":")
    found = purchases.subscription(batch.connection, int(rest)) if rest.isdigit() else None
    if person is None or found is None or found.person_id != person.id:
        return plain(language, "button-unknown")
    stop = verb == "stop"
    if found.state != ("active" if stop else "ended"):
        return plain(language, "button-old")
    _edit(batch, event, found, Turn(found.purchase_id, stop))
    return ""


def turned(connection: Connection, receipt: Receipt) -> None:
    """Let it be told whether Telegram did it."""
    turn = msgspec.json.decode(receipt.follow.payload, type=Turn)
    turn = msgspec.structs.replace(turn, refused=not receipt.reply.ok, why=receipt.reply.text)
    key, payload = f"{TURN}:{receipt.call.key}", msgspec.json.encode(turn).decode()
    timers.set_timer(connection, key, TURN, receipt.call.lane, None, receipt.now, payload)


def told(batch: Batch, event: Event) -> None:
    """The subscription is ended, or goes on; whoever ended it is asked why."""
    if event.timer is None:
        return
    turn = msgspec.json.decode(event.timer.payload, type=Turn)
    found = purchases.subscription(batch.connection, turn.order)
    if found is None:
        return
    plan, person = sold(batch).plan(found.plan), found.person_id
    if turn.refused and turn.quiet:
        _goes_on(batch, event, found, turn)
        return
    if turn.refused:
        tell(batch, event, person, "renewal-refused", plan=lambda lang: named(plan, lang, found.plan))
        return
    purchases.turn(batch.connection, turn.order, batch.now, state="ended" if turn.stop else "active")
    one = standing(batch, found.community_id, person, found.plan)
    if not turn.quiet:
        tell(
            batch,
            event,
            person,
            "renewal-canceled" if turn.stop else "renewal-active",
            rows=why_buttons(batch, person, turn.order) if turn.stop else None,
            plan=lambda lang: named(plan, lang, found.plan),
            until=lambda lang: until(batch, lang, one.life.until),
        )
    look_again(batch, found.community_id, person, found.plan, tag=str(event.update_id))


def _goes_on(batch: Batch, event: Event, found: Renewing, turn: Turn) -> None:
    """What was taken or given back would be charged for again: the moderators have to know."""
    known = people.person(batch.connection, found.person_id)
    member = mention(found.person_id, known.name if known is not None else "")
    why = turn.why or "–"
    key = "renewal-goes-on"
    tell_moderators(batch, event, found.community_id, key, member=member, plan=found.plan, why=why)


def end_renewal(batch: Batch, event: Event, purchase: int | None) -> bool:
    """Let Telegram charge no more for what was taken or given back; it has ended when Telegram says so. False
    when nothing renews.
    """
    found = purchases.subscription(batch.connection, purchase) if purchase is not None else None
    if found is None or found.state not in ("active", "failed"):
        return False
    _edit(batch, event, found, Turn(found.purchase_id, stop=True, quiet=True))
    return True


def _edit(batch: Batch, event: Event, found: Renewing, turn: Turn) -> None:
    batch.bare_call(
        event,
        "editUserStarSubscription",
        batch.chat(event).id,
        Priority.MODERATION,
        user_id=person_ref(found.person_id),
        telegram_payment_charge_id=found.charge,
        is_canceled=turn.stop,
        then=(Follow(TURN, payload=msgspec.json.encode(turn).decode()),),
    )


def why_buttons(batch: Batch, person: int, order: int) -> Rows | None:
    """The question why somebody ends it, with four buttons."""
    room = people.private_chats(batch.connection, [person]).get(person)
    if room is None:
        return None
    language = spoken_to(batch, person)
    sign = batch.services.buttons.signer(room, person, batch.now)
    made = [button(plain(language, f"leaving-{r}"), sign(WHY, f"{order}:{r}")) for r in REASONS]
    return [made[:2], made[2:]]


def said_why(batch: Batch, event: Event, arguments: str) -> str:
    """Keep why somebody ended it."""
    person = batch.author(event)
    language = language_of(person.language if person else "", batch.files.community.language)
    number, _, why = arguments.partition(":")
    found = purchases.subscription(batch.connection, int(number)) if number.isdigit() else None
    if person is None or found is None or found.person_id != person.id or why not in REASONS:
        return plain(language, "button-unknown")
    purchases.turn(batch.connection, found.purchase_id, found.at, why=why)
    return plain(language, "leaving-thanks")
