"""Rules that are not asked would not have held, and the quick answer is that of looking."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.features import extensions
from rules.conditions import CONDITIONS
from rules.config.book import RuleBook, load_book
from rules.engine.carried_counts import CARRIED
from rules.engine.events import Button, Content, Event, Extras, Forward, Kind, Media, Mention, Reply
from rules.engine.facts import Facts
from rules.engine.fields import FIELDS
from rules.engine.index import Part
from rules.engine.state import Activity, MemberState, Warning
from tests.rules.make import NOW, book, event, link, member, past, seen

_TEXTS = ["AbCdE", "THIS IS LOUD SHOUTING!!!!!!!", "加 微-信", "free money", "傻b"]
_TEXTS += ["🙂" * 25, "v信: abc123", "hello"]
_LINKS = [link("https://bit.ly/1"), link("https://t.me/+abc"), link("https://x.org", hidden=True)]
_EXTRAS = [None, Extras(buttons=(Button("Win"),)), Extras(outside=Forward("chat")), Extras(mime="image/png")]
_EXTRAS += [Extras(sticker_set="SpamSet_by_bot"), Extras(poll="quiz"), Extras(contact="free money")]
_TESTS = ["word", "includes", "starts", "ends", "exact", "whole"]
_ORIGINS = [Forward("channel", "C"), Forward("user", "U"), None]


def some_content() -> st.SearchStrategy[Content]:
    """Contents that have more of what rules look for than most."""
    return st.builds(
        Content,
        text=st.one_of(st.sampled_from(_TEXTS), st.text()),
        media=st.sampled_from(Media),
        links=st.lists(st.sampled_from(_LINKS), max_size=2).map(tuple),
        mentions=st.lists(st.sampled_from([Mention("admin"), Mention("ann")]), max_size=2).map(tuple),
        forward=st.sampled_from(_ORIGINS),
        custom_emoji=st.sampled_from([0, 30]),
        via_bot=st.sampled_from(["", "gif"]),
        file_name=st.sampled_from(["", "a.exe", "b.txt"]),
        hashtags=st.sampled_from([(), ("a",), tuple("abcdef")]),
        quote=st.sampled_from(["", "free money", "f.r.e.e money"]),
        extras=st.sampled_from(_EXTRAS),
    )


def some_state() -> st.SearchStrategy[MemberState]:
    """Newcomers and regulars, warned or not."""
    return st.builds(
        member,
        joined_at=st.sampled_from([0, NOW - 60, NOW - 90 * 86_400]),
        messages=st.integers(0, 10),
        xp=st.integers(0, 20),
        warnings=st.sampled_from([(), (Warning(NOW - 5, 2),)]),
    )


def some_past(what: Event, again: int) -> Activity:
    """A past in which the text stands `again` times."""
    own = Facts(what, member(), Activity(), NOW).digest
    activity = past(*(seen(n + 1, n + 1, digest=own) for n in range(again)), others=[seen(3, 50, person=8)])
    return Activity(activity.chat, activity.member, {s.digest for s in activity.chat})


def missed(rules: RuleBook, facts: Facts) -> list[str]:
    """Rules that hold and were no candidates."""
    chosen = rules.index.candidates(facts)
    asked = rules.index.by_kind.get(facts.event.kind, ())
    return [r.id for r in asked if r not in chosen and r.check.look(facts).finding.hit]


def unlike(rules: RuleBook, facts: Facts) -> list[str]:
    """Rules whose quick answer is another than what looking finds."""
    asked = rules.index.by_kind.get(facts.event.kind, ())
    return [r.id for r in asked if r.check.holds(facts) != r.check.look(facts).finding.hit]


@pytest.fixture(scope="module")
def defaults() -> RuleBook:
    """The rules that come with the project."""
    found, problems = load_book(Path(__file__).parents[3] / "rules", extensions())
    assert found is not None, problems
    return found


# Conditions that look at other kinds than messages.
_ELSEWHERE = {"action": "action", "qr": "picture"}


@pytest.fixture(scope="module")
def every_condition(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """A rule for every condition's example, and one for its contrary."""
    rules: list[dict[str, Any]] = []
    for name, condition in CONDITIONS.items():
        when = yaml.load(condition.example, yaml.BaseLoader)
        rule: dict[str, Any] = {"then": "delete"}
        if name in _ELSEWHERE:
            rule["on"] = ["message", "edit", _ELSEWHERE[name]]
        rules.append(rule | {"id": name, "when": when})
        rules.append(rule | {"id": f"not-{name}", "when": {"not": when}})
        signs = [{"points": 2, "when": when}, {"points": 1, "when": {"length": 5}}]
        rules.append(rule | {"id": f"weigh-{name}", "when": {"weigh": {"least": 2, "signs": signs}}})
        rules.append(rule | {"id": f"any-{name}", "when": {"any": [when, {"length": 5}]}})
    for number, (test, word) in enumerate(product(_TESTS, ["free money", "(free money)", "hello", "信"])):
        rules.append({"id": f"text-{number}", "when": {"text": {test: word}}, "then": "delete"})
    for what in CARRIED:
        when = {"rate": {"times": 2, "within": "1m", "of": what}}
        rules.append({"id": f"rate-of-{what}", "when": when, "then": "delete"})
    for field in FIELDS:
        when = {"text": {"of": field, "includes": ["free", "spam", "png", "win"]}}
        on = ["message", "edit", "join_request", "rename"]
        rules.append({"id": f"of-{field}", "on": on, "when": when, "then": "delete"})
    text = json.dumps({"rules": rules}, ensure_ascii=False)
    return book(tmp_path_factory.mktemp("index"), text, {"lists/ads.txt": "free money\n加微信\n"})


_JUDGED = st.sampled_from([Kind.MESSAGE, Kind.EDIT])


@given(some_content(), some_state(), st.integers(0, 4), st.booleans(), _JUDGED)
def test_a_rule_holds_where_looking_finds_it_and_one_that_is_not_asked_does_not(
    defaults: RuleBook,
    every_condition: RuleBook,
    content: Content,
    state: MemberState,
    again: int,
    answers: bool,
    kind: Kind,
) -> None:
    bare = event(kind=kind, reply=Reply(1) if answers else None)
    what = Event(**{f: getattr(bare, f) for f in Event.__struct_fields__} | {"content": content})
    facts = Facts(what, state, some_past(what, again), NOW, "Asia/Shanghai")
    assert missed(defaults, facts) == []
    assert missed(every_condition, facts) == []
    assert unlike(defaults, facts) == []
    assert unlike(every_condition, facts) == []


def test_of_an_ordinary_message_nothing_is_asked(defaults: RuleBook) -> None:
    what = event("今天学了 python 的循环")
    facts = Facts(what, member(), some_past(what, 0), NOW)
    assert defaults.index.candidates(facts) == ()


@pytest.mark.parametrize(
    ("name", "options", "needs"),
    [
        ("links", {"least": 1}, Part.LINKS),
        ("links", {"least": 0, "most": 3}, Part.NONE),
        ("joined", {"less": "1d"}, Part.JOINED),
        ("joined", {"more": "1d"}, Part.NONE),
        ("reply", {"given": False}, Part.NONE),
        ("media", {"kinds": [""]}, Part.NONE),
        ("warnings", {"most": 0}, Part.NONE),
        ("shouting", {"share": 0.7, "letters": 20}, Part.CAPITALS),
        ("text", {"word": "x"}, Part.PHRASES),
        ("text", {"word": "x", "case": True}, Part.NONE),
        ("text", {"pattern": "x"}, Part.NONE),
        ("text", {"of": "buttons", "word": "x"}, Part.EXTRAS),
        ("text", {"of": ["links", "domains"], "word": "x"}, Part.LINKS),
        ("text", {"of": ["links", "text"], "word": "x"}, Part.NONE),
        ("quote", {}, Part.NONE),
        ("quote", "outside", Part.EXTRAS),
        ("files", {"ending": "exe"}, Part.FILE),
        ("files", {"mime": "image/"}, Part.NONE),
        ("shouting", {"share": 0.6, "letters": 5}, Part.NONE),  # A b C d E
    ],
)
def test_a_condition_needs_what_it_cannot_hold_without(name: str, options: Any, needs: Part) -> None:
    condition = CONDITIONS[name]
    assert condition.needs(condition.options.model_validate(options)) == needs
