"""The demonstration under the rules of the project: learners are left alone, advertisers are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.features import extensions
from bot.platforms.telegram.decode import Me, decode
from bot.playground.clock import Clock
from bot.playground.demo.people import BY_KEY, GROUP
from bot.playground.demo.talk import Step, afterwards, opening
from bot.playground.demo.world import demo_acts
from bot.playground.service import Service
from bot.playground.world import World
from rules.config.book import RuleBook, load_book
from rules.engine.actions import Delete
from rules.engine.decide import decide
from rules.engine.decision import Decision
from rules.engine.events import Event
from rules.engine.state import Activity, MemberState

RULES = Path(__file__).parents[2] / "rules"
ADVERTISING = {"spam", "spam_again"}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The rules that come with the project."""
    book, problems = load_book(RULES, extensions())
    assert book is not None, problems
    return book


def events(steps: list[Step]) -> Iterator[tuple[Step, Event]]:
    """Every written message of the talk, as the bot decodes it."""
    service = Service(World(), Clock("system"))
    bot = service.world.main_bot
    for act in demo_acts():
        service.engine.do(**act)
    for step in steps:
        user = BY_KEY[step.who].id
        service.engine.do(do="join", chat=GROUP, user=user)
        bot.queue.clear()
        if step.say and not step.private:
            assert service.engine.do(do="message", chat=GROUP, user=user, text=step.say)["ok"]
            yield step, decode(bot.queue[-1].body, Me(bot.id, bot.person.username))


def decided(event: Event, book: RuleBook) -> Decision:
    """What becomes of a message of somebody who joined an hour ago and writes for the first time."""
    state = MemberState(person=1, chat=1, joined_at=event.at - 3600)
    return decide(event, state, Activity(), book, event.at)


def test_even_a_newcomer_could_say_what_learners_say(book: RuleBook) -> None:
    hit = {s.say for s, e in events([*opening(), *afterwards()]) if decided(e, book).actions}
    assert hit == {s.say for s in opening() if s.label in ADVERTISING}


def test_both_advertisements_are_deleted(book: RuleBook) -> None:
    spam = [s for s in opening() if s.label in ADVERTISING]
    for step, event in events(spam):
        assert any(isinstance(a, Delete) for a in decided(event, book).actions), step.say
