"""Courses, declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.feature import Feature, Verb
from bot.core.scheduler import JobKind
from bot.features.courses import course_completion
from bot.features.courses.commands import courses, done, interests
from bot.features.courses.feedback import pressed_catalogue, pressed_suggestion
from bot.features.courses.interests_view import pressed_interests
from bot.features.courses.jobs import reminders, suggestions
from bot.features.courses.jobs.profiles import hear, model, profiles
from bot.features.courses.jobs.ratings import ratings
from bot.features.courses.tables import TABLES
from bot.runtime.settings import Settings

_DAY = 86_400


def _services(_settings: Settings, community: int) -> Mapping[type, Any]:
    from bot.features.courses.advisor import Advisor

    return {Advisor: Advisor(community)}


FEATURE = Feature(
    "courses",
    services=_services,
    commands=(*courses.COMMANDS, *done.COMMANDS, *interests.COMMANDS),
    buttons={
        "cat": Verb(pressed_catalogue, 7 * _DAY, part="courses"),
        "in": Verb(pressed_interests, 30 * _DAY),
        reminders.VERB: Verb(reminders.pressed, 60 * _DAY),
        course_completion.VERB: Verb(course_completion.pressed_stars, 60 * _DAY),
        "sg": Verb(pressed_suggestion, 30 * _DAY),
    },
    timers={suggestions.PUT_OFF: suggestions.put_off},
    jobs={
        "model": JobKind(model),
        "profiles": JobKind(profiles, prepare=hear),
        "ratings": JobKind(ratings),
        "reminders": JobKind(reminders.reminders),
        "suggestions": JobKind(suggestions.suggestions, suggestions.SuggestionOptions, hear),
    },
    tables=TABLES,
)
