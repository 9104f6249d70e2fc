"""What `zhiqun recommend report` says and draws."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.courses.acceptance_chart import svg, terminal, told
from bot.features.courses.cli import report
from bot.features.courses.experiment import HELD_OUT, MODEL, Arm, Comparison, compare
from bot.runtime.command_line.common import plot_refused

SVG = "{http://www.w3.org/2000/svg}"
BETTER = Arm(412, 1804, 212, 301), Arm(44, 198, 10, 51)
arms = st.builds(Arm, st.integers(0, 3000), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 9))


@cache
def found(*counted: Arm) -> Comparison:
    """A comparison of the model and of what is held out, or of nothing."""
    return compare(dict(zip((MODEL, HELD_OUT), counted, strict=False)))


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        ((), "nothing to compare yet"),
        (
            (Arm(9, 40, 3), Arm(1, 4, 0)),
            "Too little to tell: 4 suggestions by popularity, 30 are needed",
        ),
        ((Arm(9, 4, 3), Arm(1, 40, 0)), "Too little to tell: 4 suggestions by recommender"),
        ((Arm(400, 900, 90), Arm(150, 100, 9)), "Do not trust this comparison: 150 of 550 people"),
        ((Arm(90, 900, 90), Arm(10, 100, 9)), "Not decided yet"),
        ((Arm(90, 900, 18), Arm(10, 100, 12)), "What is popular is accepted more often"),
        (BETTER, "The recommender is better with a probability of 9"),
    ],
)
def test_every_verdict_is_told_in_words(counted: tuple[Arm, ...], says: str) -> None:
    assert says in " ".join(report.sentences("en", found(*counted)))


def test_an_undecided_comparison_says_how_much_is_missing() -> None:
    undecided = found(Arm(90, 900, 54), Arm(10, 100, 5))
    assert (
        f"about {undecided.needed:,} more suggestions to held-out members"
        in report.sentences("en", undecided)[0]
    )


@given(arms, arms)
def test_the_curves_fit_on_a_terminal_whatever_the_figures(model: Arm, held: Arm) -> None:
    lines = report.show("en", found(model, held), 30)
    assert all(len(line) <= 110 for line in lines if "─" in line or "█" in line)
    assert "accepted of those shown:" in lines or not (model.shown or held.shown)


def test_the_higher_rate_is_drawn_further_right() -> None:
    recommender, popularity, *_ = terminal("en", found(*BETTER))
    assert recommender.index("█") > popularity.index("█")
    assert recommender.startswith("recommender ")
    assert popularity.startswith("popularity ")


@given(arms, arms)
def test_the_picture_is_svg_and_nothing_leaves_it(model: Arm, held: Arm) -> None:
    root = ElementTree.fromstring(svg("en", found(model, held), "Title <&", ["one & two"]))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for line in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, p.split(","))) for p in line.get("points", "").split()]
        assert len(points) > 100
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", -1)) <= width
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert "Title <&" in texts
    assert "one & two" in texts


def test_the_picture_names_both_with_their_figures_and_what_they_come_to(tmp_path: Path) -> None:
    file = tmp_path / "report.svg"
    assert report.draw("en", found(*BETTER), 30, file) == f"Drawn into {file}."
    root = ElementTree.parse(file).getroot()
    texts = " ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text"))
    for part in (
        "recommender: 11.8 % [",
        "212 of 1,804",
        "popularity: 5.1 % [",
        "10 of 198",
        "is better with",
    ):
        assert part in texts


def test_a_rate_of_nothing_is_not_made_up() -> None:
    lines = report.show("en", compare({}), 30)
    assert [line.rpartition("dismissed ")[2] for line in lines[1:3]] == ["(–)", "(–)"]
    assert "%" not in " ".join(lines)
    recommender, popularity, *_ = terminal("en", found(Arm(9, 40, 3), Arm(1, 0, 0)))
    assert "█" in recommender
    assert popularity.split() == ["popularity", "–"]
    one = report.show("en", found(Arm(9, 40, 3), Arm(1, 1, 0)), 30)
    assert "1 person " in one[2]
    assert "9 people " in one[1]
    assert "1 suggestion by popularity" in one[-1]


def test_the_curves_and_the_picture_survive_no_data() -> None:
    recommender, popularity, *_ = terminal("en", compare({}))
    assert (recommender.split(), popularity.split()) == (["recommender", "–"], ["popularity", "–"])
    root = ElementTree.fromstring(svg("en", compare({}), "Title", []))
    assert not list(root.iter(f"{SVG}polyline"))
    assert not list(root.iter(f"{SVG}circle"))
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert "recommender: –, 0 of 0 accepted" in texts
    half = ElementTree.fromstring(svg("en", found(Arm(9, 40, 3), Arm(1, 0, 0)), "Title", []))
    assert len(list(half.iter(f"{SVG}polyline"))) == 1


def test_nothing_is_drawn_of_nothing(tmp_path: Path) -> None:
    file = tmp_path / "report.svg"
    assert "nothing to draw" in report.draw("en", compare({}), 30, file)
    assert not file.exists()


def test_a_picture_of_another_kind_or_place_is_refused(tmp_path: Path) -> None:
    assert "ends in .svg" in str(plot_refused(tmp_path / "report.png"))
    assert "no folder" in str(plot_refused(tmp_path / "none" / "report.svg"))
    assert plot_refused(tmp_path / "report.SVG") is None


@pytest.mark.parametrize(("happened", "of", "begins"), [(0, 1, "0"), (1, 1, "100"), (1, 2, "50")])
def test_a_share_is_what_was_counted_and_lies_in_its_interval(happened: int, of: int, begins: str) -> None:
    comparison = found(Arm(1, of, happened), Arm(1, of, happened))
    said = told(comparison.rates[MODEL], of, happened)
    assert said.startswith(begins)
    assert "33.3" not in said
