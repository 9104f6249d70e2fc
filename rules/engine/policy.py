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
    fades: tuple[int, ...] = ()  # per cent of the first, the second … paid one of a day; the last goes on
    whole_from: int = 0  # letters and digits; a shorter one pays half
    copies: int = 0  # letters and digits from which on the words of others pay nothing; 0: they do


class ReactionPolicy(Struct, frozen=True):
    """Points for whoever wrote a message that others react to."""

    points: int = 2
    per_day: int = 30
    gives_per_day: int = 20  # how many reactions of one person pay others in a day
    per_pair: int = 5  # how often one giver pays one receiver within the pair window
    member_for: int = 86_400  # how long a giver has been here, beside what the gate asks
    emoji: tuple[str, ...] = ()  # empty: any
    settles_after: int = 0  # so long it may be taken away as if it had not been


class ReplyPolicy(Struct, frozen=True):
    """Points for whoever is answered: each other person counts once a day."""

    points: int = 1
    per_day: int = 5
    gives_per_day: int = 20
    per_pair: int = 3
    shortest: int = 4


class ThanksPolicy(Struct, frozen=True):
    """Points for whoever is thanked in a reply."""

    points: int = 5
    per_day: int = 50
    gives_per_day: int = 5
    per_pair: int = 3
    longest: int = 40  # characters; a longer reply is no mere thanks
    words: tuple[str, ...] = ()
    receivers: int = 3  # how many one message may thank by their names
    named_longest: int = 1000  # characters of a message that thanks those it names


class AcceptedPolicy(Struct, frozen=True):
    """Points for an answer that whoever asked accepts, and for having asked and said so."""

    points: int = 15
    asker: int = 2
    per_day: int = 45
    gives_per_day: int = 3
    per_pair: int = 2


class CheckinPolicy(Struct, frozen=True):
    """Points for coming back every day."""

    points: int = 5
    streak_bonus: int = 1  # more for each day in a row
    most_bonus: int = 7
    words: tuple[str, ...] = ()
    reaction: str = "👍"
    again: str = "👌"  # on a further one of the same day


class ReferralPolicy(Struct, frozen=True):
    """Points for whoever brings a newcomer who stays and takes part; see `rules.engine.referrals`."""

    points: int = 20
    per_day: int = 40  # for one inviter, of newcomers who came on the same day
    per_month: int = 10  # newcomers of one inviter that pay within 30 days
    per_hour: int = 5  # by one inviter's links; more at once are no friends but a crowd
    stays: int = 14 * 86_400  # how long a newcomer has been here
    messages: int = 5
    days: int = 3  # on which they earned something themselves
    people: int = (
        2  # who were here before them, are not of the inviter's family, and answered or thanked them
    )
    within: int = 30 * 86_400  # until when all that has to be so
    binds: int = 30 * 86_400  # who leaves or is banned so soon after joining takes the points along
    approval: bool = False  # whether whoever comes by such a link is let in by moderators


class EssencePolicy(Struct, frozen=True):
    """Points for whoever wrote what a moderator picks as the best of a group."""

    points: int = 20
    per_day: int = 40
    gives_per_day: int = 10  # of one moderator
    per_pair: int = 3  # by one moderator to the same member within a week
    reaction: str = ""  # by which moderators pick too; empty: by the command alone


class ReportPolicy(Struct, frozen=True):
    """Points for whoever reported what moderators then removed."""

    points: int = 5
    per_day: int = 15
    first: int = 2  # so many of those who report one message, the earliest


class CoursePolicy(Struct, frozen=True):
    """Points for a course that was finished; members say so themselves, so it takes time."""

    points: int = 50
    per_day: int = 50
    after: int = 7 * 86_400  # at least so long after it was taken


class LevelPolicy(Struct, frozen=True):
    """A level: from how many XP on, and its name by language."""

    least: int
    name: tuple[tuple[str, str], ...]
    trust: bool = False  # whoever has it is trusted
    plan: str = ""  # of membership.yaml: whoever has it has that, too
    days: int = 0  # so long, once; 0: as long as the level is held
    coupon: str = ""  # of membership.yaml: comes once with it, and stays


class GiftsPolicy(Struct, frozen=True):
    """How many coins members may give each other."""

    per_day: int = 0  # by one giver
    received_per_day: int = 0
    per_pair: int = 0  # between two members within a week, both directions together
    people: int = 3  # whom one gives within a week
    member_for: int = 0  # seconds: how long both have been here


class CoinsPolicy(Struct, frozen=True):
    """Coins that points bring, and how long they last."""

    share: int = 100  # coins for a hundred points
    sources: tuple[tuple[str, int], ...] = ()  # the same for some sources alone
    lasts: int = 0  # seconds; 0: for ever
    gifts: GiftsPolicy | None = None


class RingsPolicy(Struct, frozen=True):
    """Which members who award each other are shown to moderators; shares in per cent."""

    days: int = 30  # awards of so many days are looked at
    points: int = 100  # at least so many inside
    mutual: int = 70  # of what is given inside, so much goes both ways
    inside: int = 80  # of all that they got from others
    most: int = 20  # members


class WorthPolicy(Struct, frozen=True):
    """What one member's word is worth to another, in per cent; see `rules.engine.worth`."""

    pair: tuple[int, ...] = ()  # the first, the second … of the same giver within a week; the last goes on
    mutual: int = (
        100  # from somebody whom the receiver thanked within the week before, or whose answer they took
    )
    friendly: int = 100  # from somebody whose messages the receiver liked or answered
    people: int = 0  # of so many awards in the week before, how many people they came from; 0: any
    newcomer: int = 100
    newcomer_for: int = 0  # seconds here
    newcomer_until: int = 0  # XP


class IncentivesPolicy(Struct, frozen=True):
    """Everything together. A part that is None pays nothing."""

    message: MessagePolicy | None = None
    reaction: ReactionPolicy | None = None
    thanks: ThanksPolicy | None = None
    reply: ReplyPolicy | None = None
    accepted: AcceptedPolicy | None = None
    checkin: CheckinPolicy | None = None
    referral: ReferralPolicy | None = None
    essence: EssencePolicy | None = None
    report: ReportPolicy | None = None
    course: CoursePolicy | None = None
    givers: Gate = Gate()  # whose thanks and reactions pay
    per_day: int = 100  # all sources together; check-ins always fit
    talk_per_day: int = 0  # messages, reactions, replies and thanks together; 0: no limit of their own
    worth: WorthPolicy = WorthPolicy()
    season: str = "month"
    levels: tuple[LevelPolicy, ...] = ()  # by their least XP
    tags: bool = False  # whether a level's name stands beside the member's
    coins: CoinsPolicy | None = None
    rings: RingsPolicy | None = None
    limits: tuple[tuple[str, float], ...] = ()  # what a simulation has to keep: who, and their largest share


def level_of(policy: IncentivesPolicy, xp: int) -> int:
    """How many levels somebody has reached; 0 where there are none."""
    return sum(xp >= level.least for level in policy.levels)


def level_name(policy: IncentivesPolicy, reached: int, language: str) -> str:
    """The name of the level that somebody has reached; empty for none."""
    if not 0 < reached <= len(policy.levels):
        return ""
    names = dict(policy.levels[reached - 1].name)
    return names.get(language) or next(iter(names.values()))
