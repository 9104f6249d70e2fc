"""What methods learn."""

from __future__ import annotations

import numpy as np
import pytest

from bot.features.churn.history import DAY, Act, History
from bot.features.churn.models import BOOSTING, FOREST, LOGISTIC, MODELS, LastAct, Majority, Model
from bot.features.churn.training import Examples, examples
from bot.features.churn.training_rows import Describer, split
from tests.features.churn.worlds import BEGIN, community


@pytest.fixture(scope="module")
def given() -> Examples:
    """What a made-up community gives to learn from."""
    past = History.of(community())
    return examples(past, Describer(past))


def brier(chances: np.ndarray, came: np.ndarray) -> float:
    return float(((chances - came) ** 2).mean())


@pytest.mark.parametrize("name", MODELS)
def test_rhythm_tells_more_than_the_last_act(name: str, given: Examples) -> None:
    parts = split(given.rows.at)
    assert parts is not None
    learn, test = given.rows.where(parts.learn), given.rows.where(parts.test)
    quiet, came = given.quiet[parts.learn], given.quiet[parts.test]
    chances = Model.fit(name, learn, quiet).chances(test)
    assert ((chances > 0) & (chances < 1)).all()
    last, many = LastAct.fit(learn, quiet).chances(test), Majority.fit(quiet).chances(test)
    assert brier(chances, came) < brier(last, came) - 0.01 < brier(many, came)


def test_the_same_past_gives_the_same_chances(given: Examples) -> None:
    few = given.rows.where(np.arange(len(given.rows)) % 4 == 0)
    quiet = given.quiet[::4]
    for name in (FOREST, BOOSTING):
        one, other = (Model.fit(name, few, quiet).chances(few) for _ in range(2))
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_words_alone_can_tell() -> None:
    draw = np.random.default_rng(2)
    acts = []
    for week in range(16):
        for n in range(40):
            leaves = n % 2 == 0
            topic = ("refund", "cancel") if leaves else ("exercise", "homework")
            words = (*topic, *(f"w{int(k)}" for k in draw.integers(0, 60, 4)))
            for later in range(1 if leaves else 17 - week):
                at = BEGIN + (7 * (week + later) + float(draw.uniform(0, 6))) * DAY
                acts.append(Act(at, f"{week}-{n}", length=20, words=words))
    past = History.of(acts)
    given = examples(past, Describer(past), within=7)
    parts = split(given.rows.at)
    assert parts is not None
    learn, test = given.rows.where(parts.learn), given.rows.where(parts.test)
    quiet, came = given.quiet[parts.learn], given.quiet[parts.test]
    knowing = Model.fit(LOGISTIC, learn, quiet, ("content",)).chances(test)
    timed = Model.fit(LOGISTIC, learn, quiet, ("time",)).chances(test)
    assert brier(knowing, came) < brier(timed, came) / 2


def test_the_last_act_is_calibrated_on_what_it_learned_from(given: Examples) -> None:
    chances = LastAct.fit(given.rows, given.quiet).chances(given.rows)
    assert chances.mean() == pytest.approx(given.quiet.mean(), abs=0.01)
    order = np.argsort(given.rows.numbers[:, given.rows.columns.index("since")])
    assert (np.diff(chances[order]) >= 0).all()
