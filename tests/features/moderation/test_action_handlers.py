"""Every action has a handler, and every handler's words are there in both languages."""

from __future__ import annotations

import pytest

from bot.features import registry
from bot.features.moderation.action_handler import ActionHandler
from bot.features.moderation.case_details import stored
from bot.features.moderation.group_notices import what_was_done
from bot.text.messages import has
from rules.engine.actions import KINDS, Action, Delete, kind_name, name_of
from tests.rules.engine.test_actions import EXAMPLES

HANDLERS: dict[type[Action], ActionHandler] = registry().actions


def test_every_action_has_a_handler() -> None:
    assert set(KINDS) <= HANDLERS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("action", EXAMPLES, ids=name_of)
def test_what_is_done_and_may_be_refused_has_words(action: Action, language: str) -> None:
    handler = HANDLERS[type(action)]
    assert handler.did(language, action) is None or what_was_done(language, [action])
    if handler.rights:
        for name in (kind_name(type(action)), *handler.undone_by):
            assert has(language, f"act-{name}"), name


def test_an_action_of_a_feature_that_is_gone_is_left_out_of_a_case() -> None:
    assert stored([{"type": "delete"}, {"type": "of-yesterday", "x": 1}]) == (Delete(),)
    assert stored(None) == ()


@pytest.mark.parametrize("action", [kind for kind in KINDS if kind.sanction], ids=kind_name)
def test_every_sanction_can_be_undone(action: type[Action]) -> None:
    assert HANDLERS[action].undo is not None
