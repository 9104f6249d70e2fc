"""Run a back-test: decide the past anew, with no database and nobody to tell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.backtest.comparison import Comparison
from bot.backtest.points_replay import Earning
from bot.backtest.replay_state import Stage
from bot.backtest.report import Report, Tally
from bot.backtest.score_replay import Scoring, Voice
from bot.backtest.timeline import Change, Moment, Start
from rules.config.book import RuleBook
from rules.engine.albums import album_of
from rules.engine.carried_counts import carried
from rules.engine.decision import Decision
from rules.engine.events import Kind, Media
from rules.engine.spam import SpamScore
from rules.engine.state import BEFORE, Activity, PastEvent
from storage.activity import ActivityLog

Watch = Callable[[Moment, Decision, Activity], None]

_UNSCORED: Mapping[int, SpamScore] = {}
_KINDS = {kind: kind.value for kind in Kind}
_MEDIA = {media: media.value for media in Media}


@dataclass(frozen=True)
class Past:
    """What there is to compare with: the rules that hit, and the updates that were undone, by update id."""

    hits: Mapping[int, frozenset[str]] = field(default_factory=dict)
    undone: frozenset[int] = frozenset()


class Backtest:
    """One rule book over the past, beside another one or beside what the bot did.

    Args:
        book: the rule book that is tried.
        against: another one, or None.
        past: what the bot did; compared with when `against` is None and `compare_past`.
        start: how everybody stood.
        examples: how many to keep a rule.
        earning: pay points for messages, where no ledger tells of them.
        voices: what scores texts for spam, by community; without, rules that ask for scores never hold.
        watch: called with every decision, if given.
    """

    def __init__(
        self,
        book: RuleBook,
        *,
        against: RuleBook | None = None,
        past: Past | None = None,
        compare_past: bool = False,
        start: Start | None = None,
        examples: int = 3,
        earning: bool = False,
        voices: Mapping[int, Voice] | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._past = past or Past()
        self._tally = Tally([(r.id, str(r.mode)) for r in book.rules], examples, self._past.undone)
        # A file is all there is: who is in it without having joined was there before.
        given = start or Start(unknown=BEFORE)
        self._mine = Stage(book, given)
        self._theirs = Stage(against, given) if against is not None else None
        self._compare_past = compare_past and against is None
        self._counted = book.counted or (against is not None and against.counted)
        self._comparison = Comparison(self._tally, self._past.hits) if self._compare_past else None
        first = max(book.scored, against.scored if against is not None else 0)
        self._scoring = Scoring(first, voices, start) if first and voices else None
        self._activity = ActivityLog()
        self._earning = Earning(book) if earning else None
        self._watch = watch
        self._seconds = 0.0

    def take(self, items: Iterable[Moment | Change]) -> None:
        """Go through a part of the past."""
        scores = _UNSCORED
        if self._scoring is not None:
            items = list(items)
            scores = self._scoring.scores(items)
        started = time.perf_counter()
        activity, tally = self._activity, self._tally
        for item in items:
            if not isinstance(item, Moment):
                self._change(item)
                continue
            if self._mine.heard(item):
                continue  # as the pipeline: two reports of one join
            tally.saw(item)
            if item.judged:
                self._judge(item, scores.get(item.event.update_id))
            event, content = item.event, item.event.content
            media = _MEDIA[content.media] if content is not None else ""
            kind, counts = _KINDS[event.kind], carried(content) if self._counted else 0
            album = album_of(content) if event.kind is Kind.MESSAGE else 0
            seen = PastEvent(event.at, item.person, event.message_id, kind, item.digest, media, counts, album)
            activity.add(item.chat, seen)
        self._seconds += time.perf_counter() - started

    def _change(self, change: Change) -> None:
        self._mine.change(change)
        if self._theirs is not None:
            self._theirs.change(change)

    def _judge(self, moment: Moment, spam: SpamScore | None) -> None:
        tally, past = self._tally, self._activity.of(moment.chat, moment.person)
        tally.judged += 1
        tally.without_text += not moment.whole
        mine = self._mine.decide(moment, past, spam)
        if mine.hits:
            tally.decided(moment, mine)
        if self._comparison is not None:
            self._comparison.add(moment, mine)
        elif self._theirs is not None:
            theirs = frozenset(h.rule for h in self._theirs.decide(moment, past, spam).hits)
            if mine.hits or theirs:
                tally.compared(moment, mine, theirs)
        if self._earning is not None:
            for earned in self._earning.pay(moment, mine, past):
                self._change(earned)
        if self._watch is not None:
            self._watch(moment, mine, past)

    def report(self) -> Report:
        """What was found so far; its seconds are those of the loop alone."""
        if self._comparison is not None:
            self._comparison.finish()
        scoring = self._scoring
        against = "book" if self._theirs is not None else "past" if self._compare_past else ""
        return self._tally.report(
            against,
            self._seconds,
            scored=scoring.texts if scoring is not None else 0,
            scoring_seconds=scoring.seconds if scoring is not None else 0.0,
        )
