"""What the bot can do: one folder a feature, each with its declaration in `feature.py`.

`FEATURES` is the only list of them. README.md tells how to add one.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.feature import Registry
    from bot.runtime.command_line.speaking import Commands
    from rules.config.extensions import Extensions

# A name with dots is a module outside of this package.
FEATURES: tuple[str, ...] = (
    "camps",
    "churn",
    "community",
    "content_gap",
    "courses",
    "digest",
    "essence",
    "homework",
    "levels",
    "membership",
    "moderation",
    "onboarding",
    "pictures",
    "points",
    "questions_answers",
    "quizzes",
    "referrals",
    "screening",
    "shop",
    "spam",
)


@cache
def registry() -> Registry:
    """All features together, as the routers read them."""
    from bot.core.core_feature import CORE
    from bot.core.feature import Registry

    modules = (name if "." in name else f"bot.features.{name}.feature" for name in FEATURES)
    declared = [import_module(module).FEATURE for module in modules]
    return Registry([CORE, *declared])


def extensions() -> Extensions:
    """What all features add to the rule files; whoever reads those hands it in."""
    return registry().extensions


def command_groups() -> dict[str, Commands]:
    """What features bring to the command line, by the names of its groups: `GROUPS` of each `cli` beside a
    `feature`. Features are not imported for it, so that --help is quick; two may share a group.
    """
    found: dict[str, Commands] = {}
    for name in FEATURES:
        module = f"{name.rpartition('.')[0]}.cli" if "." in name else f"bot.features.{name}.cli"
        if find_spec(module) is None:
            continue
        for group, commands in import_module(module).GROUPS.items():
            if group in found:
                there = commands.registered_commands
                there += [command for command in found[group].registered_commands if command not in there]
            found[group] = commands
    return found
