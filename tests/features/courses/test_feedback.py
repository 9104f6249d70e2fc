"""Pressed buttons, over a real batch and a database."""

from __future__ import annotations

import pytest

from bot.core import button_router
from bot.features.courses.advisor import Advisor
from bot.features.courses.feedback import pressed_catalogue, pressed_suggestion
from bot.text.messages import plain
from rules.engine.events import Chat
from storage.preferences import chosen
from tests.features.courses.worlds import ANN, BEN, CATALOGUE, NOW, OTHER, Town, book, course, press, texts_of


@pytest.mark.parametrize(("verb", "kind"), [("like", "interested"), ("taken", "taken"), ("no", "dismissed")])
def test_the_member_answers_their_own_suggestion(town: Town, verb: str, kind: str) -> None:
    number = town.suggested(ANN)
    with town.batch() as batch:
        said = pressed_suggestion(batch, press(ANN, ""), f"{number}:{verb}")
    assert said == plain("en", f"pressed-{verb}")
    more = [("python", "finished")] if verb == "taken" else []  # it does not run any more
    assert town.events(ANN) == [("python", kind), *more]


def test_what_is_pressed_takes_effect_on_the_next_suggestion(town: Town) -> None:
    def first() -> str:
        with town.store.read() as connection:
            found = town.services.of(Advisor).advise(connection, [town.id(ANN)], town.book, NOW + 20 * 86_400)
            return found[town.id(ANN)][0].course

    before = first()
    number = town.suggested(ANN, before)
    with town.batch() as batch:
        pressed_suggestion(batch, press(ANN, ""), f"{number}:no")
    after = first()
    assert before != after


def test_a_mind_may_be_changed_as_often_as_one_likes(town: Town) -> None:
    number = town.suggested(ANN)
    for update, verb in enumerate(["like", "no", "like"], 1):
        with town.batch(NOW + update) as batch:
            pressed_suggestion(batch, press(ANN, "", update_id=update), f"{number}:{verb}")
    with town.store.read() as connection:
        profile = town.services.of(Advisor).profiles(connection, [town.id(ANN)])[town.id(ANN)]
    assert profile.liked == {"python"}
    assert not profile.dismissed


def test_the_same_press_delivered_twice_counts_once(town: Town) -> None:
    number = town.suggested(ANN)
    for _ in range(2):
        with town.batch() as batch:
            pressed_suggestion(batch, press(ANN, ""), f"{number}:like")
    assert town.events(ANN) == [("python", "interested")]


def test_others_are_told_kindly_that_it_is_not_theirs(town: Town) -> None:
    number = town.suggested(ANN)
    with town.batch() as batch:
        said = pressed_suggestion(batch, press(BEN, ""), f"{number}:taken")
    assert said == plain("zh", "button-another")
    assert town.events(ANN) == []
    assert town.events(BEN) == []


def test_a_button_of_another_chat_does_nothing(town: Town) -> None:
    number = town.suggested(ANN)
    for chat in (OTHER, Chat(ANN.id, "private")):
        with town.batch() as batch:
            town.directory.resolve(batch.connection, [chat], [])
            said = pressed_suggestion(batch, press(ANN, "", chat), f"{number}:like")
        assert said == plain("en", "button-unknown")
    assert town.events(ANN) == []


@pytest.mark.parametrize(
    "arguments",
    ["", ":", "1", "999:like", "x:like", "-1:like", "²:like", f"{10**30}:no", "1:", "1:drop", "1:like:2"],
)
def test_a_button_nobody_made_does_nothing(town: Town, arguments: str) -> None:
    town.suggested(ANN)
    with town.batch() as batch:
        said = pressed_suggestion(batch, press(ANN, ""), arguments)
    assert said == plain("en", "button-unknown")
    assert town.events(ANN) == []


def test_anybody_may_stop_suggestions_for_themselves_alone(town: Town) -> None:
    town.suggested(ANN)
    with town.batch() as batch:
        said = pressed_suggestion(batch, press(BEN, ""), "0:stop")
    assert said == plain("zh", "pressed-stop")
    with town.store.read() as connection:
        found = chosen(connection, town.community, "suggestions", [town.id(ANN), town.id(BEN)])
    assert found == {town.id(BEN): "off"}


def test_stop_in_a_chat_of_no_community_does_nothing(town: Town) -> None:
    with town.batch() as batch:
        said = pressed_suggestion(batch, press(BEN, "", OTHER), "0:stop")
    assert said == plain("zh", "button-unknown")
    with town.store.read() as connection:
        assert chosen(connection, town.community, "suggestions", [town.id(BEN)]) == {}


def test_every_press_is_answered(town: Town) -> None:
    number = town.suggested(ANN)
    sign = town.services.buttons.signer(town.group, town.id(ANN), NOW)
    made = [sign("sg", f"{number}:like"), sign("sg", "0:stop"), sign("cat", "1:"), sign("zz", "1")]
    data = [*made, "sg:", ""]
    for update, one in enumerate(data, 1):
        with town.batch() as batch:
            button_router.handle(batch, press(ANN, one, update_id=update))
    answers = [c for c in town.calls() if c.method == "answerCallbackQuery"]
    assert [a.params["callback_query_id"] for a in answers] == [f"cb{n}" for n in range(1, len(data) + 1)]
    assert all(len(a.params["text"]) <= 200 for a in answers)


def test_a_page_is_turned_in_place(town: Town) -> None:
    town.book = book((*CATALOGUE, *(course(f"c{n}") for n in range(9))))
    with town.batch() as batch:
        pressed_catalogue(batch, press(ANN, ""), "1:")
    (call,) = town.calls()
    assert (call.method, call.params["message_id"], call.retry) == ("editMessageText", 77, "free")
    assert texts_of(call) == [["cat:0:", "cat:2:"], ["cat:0:$0"]]  # the pages, and free ones alone


@pytest.mark.parametrize("chat", [OTHER])
def test_a_page_in_a_chat_of_no_community_stays(town: Town, chat: Chat) -> None:
    with town.batch() as batch:
        said = pressed_catalogue(batch, press(ANN, "", chat), "1:")
    assert said == plain("en", "button-unknown")
    assert town.calls() == []
