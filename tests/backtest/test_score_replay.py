"""Spam scores on the way through the past: whose texts, and what moderators had said by then."""

from __future__ import annotations

import pytest

from bot.backtest.score_replay import Label, Scoring, Voice
from bot.backtest.timeline import Earned, Moment
from bot.features.spam.seed_corpus import shipped
from bot.features.spam.text_features import features, stored_features
from rules.engine.events import Chat, Content, Event, Kind, Person, Sender
from rules.engine.normalize import digest

BULBS = "Gardeners wanted: our tulip bulbs came early this year, write to me in private for a bulb"
COPY = BULBS.replace("tulip", "crocus")


def moment(
    update: int,
    text: str,
    *,
    person: int = 1,
    judged: bool = True,
    kind: Kind = Kind.MESSAGE,
    sender: Sender = Sender.MEMBER,
) -> Moment:
    """Somebody writes; updates come a second apart."""
    event = Event(
        update_id=update,
        kind=kind,
        at=update,
        chat=Chat(-1),
        person=Person(person),
        sender=sender,
        content=Content(text),
    )
    return Moment(event, 1, person, 1, update, digest(text), judged)


def scored(scoring: Scoring, *moments: Moment) -> list[int]:
    """The updates that were given a score, in all parts together."""
    return [update for m in moments for update in scoring.scores([m])]


def test_the_first_messages_of_each_member_are_scored_and_edits_count_as_none() -> None:
    scoring = Scoring(2, {1: Voice(shipped())})
    edit = moment(2, "hello there!", kind=Kind.EDIT)
    written = [moment(n, f"hello {n}") for n in (3, 4)]
    assert scored(scoring, moment(1, "hello there"), edit, *written, moment(9, "me too", person=2)) == [
        1,
        2,
        3,
        9,
    ]
    assert scoring.texts == 4


@pytest.mark.parametrize(
    "other",
    [
        moment(1, ""),
        moment(1, "hello", judged=False),
        moment(1, "hello", sender=Sender.ANONYMOUS_ADMIN),
        Earned(1, 1, 5),
    ],
)
def test_nothing_else_is_scored(other: Moment | Earned) -> None:
    scoring = Scoring(2, {1: Voice(shipped())})
    assert scoring.scores([other]) == {}


def test_a_moderators_word_counts_from_when_it_fell() -> None:
    (body,) = features([BULBS]).pack()
    label = Label(5, digest(BULBS), "spam", stored_features(body))
    texts = [moment(4, BULBS), moment(5, COPY, person=2), moment(6, COPY, person=3)]
    found = Scoring(3, {1: Voice(shipped(), [label])}).scores(texts)
    assert [score.copy for score in found.values()] == ["", "", "spam"]


def test_many_at_once_are_scored_like_each_alone() -> None:
    texts = [f"lesson {n % 7}, question {n % 11}" for n in range(60)]
    moments = [moment(n + 1, text, person=n) for n, text in enumerate(texts)]
    found = Scoring(1, {1: Voice(shipped())}).scores(moments)
    alone = {n + 1: shipped().score([text])[0] for n, text in enumerate(texts)}
    assert {n: s.tail for n, s in found.items()} == pytest.approx({n: s.tail for n, s in alone.items()})
