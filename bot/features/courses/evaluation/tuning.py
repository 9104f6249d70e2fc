"""Choosing the default's settings on held-out courses of the training data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.features.courses.blend import Blend, Settings, fits_ease
from bot.features.courses.ease import Ease
from bot.features.courses.evaluation.baselines import Step, best
from bot.features.courses.evaluation.problem import Problem, prior_of
from bot.features.courses.histories import Floats, Histories
from bot.features.courses.markov import Chain, Markov, transitions

_WINDOWS = ((3, 1.0), (10, 0.5), (10, 0.7), (30, 0.9), (30, 1.0))
_BACK = (0.1, 0.3)
_HALF_LIVES = (1.0, 1.5, 2.5)
# Shares of mixture and Bayes' theorem, and the discount of popularity.
_WAYS = (
    *((1.0, 0.0, lift) for lift in (0.0, 0.2, 0.4)),
    (1.0, 0.1, 0.2),
    *((0.2, bayes, 0.0) for bayes in (0.4, 0.6, 0.7, 0.8)),
    (0.0, 0.8, 0.0),
)
_RIDGES = (20.0, 200.0)
_EASE = tuple((e, p, h) for h in (1.5, 3.0) for e in (0.0, 0.1, 0.25, 0.5) for p in (0.0, 0.1, 0.25))
_ALIKE = (0.0, 1.0, 2.0, 4.0)
_TEMPERATURES = tuple(np.exp2(np.arange(-4, 9) / 4))
STEPS = len(_WINDOWS) + len(_RIDGES) + len(_ALIKE) + len(_TEMPERATURES)  # at most

_Scores = NDArray[np.float32]


def choose(problem: Problem, step: Step) -> Settings:
    """The settings that rank the validation's courses best (NDCG), one group of them after the other.

    The temperature is the one under which those courses are likeliest.
    """
    if not problem.asked[1].count:
        return Settings()
    prior = prior_of(problem.fitting)
    settings = Settings(chain=_chain(problem, prior, step), ease=0.0, plain=0.0, alike=0.0)
    fitted = Blend.fit(problem.fitting, prior, problem.text, settings)
    asked = problem.asked[0]
    scores = fitted.scores(asked)
    if fits_ease(problem.fitting):
        settings, scores = _with_ease(problem, settings, scores, step)
    if fitted.likeness is not None:
        unit = replace(fitted, settings=replace(settings, alike=1.0)).terms(asked).get("alike")
        if unit is not None:
            weight = best(_ALIKE, lambda w: problem.validate(scores + np.float32(w) * unit), step)
            settings = replace(settings, alike=weight)
            scores = scores + np.float32(weight) * unit
    return replace(settings, temperature=temperature(problem, scores, step))


def _chain(problem: Problem, prior: Floats, step: Step) -> Chain:
    """The chain's settings by NDCG of the chain alone."""
    asked = problem.asked[0]
    log_prior = np.log(prior).astype(np.float32)
    found, highest = Chain(), -1.0
    for window, fading in _WINDOWS:
        counted = transitions(problem.fitting, Chain(window=window, fading=fading))
        for back in _BACK:
            chain = Chain(window=window, fading=fading, back=back)
            rows = Markov.of(counted[0], counted[1].copy(), prior, chain)
            for half_life in _HALF_LIVES:
                one = replace(rows, chain=replace(chain, half_life=half_life))
                mixed, proved = one.mixed(asked, prior), one.proved(asked)
                for mixture, bayes, lift in _WAYS:
                    scores = np.float32(1 - lift) * log_prior + np.float32(mixture) * mixed
                    worth = problem.validate(scores + np.float32(bayes) * proved if bayes else scores)
                    if worth > highest:
                        found = replace(one.chain, mixture=mixture, bayes=bayes, lift=lift)
                        highest = worth
        step()
    return found


def _with_ease(problem: Problem, settings: Settings, scores: _Scores, step: Step) -> tuple[Settings, _Scores]:
    asked = problem.asked[0]
    highest, best_scores, chosen = problem.validate(scores), scores, settings
    for ridge in _RIDGES:
        ease = Ease.fit(problem.fitting, ridge)
        parts = {h: _standard(ease, asked, h) for h in {h for _, _, h in _EASE} | {np.inf}}
        for weight, plain, half_life in _EASE:
            found = scores + np.float32(weight) * parts[half_life] + np.float32(plain) * parts[np.inf]
            worth = problem.validate(found)
            if worth > highest:
                highest, best_scores = worth, found
                chosen = replace(settings, ridge=ridge, ease=weight, plain=plain, ease_half_life=half_life)
        step()
    return chosen, best_scores


def _standard(ease: Ease, histories: Histories, half_life: float) -> _Scores:
    from bot.features.courses.blend import standard

    return standard(ease.scores(histories, half_life)).astype(np.float32)


def temperature(problem: Problem, scores: _Scores, step: Step) -> float:
    """The temperature under which the held-out courses are likeliest among those not taken yet."""
    histories, held = problem.asked
    seen = scores.astype(np.float64)
    seen[histories.people, histories.items] = -np.inf
    goal = seen[held.people, held.items]

    def likelihood(heat: float) -> float:
        heated = seen / heat
        highest = heated.max(axis=1, keepdims=True)
        total = np.log(np.exp(heated - highest).sum(axis=1)) + highest[:, 0]
        return float((goal / heat - total)[np.isfinite(goal)].mean())

    return float(best(_TEMPERATURES, likelihood, step))
