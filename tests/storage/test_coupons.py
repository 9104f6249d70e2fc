"""Coupons in members' hands: each used by one order at a time, whatever comes in whatever order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

from storage import coupons

DO = st.tuples(st.sampled_from(["spend", "free", "void", "give"]), st.integers(1, 3))


def held(connection: Connection) -> coupons.Held:
    """The one coupon there is."""
    found = coupons.find(connection, 1)
    assert found is not None
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(DO, max_size=12))
def test_a_coupon_is_used_by_one_order_until_that_gives_it_back(steps: list[tuple[str, int]]) -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine, tables=[coupons.COUPON])
    owner: int | None = None
    void = False
    with engine.begin() as connection:
        row = {"community_id": 1, "person_id": 1, "coupon": "a", "source": "plan", "at": 0, "expires_at": 9}
        assert coupons.give(connection, key="k:", **row)
        for step, order in steps:
            if step == "spend":
                free = owner is None and not void
                assert coupons.spend(connection, 1, order, 5) == free
                owner = order if free else owner
            elif step == "free":
                assert coupons.free(connection, order) == (owner == order)
                owner = None if owner == order else owner
            elif step == "void":
                assert coupons.void(connection, "k:", 5) == int(owner is None and not void)
                void = void or owner is None
            else:
                assert not coupons.give(connection, key="k:", **row)
            assert held(connection).usable(5) == (owner is None and not void)
            assert not held(connection).usable(9)
            assert coupons.got(connection, 1, 1, "a") == int(not void)
