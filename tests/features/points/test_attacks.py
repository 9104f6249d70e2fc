"""People who try to get round the limits of incentives.yaml, through the real pipeline.

Each with accounts of their own: what one test does leaves the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots import write_rules
from tests.features.points.town import CALM, DAY, ELSEWHERE, HOUR, MINUTE, OWNER, Town

pytestmark = pytest.mark.sqlite
INCENTIVES = """
per_day: 40
talk_per_day: 30
givers: {member_for: 1d, messages: 2}
message:
  {points: 4, cooldown: 60s, shortest: 4, per_day: 10, fades: [1, 0.5, 0.5, 0], whole_from: 8, copies: 12}
reaction:
  {points: 3, per_day: 9, gives_per_day: 4, per_pair: 2, member_for: 2d, emoji: ["👍"], settles_after: 10m}
reply: {points: 2, per_day: 6, gives_per_day: 3, per_pair: 2, shortest: 4}
thanks: {points: 5, per_day: 15, gives_per_day: 3, per_pair: 1, longest: 30, receivers: 2, named_longest: 60,
         words: [thanks]}
accepted: {points: 15, asker: 2, per_day: 20, gives_per_day: 1, per_pair: 1}
essence: {points: 12, per_day: 20, gives_per_day: 3, per_pair: 2}
checkin: {points: 3, streak_bonus: 1, most_bonus: 2, words: [check in]}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all attackers."""
    folder: Path = tmp_path_factory.mktemp("town")
    rules = write_rules(folder / "rules", incentives=INCENTIVES, community=CALM, moderation="rules: []\n")
    found = Town(folder, rules)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def later(town: Town) -> Iterator[None]:
    """Each attack has a day of its own; afterwards the balances are the ledger's."""
    town.to_day(8 * HOUR)
    yield
    assert all(xp == ledger for xp, ledger in town.balances().values())


def test_a_cooldown_is_not_shortened_by_bursts_late_messages_or_edits(town: Town) -> None:
    ann = town.somebody()
    for wait in (0, 1, 58, -30, -58):  # the last two come late, with times between
        town.pass_(wait)
        number = town.write(ann, f"a message of mine about {wait}")
        town.edit(ann, number, f"changed to something else about {wait}")
    assert town.earned(ann) == 4


def test_a_message_without_letters_pays_nothing_whatever_it_is_made_of(town: Town) -> None:
    ann = town.somebody()
    for text in (
        "...........",
        "🙂🙂🙂🙂🙂",
        "a\u200b\u200b\u200b\u200b\u200bb",
        "@p100 @p101 x",
        "https://example.org/a/long/one",
    ):
        town.pass_(2 * MINUTE)
        number = town.write(ann, text)
        town.edit(ann, number, "now it is long enough to be paid")
    assert town.earned(ann) == 0


def test_short_messages_pay_half_also_when_they_are_made_longer_afterwards(town: Town) -> None:
    ann = town.somebody()
    number = town.write(ann, "sixsix")
    town.edit(ann, number, "sixsix and many more words after it")
    assert town.earned(ann) == 2


def test_the_words_of_others_pay_nothing_in_any_disguise(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    said = "this is how one merges two tables by a date"
    town.write(ann, said)
    for copied in (said, said.upper(), f"  {said} ", said.replace(" ", "\u200b ")):
        town.pass_(2 * MINUTE)
        town.write(bob, copied)
    origin = {"type": "user", "sender_user": {"id": ann, "is_bot": False, "first_name": "A"}, "date": town.at}
    town.pass_(2 * MINUTE)
    town.write(bob, "and something else that was forwarded", forward_origin=origin)
    assert (town.earned(ann), town.earned(bob)) == (4, 0)


def test_a_days_messages_fade_and_the_next_day_begins_at_midnight_once(town: Town) -> None:
    ann = town.somebody()
    town.to_day(-40 * MINUTE)
    for n in range(12):
        town.pass_(2 * MINUTE)
        town.write(ann, f"message number {n} of this evening here")
    assert town.earned(ann) == 8, "4, 2, 2, and nothing more"
    town.to_day(1)
    town.write(ann, "the first message of the new day")
    town.pass_(-3)
    town.write(ann, "one that still belongs to the day before")
    assert town.earned(ann) == 12


def test_the_most_of_messages_a_day_holds_when_one_is_removed_and_sent_again(town: Town) -> None:
    ann = town.somebody()
    for n in range(4):
        town.pass_(2 * MINUTE)
        number = town.write(ann, f"message {n} which is worth reading")
        town.write(1, "/del", to=(number, ann))
        town.pass_(2 * MINUTE)
        town.write(ann, f"message {n} which is worth reading again")
    assert 0 < town.earned(ann) <= 10


def test_reactions_come_and_go_and_pay_once_each_and_no_more_than_a_pair_or_a_day_may(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    others = [town.somebody() for _ in range(5)]
    numbers = [town.write(ann, f"hm {n}") for n in range(4)]
    for number in numbers:
        town.react(bob, number, "🔥")  # none that counts
        for _ in range(3):
            town.react(bob, number)
            town.react(bob, number, off=True)
        town.react(bob, number)
    town.pass_(20 * MINUTE)
    town.settle()
    assert town.earned(ann, "reaction") == 6, "two of one pair"
    for one in others:
        town.react(one, numbers[0])
    town.pass_(20 * MINUTE)
    town.settle()
    assert town.earned(ann, "reaction") == 9, "and no more in a day"


def test_one_person_makes_only_so_many_reactions_pay_in_a_day(town: Town) -> None:
    bob, others = town.somebody(), [town.somebody() for _ in range(7)]
    for other in others:
        town.react(bob, town.write(other, "hm?"))
    town.pass_(20 * MINUTE)
    town.settle()
    assert sum(town.earned(other) for other in others) == 4 * 3


def test_a_reaction_that_is_gone_before_its_time_pays_nothing(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    number = town.write(ann, "hm")
    town.react(bob, number)
    town.pass_(9 * MINUTE)
    town.react(bob, number, off=True)
    town.pass_(20 * MINUTE)
    town.settle()
    assert town.earned(ann) == 0


def test_second_accounts_pay_their_owner_nothing(town: Town) -> None:
    ann = town.somebody()
    number = town.write(ann, "hm")
    young, silent = town.somebody(here_for=23 * HOUR), town.somebody(written=0)
    one_day = town.somebody(here_for=DAY + HOUR)  # old enough to thank, not to react
    for alt in (young, silent, one_day):
        town.react(alt, number)
    town.write(young, "thanks", to=(number, ann))
    for alt in (young, silent):
        town.write(alt, "I agree with every word, thanks", to=(number, ann))
    town.pass_(20 * MINUTE)
    town.settle()
    assert town.earned(ann) == 0


def test_thanks_pay_once_a_pair_and_neither_edits_forwards_nor_oneself(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    number = town.write(ann, "hm")
    edited = town.write(bob, "hm", to=(number, ann))
    town.edit(bob, edited, "thanks", to=(number, ann))
    origin = {"type": "hidden_user", "sender_user_name": "Cleo", "date": town.at}
    town.write(bob, "thanks", to=(number, ann), forward_origin=origin)
    town.write(ann, "thanks", to=(number, ann))
    town.write(bob, "thanks " + "for all that you wrote about this " * 2, to=(number, ann))
    assert town.earned(ann, "thanks") == 0
    for _ in range(3):
        town.pass_(2 * MINUTE)
        town.write(bob, "thanks", to=(number, ann))
        town.write(bob, f"thanks @p{ann}")
    assert town.earned(ann, "thanks") == 5


def test_thanks_to_many_end_with_the_most_of_a_message_and_of_a_day(town: Town) -> None:
    bob, others = town.somebody(), [town.somebody() for _ in range(6)]
    for other in others:
        town.write(other, "hm")
    names = " ".join(f"@p{other}" for other in others)
    town.write(bob, f"thanks {names}")
    assert sum(town.earned(other) for other in others) == 10, "two of one message"
    town.write(bob, f"thanks {' '.join('very' for _ in range(30))} @p{others[5]}")
    assert town.earned(others[5]) == 0, "a long message is no mere thanks"
    for other in others:
        town.pass_(2 * MINUTE)
        town.write(bob, f"thanks @p{other}")
    assert sum(town.earned(other) for other in others) == 15, "three of one day"


def test_nobody_is_thanked_for_more_than_a_day_may_bring(town: Town) -> None:
    ann = town.somebody()
    number = town.write(ann, "hm")
    for _ in range(6):
        town.write(town.somebody(), "thanks", to=(number, ann))
    assert town.earned(ann, "thanks") == 15


def test_answers_pay_once_a_day_and_person_and_no_more_than_a_week_and_a_day_may(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    number = town.write(ann, "hm")
    for day in range(4):
        for n in range(3):
            town.pass_(2 * MINUTE)
            town.write(bob, f"an answer of mine, number {n} of day {day}", to=(number, ann))
        town.to_day(8 * HOUR)
    assert town.earned(ann, "reply") == 4, "two of one pair in a week"
    cleo = town.somebody()
    second = town.write(cleo, "hm")
    town.write(bob, "ok", to=(second, cleo))
    assert town.earned(cleo) == 0, "too short"
    for _ in range(5):
        one = town.somebody()
        town.write(one, f"I think so too, says {one}", to=(second, cleo))
    assert town.earned(cleo, "reply") == 6


def test_one_person_makes_only_so_many_answers_pay_in_a_day(town: Town) -> None:
    bob, others = town.somebody(), [town.somebody() for _ in range(5)]
    for other in others:
        town.pass_(2 * MINUTE)
        town.write(bob, f"that is what I would do, {other}", to=(town.write(other, "hm"), other))
    assert sum(town.earned(other) for other in others) == 3 * 2


def test_all_talk_and_everything_of_a_day_have_their_most(town: Town) -> None:
    ann = town.somebody()
    town.write(ann, "check in")
    number = 0
    for n in range(4):
        town.pass_(2 * MINUTE)
        number = town.write(ann, f"message number {n} of the busiest day")
    for _ in range(6):
        one = town.somebody()
        town.write(one, "thanks, I agree", to=(number, ann))
        town.write(one, f"and I would do the same, says {one}", to=(number, ann))
        town.react(one, number)
    town.pass_(20 * MINUTE)
    town.settle()
    talk = town.earned(ann, "message", "reaction", "reply", "thanks")
    assert (talk, town.earned(ann)) == (30, 33)
    for _ in range(2):
        town.write(OWNER, "/essence", to=(town.write(ann, "hm"), ann))
    assert town.earned(ann) == 43, "40 in all, and the check-in"


def test_a_moderator_picks_no_friend_rich_and_not_the_whole_group(town: Town) -> None:
    ann, others = town.somebody(), [town.somebody() for _ in range(3)]
    for _ in range(4):
        number = town.write(ann, "hm")
        for _ in range(3):  # picked, taken off, picked again
            town.write(OWNER, "/essence", to=(number, ann))
    assert town.earned(ann) == 20, "two of one friend, and 20 a day"
    for other in others:
        town.write(OWNER, "/essence", to=(town.write(other, "hm"), other))
    assert sum(town.earned(other) for other in others) == 12, "three of one moderator a day"
    mine = town.write(OWNER, "hm")
    town.write(OWNER, "/essence", to=(mine, OWNER))
    town.write(ann, "/essence", to=(number, ann))
    assert town.earned(OWNER, "essence") == 0


def test_whoever_asks_accepts_one_answer_a_day_and_of_one_friend_one_a_week(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    for day in range(3):
        question = town.write(ann, f"/ask how do I merge two tables by their dates, part {day}?")
        for _ in range(2):
            town.pass_(2 * MINUTE)
            answer = town.write(bob, "hm", to=(question, ann))
            for _ in range(2):
                town.write(ann, "/solved", to=(answer, bob))
        town.to_day(8 * HOUR)
    assert town.earned(bob, "accepted") == 15
    question = town.write(ann, "/ask and how do I write that down in one line?")
    own = town.write(ann, "hm", to=(question, ann))
    town.write(ann, "/solved", to=(own, ann))
    assert town.earned(ann, "accepted") == 0
    assert town.earned(ann, "asked") == 2, "whoever asks is paid for a whole answer alone"


def test_an_answer_that_many_accept_brings_no_more_than_a_day_may(town: Town) -> None:
    bob = town.somebody()
    for n in range(3):
        one = town.somebody()
        question = town.write(one, f"/ask how would you put this into a chart, number {n}?")
        town.write(one, "/solved", to=(town.write(bob, "hm", to=(question, one)), bob))
    assert town.earned(bob, "accepted") == 20


def test_a_day_is_checked_in_for_once_at_both_ends_and_bonuses_end(town: Town) -> None:
    ann = town.somebody()
    for said in ("check in", "/checkin", "check in", "#check in"):
        town.pass_(1)
        town.write(ann, said)
    assert town.earned(ann) == 3
    town.to_day(-1)
    town.write(ann, "check in")
    town.to_day(0)
    town.write(ann, "check in")
    town.pass_(-1)
    town.write(ann, "check in")  # the second before midnight, told late
    assert town.earned(ann) == 3 + 4
    for _ in range(5):
        town.to_day(9 * HOUR)
        town.write(ann, "check in")
    assert town.earned(ann) == 7 + 4 * 5


def test_nothing_is_earned_in_a_group_that_is_not_the_communitys_nor_by_anybody_twice(town: Town) -> None:
    ann, bob = town.somebody(), town.somebody()
    number = town.write(ann, "a long message in another group", chat=ELSEWHERE)
    town.write(bob, "thanks", to=(number, ann), chat=ELSEWHERE)
    town.write(ann, "check in", chat=ELSEWHERE)
    assert (town.earned(ann), town.earned(bob)) == (0, 0)
    town.write(ann, "a long message where it counts")
    before = town.balances()
    town.replay()
    assert town.balances() == before
