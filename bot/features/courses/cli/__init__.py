"""`zhiqun courses` and `zhiqun recommend`."""

from bot.features.courses.cli.courses import courses_app
from bot.features.courses.cli.recommend import recommend_app

GROUPS = {"courses": courses_app, "recommend": recommend_app}
