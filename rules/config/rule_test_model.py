"""Read `tests:` of rule files: a message, who writes it, and what is expected of the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from rules.conditions.base import ONE_OR_SEVERAL, Duration, Strings, TimeOfDay
from rules.engine.addresses import domain_of
from rules.engine.carried_counts import carried
from rules.engine.events import Chat, Content, Event, Forward, Kind, Link, Media, Person, Reply, Sender
from rules.engine.normalize import digest
from rules.engine.pictures import pictured
from rules.engine.plain_text_entities import read_text
from rules.engine.state import BEFORE, Activity, MemberState, PastEvent, Role, Warning

StandingName = Literal["newcomer", "regular", "veteran", "admin"]
EventName = Literal[
    "message", "edit", "join", "join_request", "leave", "reaction", "rename", "action", "report", "picture"
]  # fmt: skip
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001  # the community's zone is put on below
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHAT, _AUTHOR, _ANSWERED = -1_001, 1_001, 1_002
_BEFORE = 100  # message numbers of what came before are lower


class _Standing(NamedTuple):
    """What a word such as newcomer says of a member: seconds since they joined (None: before the bot),
    messages they have written, points."""

    joined: int | None
    messages: int
    points: int


STANDINGS: dict[str, _Standing] = {
    "newcomer": _Standing(600, 0, 0),
    "regular": _Standing(90 * 86_400, 200, 100),
    "veteran": _Standing(None, 2_000, 1_000),
    "admin": _Standing(None, 2_000, 1_000),
}


def _word(value: object) -> object:
    # YAML's no and yes are words of this language, not truths.
    return str(value).lower() if isinstance(value, bool) else value


Expected = Annotated[
    tuple[Annotated[str, BeforeValidator(_word)], ...],
    ONE_OR_SEVERAL,
]


class TrialModel(BaseModel):
    """A message, who writes it, and what should come of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    text: str = Field(
        "",
        max_length=4096,
        description="What is written; links and @names in it are found. With `on: picture`, what its codes "
        "say, one a line.",
    )
    standing: StandingName = Field(
        "newcomer",
        alias="as",
        description="newcomer (joined 10 minutes ago, first message), regular (90 days, 200 messages, "
        "100 points), veteran (there before the bot) or admin.",
    )
    joined: Duration | None = Field(None, description="How long ago they joined, instead.")
    messages: int | None = Field(None, ge=0, description="Messages they wrote before, instead.")
    points: int | None = Field(None, description="Points they have, instead.")
    warnings: int = Field(0, ge=0, le=1000, description="Warning points that count.")
    on: EventName = Field("message", description="What happens.")
    sender: Literal["member", "channel"] = Field("member", description="In whose name it is written.")
    name: str = Field("Member", max_length=128, description="The member's name.")
    old_name: str = Field("", max_length=128, description="With `on: rename`, their name before.")
    action: str = Field("", description="With `on: action`, what a moderator did, such as ban.")
    hidden_links: Strings = Field((), description="Where words of the text lead.")
    media: Media = Field(Media.NONE, description="What comes with the text: photo, video, sticker …")
    file: str = Field("", description="Name of the file that comes along.")
    forward: Literal["", "user", "hidden_user", "chat", "channel"] = Field("", description="From where.")
    via: str = Field("", description="The inline bot it is sent through.")
    reply: bool = Field(False, description="Whether it answers somebody.")
    quote: str = Field("", description="What it quotes.")
    custom_emoji: int = Field(0, ge=0, le=100, description="How many custom emoji.")
    at: TimeOfDay = Field(12 * 60, description="Local time; noon unless told otherwise.")
    day: Day = Field("wed", description="Day of the week.")
    chat: str = Field("", description="Title of the group.")
    topic: int = Field(0, description="Number of the topic.")
    times: int = Field(1, ge=1, le=500, description="It happens for the n-th time …")
    within: Duration = Field(5, description="… in so much time …")
    by: Literal["member", "chat"] = Field("member", description="… by the same member, or by others too.")
    expect: Annotated[
        Expected,
        WithJsonSchema(
            {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
        ),
    ] = Field(
        ("hit",),
        description="hit, no hit, actions such as delete or no warn; in the file's own tests also rules.",
    )


class EventContext(NamedTuple):
    """What `decide` is given: the event with its surroundings; times are unix seconds."""

    event: Event
    state: MemberState
    activity: Activity
    now: int


def scene_of(trial: TrialModel, timezone: str) -> EventContext:
    """The context that a trial describes, in the community's time zone."""
    local = _MONDAY + timedelta(days=_DAYS.index(trial.day), minutes=trial.at)
    now = int(local.replace(tzinfo=ZoneInfo(timezone)).timestamp())
    kind = Kind(trial.on)
    spoken = kind in (Kind.MESSAGE, Kind.EDIT, Kind.PICTURE)
    event = Event(
        update_id=1,
        kind=kind,
        at=now,
        chat=Chat(_CHAT, title=trial.chat or "Group"),
        person=Person(_AUTHOR, trial.name, "member", channel=trial.sender == "channel"),
        sender=Sender(trial.sender),
        message_id=_BEFORE + trial.times if spoken or kind is Kind.REACTION else 0,
        topic=trial.topic,
        content=_content(trial) if spoken else None,
        reply=Reply(1, Person(_ANSWERED, "Somebody"), at=now - 60) if trial.reply else None,
        old_name=trial.old_name,
        action=trial.action,
        added=("👍",) if kind is Kind.REACTION else (),
        reactions=("👍",) if kind is Kind.REACTION else (),
        new_status="member" if kind is Kind.JOIN else "left" if kind is Kind.LEAVE else "",
    )
    if kind is Kind.PICTURE:
        event = pictured(event, trial.text.splitlines(), now)
    return EventContext(event, _state(trial, now), _activity(trial, event), now)


def _content(trial: TrialModel) -> Content:
    found = read_text(trial.text)
    hidden = tuple(Link(url, domain_of(url), hidden=True) for url in trial.hidden_links)
    return structs.replace(
        found,
        links=(*found.links, *hidden),
        media=Media.DOCUMENT if trial.file and not trial.media else trial.media,
        file_name=trial.file,
        forward=Forward(trial.forward, "Elsewhere") if trial.forward else None,
        via_bot=trial.via,
        quote=trial.quote,
        custom_emoji=trial.custom_emoji,
    )


def _state(trial: TrialModel, now: int) -> MemberState:
    standing = STANDINGS[trial.standing]
    joined = standing.joined if trial.joined is None else trial.joined
    return MemberState(
        person=_AUTHOR,
        chat=1,
        role=Role.ADMINISTRATOR if trial.standing == "admin" else Role.MEMBER,
        joined_at=now - joined if joined is not None else 0,
        first_seen=now - joined if joined is not None else BEFORE,
        messages=standing.messages if trial.messages is None else trial.messages,
        xp=standing.points if trial.points is None else trial.points,
        warnings=(Warning(now - 60, trial.warnings),) if trial.warnings else (),
    )


def _activity(trial: TrialModel, event: Event) -> Activity:
    """The same thing before, evenly spread; by others: nobody twice."""
    gap = trial.within / trial.times
    fingerprint = digest(trial.text) if trial.text and event.content is not None else 0
    media = event.content.media.value if event.content is not None else ""
    before = tuple(
        PastEvent(
            int(event.at - gap * (trial.times - n)),
            _AUTHOR if trial.by == "member" else _AUTHOR + n,
            _BEFORE + n if event.message_id else 0,
            event.kind.value,
            fingerprint,
            media,
            carried(event.content),
        )
        for n in range(1, trial.times)
    )
    own = before if trial.by == "member" else ()
    return Activity(before, own, (fingerprint,) if before and fingerprint else ())
