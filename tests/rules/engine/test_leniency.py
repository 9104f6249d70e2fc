"""Modes, borrowed words, allowances, and what moderators took back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rules.config.book import RuleBook
from rules.engine.actions import Alert, Delete, Mute, Review, Warn
from rules.engine.decide import decide
from rules.engine.decision import Decision, Mode
from rules.engine.events import Event, Extras, Forward
from rules.engine.state import Activity
from tests.rules.make import ANN, NOW, book, event, member

ADS = "  - {{id: ads, {more} when: {{words: spam}}, then: [delete, warn, {{mute: 1h}}]}}\n"
ABROAD = Extras(outside=Forward("channel", "Ads"))
MONTH = 30 * 86_400


def rules(at: Path, more: str = "", head: str = "") -> RuleBook:
    """A book of one rule, `more` said of it, `head` of the file."""
    return book(at, f"{head}rules:\n" + ADS.format(more=more))


def judged(what: Event, found: RuleBook, **more: Any) -> Decision:
    """A decision about Ann."""
    return decide(what, member(), Activity(), found, NOW, **more)


@pytest.mark.parametrize(
    ("ceiling", "own", "mode"),
    [
        (ceiling, own, min(ceiling, own, key=["off", "shadow", "review", "enforce"].index))
        for ceiling in ("off", "shadow", "review", "enforce")
        for own in ("off", "shadow", "review", "enforce")
    ],
)
def test_no_rule_goes_further_than_the_ceiling(tmp_path: Path, ceiling: str, own: str, mode: str) -> None:
    decision = judged(event("spam"), rules(tmp_path, f'mode: "{own}",', f'mode: "{ceiling}"\n'))
    assert [h.mode for h in decision.hits] == ([] if mode == "off" else [Mode(mode)])
    done = {
        "review": (Review(), Delete(), Alert()),
        "enforce": (Delete(), Mute(3600), Warn(1, MONTH)),
    }
    assert decision.actions == done.get(mode, ())


def test_a_member_in_review_is_not_warned(tmp_path: Path) -> None:
    decision = judged(event("spam"), rules(tmp_path, "mode: review,"))
    assert (decision.state.warnings, decision.state.muted_until) == ((), 0)
    assert decision.deletes


FORWARDED = event("spam", forward=Forward("channel", "Ads", -1009))
QUOTED = event("look", quote="spam", extras=ABROAD)
FULL = (Delete(), Mute(3600), Warn(1, MONTH))
SOFT = (Delete(), Alert())


@pytest.mark.parametrize(
    ("what", "borrowed", "done"),
    [
        (event("spam"), "", FULL),
        (FORWARDED, "", SOFT),
        (QUOTED, "", SOFT),
        (event("spam", quote="spam", extras=ABROAD), "", FULL),
        (event("spam", forward=Forward("user", "Ann", ANN.id)), "", FULL),  # their own words
        (FORWARDED, "borrowed: full,", FULL),
        (QUOTED, "borrowed: full,", FULL),
        (FORWARDED, "borrowed: ignore,", ()),
        (QUOTED, "borrowed: ignore,", ()),
        (event("look", quote="spam"), "", ()),  # of this chat, where it was judged already
    ],
)
def test_somebody_elses_words_count_softly(
    tmp_path: Path, what: Event, borrowed: str, done: tuple[Any, ...]
) -> None:
    assert judged(what, rules(tmp_path, borrowed)).actions == done


@pytest.mark.parametrize(
    "when",
    [
        "{all: [{forward: channel}, {words: spam}]}",
        "{any: [{words: spam}, {forward: channel}]}",
        "{text: {of: forward, includes: ads}}",
    ],
)
def test_a_rule_about_forwards_means_them(tmp_path: Path, when: str) -> None:
    found = book(tmp_path, f"rules: [{{id: a, when: {when}, then: [delete, warn]}}]")
    assert judged(FORWARDED, found).actions == (Delete(), Warn(1, MONTH))


def test_a_message_that_is_allowed_is_asked_no_further(tmp_path: Path) -> None:
    text = "rules:\n  - {id: fine, priority: 9, when: {words: homework}, then: allow}\n"
    found = book(tmp_path, text + ADS.format(more=""))
    decision = judged(event("homework about spam"), found)
    assert ([h.rule for h in decision.hits], decision.actions) == (["fine"], ())
    assert judged(event("spam"), found).actions


def test_what_was_taken_back_counts_and_does_nothing(tmp_path: Path) -> None:
    decision = judged(event("spam"), rules(tmp_path), overruled={"ads"})
    (hit,) = decision.hits
    assert (hit.mode, hit.overruled, decision.actions, decision.state.warnings) == (
        Mode.SHADOW,
        True,
        (),
        (),
    )


@pytest.mark.parametrize(("then", "pays"), [("alert", True), ("void", False), ("delete", False)])
def test_what_a_message_may_earn(tmp_path: Path, then: str, pays: bool) -> None:
    found = book(tmp_path, f"rules: [{{id: a, when: {{words: spam}}, then: {then}}}]")
    assert judged(event("spam"), found).pays is pays
    assert judged(event("hello"), found).pays


@pytest.mark.parametrize(("trust", "spared"), [(1, True), (2, False)])
def test_who_is_trusted_enough_is_left_alone(tmp_path: Path, trust: int, spared: bool) -> None:
    found = rules(tmp_path, f"exempt: {{trust: {trust}}},")
    known = member(joined_at=NOW - 2 * 86_400, messages=9)
    assert bool(decide(event("spam"), known, Activity(), found, NOW).hits) is not spared
