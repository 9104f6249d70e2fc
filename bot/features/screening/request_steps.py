"""Ask the steps of a request: the rules, questions answered in words, a quiz."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from bot.text.messages import Html, by_operators, plain, say
from rules.config.community import Community
from rules.config.screening import Quiz, Requests

YES, NO = "y", "n"  # what buttons of the rules say


@dataclass(frozen=True)
class Step:
    """One step; `number` counts questions, or those of the quiz."""

    kind: Literal["rules", "hello", "question", "quiz"]
    number: int = 0


def steps_of(asked: Requests, community: Community) -> list[Step]:
    """All steps in order; with nothing to ask, a button shows that somebody is there."""
    found = [Step("rules")] if asked.rules and community.rules else []
    found += [Step("question", n) for n in range(len(asked.questions))]
    found += [Step("quiz", n) for n in range(len(asked.quiz))]
    return found or [Step("hello")]


def shown(
    step: Step, asked: Requests, community: Community, language: str, seed: str
) -> tuple[Html, list[tuple[str, str]]]:
    """What a step says, and its buttons: what they say and what they mean. `seed` shuffles."""
    match step.kind:
        case "rules":
            text = say(language, "request-rules", rules=by_operators(community.rules[language]))
            return text, [(plain(language, "request-accept"), YES), (plain(language, "request-refuse"), NO)]
        case "hello":
            return say(language, "request-hello"), [(plain(language, "captcha-press"), YES)]
        case "question":
            question = asked.questions[step.number][language]
            return say(language, "request-question", ask=by_operators(question)), []
    quiz = asked.quiz[step.number]
    text = Html(by_operators(quiz.ask[language]))
    return text, [(quiz.choices[n][language], str(place)) for place, n in enumerate(_order(quiz, seed))]


def _order(quiz: Quiz, seed: str) -> list[int]:
    order = list(range(len(quiz.choices)))
    random.Random(f"{seed}:{quiz.ask}").shuffle(order)
    return order


def judged(
    step: Step, asked: Requests, value: str, seed: str, language: str
) -> tuple[bool, dict[str, str] | None]:
    """Whether a button was the right one, and what the moderators may read of it."""
    if step.kind != "quiz":
        return value == YES, None
    quiz = asked.quiz[step.number]
    order = _order(quiz, seed)
    if not value.isdigit() or int(value) >= len(order):
        return False, None
    chosen = order[int(value)]
    return chosen == quiz.answer - 1, {"ask": quiz.ask[language], "said": quiz.choices[chosen][language]}
