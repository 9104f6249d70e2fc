"""Gather questions from new messages, as words, and answers to earlier ones. Nothing else is kept of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.features.content_gap.question_detection import asks, subject
from storage import learning, questions
from storage.preferences import chosen

FEWEST = 5  # askers; what fewer asked about might tell who they were
_TAKEN_UP = 1800  # seconds in which words on the same subject count as an answer
_FIRST = 100_000  # events that are looked at when there is no mark yet
_STALE = 2_000  # questions whose words are thinned out at once


class Open(NamedTuple):
    """A question that nobody took up so far."""

    message: int
    person: int
    at: int
    words: frozenset[str]


def gather(connection: Connection, community: int, now: int, limit: int) -> int:
    """Read up to `limit` further messages; how many were read: fewer when there are no more.

    Authors who stopped suggestions are not looked at. Every message is read once, whoever calls.
    """
    name = f"questions:{community}"
    newest = questions.newest_event(connection)
    mark = learning.watermark(connection, name) or max(0, newest - _FIRST)
    rows = questions.messages(connection, community, mark, newest, limit)
    if rows:
        silent = chosen(connection, community, "suggestions", {r.person_id for r in rows})
        spoken = [r for r in rows if silent.get(r.person_id) != "off"]
        before = questions.open_since(connection, community, rows[0].at - _TAKEN_UP)
        new, answers = sort_out(spoken, before, community)
        questions.add(connection, new)
        questions.mark_answered(connection, answers)
    upto = rows[-1].id if len(rows) == limit else newest
    if upto != mark:
        learning.set_watermark(connection, name, upto)
    thin_out(connection, community, now)
    return len(rows)


def sort_out(
    rows: Iterable[Any], before: Iterable[Any], community: int
) -> tuple[list[dict[str, Any]], list[tuple[int, int, int, int]]]:
    """The questions among messages in their order, and the answers (chat, message, by whom, when).

    What replies to somebody is no question of its own. An answer is a reply by somebody else, or what
    somebody else wrote with a word of the question within half an hour, unless that asks something itself.
    """
    waiting: defaultdict[int, list[Open]] = defaultdict(list)
    for row in before:
        waiting[row.chat_id].append(Open(row.message_id, row.person_id, row.at, frozenset(row.words or ())))
    new: list[dict[str, Any]] = []
    answers: list[tuple[int, int, int, int]] = []
    for row in rows:
        if row.reply_to:
            answers.append((row.chat_id, row.reply_to, row.person_id, row.at))
        here = waiting[row.chat_id] = [q for q in waiting[row.chat_id] if q.at >= row.at - _TAKEN_UP]
        question = not row.reply_to and asks(row.text)
        if not question and not here:
            continue
        words = subject(row.text)
        if question and words:
            new.append(_row(row, words, community))
            here.append(Open(row.message_id, row.person_id, row.at, frozenset(words)))
        elif not question:
            taken_up = [q for q in here if q.person != row.person_id and not q.words.isdisjoint(words)]
            answers += [(row.chat_id, q.message, row.person_id, row.at) for q in taken_up]
            waiting[row.chat_id] = [q for q in here if q not in taken_up]
    return new, answers


def _row(row: Any, words: list[str], community: int) -> dict[str, Any]:
    return {
        "chat_id": row.chat_id,
        "message_id": row.message_id,
        "community_id": community,
        "person_id": row.person_id,
        "at": row.at,
        "words": words,
        "answered_at": 0,
        "expires_at": row.expires_at,
    }


def thin_out(connection: Connection, community: int, now: int) -> None:
    """Of questions whose texts' time is over, keep the words that at least five people asked about."""
    old = questions.expired(connection, community, now, _STALE)
    if not old:
        return
    askers: defaultdict[str, set[int]] = defaultdict(set)
    since = old[0].at
    for row in questions.asked(connection, community, since, now + 1, 10 * _STALE):
        for word in row.words or ():
            askers[word].add(row.person_id)
    kept = {
        (row.chat_id, row.message_id): [w for w in row.words or () if len(askers[w]) >= FEWEST] for row in old
    }
    questions.keep_words(connection, kept)
