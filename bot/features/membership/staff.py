"""/membership @x /grant /extend /revoke /refund: what moderators see; what they give and take are cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.authority import governed
from bot.core.batch import Batch
from bot.core.command import Answer, Ask, Command, Who
from bot.core.private_answers import is_public
from bot.core.targets import NoTarget, named_with_rest
from bot.features.membership.actions import Disentitle, Entitle
from bot.features.membership.coupons import by_hand
from bot.features.membership.figures import figures
from bot.features.membership.granting import give, open_doors
from bot.features.membership.own import end_renewal
from bot.features.membership.paying import send_back
from bot.features.membership.standing import Standing, look_again, sold, standing
from bot.features.membership.telling import called, named, tell, until
from bot.features.membership.using import use_of, use_told
from bot.features.moderation.moderator_actions import act
from bot.platforms.telegram.calls import mention
from bot.text import durations
from bot.text.calendar import moment
from bot.text.messages import Html
from rules.config.membership import Plan
from rules.engine.actions import Action
from rules.engine.entitlements import FAR, Entry
from rules.engine.events import Event
from rules.engine.state import FOREVER
from storage import entitlements, people, purchases
from storage.directory import KnownChat, KnownPerson

BY_HAND = "moderator"
_SHOWN = 5
_LEAVING = 20  # members who are named


@dataclass(frozen=True)
class Meant:
    """Whom and which plan a command names, and what stands behind that."""

    chat: KnownChat
    person: KnownPerson
    plan: Plan
    rest: str


def _meant(ask: Ask) -> Meant:
    """Read `@ann monthly …`.

    Raises:
        NoTarget: nobody is named, or no plan.
    """
    person, rest = named_with_rest(ask)
    if person is None:
        raise NoTarget("target-missing")
    if person.bot or person.channel:
        raise NoTarget("target-protected")
    word, _, rest = rest.partition(" ")
    plan = sold(ask.batch).plan(word.lower())
    if plan is None:
        raise NoTarget("plan-which")
    return Meant(ask.governed[0] if ask.governed else ask.chat, person, plan, rest.strip())


def _handled(do: Callable[[Ask, Meant], Answer]) -> Callable[[Ask], Answer]:
    def handle(ask: Ask) -> Answer:
        try:
            return do(ask, _meant(ask))
        except NoTarget as why:
            plans = ", ".join(p.id for p in sold(ask.batch).plans) or "–"
            return ask.answer(str(why), command=ask.name, plans=plans)

    return handle


def _open_case(ask: Ask, meant: Meant, action: Action, reason: str) -> None:
    act(
        ask.batch,
        ask.event,
        [action],
        chat=meant.chat,
        person=meant.person,
        state=ask.batch.state(meant.chat.id, meant.person.id, ask.community),
        moderator=ask.person,
        name=ask.name,
        reason=reason,
        silent=True,
    )


def grant(ask: Ask, meant: Meant) -> Answer:
    """Give a plan for its usual time or for what is said, behind what they have."""
    batch, plan, person = ask.batch, meant.plan, meant.person
    try:
        found = durations.read(meant.rest)
    except durations.Unreadable:
        return ask.answer("duration-unreadable", command=ask.name)
    if found is None and ask.name == "extend":
        return ask.answer("duration-missing", command=ask.name)
    seconds, reason = (found.seconds, found.rest) if found is not None else (plan.period, meant.rest)
    one = standing(batch, ask.community, person.id, plan.id)
    if one.life.until >= FAR and one.life.inside:
        return ask.answer("grant-forever", member=mention(person.id, person.name))
    begins = one.life.until if one.life.inside and one.life.until > batch.now else batch.now
    key = f"{BY_HAND}:{ask.event.update_id}:{ask.event.at}:{person.id}:{plan.id}"
    ends = FOREVER if seconds == FOREVER else begins + seconds
    entry = Entry(key, plan.id, BY_HAND, begins, ends)
    give(batch, ask.event, ask.community, person.id, [entry], by=ask.person.id, reason=reason)
    after = standing(batch, ask.community, person.id, plan.id)
    _open_case(ask, meant, Entitle(plan.id, seconds, key), reason)
    if not one.life.inside:
        open_doors(batch, ask.event, ask.community, person.id, plan, after.life.until)
    else:
        _tell(batch, ask.event, person.id, "plan-longer", after, plan.id)
    return ask.answer(
        "granted",
        member=mention(person.id, person.name),
        plan=named(plan, ask.language),
        until=until(batch, ask.language, after.life.until),
    )


def _tell(batch: Batch, event: Event, person: int, key: str, one: Standing, name: str) -> None:
    plan = one.plan
    tell(
        batch,
        event,
        person,
        key,
        plan=lambda lang: named(plan, lang, name),
        until=lambda lang: until(batch, lang, one.life.until),
    )


def revoke(ask: Ask, meant: Meant) -> Answer:
    """Take a plan away, now: every grant of it that holds, or is to hold."""
    batch, plan, person = ask.batch, meant.plan, meant.person
    member = mention(person.id, person.name)
    keys = _holding(batch, ask.community, person.id, plan.id)
    renewing = standing(batch, ask.community, person.id, plan.id).renewing
    ending = end_renewal(batch, ask.event, renewing.purchase_id if renewing is not None else None)
    if not keys and not ending:
        return ask.answer("revoke-none", member=member, plan=named(plan, ask.language))
    word = f"revoke-{ask.event.update_id}-{ask.event.at}"
    cuts = [Entry(f"{word}:{k}", plan.id, "revoke", batch.now, batch.now, cuts=k) for k in keys]
    connection, by = batch.connection, ask.person.id
    entitlements.add(connection, ask.community, person.id, cuts, batch.now, by=by, reason=meant.rest)
    if keys:
        _open_case(ask, meant, Disentitle(plan.id, tuple(keys)), meant.rest)
    tag = str(ask.event.update_id)
    look_again(batch, ask.community, person.id, plan.id, at=batch.now, tag=tag)
    return ask.answer("revoked", member=member, plan=named(plan, ask.language))


def _holding(batch: Batch, community: int, person: int, name: str) -> list[str]:
    """The keys of the grants of a plan that are not over, and were not ended."""
    rows = entitlements.rows_of(batch.connection, community, person, [name])
    ended = {r["cuts"] for r in rows if r["cuts"]}
    alive = [r for r in rows if not r["cuts"] and r["key"] not in ended]
    return [r["key"] for r in alive if r["stacks"] or r["ends"] == FOREVER or r["ends"] > batch.now]


def refund(ask: Ask) -> Answer:
    """Give a payment back: the last one of a member, or the one with this number."""
    try:
        person, rest = named_with_rest(ask)
    except NoTarget as why:
        return ask.answer(str(why), command=ask.name)
    if person is None:
        return ask.answer("target-missing")
    word, _, reason = rest.partition(" ")
    mine = purchases.payments_of(ask.batch.connection, ask.community, person.id, 50)
    known = {str(p.id): p for p in mine}
    found = known.get(word.lstrip("#"))
    if found is None:
        reason, open_ = rest, [p for p in mine if p.state in ("kept", "strange")]
        found = open_[0] if open_ else None
    member = mention(person.id, person.name)
    if found is None:
        return ask.answer("refund-none", member=member)
    going = send_back(ask.batch, ask.event, found.charge, reason, ask.person.id)
    key = "refund-going" if going else "refund-already"
    use = use_told(ask.language, use_of(ask.batch, found))
    return ask.answer(key, member=member, sum=found.sum, number=found.id, use=use)


def may_look(ask: Ask) -> tuple[bool, Answer | None]:
    """Whether whoever asks may see here what others have, and else what to say."""
    groups = governed(ask.batch, ask.event, ask.person.id)
    if groups is None:
        return False, None
    if not groups or is_public(ask):
        return False, ask.answer("command-moderators-only" if not groups else "command-only-private")
    return True, None


def about(ask: Ask, person: KnownPerson) -> Answer | None:
    """What a moderator may see of somebody's membership: plan, until when, why, payments without more."""
    allowed, refused = may_look(ask)
    if not allowed:
        return refused
    batch, language = ask.batch, ask.language
    lines = [ask.say("about-head", member=mention(person.id, person.name))]
    held = entitlements.by_plan(batch.connection, ask.community, person.id)
    for name, found in held.items():
        one = standing(batch, ask.community, person.id, name)
        end = until(batch, language, one.life.until)
        state = f"own-{one.life.state}"
        lines.append(ask.say(state, plan=called(batch, one.plan, language, name), until=end))
        lines += [
            ask.say(f"source-{s.source}", until=until(batch, language, s.ends))
            for s in found
            if s.begins <= batch.now < s.ends
        ]
    lines += [] if held else [ask.say("about-none")]
    for paid in purchases.payments_of(batch.connection, ask.community, person.id, _SHOWN):
        day = moment(paid.at, batch.timezone)
        state = ask.say(f"payment-{paid.state}")
        lines.append(
            ask.say(
                "about-payment",
                number=paid.id,
                when=day,
                plan=called(batch, sold(batch).plan(paid.plan), language, paid.plan),
                sum=paid.sum,
                state=state,
            )
        )
    return Answer(Html("\n".join(lines)), lasts=0)


def overview(ask: Ask) -> Answer | None:
    """How memberships did, and who leaves soon; nothing where members read along."""
    if not ask.event.chat.private and ask.chat.role == "members":
        return None
    batch = ask.batch
    found = figures(batch.connection, sold(batch), ask.community, batch.now, 30)
    names = ("plan", "members", "trials", "grace", "payments", "stars", "refunded", "new", "renewed", "left")
    lines = [ask.say("memberships-head")]
    lines += [ask.say("membership-plan", **{n: getattr(row, n) for n in names}) for row in found.plans]
    lines += [
        ask.say("membership-income", plan=row.plan, income=row.income) for row in found.plans if row.money
    ]
    for why, count in found.reasons.items():
        lines.append(ask.say("membership-why", why=ask.say(f"leaving-{why}"), count=count))
    for one in found.campaigns:
        told = {n: getattr(one, n) for n in ("name", "orders", "payments", "stars")}
        lines.append(ask.say("membership-campaign", **told))
    lines.append(ask.say("membership-soon", count=len(found.leaving)))
    known = people.known(batch.connection, [x.person for x in found.leaving[:_LEAVING]])
    for leaver in found.leaving[:_LEAVING]:
        name = known[leaver.person].name if leaver.person in known else ""
        end = until(batch, ask.language, leaver.until)
        member = mention(leaver.person, name)
        lines.append(ask.say("memberships-leaving", member=member, plan=leaver.plan, until=end))
    if len(found.leaving) > _LEAVING:
        lines.append(ask.say("memberships-more", count=len(found.leaving) - _LEAVING))
    return Answer(Html("\n".join(lines)), lasts=0)


COMMANDS = (
    Command("memberships", overview, Who.STAFF, quiet=True, examples=("/memberships",), menu=False),
    Command(
        "grant",
        _handled(grant),
        Who.STAFF,
        examples=("/grant @ann monthly", "/grant @ann monthly 30d won the quiz"),
        menu=False,
        share="membership",
    ),
    Command(
        "extend",
        _handled(grant),
        Who.STAFF,
        examples=("/extend @ann monthly 7d we were down",),
        menu=False,
        share="membership",
    ),
    Command(
        "revoke",
        _handled(revoke),
        Who.STAFF,
        examples=("/revoke @ann monthly shares her account",),
        menu=False,
        share="membership",
    ),
    Command(
        "coupon",
        by_hand,
        Who.STAFF,
        examples=("/coupon @ann welcome", "/coupon @ann welcome she helped a lot"),
        menu=False,
        share="membership",
    ),
    Command(
        "refund",
        refund,
        Who.STAFF,
        examples=("/refund @ann", "/refund @ann 12 paid by mistake"),
        menu=False,
        share="membership",
    ),
)
