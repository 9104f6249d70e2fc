"""Say what is missing from a database, in a sentence that tells what to do."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.text.messages import Html, say
from rules.sentences import Elsewhere, Said
from storage.commit_counter import Missing


def told(missing: Missing, language: str) -> Html:
    """What is missing since when, which updates are among it, and what to do."""
    everything = missing.kind == "lost" and not missing.since
    span = "none" if not missing.last_update else "span" if missing.first_update else "upto"
    span = "between" if missing.kind == "gap" else span
    return say(
        language,
        "missing-everything" if everything else f"missing-{missing.kind}",
        commits=missing.commits,
        since=_moment(missing.since),
        until=_moment(missing.until),
        updates=say(
            language,
            f"missing-updates-{span}",
            first=Html(str(missing.first_update)),
            last=Html(str(missing.last_update)),
        ),
    )


def missing_said(missing: Missing) -> Said:
    """The same, to be told in any language."""
    return Elsewhere(lambda language: told(missing, language))


def _moment(at: int) -> Html:
    return Html(datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if at else "–")
