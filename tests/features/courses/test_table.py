"""The table of an evaluation on terminals of any width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.features.courses.evaluation.evaluate import measured
from bot.features.courses.evaluation.table import show
from tests.features.courses.habits import habits


@pytest.mark.parametrize(("width", "tables"), [(40, 4), (80, 2), (130, 1)])
@pytest.mark.parametrize(("language", "head"), [("en", "method"), ("zh", "方法")])
def test_no_figure_is_cut_on_a_narrow_screen(width: int, tables: int, language: str, head: str) -> None:
    found, out = measured(habits(60, 1), None, 5), io.StringIO()
    show(language, found, Console(file=out, width=width))
    text = out.getvalue()
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width
    for method in found["methods"].values():
        low, high = method["ndcg_interval"]
        for figure in (f"{method['recall']:.4f}", f"{method['mrr']:.4f}", f"{low:.4f}-{high:.4f}"):
            assert figure in text
    assert text.split("\n\n")[0].count(head) == tables
