"""What the demo sells, and the room that it opens."""

from __future__ import annotations

from pathlib import Path

import rules
from bot.features import extensions
from bot.playground.demo.people import PAID
from bot.playground.demo.world import demo_acts
from bot.playground.service import Service
from bot.playground.world import World
from bot.simulation.demo import _copy_rules
from rules.config.camps import Camps
from rules.config.homework import Homeworks
from rules.config.membership import Membership
from rules.config.quizzes import Quizzes
from rules.config.rule_book_store import load_book

_BEGAN = 1_800_000_000.0


def test_the_demos_plans_load_and_open_the_reading_room(tmp_path: Path) -> None:
    book, problems = load_book(_copy_rules(Path(rules.__file__).parent, tmp_path, _BEGAN), extensions())
    assert book is not None, problems
    plans = book.file(Membership).plans
    assert {plan.groups for plan in plans} == {(PAID,)}
    assert plans[0].trial == 1800
    assert [camp.id for camp in book.file(Camps).camps] == ["english"]
    (task,) = book.file(Homeworks).homework
    assert (task.id, task.due[-5:]) == ("groupby", "20:00")
    assert book.incentives.referral is not None
    assert book.incentives.referral.stays == 20 * 60
    assert [quiz.id for quiz in book.file(Quizzes).quizzes] == ["data"]


def test_the_reading_room_asks_whoever_wants_in() -> None:
    service = Service(World())
    for act in demo_acts(paid_code="X"):
        assert service.engine.do(**act)["ok"]
    assert service.world.chats[PAID].asks
    assert PAID not in {act.get("chat") for act in demo_acts()}
