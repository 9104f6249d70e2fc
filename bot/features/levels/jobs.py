"""Show levels beside names and give what they bring; give and end badges by what still stands."""

from __future__ import annotations

from bot.core.scheduler import Ahead, Run
from bot.features.levels import perks
from bot.features.membership.tagging import tag_of
from bot.platforms.telegram.calls import person_ref
from rules.config.badges import Badges
from rules.config.membership import Membership
from rules.engine.badges import changes
from storage import badges, levels

_AT_ONCE = 200  # members whose level is shown in one run


def show_levels(run: Run) -> int:
    """Show the level of members who have another one than before, up or down, and what it brings."""
    policy, connection = run.book.incentives, run.connection
    plans = run.book.file(Membership)
    least = [level.least for level in policy.levels]
    for person, before, now in levels.changed(connection, run.community, least, _AT_ONCE):
        levels.show(connection, run.community, person, now)
        perks.turn(run, person, before, now)
        if policy.tags:
            for chat in levels.groups_of(connection, run.community, person):
                tag = tag_of(
                    connection, plans, policy, run.community, chat, person, run.spoken(chat), run.now
                )
                run.call("setChatMemberTag", chat, user_id=person_ref(person), tag=tag)
    return run.posts


def count(ahead: Ahead) -> dict[int, dict[str, int]]:
    """What everybody did that still stands, beside the writer; nothing where no badge asks for it."""
    if not any(badge.policy.takes for badge in ahead.book.file(Badges).badges):
        return {}
    return ahead.store.reading(lambda connection: badges.counts(connection, ahead.community, ahead.now))


def award_badges(run: Run) -> int:
    """Give badges that were earned; end those for which nothing stands any more, quietly."""
    policies = [badge.policy for badge in run.book.file(Badges).badges]
    connection, community, now = run.connection, run.community, run.now
    has: dict[int, set[str]] = {}
    for one in badges.held(connection, community) if policies else []:
        has.setdefault(one.person, set()).add(one.badge)
    counted: dict[int, dict[str, int]] = run.prepared or {}
    for person, theirs in counted.items():
        new, gone = changes(policies, theirs, has.get(person, set()))
        for badge in new:
            badges.give(connection, community, person, badge, now)
        for badge in gone:
            badges.take(connection, community, person, badge, now)
    for one in badges.without_evidence(connection, community) if policies else []:
        badges.take(connection, community, one.person, one.badge, now)
    return 0
