"""Seal buttons, so that they only work where, for whom and as long as they were made to.

Any client may send any data with a press, naming any message of its chat. So what stands behind a button is
sealed with a key of this installation, and the seal covers the verb, the arguments, the chat, the person and
the hour. The layout is `<verb>:<seal><person>:<arguments>`, at most 64 bytes (Bot API, callback_data): the
seal has 12 characters, the person is an own id in base 36, or nothing where anyone may press.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ANYONE = 0
LONGEST = 64  # bytes
_SEAL = 12  # characters: two bytes of the hour and seven of the code
_HOUR = 3600
_HOURS = 1 << 16  # the hour is kept modulo this, seven years
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Button = dict[str, Any]
Rows = list[list[Button]]
Sign = Callable[[str, str], str]  # from verb and arguments to a button's data


class Refusal(StrEnum):
    """Why a press has no effect."""

    UNSIGNED = "unsigned"  # posted by an older version, or nobody's
    FORGED = "forged"  # made up, tampered with, or of another chat
    OLD = "old"
    ANOTHER = "another"  # somebody else's button
    ELSEWHERE = "elsewhere"  # the message has no such button (any more)


@dataclass(frozen=True)
class Pressed:
    """A press that may have an effect."""

    verb: str
    arguments: str


class Buttons:
    """Makes and reads the data of buttons."""

    def __init__(self, key: bytes = b"") -> None:
        """`key` is the installation's; without one, buttons work as long as this object lives."""
        self._key = key or secrets.token_bytes(32)

    def seal(self, what: str, text: str) -> str:
        """What shows that a text is this installation's own, of this kind: 16 characters, good for ever."""
        code = hmac.digest(self._key, f"{what}\0{text}".encode("utf-8", "surrogatepass"), "sha256")
        return urlsafe_b64encode(code[:12]).decode()

    def sign(self, verb: str, arguments: str, *, chat: int, person: int, now: float) -> str:
        """The data of a button in a chat, for one person or for `ANYONE`; chat and person are own ids.

        Raises:
            ValueError: it would be longer than Telegram takes.
        """
        hour, who = int(now // _HOUR) % _HOURS, _base36(person)
        data = f"{verb}:{self._seal(verb, arguments, chat, who, hour)}{who}:{arguments}"
        if len(data.encode()) > LONGEST:
            raise ValueError(f"the data of a button '{verb}' has more than {LONGEST} bytes")
        return data

    def signer(self, chat: int, person: int, now: float) -> Sign:
        """`sign` for one chat and person."""
        return lambda verb, arguments: self.sign(verb, arguments, chat=chat, person=person, now=now)

    def read(self, data: str, *, chat: int, person: int, now: float, lasts: int) -> Pressed | Refusal:
        """What a press in a chat by a person means; `lasts` is for how many seconds a button is good."""
        verb, _, rest = data.partition(":")
        sealed, colon, arguments = rest.partition(":")
        seal, who = sealed[:_SEAL], sealed[_SEAL:]
        if len(seal) < _SEAL or not colon:
            return Refusal.UNSIGNED
        hour = _hour_of(seal)
        if hour < 0 or not hmac.compare_digest(
            self._seal(verb, arguments, chat, who, hour).encode(), seal.encode()
        ):
            return Refusal.FORGED
        if (int(now // _HOUR) - hour) % _HOURS * _HOUR > lasts:
            return Refusal.OLD
        if who not in ("", _base36(person)):
            return Refusal.ANOTHER
        return Pressed(verb, arguments)

    def _seal(self, verb: str, arguments: str, chat: int, who: str, hour: int) -> str:
        said = "\0".join((verb, str(chat), who, str(hour), arguments)).encode("utf-8", "surrogatepass")
        code = hmac.digest(self._key, said, "sha256")[:7]
        return urlsafe_b64encode(hour.to_bytes(2, "big") + code).decode()


def button(text: str, data: str) -> Button:
    """A button with what its press carries; `data` is what `Buttons.sign` gives."""
    return {"text": text, "callback_data": data}


def _hour_of(seal: str) -> int:
    """The hour a seal tells, or -1."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    places = [letters.find(c) for c in seal[:3]]
    return -1 if min(places) < 0 else (places[0] << 12 | places[1] << 6 | places[2]) >> 2


def _base36(number: int) -> str:
    found = ""
    while number > 0:
        number, digit = divmod(number, 36)
        found = _DIGITS[digit] + found
    return found
