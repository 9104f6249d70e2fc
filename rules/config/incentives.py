"""incentives.yaml: what earns points, and how much at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rules.conditions.base import Duration, Strings
from rules.config.coins import CoinsModel, coins_of
from rules.config.community import GateModel, gate_of
from rules.config.document import PathTo
from rules.config.incentive_grants import CourseModel, EssenceModel, ReferralModel, ReportModel
from rules.config.reactions import check_reaction
from rules.config.texts import Texts
from rules.engine.normalize import normalize
from rules.engine.policy import (
    AcceptedPolicy,
    CheckinPolicy,
    CoursePolicy,
    EssencePolicy,
    IncentivesPolicy,
    LevelPolicy,
    MessagePolicy,
    ReactionPolicy,
    ReferralPolicy,
    ReplyPolicy,
    ReportPolicy,
    RingsPolicy,
    ThanksPolicy,
    WorthPolicy,
)
from rules.engine.sayings import own_letters, says_checkin, says_thanks
from rules.sentences import say

Counted = Literal["checkin", "thanks", "message", "nothing"]


class EarningTest(BaseModel):
    """A message, and what it counts as."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    text: str = Field(min_length=1, max_length=4096)
    counts: Counted = Field(
        alias="is",
        description="checkin; thanks, where it answers or names somebody; message; nothing.",
    )


def counted(text: str, policy: IncentivesPolicy) -> Counted:
    """What a text of somebody's own counts as, whoever wrote it and however often."""
    if policy.checkin is not None and says_checkin(text, policy.checkin):
        return "checkin"
    if policy.thanks is not None and says_thanks(text, policy.thanks):
        return "thanks"
    said = own_letters(text)
    return "message" if policy.message is not None and said and said >= policy.message.shortest else "nothing"


def told(test: EarningTest, policy: IncentivesPolicy) -> str:
    """How a test turned out otherwise; nothing when it holds."""
    found = counted(test.text, policy)
    return "" if found == test.counts else say("earning-test", found=found, wanted=test.counts)


_TAG = 16  # characters of a tag beside a member's name
Share = Annotated[float, Field(ge=0, le=1)]
Shares = Annotated[tuple[Share, ...], Field(max_length=50)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _per_cent(value: float) -> int:
    return round(value * 100)


class MessageModel(_Model):
    """Points for writing."""

    points: int = Field(2, ge=0, le=1000)
    cooldown: Duration = Field(60, description="No more than one paid message in this time.")
    shortest: int = Field(4, ge=0, description="Letters and digits a paid message has at least.")
    per_day: int = Field(30, ge=0)
    fades: Shares = Field(
        (), description="Shares of the first, second … paid message of a day; the last one goes on."
    )
    whole_from: int = Field(0, ge=0, description="Letters and digits; a shorter message pays half.")
    copies: int = Field(
        0, ge=0, description="From so many letters on, what others wrote lately pays nothing; 0: it does."
    )


class ReactionModel(_Model):
    """Points for whoever wrote what others react to."""

    points: int = Field(2, ge=0, le=1000)
    per_day: int = Field(30, ge=0, description="For one receiver.")
    gives_per_day: int = Field(20, ge=0, description="Reactions of one person that pay others.")
    per_pair: int = Field(5, ge=0, description="How often one person pays the same other in a week.")
    member_for: Duration = Field(86_400, description="How long a giver has to be here.")
    emoji: Strings = Field((), description="Only these count; none: all.")
    settles_after: Duration = Field(
        0, description="Points come after this time, if the reaction still stands; 0: at once."
    )

    @field_validator("emoji")
    @classmethod
    def _telegram_knows_them(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(check_reaction(emoji) for emoji in value)


class ReplyModel(_Model):
    """Points for whoever is answered: each other person counts once a day."""

    points: int = Field(1, ge=0, le=1000)
    per_day: int = Field(5, ge=0, description="For one receiver.")
    gives_per_day: int = Field(20, ge=0, description="Answers of one person that pay others.")
    per_pair: int = Field(3, ge=0, description="How often one person pays the same other in a week.")
    shortest: int = Field(4, ge=0, description="Letters and digits a paid answer has at least.")


class ThanksModel(_Model):
    """Points for whoever is thanked in a reply, or by their @name."""

    points: int = Field(5, ge=0, le=1000)
    per_day: int = Field(50, ge=0, description="For one receiver.")
    gives_per_day: int = Field(5, ge=0)
    per_pair: int = Field(3, ge=0, description="How often one person pays the same other in a week.")
    longest: int = Field(40, ge=1, description="Characters; a longer reply is no mere thanks.")
    words: Strings = Field(description="What counts as thanks.")
    receivers: int = Field(3, ge=1, le=10, description="How many people one message may thank.")
    named_longest: int = Field(
        1000, ge=0, description="Characters of a message that thanks whom it names; 0: names do not count."
    )


class AcceptedModel(_Model):
    """Points for answers that whoever asked accepts."""

    points: int = Field(15, ge=0, le=1000, description="For whoever answered.")
    asker: int = Field(2, ge=0, le=1000, description="For whoever asked, and says what helped.")
    per_day: int = Field(45, ge=0, description="For one receiver.")
    gives_per_day: int = Field(3, ge=0, description="Accepted answers of one person that pay others.")
    per_pair: int = Field(2, ge=0, description="How often one person pays the same other in a week.")


class LevelModel(_Model):
    """A level that members reach."""

    least: int = Field(alias="from", ge=0, description="XP from which on somebody has it.")
    name: Texts = Field(min_length=1, description="What it is called.")
    trust: bool = Field(False, description="Whether whoever has it is trusted, as by /trust.")
    plan: str = Field("", description="The id of a plan of membership.yaml that comes with it.")
    days: int = Field(
        0, ge=0, le=3660, description="So long the plan is given, once; 0: as long as the level is held."
    )
    coupon: str = Field("", description="The id of a coupon of membership.yaml that comes with it, once.")

    @field_validator("name")
    @classmethod
    def _fits_a_tag(cls, value: dict[str, str]) -> dict[str, str]:
        for name in value.values():
            if not 0 < len(name) <= _TAG:
                raise ValueError(say("level-name", name=name, most=_TAG))
        return value


class RingsModel(_Model):
    """Members who award each other and hardly anybody else: moderators are asked what to make of it."""

    days: int = Field(30, ge=1, le=90, description="Awards of so many days are looked at.")
    points: int = Field(100, ge=1, description="At least so many points inside.")
    mutual: Share = Field(0.7, description="Of what is given inside, so much goes both ways.")
    inside: Share = Field(0.8, description="Of all that they got from others, so much comes from inside.")
    most: int = Field(20, ge=2, le=100, description="No more members than these.")


class LimitsModel(_Model):
    """The largest shares of an honest member's points that `zhiqun check` lets these have, by simulation."""

    spammer: float | None = Field(None, ge=0, description="Who writes 600 messages a day.")
    ring5: float | None = Field(None, ge=0, description="One of five accounts that praise each other.")
    ring20: float | None = Field(None, ge=0, description="One of twenty that have been here for long.")
    swapper: float | None = Field(None, ge=0, description="One of two who thank each other.")
    alt_referrer: float | None = Field(None, ge=0, description="Who brings accounts of their own.")
    sleeper: float | None = Field(None, ge=0, description="Who only checks in.")
    filler: float | None = Field(None, ge=0, description="Who posts generated texts.")


class CheckinModel(_Model):
    """Points for coming back every day."""

    points: int = Field(5, ge=0, le=1000)
    streak_bonus: int = Field(1, ge=0, description="More for each further day in a row.")
    most_bonus: int = Field(7, ge=0)
    words: Strings = Field((), description="What checks in, beside /checkin.")
    reaction: str = Field("👍", description="Put on the message; empty: nothing.")
    again: str = Field("👌", description="Put on a further one of the same day, that earns nothing.")

    @field_validator("reaction", "again")
    @classmethod
    def _telegram_knows_it(cls, value: str) -> str:
        return check_reaction(value) if value else value


class WorthModel(_Model):
    """What one member's word is worth to another, as shares of the points."""

    pair: Shares = Field(
        (), description="Of the first, second … from the same person in a week; the last one goes on."
    )
    mutual: Share = Field(
        1,
        description="From somebody whom the receiver thanked the week before, or whose answer they took.",
    )
    friendly: Share = Field(
        1, description="From somebody whose messages the receiver liked or answered in the week before."
    )
    people: int = Field(
        0,
        ge=0,
        le=1000,
        description="Of so many awards in the week before, the share of different people is what new ones "
        "are worth; 0: whole.",
    )
    newcomer: Share = Field(1, description="From newcomers, who are told by the two lines below.")
    newcomer_for: Duration = Field(0, description="So long somebody who joined is one.")
    newcomer_until: int = Field(0, ge=0, description="So many points make them one no more.")


class IncentivesModel(_Model):
    """Everything in incentives.yaml. A part that is left out pays nothing."""

    per_day: int = Field(100, ge=0, description="All sources together, but for check-ins.")
    talk_per_day: int = Field(
        0, ge=0, description="Messages, reactions, replies and thanks together; 0: no limit of their own."
    )
    season: Literal["none", "month", "quarter", "year"] = Field(
        "month", description="How long boards of a season run."
    )
    message: MessageModel | None = None
    reaction: ReactionModel | None = None
    thanks: ThanksModel | None = None
    reply: ReplyModel | None = None
    accepted: AcceptedModel | None = None
    checkin: CheckinModel | None = None
    referral: ReferralModel | None = None
    essence: EssenceModel | None = None
    report: ReportModel | None = None
    course: CourseModel | None = None
    givers: GateModel = Field(
        default_factory=GateModel, description="Whose thanks, reactions and answers pay."
    )
    worth: WorthModel = WorthModel()
    levels: tuple[LevelModel, ...] = Field((), max_length=50, description="Levels, whichever order.")
    tags: bool = Field(False, description="Whether Telegram shows a level's name beside the member's.")
    rings: RingsModel | None = Field(None, description="Which rings moderators are shown; left out: none.")
    coins: CoinsModel | None = Field(None, description="What points bring for the shop; left out: nothing.")
    limits: LimitsModel = LimitsModel()
    tests: tuple[EarningTest, ...] = Field(
        (), max_length=200, description="Messages, and what they count as."
    )

    def trials(self) -> Iterator[tuple[PathTo, str]]:
        """Each test's place, and how it turned out otherwise; nothing when it holds."""
        policy = policy_of(self)
        for number, test in enumerate(self.tests):
            yield ("tests", number), told(test, policy)

    @model_validator(mode="after")
    def _somebody_can_vouch(self) -> IncentivesModel:
        if self.referral is not None and not (self.reaction or self.reply or self.thanks):
            raise ValueError(say("referral-people"))
        return self


def policy_of(model: IncentivesModel) -> IncentivesPolicy:
    """The engine's value."""
    message, thanks, checkin, worth = model.message, model.thanks, model.checkin, model.worth
    return IncentivesPolicy(
        message=MessagePolicy(**_values(message) | {"fades": _shares(message.fades)}) if message else None,
        reaction=ReactionPolicy(**_values(model.reaction)) if model.reaction else None,
        thanks=ThanksPolicy(**_values(thanks) | {"words": _normal(thanks.words)}) if thanks else None,
        reply=ReplyPolicy(**_values(model.reply)) if model.reply else None,
        accepted=AcceptedPolicy(**_values(model.accepted)) if model.accepted else None,
        checkin=CheckinPolicy(**_values(checkin) | {"words": _normal(checkin.words)}) if checkin else None,
        referral=ReferralPolicy(**_values(model.referral)) if model.referral else None,
        essence=EssencePolicy(**_values(model.essence)) if model.essence else None,
        report=ReportPolicy(**_values(model.report)) if model.report else None,
        course=CoursePolicy(**_values(model.course)) if model.course else None,
        givers=gate_of(model.givers),
        per_day=model.per_day,
        talk_per_day=model.talk_per_day,
        worth=WorthPolicy(
            **_values(worth)
            | {
                "pair": _shares(worth.pair),
                "mutual": _per_cent(worth.mutual),
                "friendly": _per_cent(worth.friendly),
                "newcomer": _per_cent(worth.newcomer),
            }
        ),
        levels=tuple(
            LevelPolicy(one.least, tuple(one.name.items()), one.trust, one.plan, one.days, one.coupon)
            for one in sorted(model.levels, key=lambda one: one.least)
        ),
        tags=model.tags,
        coins=coins_of(model.coins),
        rings=_rings(model.rings),
        limits=tuple((who, share) for who, share in model.limits if share is not None),
        season="" if model.season == "none" else model.season,
    )


def _rings(model: RingsModel | None) -> RingsPolicy | None:
    if model is None:
        return None
    shares = {"mutual": _per_cent(model.mutual), "inside": _per_cent(model.inside)}
    return RingsPolicy(**_values(model) | shares)


def _values(model: BaseModel) -> dict[str, Any]:
    return model.model_dump()


def _shares(shares: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(_per_cent(s) for s in shares)


def _normal(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(normalize(w) for w in words)
