"""What earns points, and what does not: sources, caps, check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import structs

from rules.engine.actions import Delete, React
from rules.engine.caps import caps_of
from rules.engine.counter_entries import counter, settled
from rules.engine.decision import Decision
from rules.engine.entries import Award
from rules.engine.events import Command, Event, Forward, Kind, Media, Person, Reply, Sender
from rules.engine.gate import Gate
from rules.engine.incentives import award
from rules.engine.normalize import digest
from rules.engine.policy import (
    CheckinPolicy,
    IncentivesPolicy,
    MessagePolicy,
    ReactionPolicy,
    ReplyPolicy,
    ThanksPolicy,
)
from rules.engine.state import FOREVER, Activity, Standing
from rules.engine.streaks import local_day
from tests.rules.make import NOW, event, member, past, seen

REACTING = ReactionPolicy(points=3, per_day=9, gives_per_day=4, per_pair=2, member_for=3600, emoji=("👍",))
THANKING = ThanksPolicy(
    points=5, per_day=20, gives_per_day=2, per_pair=1, longest=30, words=("谢谢", "thanks")
)
WRITING = MessagePolicy(points=2, cooldown=60, shortest=4, per_day=10)
POLICY = IncentivesPolicy(
    message=WRITING,
    reaction=REACTING,
    thanks=THANKING,
    checkin=CheckinPolicy(points=5, streak_bonus=1, most_bonus=3, words=("打卡", "check in"), reaction="👍"),
    givers=Gate(messages=0),
    per_day=25,
)
ANN, BOB, CLEO = 7, 8, 9
DAY, YESTERDAY = local_day(NOW, "UTC"), local_day(NOW - 86_400, "UTC")


def earned(
    what: Event,
    *,
    mine: dict[str, Any] | None = None,
    theirs: dict[str, Any] | None = None,
    receiver: int | None = BOB,
    activity: Activity | None = None,
    policy: IncentivesPolicy = POLICY,
    decision: dict[str, Any] | None = None,
    named: Sequence[int] = (),
    **state: Any,
) -> Award:
    """What Ann's event earns, with defaults for what does not matter."""
    standings = {
        ANN: Standing(person=ANN, day=DAY, **(mine or {})),
        BOB: Standing(person=BOB, day=DAY, **(theirs or {})),
        CLEO: Standing(person=CLEO, day=DAY),
    }
    judged = Decision(update_id=1, book="", state=member(**state), **(decision or {}))
    return award(
        what,
        judged,
        standings,
        policy,
        author=ANN,
        receiver=receiver,
        activity=activity or Activity(),
        timezone="UTC",
        named=named,
    )


def paid(found: Award) -> dict[str, tuple[int, int]]:
    """Who gets how much by source."""
    return {e.source: (e.person, e.granted) for e in found.entries}


def reacted(emoji: str = "👍", **more: Any) -> Event:
    """Ann's reaction to a message of Bob."""
    return structs.replace(
        event(kind=Kind.REACTION, **more), content=None, added=(emoji,), reactions=(emoji,)
    )


def thanks(text: str) -> Event:
    """Ann's reply to Bob."""
    return event(text, reply=Reply(5, Person(43)))


@pytest.mark.parametrize(("after", "pays"), [(-61, True), (-59, False), (59, False), (61, True)])
def test_a_message_older_than_the_last_that_was_paid_is_judged_by_the_time_between(
    after: int, pays: bool
) -> None:
    found = earned(event("good morning"), receiver=None, mine={"last_at": {"message": NOW - after}})
    assert bool(found.entries) is pays


def test_a_message_pays_its_author_under_a_key_of_its_own() -> None:
    (entry,) = earned(event("good morning"), receiver=None).entries
    assert (entry.key, entry.person, entry.granted, entry.raw) == ("message:-1001:100", ANN, 2, 2)
    assert (entry.day, entry.at, entry.actor, entry.reason) == (DAY, NOW, 0, "")


@pytest.mark.parametrize(
    ("what", "more"),
    [
        (event("hm!"), {}),
        (event("🙂🙂🙂🙂🙂"), {}),
        (event("/top week", command=Command("top", "week")), {}),
        (event("news of the day", forward=Forward("channel")), {}),
        (event("good morning", kind=Kind.EDIT), {}),
        (event("good morning", sender=Sender.CHANNEL), {}),
        (event("good morning", person=Person(5, "Robot", bot=True)), {}),
        (event("good morning"), {"mine": {"last_at": {"message": NOW - 59}}}),
        (event("good morning"), {"activity": past(seen(500, 1, digest=digest("Good  morning")))}),
        (event("good morning"), {"decision": {"actions": (Delete(),)}}),
        (event("good morning"), {"muted_until": NOW + 1}),
        (event("good morning"), {"muted_until": FOREVER}),
        (event("good morning"), {"policy": IncentivesPolicy()}),
        *((event("", media=m), {}) for m in (Media.STICKER, Media.ANIMATION, Media.DICE, Media.GAME)),
        (event("ok", media=Media.ANIMATION), {}),
    ],
)
def test_messages_that_earn_nothing(what: Event, more: dict[str, Any]) -> None:
    assert earned(what, receiver=None, **more) == Award()


@pytest.mark.parametrize(
    ("what", "more"),
    [
        (event("", media=Media.PHOTO), {}),
        (event("good morning"), {"mine": {"last_at": {"message": NOW - 60}}}),
        (event("好好学习"), {"muted_until": NOW}),
    ],
)
def test_messages_that_earn_something(what: Event, more: dict[str, Any]) -> None:
    assert paid(earned(what, receiver=None, **more)) == {"message": (ANN, 2)}


@pytest.mark.parametrize(
    ("today", "granted", "reason"),
    [
        ({}, 2, ""),
        ({"message": 9}, 1, "daily limit for message"),
        ({"message": 10}, 0, "daily limit for message"),
        ({"thanks": 20, "reaction": 4}, 1, "daily limit"),
        ({"thanks": 20, "reaction": 9}, 0, "daily limit"),
        ({"checkin": 100}, 2, ""),
    ],
)
def test_caps_lower_what_is_granted_and_say_why(today: dict[str, int], granted: int, reason: str) -> None:
    (entry,) = earned(event("good morning"), mine={"today": today}, receiver=None).entries
    assert (entry.raw, entry.granted, entry.reason) == (2, granted, reason)


@pytest.mark.parametrize(
    ("before", "text", "granted"),
    [
        (0, "good morning", 4),
        (1, "good morning", 2),
        (2, "good morning", 1),
        (3, "good morning", 0),
        (0, "morning", 2),
    ],
)
def test_messages_pay_less_one_after_another_and_when_they_are_short(
    before: int, text: str, granted: int
) -> None:
    pays = MessagePolicy(points=4, cooldown=0, fades=(100, 50, 25, 0), whole_from=8)
    policy = structs.replace(POLICY, message=pays)
    found = paid(earned(event(text), receiver=None, policy=policy, mine={"messages": before}))
    assert found == ({"message": (ANN, granted)} if granted else {})


@pytest.mark.parametrize(("text", "pays"), [("the whole answer of somebody", False), ("ok then", True)])
def test_the_words_of_others_pay_nothing_unless_they_are_short(text: str, pays: bool) -> None:
    policy = structs.replace(POLICY, message=structs.replace(WRITING, copies=12))
    theirs = seen(500, 1, person=9, digest=digest(text))
    known = structs.replace(past(others=(theirs,)), digests={digest(text)})
    assert bool(earned(event(text), receiver=None, policy=policy, activity=known).entries) is pays


ANSWERS = structs.replace(POLICY, reply=ReplyPolicy(points=1, per_day=3, per_pair=2, gives_per_day=4))


def test_who_is_answered_gets_something_from_each_person_once_a_day() -> None:
    (reply, message) = earned(thanks("use a list here"), policy=ANSWERS).entries
    assert (reply.key, reply.person, reply.actor, reply.granted) == (f"reply:1:8:7:{DAY}", BOB, ANN, 1)
    assert message.person == ANN


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("use a list here", {"theirs": {"recent_givers": {(ANN, "reply"): (NOW - 60,)}}}),
        (
            "use a list here",
            {"theirs": {"recent_givers": {(ANN, "reply"): (NOW - 86_400, NOW - 2 * 86_400)}}},
        ),
        ("use a list here", {"mine": {"given_today": {"reply": 4}}}),
        ("use a list here", {"receiver": ANN}),
        ("use a list here", {"joined_at": NOW - 60}),
        ("ok", {}),
        ("thanks", {}),
    ],
)
def test_answers_that_pay_nobody(text: str, more: dict[str, Any]) -> None:
    assert "reply" not in paid(earned(thanks(text), policy=ANSWERS, **more))


def test_thanks_reach_those_whom_a_message_names_each_once() -> None:
    found = earned(event("thanks @bob and @cleo!"), receiver=None, named=(BOB, CLEO, BOB, ANN))
    assert [(e.key, e.person) for e in found.entries if e.source == "thanks"] == [
        (f"thanks:-1001:100:{BOB}", BOB),
        (f"thanks:-1001:100:{CLEO}", CLEO),
    ]


@pytest.mark.parametrize(
    ("receiver", "named", "whom"),
    [(BOB, (), []), (BOB, (CLEO,), [CLEO]), (None, (BOB, CLEO), [BOB, CLEO]), (BOB, (BOB,), [BOB])],
)
def test_a_long_message_thanks_only_those_whom_it_names(
    receiver: int | None, named: tuple[int, ...], whom: list[int]
) -> None:
    text = "thanks @bob for the long explanation of how tables are merged by their dates"
    found = earned(event(text, reply=Reply(5, Person(43))), receiver=receiver, named=named)
    assert [e.person for e in found.entries if e.source == "thanks"] == whom


def test_thanks_to_many_end_with_the_givers_budget_and_the_most_of_one_message() -> None:
    one = earned(event("thanks all"), receiver=None, named=(BOB, CLEO), mine={"given_today": {"thanks": 1}})
    assert [e.person for e in one.entries if e.source == "thanks"] == [BOB]
    policy = structs.replace(POLICY, thanks=structs.replace(THANKING, receivers=1))
    first = earned(event("thanks all"), receiver=None, named=(BOB, CLEO), policy=policy)
    assert [e.person for e in first.entries if e.source == "thanks"] == [BOB]


def test_a_reaction_that_settles_later_is_pending_and_grants_nothing_yet() -> None:
    policy = structs.replace(POLICY, reaction=structs.replace(REACTING, settles_after=600))
    (entry,) = earned(reacted(), policy=policy).entries
    assert (entry.status, entry.raw, entry.granted) == ("pending", 3, 0)
    final = settled(entry, Standing(person=BOB, day=DAY, today={"reaction": 7}), caps_of(policy), NOW + 600)
    assert (final.status, final.granted, final.reverses, final.day) == ("final", 2, entry.key, DAY)
    gone = counter(entry, NOW, "reaction removed")
    again = counter(gone, NOW, "")
    assert [(e.status, e.granted, e.raw) for e in (gone, again)] == [("void", 0, -3), ("pending", 0, 3)]
    back = counter(final, NOW, "reaction removed")
    assert (back.status, back.granted) == ("final", -2)
    assert len({e.key for e in (entry, final, gone, again, back)}) == 5


@pytest.mark.parametrize(
    ("season", "name"), [("month", "2026-03"), ("quarter", "2026-q1"), ("year", "2026"), ("", "")]
)
def test_an_entry_names_its_season(season: str, name: str) -> None:
    (entry,) = earned(
        event("good morning"), receiver=None, policy=structs.replace(POLICY, season=season)
    ).entries
    assert entry.season == name


def test_a_reaction_pays_whoever_wrote_the_message() -> None:
    (entry,) = earned(reacted()).entries
    assert (entry.key, entry.person, entry.actor, entry.granted) == ("react:-1001:100:7", BOB, ANN, 3)


@pytest.mark.parametrize(
    ("what", "more"),
    [
        (reacted(), {"receiver": ANN}),
        (reacted(), {"receiver": None}),
        (reacted("👎"), {}),
        (structs.replace(reacted(), added=(), removed=("👍",), reactions=()), {}),
        (reacted(), {"joined_at": NOW - 3599}),
        (reacted(), {"mine": {"given_today": {"reaction": 4}}}),
        (reacted(), {"theirs": {"recent_givers": {(ANN, "reaction"): (NOW, NOW)}}}),
        (reacted(), {"muted_until": FOREVER}),
    ],
)
def test_reactions_that_pay_nobody(what: Event, more: dict[str, Any]) -> None:
    assert earned(what, **more) == Award()


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        ("谢谢！", True),
        ("太谢谢你了", True),
        ("Thanks a lot", True),
        ("thanksgiving is near", False),
        ("no idea", False),
        ("谢谢" + "，我再看看这一段是怎么写的" * 3, False),
    ],
)
def test_thanks_in_a_reply_pay_whoever_is_answered(text: str, pays: bool) -> None:
    found = [e for e in earned(thanks(text)).entries if e.source == "thanks"]
    assert [(e.key, e.person, e.actor, e.granted) for e in found] == (
        [("thanks:-1001:100", BOB, ANN, 5)] if pays else []
    )


@pytest.mark.parametrize(
    "more",
    [
        {"receiver": ANN},
        {"receiver": None},
        {"mine": {"given_today": {"thanks": 2}}},
        {"theirs": {"recent_givers": {(ANN, "thanks"): (NOW,)}}},
    ],
)
def test_thanks_that_pay_nobody(more: dict[str, Any]) -> None:
    assert "thanks" not in paid(earned(thanks("谢谢"), **more))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("打卡", True),
        ("打卡！", True),
        ("✅ 打卡", True),
        ("#打卡 第 3 天", True),
        ("打卡第三天", True),
        ("打卡 今天写了八百字", True),
        ("打卡：背了 40 个单词", True),
        ("打卡了", True),
        ("打卡机坏了", False),
        ("今天还没打卡", False),
        ("打卡了吗？", False),
        ("Check in", True),
        ("check in: an hour of pandas", True),
        ("check in at the hotel first", False),
    ],
)
def test_what_checks_in(text: str, counts: bool) -> None:
    found = earned(event(text), receiver=None)
    assert [e.source for e in found.entries if e.source == "checkin"] == (["checkin"] if counts else [])
    assert found.reactions == ((React("👍"),) if counts else ())


@pytest.mark.parametrize(
    ("streak", "last", "granted"),
    [(0, "", 5), (1, YESTERDAY, 6), (2, YESTERDAY, 7), (9, YESTERDAY, 8), (9, "2026-01-01", 5)],
)
def test_a_check_in_pays_more_for_days_in_a_row(streak: int, last: str, granted: int) -> None:
    command = event("/checkin", command=Command("checkin"))
    (entry,) = earned(command, mine={"streak": streak, "last_checkin": last}, receiver=None).entries
    assert (entry.key, entry.granted) == (f"checkin:1:7:{DAY}", granted)


def test_a_second_check_in_of_the_day_earns_nothing_and_is_seen_all_the_same() -> None:
    found = earned(event("打卡 再来一次"), mine={"last_checkin": DAY, "streak": 1}, receiver=None)
    assert found == Award((), (React("👌"),))
    command = event("/checkin", command=Command("checkin"))
    assert earned(command, mine={"last_checkin": DAY, "streak": 1}, receiver=None) == Award()


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("UTC", "2026-03-04"), ("Asia/Shanghai", "2026-03-04"), ("Pacific/Kiritimati", "2026-03-05")],
)
def test_the_day_is_the_local_one(timezone: str, day: str) -> None:
    assert local_day(NOW, timezone) == day
