"""The seal behind a button: what it lets through, and that nothing else passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.buttons import ANYONE, LONGEST, Buttons, Pressed, Refusal
from storage import installation
from storage.store import Store

ROOT = Path(__file__).parents[2]
NOW, DAY, CHAT, ANN, BEN = 1_770_000_000, 86_400, 7, 11, 12
made = Buttons(b"a key of this installation")


def read(data: str, *, chat: int = CHAT, person: int = ANN, now: float = NOW, lasts: int = DAY) -> object:
    """What a press of Ann's in the chat means, unless told otherwise."""
    return made.read(data, chat=chat, person=person, now=now, lasts=lasts)


def signed(arguments: str = "17:like", person: int = ANN, verb: str = "sg") -> str:
    """A button for Ann in the chat."""
    return made.sign(verb, arguments, chat=CHAT, person=person, now=NOW)


@given(
    arguments=st.text(max_size=9),
    chat=st.integers(1, 2**40),
    person=st.integers(0, 2**40),
    now=st.integers(10**9, 2**32),
    later=st.integers(0, DAY - 3600),
)
def test_what_was_made_here_can_be_pressed(
    arguments: str, chat: int, person: int, now: int, later: int
) -> None:
    data = made.sign("v", arguments, chat=chat, person=person, now=now)
    assert len(data.encode("utf-8", "surrogatepass")) <= LONGEST
    found = made.read(data, chat=chat, person=person or ANN, now=now + later, lasts=DAY)
    assert found == Pressed("v", arguments)


@given(st.data())
def test_no_other_data_passes(data: st.DataObject) -> None:
    good = signed()
    place = data.draw(st.integers(0, len(good) - 1))
    other = data.draw(st.characters(codec="utf-8"))
    changed = good[:place] + other + good[place + 1 :]
    assume(changed != good)
    assert isinstance(read(changed), Refusal)


@given(st.text(max_size=64))
def test_nothing_made_up_passes(data: str) -> None:
    assert isinstance(read(data), Refusal)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"chat": CHAT + 1}, Refusal.FORGED),
        ({"person": BEN}, Refusal.ANOTHER),
        ({"now": NOW + DAY + 3600}, Refusal.OLD),
        ({"now": NOW - 7200}, Refusal.OLD),
        ({"lasts": -1}, Refusal.OLD),
    ],
)
def test_a_button_is_good_for_its_chat_its_person_and_its_time(change: dict[str, int], why: Refusal) -> None:
    assert read(signed(), **change) is why


def test_what_is_for_anyone_can_be_pressed_by_anyone_but_in_its_chat() -> None:
    data = signed("0:stop", ANYONE)
    assert read(data, person=BEN) == read(data) == Pressed("sg", "0:stop")
    assert read(data, chat=CHAT + 1) is Refusal.FORGED


@pytest.mark.parametrize("data", ["sg:17:like", "cat:1:python", "sg:0:stop", "sg", "", ":", "::", "cat:1"])
def test_buttons_of_older_versions_are_told_from_forged_ones(data: str) -> None:
    assert read(data) is Refusal.UNSIGNED


def test_whose_a_button_is_and_what_it_does_cannot_be_moved_about() -> None:
    verb, sealed, arguments = signed().split(":", 2)
    seal = sealed[:12]
    for forged in (
        f"{verb}:{seal}:{arguments}",
        f"{verb}:{seal}c:{arguments}",
        f"cat:{sealed}:{arguments}",
        f"{verb}:{sealed}:18:like",
        f"{verb}:{sealed}:{arguments} ",
    ):
        assert read(forged) is Refusal.FORGED


def test_what_is_too_long_for_telegram_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        signed("课" * 20)


def test_two_installations_do_not_know_each_others_buttons() -> None:
    other = Buttons(b"another key")
    assert other.read(signed(), chat=CHAT, person=ANN, now=NOW, lasts=DAY) is Refusal.FORGED


def test_the_installations_key_is_drawn_once(store: Store) -> None:
    def ask(name: str, now: int) -> bytes:
        with store.write() as connection:
            return installation.key(connection, name, now)

    first = ask("buttons", 1)
    assert len(first) == 32
    assert ask("buttons", 2) == first
    assert ask("other", 3) != first


def test_every_button_of_the_bot_is_made_in_one_place() -> None:
    files = [p for p in (ROOT / "bot").rglob("*.py") if "playground" not in p.parts]
    holders = [str(p.relative_to(ROOT)) for p in files if '"callback_data":' in p.read_text(encoding="utf-8")]
    assert holders == ["bot/core/buttons.py"]
