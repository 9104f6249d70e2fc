"""quizzes.yaml: banks of questions that Telegram's own polls ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rules.conditions.base import Duration
from rules.config.document import PathTo
from rules.config.problems import nearest, shown
from rules.config.texts import Texts
from rules.engine.normalize import digest
from rules.sentences import say

_QUESTION, _OPTION, _WHY = 300, 100, 200  # characters (Bot API, sendPoll)
_HOUR, _DAY = 3_600, 86_400


def _at_most(most: int) -> AfterValidator:
    def check(texts: dict[str, str]) -> dict[str, str]:
        if any(len(text.encode("utf-16-le")) // 2 > most for text in texts.values()):
            raise ValueError(say("quiz-too-long", most=most))
        return texts

    return AfterValidator(check)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Part):
    """One question with its options."""

    ask: Annotated[Texts, _at_most(_QUESTION)]
    options: tuple[Annotated[Texts, _at_most(_OPTION)], ...] = Field(min_length=2, max_length=10)
    right: int = Field(ge=1, description="Which option is right, counted from 1.")
    why: Annotated[Texts, _at_most(_WHY)] = Field(
        default_factory=dict, description="Shown to those who answered wrongly."
    )

    @property
    def mark(self) -> int:
        """What tells it apart from other questions, wherever it stands."""
        return digest(" / ".join(self.ask.values()))

    @model_validator(mode="after")
    def _right_is_one(self) -> Question:
        if self.right > len(self.options):
            raise ValueError(say("quiz-right", right=self.right, count=len(self.options)))
        return self


class QuizTest(_Part):
    """An answer, and whether it is right: so that options can be moved about without fear."""

    ask: str = Field(min_length=1, description="How the question begins, in one of its languages.")
    answer: str = Field(min_length=1, description="The option's words, in one of its languages.")
    right: bool = True


class Quiz(_Part):
    """A bank of questions."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$", description="Never change it afterwards.")]
    title: Texts
    points: int = Field(2, ge=0, le=100, description="For a right answer, once a question.")
    open_for: Annotated[Duration, Field(ge=30, le=7 * _DAY)] = Field(
        _HOUR, description="How long a question stays open."
    )
    questions: tuple[Question, ...] = Field(min_length=1, max_length=500)
    tests: tuple[QuizTest, ...] = Field(
        (), max_length=500, description="Answers, and whether they are right."
    )

    def told(self, test: QuizTest) -> str:
        """How a test turned out otherwise; nothing when it holds."""
        meant = [q for q in self.questions if any(text.startswith(test.ask) for text in q.ask.values())]
        if len(meant) != 1:
            return say("quiz-test-ask", ask=shown(test.ask))
        places = [n for n, o in enumerate(meant[0].options, 1) if test.answer in o.values()]
        if not places:
            there = {words for option in meant[0].options for words in option.values()}
            return say("quiz-test-answer", answer=shown(test.answer), hint=nearest(test.answer, there))
        right = meant[0].right in places
        if right == test.right:
            return ""
        return say("quiz-test-right" if right else "quiz-test-wrong", answer=shown(test.answer))

    @model_validator(mode="after")
    def _each_once(self) -> Quiz:
        marks = [q.mark for q in self.questions]
        twice = next((n for n, mark in enumerate(marks) if mark in marks[:n]), None)
        if twice is not None:
            raise ValueError(say("quiz-question-twice", number=twice + 1))
        return self


class Quizzes(_Part):
    """Everything in quizzes.yaml. There are none until they are written."""

    quizzes: tuple[Quiz, ...] = Field((), max_length=100)

    def quiz(self, name: str) -> Quiz | None:
        """A quiz by its id."""
        return next((q for q in self.quizzes if q.id == name.lower()), None)

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        for place, quiz in enumerate(self.quizzes):
            for number, test in enumerate(quiz.tests):
                yield ("quizzes", place, "tests", number), quiz.told(test)

    @model_validator(mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        emptied = isinstance(value, dict) and "quizzes" in value and value["quizzes"] is None
        return {**value, "quizzes": []} if emptied else value

    @model_validator(mode="after")
    def _named_once(self) -> Quizzes:
        names = [q.id for q in self.quizzes]
        twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
        if twice is not None:
            raise ValueError(say("quiz-twice", name=twice))
        return self
