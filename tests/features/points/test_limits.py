"""Every limit that operators may set has a test that tries to get round it; a new key without one is named.

A key is a limit or it is none: then it stands in `NONE` with what it is instead.
"""

from __future__ import annotations

import ast
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from rules.config.camps import Camps
from rules.config.homework import Homeworks
from rules.config.incentives import IncentivesModel
from rules.config.quizzes import Quizzes
from rules.config.shop import Shop
from rules.engine.gate import Gate, Refused, standing_gate
from rules.engine.state import Warning
from tests.features.points.town import DAY
from tests.rules.make import NOW, member

TESTS = Path(__file__).parents[2]
FILES: Mapping[str, type[BaseModel]] = {
    "incentives": IncentivesModel,
    "shop": Shop,
    "camps": Camps,
    "quizzes": Quizzes,
    "homework": Homeworks,
}
ATTACKS, BROUGHT = "features/points/test_attacks.py", "features/points/test_referral_attacks.py"
ECONOMY = "simulation/test_economy.py"
FARMING = f"{ECONOMY}::test_farming_does_not_pay_under_the_files_that_come_along"
COOLED = f"{ATTACKS}::test_a_cooldown_is_not_shortened_by_bursts_late_messages_or_edits"
FADES = f"{ATTACKS}::test_a_days_messages_fade_and_the_next_day_begins_at_midnight_once"
REMOVED = f"{ATTACKS}::test_the_most_of_messages_a_day_holds_when_one_is_removed_and_sent_again"
BUSY = f"{ATTACKS}::test_all_talk_and_everything_of_a_day_have_their_most"
REACTED = f"{ATTACKS}::test_reactions_come_and_go_and_pay_once_each_and_no_more_than_a_pair_or_a_day_may"
SECOND = f"{ATTACKS}::test_second_accounts_pay_their_owner_nothing"
ONE_PAIR = f"{ATTACKS}::test_thanks_pay_once_a_pair_and_neither_edits_forwards_nor_oneself"
MANY = f"{ATTACKS}::test_thanks_to_many_end_with_the_most_of_a_message_and_of_a_day"
ANSWERS = f"{ATTACKS}::test_answers_pay_once_a_day_and_person_and_no_more_than_a_week_and_a_day_may"
ACCEPTS = f"{ATTACKS}::test_whoever_asks_accepts_one_answer_a_day_and_of_one_friend_one_a_week"
PICKS = f"{ATTACKS}::test_a_moderator_picks_no_friend_rich_and_not_the_whole_group"
DAYS = f"{ATTACKS}::test_a_day_is_checked_in_for_once_at_both_ends_and_bonuses_end"
CROWD = f"{BROUGHT}::test_a_crowd_a_day_and_a_month_have_their_most"
STAYED = f"{BROUGHT}::test_a_newcomer_pays_once_they_stayed_and_not_a_minute_before"
FAMILY = f"{BROUGHT}::test_own_accounts_that_only_their_inviter_answers_pay_nothing_and_nor_do_silent_ones"
RINGS = "rules/engine/test_rings.py::test_each_is_in_one_ring_at_most_and_every_ring_keeps_to_what_is_asked"
WORTH = "rules/engine/test_worth.py"
SHOP = "behaviour/test_shop.py"
GIFTS = f"{SHOP}::test_gifts_end_with_what_one_is_given_and_with_whom_one_gives_to"
PAIR = f"{SHOP}::test_gifts_keep_to_their_limits_whichever_way_one_tries"
CAMP = "behaviour/test_camps.py::test_there_is_no_way_round_a_camps_rules"
CAMP_DAYS = "behaviour/test_camps.py::test_a_camp_goes_from_the_announcement_to_the_points_at_the_end"
QUIZ = "behaviour/test_quizzes.py::test_right_answers_pay_once_and_the_results_are_told"
WORK = "behaviour/test_homework.py"
LATE = f"{WORK}::test_newer_ones_replace_older_ones_in_private_too_and_late_ones_pay_less"
TRICKS = f"{WORK}::test_nothing_is_won_by_copies_edits_forwards_or_a_removed_message"
AGAIN = f"{WORK}::test_a_comment_goes_along_and_another_hand_in_is_asked_for"

LIMITS: dict[str, tuple[str, ...]] = {
    "incentives.per_day": (BUSY,),
    "incentives.talk_per_day": (BUSY,),
    "incentives.message.cooldown": (COOLED,),
    "incentives.message.shortest": (
        f"{ATTACKS}::test_a_message_without_letters_pays_nothing_whatever_it_is_made_of",
    ),
    "incentives.message.per_day": (REMOVED,),
    "incentives.message.fades": (FADES,),
    "incentives.message.whole_from": (
        f"{ATTACKS}::test_short_messages_pay_half_also_when_they_are_made_longer_afterwards",
    ),
    "incentives.message.copies": (f"{ATTACKS}::test_the_words_of_others_pay_nothing_in_any_disguise",),
    "incentives.reaction.per_day": (REACTED,),
    "incentives.reaction.gives_per_day": (
        f"{ATTACKS}::test_one_person_makes_only_so_many_reactions_pay_in_a_day",
    ),
    "incentives.reaction.per_pair": (REACTED,),
    "incentives.reaction.member_for": (SECOND,),
    "incentives.reaction.emoji": (REACTED,),
    "incentives.reaction.settles_after": (
        f"{ATTACKS}::test_a_reaction_that_is_gone_before_its_time_pays_nothing",
    ),
    "incentives.thanks.per_day": (f"{ATTACKS}::test_nobody_is_thanked_for_more_than_a_day_may_bring",),
    "incentives.thanks.gives_per_day": (MANY,),
    "incentives.thanks.per_pair": (ONE_PAIR,),
    "incentives.thanks.longest": (ONE_PAIR,),
    "incentives.thanks.receivers": (MANY,),
    "incentives.thanks.named_longest": (MANY,),
    "incentives.reply.per_day": (ANSWERS,),
    "incentives.reply.gives_per_day": (
        f"{ATTACKS}::test_one_person_makes_only_so_many_answers_pay_in_a_day",
    ),
    "incentives.reply.per_pair": (ANSWERS,),
    "incentives.reply.shortest": (ANSWERS,),
    "incentives.accepted.per_day": (
        f"{ATTACKS}::test_an_answer_that_many_accept_brings_no_more_than_a_day_may",
    ),
    "incentives.accepted.gives_per_day": (ACCEPTS,),
    "incentives.accepted.per_pair": (ACCEPTS,),
    "incentives.checkin.most_bonus": (DAYS,),
    "incentives.referral.per_day": (CROWD,),
    "incentives.referral.per_month": (CROWD,),
    "incentives.referral.per_hour": (CROWD,),
    "incentives.referral.stays": (STAYED,),
    "incentives.referral.messages": (FAMILY,),
    "incentives.referral.days": (FAMILY,),
    "incentives.referral.people": (FAMILY,),
    "incentives.referral.within": (FAMILY,),
    "incentives.referral.binds": (
        STAYED,
        f"{BROUGHT}::test_who_leaves_much_later_takes_nothing_along",
    ),
    "incentives.essence.per_day": (PICKS,),
    "incentives.essence.gives_per_day": (PICKS,),
    "incentives.essence.per_pair": (PICKS,),
    "incentives.report.per_day": (
        "rules/engine/test_caps.py::test_every_source_of_a_policy_has_its_cap",
        "rules/engine/test_caps.py::test_taking_away_and_giving_again_does_not_get_round_a_cap",
    ),
    "incentives.report.first": (
        "behaviour/test_grants.py::test_the_first_who_reports_what_is_removed_is_paid_until_that_is_undone",
    ),
    "incentives.course.per_day": (
        "rules/engine/test_caps.py::test_every_source_of_a_policy_has_its_cap",
        "rules/engine/test_caps.py::test_taking_away_and_giving_again_does_not_get_round_a_cap",
    ),
    "incentives.course.after": (
        "behaviour/test_grants.py::test_a_course_pays_only_when_it_was_taken_long_enough_ago_and_once",
    ),
    "incentives.givers.member_for": (SECOND,),
    "incentives.givers.messages": (SECOND,),
    "incentives.givers.trust": (
        "features/points/test_limits.py::test_a_word_without_the_trust_asked_for_does_not_count",
    ),
    "incentives.worth.pair": (f"{WORTH}::test_the_same_person_is_worth_less_each_time", FARMING),
    "incentives.worth.mutual": (
        f"{WORTH}::test_a_gift_that_answers_one_of_the_days_before_is_worth_less",
        "rules/engine/test_earning_laws.py::test_two_who_only_thank_each_other_soon_get_nothing_for_it",
    ),
    "incentives.worth.friendly": (f"{WORTH}::test_a_like_answered_is_half_a_trade",),
    "incentives.worth.people": (f"{WORTH}::test_what_comes_from_few_people_is_worth_less", FARMING),
    "incentives.worth.newcomer": (f"{WORTH}::test_a_newcomers_word_is_worth_less",),
    "incentives.worth.newcomer_for": (f"{WORTH}::test_a_newcomers_word_is_worth_less",),
    "incentives.worth.newcomer_until": (f"{WORTH}::test_a_newcomers_word_is_worth_less",),
    "incentives.rings.days": (RINGS,),
    "incentives.rings.points": (RINGS,),
    "incentives.rings.mutual": (RINGS,),
    "incentives.rings.inside": (RINGS,),
    "incentives.rings.most": (RINGS,),
    "incentives.coins.lasts": (
        "rules/engine/test_coins.py::test_nothing_outlives_its_time_and_the_oldest_go_first",
    ),
    "incentives.coins.gifts.per_day": (
        PAIR,
        f"{SHOP}::test_neither_forwards_nor_edits_give_coins_and_many_at_once_keep_to_the_limit",
    ),
    "incentives.coins.gifts.received_per_day": (GIFTS,),
    "incentives.coins.gifts.per_pair": (PAIR,),
    "incentives.coins.gifts.people": (GIFTS,),
    "incentives.coins.gifts.member_for": (
        f"{SHOP}::test_whoever_came_just_now_neither_gives_nor_is_given_coins",
    ),
    **dict.fromkeys(
        (f"incentives.limits.{who}" for who in ("spammer", "ring5", "ring20", "swapper")),
        (FARMING, f"{ECONOMY}::test_a_limit_that_does_not_hold_is_a_problem_of_its_line"),
    ),
    **dict.fromkeys(
        (f"incentives.limits.{who}" for who in ("alt_referrer", "sleeper", "filler")),
        (
            FARMING,
            f"{ECONOMY}::test_own_accounts_bring_nothing_however_they_praise_each_other",
        ),
    ),
    "shop.goods.price": (f"{SHOP}::test_a_plan_is_delivered_as_a_code_for_redeem_and_points_buy_nothing",),
    "shop.goods.stock": (f"{SHOP}::test_of_the_last_one_there_is_one_order_whoever_presses_first",),
    "shop.goods.per_member": (
        f"{SHOP}::test_an_order_is_made_once_delivered_once_and_its_coins_come_back_once",
    ),
    "camps.camps.deadline": (CAMP, "rules/engine/test_camps.py::test_a_day_ends_at_its_deadline"),
    "camps.camps.form.text": (CAMP,),
    "camps.camps.form.media": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "camps.camps.form.link": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "camps.camps.freezes": (CAMP_DAYS,),
    "camps.camps.mends_within": (CAMP,),
    "camps.camps.needed": (CAMP_DAYS,),
    "camps.camps.points.day": (CAMP, CAMP_DAYS),
    "camps.camps.points.comment": (CAMP_DAYS,),
    "camps.camps.points.finish": (CAMP_DAYS,),
    "quizzes.quizzes.points": (
        QUIZ,
        "behaviour/test_quizzes.py::test_outsiders_with_a_forwarded_poll_are_not_counted",
    ),
    "quizzes.quizzes.open_for": (QUIZ,),
    "homework.points": (
        f"{WORK}::test_homework_is_set_handed_in_and_graded_and_a_changed_grade_moves_the_points",
        TRICKS,
    ),
    "homework.homework.points": (
        "behaviour/test_homework_alone.py::test_what_operators_wrote_is_posted_once_and_scores_are_given_by_answers",
    ),
    "homework.grades.again": (AGAIN,),
    "homework.form.text": (LATE,),
    "homework.form.media": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "homework.form.link": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "homework.homework.form.text": (LATE,),
    "homework.homework.form.media": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "homework.homework.form.link": ("rules/engine/test_camps.py::test_a_form_says_what_is_lacking",),
    "homework.late_for": (LATE,),
    "homework.late_share": (LATE, TRICKS),
    "homework.homework.opens": (
        "rules/engine/test_homework.py::test_a_hand_in_counts_by_the_clock_and_by_what_was_asked_for",
    ),
    "homework.homework.due": (TRICKS,),
}
# What is no limit, by what it is instead.
NONE: dict[str, str] = {
    "an amount": """
        incentives.message.points incentives.reaction.points incentives.thanks.points incentives.reply.points
        incentives.accepted.points incentives.accepted.asker incentives.checkin.points
        incentives.checkin.streak_bonus incentives.referral.points incentives.essence.points
        incentives.report.points incentives.course.points incentives.coins.share homework.grades.share
    """,
    "words, names and signs": """
        incentives.thanks.words incentives.checkin.words incentives.checkin.reaction incentives.checkin.again
        incentives.essence.reaction incentives.levels.name incentives.tags shop.goods.id shop.goods.name
        shop.goods.text camps.camps.id camps.camps.title camps.camps.text camps.camps.words
        camps.camps.reaction quizzes.quizzes.id quizzes.quizzes.title quizzes.quizzes.questions.ask
        quizzes.quizzes.questions.options quizzes.quizzes.questions.right quizzes.quizzes.questions.why
        homework.grades.id homework.grades.name homework.reaction homework.homework.id
        homework.homework.title homework.homework.text
    """,
    "what is given, and how": """
        incentives.levels.from incentives.levels.trust incentives.levels.plan incentives.levels.days
        incentives.levels.coupon shop.goods.delivery shop.goods.plan shop.goods.coupon shop.goods.days
        shop.goods.sold incentives.referral.approval homework.score
    """,
    "where and when something is, or is told": """
        incentives.season camps.camps.group camps.camps.starts camps.camps.days camps.camps.timezone
        camps.camps.announce camps.camps.remind_group camps.camps.remind_private homework.remind_group
        homework.remind_private homework.homework.group
    """,
}


def _models(kind: object) -> Iterator[type[BaseModel]]:
    """The models that a field holds."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in typing.get_args(kind):
        yield from _models(part)


def _keys(model: type[BaseModel], path: str) -> Iterator[str]:
    """Every key that operators may write, but for tests; a share of coins is one whatever its source."""
    for field, info in model.model_fields.items():
        name = info.alias or field
        if name in ("tests", "sources"):
            continue
        inner = list(dict.fromkeys(_models(info.annotation)))
        for one in inner:
            yield from _keys(one, f"{path}.{name}")
        if not inner:
            yield f"{path}.{name}"


def keys() -> set[str]:
    """Those of all files."""
    return {key for file, model in FILES.items() for key in _keys(model, file)}


@cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(n.name for n in tree.body if isinstance(n, kinds) and n.name.startswith("test_"))


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({"messages": 5_000, "joined_at": NOW - 6 * DAY}, Refused.TRUST),  # much at once
        ({"messages": 29, "joined_at": NOW - 900 * DAY}, Refused.TRUST),  # a sleeper
        ({"messages": 500, "joined_at": NOW - 8 * DAY, "warnings": (Warning(NOW - 60, 1),)}, Refused.TRUST),
        ({"messages": 30, "joined_at": NOW - 7 * DAY}, Refused.NOT),
    ],
)
def test_a_word_without_the_trust_asked_for_does_not_count(account: dict[str, Any], why: Refused) -> None:
    assert standing_gate(member(**account), NOW, Gate(member_for=0, messages=0, trust=2)) == why


def test_every_key_is_a_limit_with_an_attack_or_is_no_limit() -> None:
    none = {key for names in NONE.values() for key in names.split()}
    assert sorted(keys() - none - set(LIMITS)) == [], "write a test that tries to get round these"
    assert sorted((none | set(LIMITS)) - keys()) == [], "these are not there any more"
    assert sorted(none & set(LIMITS)) == []


@pytest.mark.parametrize("key", LIMITS)
def test_the_attack_on_a_limit_is_there(key: str) -> None:
    for attack in LIMITS[key]:
        path, _, name = attack.partition("::")
        assert name in _tests_in(path), f"{key}: there is no {attack}"
