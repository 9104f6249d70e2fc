"""What follows from calls: every kind is declared by one feature, built somewhere and handled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from bot.core.feature import Feature, Registry
from bot.core.unit_of_work import outbox_row
from bot.features import registry
from bot.platforms.telegram.calls import Call, Follow, FollowKind, follow_kind, follow_kinds

ROOT = Path(__file__).parents[2]
DELIVERY = follow_kinds("delivery")  # what delivery does by itself


def built() -> Iterator[tuple[str, str]]:
    """Where the code builds a `Follow`: the module, and the kind as it is written."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        source = path.read_text(encoding="utf-8")
        if "Follow(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Follow":
                yield module, ast.unparse(node.args[0])


BUILT = sorted(set(built()))


@pytest.mark.parametrize(("module", "kind"), BUILT)
def test_whatever_is_to_follow_is_of_a_kind_that_is_handled(module: str, kind: str) -> None:
    known = registry()
    assert getattr(import_module(module), kind) in {*known.follow_ups, *known.refused, *DELIVERY}


def test_no_kind_is_declared_that_nothing_is_to_follow_by() -> None:
    registry()
    used = {getattr(import_module(module), kind) for module, kind in BUILT}
    assert used == {*registry().follow_ups, *registry().refused, *DELIVERY}


def _nothing(*_args: object) -> None: ...


def test_a_kind_that_nobody_handles_is_refused_at_the_start() -> None:
    follow_kind("forgotten", "careless")
    with pytest.raises(ValueError, match=r"feature careless .* forgotten"):
        Registry([Feature("careless")])
    assert Registry([Feature("careless", refused={FollowKind("forgotten"): _nothing})]).refused


def test_a_handler_of_a_kind_that_nobody_declared_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"feature hasty .* psoted"):
        Registry([Feature("hasty", follow_ups={FollowKind("psoted"): _nothing})])


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"'posted' .* core and another"):
        follow_kind("posted", "another")


def test_no_call_is_queued_after_which_something_unknown_is_to_follow() -> None:
    call = Call(method="sendMessage", params={}, key="1:0", lane=1, then=(Follow(FollowKind("psoted")),))
    with pytest.raises(ValueError, match="sendMessage: psoted"):
        outbox_row(call, 0)
