"""membership.yaml: what can be bought, what it opens, and what becomes of it when its time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from rules.conditions.base import ONE_OR_SEVERAL, Duration
from rules.config.coupons import Coupon
from rules.config.problems import ID, Misplaced, nearest
from rules.config.texts import Texts
from rules.engine.durations import seconds_of
from rules.engine.money import CURRENCIES
from rules.engine.state import FOREVER
from rules.engine.trust import HIGHEST
from rules.sentences import say

MONTH = (
    30 * 86_400
)  # the one period after which Telegram charges again by itself (Bot API, createInvoiceLink)
MOST_ONCE, MOST_RENEWED = 100_000, 10_000  # Stars
_DAY = 86_400
Provider: TypeAlias = Literal["stripe", "wechat"]
LONGEST_TAG = 16  # characters (Bot API, setChatMemberTag)
_COURSE = "course:"
CAMPAIGN = 16  # characters: a button carries it beside the id of a plan


def _period(value: object) -> int:
    if value == "forever":
        return FOREVER
    seconds = seconds_of(value)
    if seconds < _DAY or seconds % _DAY:
        raise ValueError(say("period-days", value=str(value)))
    return seconds


Period = Annotated[
    int,
    BeforeValidator(_period),
    WithJsonSchema({"type": "string", "pattern": r"^(forever|(\d+[dw])+)$", "examples": ["30d", "365d"]}),
]


def _earlier(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return value if value is None else seconds_of(value)


Earlier = Annotated[
    int | date | None,
    BeforeValidator(_earlier),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^((\d+[smhdw])+|\d{4}-\d\d-\d\d)$",
            "examples": ["30d", "2030-01-31"],
        }
    ),
]
Groups = Annotated[tuple[Annotated[int, Field(lt=0)], ...], ONE_OR_SEVERAL]
Ids = Annotated[tuple[str, ...], ONE_OR_SEVERAL]


def alone(course: str) -> str:
    """What the ledger calls a course that somebody has without a plan: bought elsewhere."""
    return f"{_COURSE}{course}"


def course_alone(name: str) -> str:
    """The id of the course that has this name in the ledger; empty: it is something else."""
    return name.removeprefix(_COURSE) if name.startswith(_COURSE) else ""


def campaign_of(said: str) -> str:
    """A campaign as it is counted: what a link can carry of it."""
    return "".join(c for c in said if c.isascii() and (c.isalnum() or c in "_-"))[:CAMPAIGN]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Money(_Part):
    """A price in money."""

    amount: int = Field(
        ge=1,
        le=99_999_999,
        description="In the currency's smallest unit: 1900 are 19.00 USD or CNY, and 1900 JPY.",
    )
    currency: str = Field(description="By ISO 4217: USD, EUR, CNY. CNY is paid by WeChat Pay.")

    @field_validator("currency")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CURRENCIES:
            hint = nearest(value.upper(), CURRENCIES)
            raise ValueError(say("currency-unknown", name=value, hint=hint))
        return value

    @property
    def provider(self) -> Provider:
        """Who takes it."""
        return "wechat" if self.currency == "CNY" else "stripe"


class Topic(_Part):
    """A topic of a forum that a plan opens."""

    group: int = Field(lt=0, description="The id of the group.")
    topic: int = Field(
        ge=2,
        description="The topic's number, as in t.me/c/1234567890/7; 1 is General, for all.",
    )


class Plan(_Part):
    """One thing to buy."""

    id: Annotated[str, Field(pattern=ID, max_length=24, description="Told apart by this; never change it.")]
    name: Texts
    text: Texts = Field(default_factory=dict, description="What it is, in a few lines.")
    price: int = Field(ge=1, description="In Telegram Stars.")
    money: Annotated[tuple[Money, ...], ONE_OR_SEVERAL] = Field(
        (),
        description="Prices in money, one a currency, for the `providers`: one period, not renewed.",
    )
    period: Period = Field(MONTH, description="How long one payment lasts: 30d, 365d, forever.")
    renews: bool | None = Field(
        None, description="Whether Telegram charges again by itself; it can where the period is 30d."
    )
    trial: Annotated[Duration, Field(le=90 * _DAY)] = Field(
        0, description="How long everybody may try it once, without paying."
    )
    grace: Annotated[Duration, Field(le=60 * _DAY)] = Field(
        3 * _DAY, description="How long it stays open after what was paid for is over."
    )
    seats: int = Field(0, ge=0, description="So many may have it at a time; 0: any number.")
    groups: Groups = Field(
        (), description="Ids of the groups it opens; without this all of the community, with [] none."
    )
    topics: tuple[Topic, ...] = Field(
        (), max_length=50, description="Topics of forums in which only those write who have it."
    )
    channels: Groups = Field((), description="Ids of the channels it opens, which the bot has to administer.")
    channel_link: bool = Field(
        False,
        description="Whether its channels get a link at which Telegram itself charges the price every 30 "
        "days; the Stars are the channel's.",
    )
    gifts: bool = Field(True, description="Whether members may buy it for somebody else.")
    includes: Ids = Field((), description="Ids of plans that it opens too.")
    upgrades: Ids = Field(
        (),
        description="Ids of plans that end when this one is bought: what was paid for and is not used yet "
        "becomes time of this one, by its worth.",
    )
    courses: Ids = Field(
        (),
        description="Ids of courses in courses.yaml; their links are given to those who have the plan alone.",
    )
    coupons: Ids = Field(
        (), description="Ids of coupons that whoever gets the plan gets with it; not for a trial."
    )
    points: int = Field(
        0,
        ge=0,
        le=100_000,
        description="Points that each payment brings; they go again when it is paid back.",
    )
    coins: int = Field(0, ge=0, le=100_000, description="The same in coins, where incentives.yaml has them.")
    family: int = Field(
        0, ge=0, le=50, description="So many places whoever buys it may give to others, with /family."
    )
    trust: int = Field(
        0, ge=0, le=HIGHEST, description="The least level of trust that members have as long as they have it."
    )
    tag: Texts = Field(
        default_factory=dict,
        description="What Telegram shows beside the member's name as long as they have the plan, in 16 "
        "characters at most; it goes before the name of their level.",
    )
    buyers: Literal["anybody", "members"] = Field(
        "anybody", description="members: only those who are in a group of the community already."
    )
    sold: bool = Field(True, description="false: nobody can buy it any more; who has it keeps it.")

    @property
    def everywhere(self) -> bool:
        """Whether it opens all groups of the community."""
        return not self.groups and "groups" not in self.model_fields_set

    @property
    def recurring(self) -> bool:
        """Whether Telegram charges again by itself."""
        return self.period == MONTH if self.renews is None else self.renews

    @field_validator("money")
    @classmethod
    def _once_a_currency(cls, value: tuple[Money, ...]) -> tuple[Money, ...]:
        names = [m.currency for m in value]
        if twice := [n for n in names if names.count(n) > 1]:
            raise ValueError(say("currency-twice", name=twice[0]))
        return value

    @field_validator("tag")
    @classmethod
    def _fits(cls, value: dict[str, str]) -> dict[str, str]:
        for tag in value.values():
            if len(tag) > LONGEST_TAG:
                raise ValueError(say("plan-tag", tag=tag, most=LONGEST_TAG))
        return value

    @model_validator(mode="after")
    def _telegram_takes_it(self) -> Plan:
        if self.recurring and self.period != MONTH:
            raise ValueError(say("plan-renews"))
        if self.upgrades and (self.recurring or self.period == FOREVER):
            raise ValueError(say("plan-upgrades"))
        if self.channel_link and not (self.channels and self.recurring):
            raise ValueError(say("plan-channel-link"))
        if self.recurring and self.price > MOST_RENEWED:
            told = say("plan-price-renewed", price=self.price, most=MOST_RENEWED, once=MOST_ONCE)
            raise Misplaced(told, "price")
        if self.price > MOST_ONCE:
            raise Misplaced(say("plan-price", price=self.price, most=MOST_ONCE), "price")
        return self


class Membership(_Part):
    """Everything in membership.yaml. Nothing is sold until there are plans."""

    plans: tuple[Plan, ...] = Field((), max_length=50)
    terms: Texts = Field(default_factory=dict, description="What /terms answers.")
    support: Texts = Field(
        default_factory=dict, description="What /paysupport answers: who helps with payments, and how soon."
    )
    coupons: tuple[Coupon, ...] = Field((), max_length=50, description="What takes something off, once.")
    providers: Annotated[tuple[Provider, ...], ONE_OR_SEVERAL] = Field(
        (), description="Who takes money beside Telegram Stars: stripe, wechat. Keys stand in .env."
    )
    reminders: Annotated[tuple[Annotated[Duration, Field(ge=3600)], ...], ONE_OR_SEVERAL] = Field(
        (3 * _DAY, _DAY), max_length=5, description="How long before the end of what does not renew itself."
    )
    refund_within: Annotated[Duration, Field(le=90 * _DAY)] = Field(
        0, description="How long after a payment members get it back by themselves, with /paysupport."
    )

    earlier_members: Earlier = Field(
        None,
        description="How long those stay who were in a group before plans opened it: from then on, or until "
        "the end of a day. Without it they stay.",
    )
    door: Literal["requests", "links"] = Field(
        "requests",
        description="How whoever has a plan comes in. requests: they ask and are let in at once; links: "
        "each gets a link of their own that lets in one person, and whoever else comes by it is put out.",
    )
    welcome: bool = Field(True, description="Whether a button under the welcome leads to the plans.")

    def taken(self, plan: Plan) -> tuple[Money, ...]:
        """A plan's prices in money that somebody takes."""
        return tuple(m for m in plan.money if m.provider in self.providers)

    @property
    def on(self) -> bool:
        """Whether there is anything to have."""
        return bool(self.plans)

    def plan(self, name: str) -> Plan | None:
        """A plan by its id."""
        return next((p for p in self.plans if p.id == name), None)

    def coupon(self, name: str) -> Coupon | None:
        """A coupon by its id."""
        return next((c for c in self.coupons if c.id == name), None)

    def linked(self, said: str) -> tuple[Plan | None, str]:
        """The plan and the campaign that the end of a link names: `ID`, `ID_campaign` or `ID-campaign`. Of
        ids that begin alike the longest is meant.
        """
        for plan in sorted(self.plans, key=lambda p: -len(p.id)):
            rest = said.removeprefix(plan.id)
            if said.startswith(plan.id) and (not rest or rest[0] in "_-"):
                return plan, campaign_of(rest[1:])
        return None, campaign_of(said)

    def opening(self, plan: str) -> frozenset[str]:
        """The ids of all plans that open what this one opens: itself, and those that include it."""
        found = {plan}
        while more := {p.id for p in self.plans if found.intersection(p.includes)} - found:
            found |= more
        return frozenset(found)

    def opened_by(self, plan: str) -> list[Plan]:
        """The plan and all that it includes, as the file has them."""
        return [p for p in self.plans if plan in self.opening(p.id)]

    def keys_of(self, group: Collection[int], topic: int) -> frozenset[str]:
        """The ids of the plans with which somebody may write in a topic; none: everybody may."""
        named = [p.id for p in self.plans if any(t.group in group and t.topic == topic for t in p.topics)]
        return frozenset[str]().union(*map(self.opening, named))

    @property
    def closed_courses(self) -> frozenset[str]:
        """The ids of the courses that are for those who have a plan."""
        return frozenset(course for plan in self.plans for course in plan.courses)

    def keys_to(self, course: str) -> frozenset[str]:
        """The ids of the plans that open a course; none: it is open to all."""
        named = [p.id for p in self.plans if course in p.courses]
        return frozenset[str]().union(*map(self.opening, named))

    def graces(self, plans: Collection[str]) -> dict[str, int]:
        """How long each of these plans stays open after its end."""
        return {plan.id: plan.grace for plan in self.plans if plan.id in plans}

    @model_validator(mode="after")
    def _fits_together(self) -> Membership:
        names = [p.id for p in self.plans]
        for number, plan in enumerate(self.plans):
            if plan.id in names[:number]:
                raise Misplaced(say("plan-twice", name=plan.id), "plans", number, "id")
            for key, wanted in (("includes", plan.includes), ("upgrades", plan.upgrades)):
                for place, name in enumerate(wanted):
                    if name not in names or name == plan.id:
                        hint = nearest(name, [n for n in names if n != plan.id])
                        told = say("plan-unknown", plan=plan.id, name=name, hint=hint)
                        raise Misplaced(told, "plans", number, key, place)
            for price in plan.money if self.providers else ():
                if (by := price.provider) not in self.providers:
                    name = price.currency
                    raise ValueError(say("currency-untaken", plan=plan.id, name=name, provider=by))
        for name in ("terms", "support"):
            if any(p.sold for p in self.plans) and not getattr(self, name):
                raise ValueError(say("plan-texts", name=name))
        return self
