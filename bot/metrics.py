"""What can be measured from outside, in Prometheus' format under /metrics."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("zhiqun_updates", "Updates committed, by kind", ["kind"])
DEAD_LETTERS = Counter("zhiqun_dead_letters", "Updates that could not be read or decided")
DUPLICATES = Counter("zhiqun_duplicate_updates", "Updates that arrived again and were dropped")
HITS = Counter("zhiqun_rule_hits", "Rules that hit", ["rule", "mode"])
ACTIONS = Counter("zhiqun_actions", "Actions decided", ["action"])
POINTS = Counter("zhiqun_points", "Points granted", ["source"])
BATCH_SECONDS = Histogram("zhiqun_batch_seconds", "From a batch's arrival to its commit")
CALLS = Counter("zhiqun_calls", "Bot API calls made", ["method", "code"])
CALL_SECONDS = Histogram("zhiqun_call_seconds", "One Bot API call")
OUTBOX_WAITING = Gauge("zhiqun_outbox_waiting", "Calls that wait to be sent")
SUGGESTIONS = Counter("zhiqun_suggestions", "Course suggestions posted", ["where"])
RULE_BOOK_LOADED = Gauge("zhiqun_rule_book_loaded", "When the rule book in force was loaded, unix seconds")
ERRORS = Counter("zhiqun_errors", "Errors that were caught at an edge", ["edge"])
FEEDBACK = Counter("zhiqun_feedback", "What members said of suggestions", ["kind"])
PRESSES_REFUSED = Counter("zhiqun_presses_refused", "Pressed buttons without effect", ["why"])
LIMITED = Counter("zhiqun_limited", "Commands and presses beyond a member's limit", ["what"])
