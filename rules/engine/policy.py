"""What incentives pay, as values. Amounts are XP, times seconds."""

from __future__ import annotations

from msgspec import Struct

from rules.engine.gate import Gate


class MessagePolicy(Struct, frozen=True):
    """Points for writing."""

    points: int = 2
    cooldown: int = 60
    shortest: int = 4  # letters and digits
    per_day: int = 30


class ReactionPolicy(Struct, frozen=True):
    """Points for whoever wrote a message that others react to."""

    points: int = 2
    per_day: int = 30
    gives_per_day: int = 20  # how many reactions of one person pay others in a day
    per_pair: int = 5  # how often one giver pays one receiver within the pair window
    member_for: int = 86_400  # how long a giver has been here, beside what the gate asks
    emoji: tuple[str, ...] = ()  # empty: any


class ThanksPolicy(Struct, frozen=True):
    """Points for whoever is thanked in a reply."""

    points: int = 5
    per_day: int = 50
    gives_per_day: int = 5
    per_pair: int = 3
    longest: int = 40  # characters; a longer reply is no mere thanks
    words: tuple[str, ...] = ()


class CheckinPolicy(Struct, frozen=True):
    """Points for coming back every day."""

    points: int = 5
    streak_bonus: int = 1  # more for each day in a row
    most_bonus: int = 7
    words: tuple[str, ...] = ()
    reaction: str = "👍"


class IncentivesPolicy(Struct, frozen=True):
    """Everything together. A part that is None pays nothing."""

    message: MessagePolicy | None = None
    reaction: ReactionPolicy | None = None
    thanks: ThanksPolicy | None = None
    checkin: CheckinPolicy | None = None
    givers: Gate = Gate()  # whose thanks and reactions pay
    per_day: int = 100  # all sources together; check-ins always fit
