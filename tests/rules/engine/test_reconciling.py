"""The platform's list against our own: what is made good leaves nothing to differ in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.engine.reconciling import Compared, Kept, Line, compare

charges = st.sampled_from([f"c{n}" for n in range(12)])
amounts = {f"c{n}": 10 * n + 1 for n in range(12)}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Line], list[Kept]]:
    """What the platform lists, and what we kept of it: some unheard, some refunded without us."""
    came = draw(st.lists(charges, unique=True))
    went = draw(st.lists(st.sampled_from(came), unique=True)) if came else []
    heard = draw(st.lists(st.sampled_from(came), unique=True)) if came else []
    lines = [Line(c, amounts[c], n) for n, c in enumerate(came)] + [Line(c, -amounts[c], 99) for c in went]
    states = st.sampled_from(["kept", "refunding", "strange", "refunded", "charged_back"])
    kept = [Kept(c, amounts[c], draw(states) if c in went else "kept") for c in heard]
    return lines, kept


def made_good(found: Compared, kept: list[Kept]) -> list[Kept]:
    """Our list after what was found is taken over."""
    back = set(found.back)
    ours = [Kept(k.charge, k.amount, "charged_back") if k.charge in back else k for k in kept]
    return ours + [Kept(line.charge, line.amount, "kept") for line in found.missing]


@given(worlds())
def test_after_everything_is_made_good_the_difference_is_nothing(
    world: tuple[list[Line], list[Kept]],
) -> None:
    lines, kept = world
    after = compare(lines, made_good(compare(lines, kept), kept))
    assert after.same
    assert after.listed == after.counted


@given(worlds())
def test_lines_that_are_listed_twice_count_once(world: tuple[list[Line], list[Kept]]) -> None:
    lines, kept = world
    assert compare(lines + lines, kept) == compare(lines, kept)


def test_what_was_paid_and_went_back_unheard_is_not_granted() -> None:
    found = compare([Line("a", 5, 1), Line("a", -5, 2)], [])
    assert found.same


def test_a_payment_that_the_platform_does_not_list_is_named() -> None:
    found = compare([Line("a", 5, 1)], [Kept("a", 5, "kept"), Kept("b", 7, "kept")])
    assert (found.absent, found.difference) == (["b"], -7)


def test_a_payment_of_another_amount_shows_in_the_difference() -> None:
    assert compare([Line("a", 5, 1)], [Kept("a", 6, "kept")]).difference == -1
