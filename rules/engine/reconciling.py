"""The platform's list of transactions against our own payments: what is missing, went back, is left.

Values in, values out. Charges are told apart by the platform's number; a refund repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs

HELD = ("kept", "strange", "refunding")  # payments whose money is with us, as far as we know


class Line(Struct, frozen=True):
    """A transaction as the platform lists it: Stars that came, or (negative) that went back."""

    charge: str
    amount: int
    at: int
    person: int | None = None  # own id of who paid
    payload: str = ""


class Kept(Struct, frozen=True):
    """A payment as we keep it."""

    charge: str
    amount: int
    state: str


class Compared(Struct, frozen=True):
    """What the two lists differ in.

    Attributes:
        missing: payments that came, and that nobody told us of; those that went back since are none.
        back: charges that went back, and that we still count.
        absent: charges that we count, and that the platform does not list.
        listed: how many Stars the platform says came and stayed.
        counted: how many we say.
    """

    missing: list[Line]
    back: list[str]
    absent: list[str]
    listed: int
    counted: int

    @property
    def difference(self) -> int:
        """How many Stars the two lists differ by."""
        return self.listed - self.counted

    @property
    def same(self) -> bool:
        """Whether nothing is to be done or told."""
        return not (self.missing or self.back or self.absent or self.difference)


def compare(lines: Iterable[Line], kept: Iterable[Kept]) -> Compared:
    """Lay the platform's list beside our own."""
    came: dict[str, Line] = {}
    went: dict[str, Line] = {}
    for line in lines:
        (came if line.amount > 0 else went).setdefault(line.charge, line)
    ours = {payment.charge: payment for payment in kept}
    stayed = {charge: line for charge, line in came.items() if charge not in went}
    held = {charge: payment for charge, payment in ours.items() if payment.state in HELD}
    missing = [line for charge, line in stayed.items() if charge not in ours]
    return Compared(
        sorted(missing, key=lambda line: (line.at, line.charge)),
        sorted(charge for charge in held if charge in went),
        sorted(charge for charge in held if charge not in came),
        sum(line.amount for line in stayed.values()),
        sum(payment.amount for payment in held.values()),
    )


def netted(lines: Iterable[Line]) -> list[Line]:
    """Lines of a list in which payments may go back in parts: what went back as a whole stays two lines, what
    went back in part came that much smaller.
    """
    came: dict[str, Line] = {}
    back: dict[str, int] = {}
    for line in lines:
        if line.amount > 0:
            came.setdefault(line.charge, line)
        else:
            back[line.charge] = back.get(line.charge, 0) - line.amount
    found = []
    for charge, line in came.items():
        gone = back.get(charge, 0)
        whole = gone >= line.amount
        found.append(line if whole else structs.replace(line, amount=line.amount - gone))
        if whole:
            found.append(structs.replace(line, amount=-line.amount))
    return found
