"""What the core is handed at the start, for tests that open no app."""

from __future__ import annotations

from typing import Any

from bot.core.feature import Registry
from bot.core.services import Services
from bot.features import registry
from bot.features.courses.advisor import Advisor
from bot.features.moderation.hooks import Hooks
from bot.features.pictures.scan_queue import Pictures
from bot.features.questions_answers.solved_questions import SolvedQuestions
from bot.features.spam.score_service import Spam


def services(advisor: Advisor | None = None, **more: Any) -> Services:
    """All features' services, fresh; nobody learns from what moderators say."""
    extras: dict[type, Any] = {
        Spam: Spam(),
        Pictures: Pictures(),
        Hooks: Hooks(),
        SolvedQuestions: SolvedQuestions(),
    }
    if advisor is not None:
        extras[Advisor] = advisor
    return Services({Registry: registry(), **extras}, **more)
