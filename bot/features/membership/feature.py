"""Paid membership, declared."""

from __future__ import annotations

from bot.core.batch import Batch
from bot.core.feature import Feature, Verb
from bot.core.private_access import Gate
from bot.core.scheduler import JobKind
from bot.features.membership import (
    access,
    channels,
    checkout,
    commands,
    earlier,
    ending,
    family,
    granting,
    link_watch,
    offering,
    own,
    paying,
    reconciling,
    single_use,
    staff,
    tagging,
    topics,
)
from bot.features.membership.actions import ACTIONS
from bot.features.membership.providers import buying, inside_wechat, listing, notices, working
from bot.features.membership.providers.desk import Desk
from bot.features.membership.selling import Seats
from bot.features.membership.standing import LOOK
from bot.features.membership.tables import TABLES
from bot.features.screening.entitled import CHANNEL
from rules.config.membership import Membership
from rules.engine.events import Event, Kind

_DAY = 86_400


def _bot(batch: Batch, event: Event) -> None:
    channels.adopt(batch, event)
    granting.rights_changed(batch, event)
    if batch.chat(event).role == CHANNEL:
        channels.ensure(batch, event, batch.community(event))


def _told(batch: Batch, event: Event) -> None:
    channels.came(batch, event)
    link_watch.came(batch, event)


def _came(batch: Batch, event: Event) -> None:
    _told(batch, event)
    tagging.came(batch, event)


FEATURE = Feature(
    "membership",
    needs=("moderation", "screening"),
    commands=(*commands.COMMANDS, *family.COMMANDS, *staff.COMMANDS),
    reasons=dict.fromkeys(access.WORDS, access.access),
    buttons={
        offering.VERB: Verb(offering.pressed, 30 * _DAY, Gate.ANYBODY),
        buying.VERB: Verb(buying.pressed, 30 * _DAY, Gate.ANYBODY),
        single_use.VERB: Verb(link_watch.pressed, 30 * _DAY, Gate.ANYBODY),
        own.VERB: Verb(own.pressed, 30 * _DAY, Gate.ANYBODY),
        own.WHY: Verb(own.said_why, 30 * _DAY, Gate.ANYBODY),
        family.VERB: Verb(family.pressed, 30 * _DAY, Gate.ANYBODY),
        commands.BACK: Verb(commands.pressed_back, 7 * _DAY, Gate.ANYBODY),
    },
    timers={
        LOOK: ending.look,
        channels.ASK: channels.ask,
        channels.LINK: channels.link_made,
        channels.STAY: channels.answered,
        earlier.EARLIER: earlier.look,
        ending.OUT: ending.told_out,
        granting.DOOR: granting.go_on,
        link_watch.STRANGER: link_watch.told,
        offering.LINK: offering.show_link,
        own.TURN: own.told,
        paying.REFUND: paying.refund_told,
        reconciling.STARS: reconciling.due,
        topics.REMOVED: topics.removed,
        buying.ASK: buying.ask_now,
        listing.READ: listing.read,
        notices.CAME: notices.decide,
        working.ANSWER: buying.answered,
    },
    events={
        Kind.BOT: _bot,
        Kind.JOIN: _came,
        Kind.JOIN_REQUEST: offering.asked_to_join,
        Kind.OTHER: _told,
        Kind.PAYMENT: paying.handle,
    },
    follow_ups={
        channels.LINK: channels.keep_link,
        channels.STAY: channels.stay_told,
        ending.OUT: ending.put_out,
        granting.DOOR: granting.keep_link,
        link_watch.STRANGER: link_watch.put_out,
        offering.LINK: offering.keep_link,
        own.TURN: own.turned,
        paying.REFUND: paying.refund_ended,
        reconciling.STARS: reconciling.keep_page,
        topics.REMOVED: topics.gone,
    },
    refused={
        channels.LINK: channels.keep_link,
        channels.STAY: channels.stay_told,
        ending.OUT: ending.put_out,
        granting.DOOR: granting.keep_link,
        link_watch.STRANGER: link_watch.put_out,
        offering.LINK: offering.keep_link,
        own.TURN: own.turned,
        paying.REFUND: paying.refund_ended,
        reconciling.STARS: reconciling.keep_page,
    },
    checkout=checkout.CHECKOUT,
    routes=(*notices.ROUTES, inside_wechat.ROUTE),
    works={"providers": working.work},
    jobs={"memberships": JobKind(reconciling.memberships)},
    file=("membership", Membership),
    actions=ACTIONS,
    services=lambda settings, _community: {Seats: Seats(), Desk: Desk(settings)},
    tables=TABLES,
)
