"""Whom the incentives reward: a month under the files that come along, and limits that are proved."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec import structs

import rules
from bot.features import extensions
from bot.simulation.economy.living import HONEST, WHO
from bot.simulation.economy.showing import svg
from bot.simulation.economy.simulate import Simulated, broken, simulate, unkept
from bot.simulation.economy.society import BEGIN, DAY, Society
from rules.config.book import load_book
from rules.engine.policy import IncentivesPolicy, MessagePolicy, ReferralPolicy, WorthPolicy
from tests.rules.make import folder

FOLDER = Path(rules.__file__).parent


@pytest.fixture(scope="module")
def policy() -> IncentivesPolicy:
    """The policy that comes along."""
    found, problems = load_book(FOLDER, extensions())
    assert problems == []
    assert found is not None
    return found.incentives


@pytest.fixture(scope="module")
def found(policy: IncentivesPolicy) -> Simulated:
    """A month under it."""
    return simulate(policy)


@pytest.mark.parametrize(
    ("who", "most"),
    [
        ("spammer", 0.4),
        ("ring5", 0.45),
        ("ring20", 0.7),
        ("swapper", 0.5),
        ("alt_referrer", 0.2),
        ("sleeper", 0.2),
        ("filler", 0.45),
    ],
)
def test_farming_does_not_pay_under_the_files_that_come_along(
    found: Simulated, who: str, most: float
) -> None:
    assert found.shares[who] <= most


def test_it_pays_under_the_rules_of_others(found: Simulated) -> None:
    assert found.schemes["mee6"]["spammer"] > 50
    assert found.schemes["discourse"]["ring20"] > 20
    assert found.schemes["skool"]["ring5"] > 20
    assert found.schemes["stack_exchange"]["swapper"] > 1


def test_the_limits_of_the_file_hold(policy: IncentivesPolicy, found: Simulated) -> None:
    assert dict(policy.limits)["ring20"] == 0.7
    assert broken(found, policy) == []


def test_without_what_makes_rings_poor_they_are_rich(policy: IncentivesPolicy) -> None:
    rich = simulate(structs.replace(policy, worth=WorthPolicy()))
    assert rich.shares["ring20"] > 1.5
    assert {who for who, _, _ in broken(rich, policy)} >= {"ring5", "ring20"}


def test_messages_are_paid_as_the_engine_pays_them() -> None:
    society = Society(IncentivesPolicy(message=MessagePolicy(points=2, cooldown=60, per_day=4)))
    society.known(HONEST)
    for n in range(5):
        society.say(HONEST, BEGIN + 61 * n, f"message number {n}")
    society.say(HONEST, BEGIN + 86_400, "message number 0")  # said before
    assert society.earned(HONEST) == 4


LAX = """
message: {points: 2, cooldown: 0s, per_day: 1000}
limits:
  spammer: 0.5
  sleeper: 0.5
"""


def test_a_limit_that_does_not_hold_is_a_problem_of_its_line(tmp_path: Path) -> None:
    root = folder(tmp_path, incentives=LAX)
    book, _ = load_book(root, extensions())
    assert book is not None
    (problem,) = unkept(root, book)
    assert (problem.line, "spammer" in problem.told("en"), "0.50" in problem.told("zh")) == (4, True, True)


def test_a_file_without_limits_is_not_simulated(tmp_path: Path) -> None:
    root = folder(tmp_path, incentives=LAX.split("limits")[0])
    book, _ = load_book(root, extensions())
    assert book is not None
    assert unkept(root, book) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_names_everybody_and_every_scheme(found: Simulated, language: str) -> None:
    drawn = ElementTree.fromstring(svg(found, language))
    texts = {element.text for element in drawn.iter() if element.tag.endswith("text")}
    assert len(texts) >= len(WHO) + 5 + 2
    assert "1×" in texts


def test_own_accounts_bring_nothing_however_they_praise_each_other(
    policy: IncentivesPolicy, found: Simulated
) -> None:
    paying = structs.replace(policy, referral=ReferralPolicy(stays=3 * DAY, within=20 * DAY))
    paid, unpaid = simulate(paying), simulate(structs.replace(paying, referral=None))
    assert paid.shares["alt_referrer"] <= 0.2
    assert paid.shares == unpaid.shares
    assert unpaid == found  # a simulation gives the same each time


def test_a_newcomer_whom_others_answer_brings_what_is_promised(policy: IncentivesPolicy) -> None:
    rule = ReferralPolicy(stays=2 * DAY, messages=2, days=2)
    society = Society(structs.replace(policy, referral=rule))
    peers = range(100, 104)
    for person in (HONEST, *peers):
        society.known(person)
    society.brings(HONEST, 300, BEGIN)
    for day in range(4):
        at = BEGIN + day * DAY + 60
        asked = society.say(300, at, f"what do you think of chapter {day} of this book?")
        for peer in peers:
            society.say(peer, at + peer, f"{peer} liked part {day} of it a lot", asked)
        society.look_at_newcomers(at + 3_600)
    assert society.earned(HONEST) == rule.points
