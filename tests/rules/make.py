"""Short ways to write events, members and rule books in tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.conditions import CONDITIONS
from rules.conditions.base import Probe
from rules.config.book import RuleBook, load_book
from rules.config.extensions import Extensions, JobOptions
from rules.config.problems import Problem
from rules.config.searches import Searches
from rules.engine.addresses import domain_of
from rules.engine.decision import Finding
from rules.engine.events import Chat, Content, Event, Kind, Link, Person
from rules.engine.facts import Facts
from rules.engine.state import Activity, MemberState, PastEvent

NOW = int(datetime(2026, 3, 4, 12, 0, tzinfo=UTC).timestamp())  # a Wednesday, 20:00 in Shanghai
GROUP = Chat(-1001, "supergroup", "Learners", "learners")
ANN = Person(42, "Ann", "ann")


class Posts(JobOptions):
    """What a job of these tests may be told."""

    group: int = 3
    period: Literal["week", "month"] = "week"


class Tides(BaseModel):
    """A file that a feature has of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    high: int = 0


EXTENSIONS = Extensions({"model": JobOptions, "suggestions": Posts}, files={"tides": Tides})
COMMUNITY = "name: Test\nlanguage: en\ntimezone: UTC\n"


def event(
    text: str = "", *, kind: Kind = Kind.MESSAGE, at: int = NOW, message: int = 100, **more: Any
) -> Event:
    """An event in the group by Ann; `links`, `media`, … go to the content, the rest to the event."""
    of_content = {k: more.pop(k) for k in Content.__struct_fields__ if k in more}
    whole: dict[str, Any] = {"update_id": 1, "chat": GROUP, "person": ANN, "message_id": message, **more}
    return Event(kind=kind, at=at, content=Content(text=text, **of_content), **whole)


def member(**more: Any) -> MemberState:
    """Ann as a member, own id 7 in chat 3; she was there before the bot."""
    return MemberState(**{"person": 7, "chat": 3, "first_seen": NOW - 90 * 86_400, **more})


def link(url: str, *, hidden: bool = False) -> Link:
    """A link with its domain."""
    return Link(url, domain_of(url), hidden)


def seen(ago: int, message: int, *, person: int = 7, kind: str = "message", digest: int = 0) -> PastEvent:
    """Something that happened `ago` seconds before NOW."""
    return PastEvent(NOW - ago, person, message, kind, digest)


def past(*mine: PastEvent, others: Sequence[PastEvent] = ()) -> Activity:
    """A recent past of Ann's events and others'."""
    return Activity(
        chat=sorted((*mine, *others), key=lambda s: s.at), member=sorted(mine, key=lambda s: s.at)
    )


def look(
    name: str,
    options: Any,
    what: Event,
    state: MemberState | None = None,
    activity: Activity | None = None,
    timezone: str = "Asia/Shanghai",
) -> Finding:
    """What a condition finds, its options as in YAML."""
    condition = CONDITIONS[name]
    filled = condition.options.model_validate(options)
    made = condition.build(filled)
    test = made if isinstance(made, Probe) else Probe(made)
    facts = Facts(what, state or member(), activity or Activity(), NOW, timezone)
    finding = test.look(facts)
    searches = Searches()
    quick = searches.guarding(filled, test, test.holds or (lambda _: finding.hit))
    searches.ready()
    assert quick(facts) == finding.hit
    assert test.holds is None or test.holds(facts) == finding.hit
    return finding


def folder(at: Path, files: dict[str, str] | None = None, **texts: str) -> Path:
    """A rules folder: `moderation="…"` becomes moderation.yaml; `files` go by their whole names."""
    root = at / "rules"
    root.mkdir(exist_ok=True)
    for name, text in {"community": COMMUNITY, **texts}.items():
        (root / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, text in (files or {}).items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def book(
    at: Path, moderation: str = "rules: []", files: dict[str, str] | None = None, **texts: str
) -> RuleBook:
    """A book that has no problems."""
    found, problems = load_book(folder(at, files, moderation=moderation, **texts), EXTENSIONS)
    assert [str(p) for p in problems] == []
    assert found is not None
    return found


def problems(at: Path, files: dict[str, str] | None = None, **texts: str) -> list[str]:
    """What is wrong with a folder, as sentences."""
    found: list[Problem] = load_book(folder(at, files, **texts), EXTENSIONS)[1]
    return [str(p) for p in found]
