"""Sum up a trial: the local Telegram's figures beside the bot's rows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import distinct, func, select

from bot.core.derived_events import FOLLOWS
from bot.simulation.people import Json
from bot.text.messages import plain
from storage import spool
from storage.boards import total_coins, total_points
from storage.cases import CASE
from storage.event_log import DEAD, EVENT, SEEN
from storage.learning import SUGGESTION
from storage.outbox import OUTBOX
from storage.store import Store

_GRACE = 120  # seconds of the trial's clock, which may run fast, in which a due call may still leave


def summary(store: Store, stats: Json, bot: Json, now: float, errors: int, seconds: float) -> dict[str, Any]:
    """The accounts of a trial.

    `sent` are the updates the local Telegram made for the bot, `received` those the bot committed,
    `decided` the interactions it wrote down. `lost` were sent and not committed; `doubled` were decided
    twice, or decided and buried. `undelivered` calls were refused, in doubt, or are overdue; those planned
    for `later` (a notice removes itself) are none of them.
    """
    last = int(bot["next_update_id"])
    first = last - int(stats["sent"])
    with store.read() as connection:

        def count(query: Any) -> int:
            return int(connection.execute(query).scalar_one())

        ours = (SEEN.c.update_id >= first) & (SEEN.c.update_id < last)
        received = count(select(func.count()).select_from(SEEN).where(ours))
        decided = count(select(func.count(distinct(EVENT.c.update_id))))
        first_hand = EVENT.c.kind.not_in([kind.value for kind in FOLLOWS])
        rows = count(select(func.count()).where(first_hand))
        # Several people who came together are one update.
        each = select(EVENT.c.update_id, EVENT.c.person_id).where(first_hand).distinct().subquery()
        once = count(select(func.count()).select_from(each))
        dead = count(select(func.count()).select_from(DEAD))
        both = count(
            select(func.count()).where(DEAD.c.update_id.in_(select(EVENT.c.update_id)), DEAD.c.update_id > 0)
        )
        messages = count(select(func.count()).where(EVENT.c.kind == "message"))
        states = {
            r.state: r.n
            for r in connection.execute(
                select(OUTBOX.c.state, func.count().label("n")).group_by(OUTBOX.c.state)
            )
        }
        by_method = select(OUTBOX.c.method, func.count().label("n")).where(OUTBOX.c.state == "done")
        calls = {r.method: r.n for r in connection.execute(by_method.group_by(OUTBOX.c.method))}
        suggestions = count(select(func.count()).select_from(SUGGESTION))
        points = total_points(connection)
        given, spent = total_coins(connection)
        actions = _actions(connection)
    waiting = backlog(store, now - _GRACE)
    later = states.get("pending", 0) + states.get("sending", 0) - waiting
    return {
        "sent": int(stats["sent"]),
        "received": received,
        "decided": decided,
        "dead_letters": dead,
        "lost": int(stats["sent"]) - received,
        "doubled": rows - once + both,
        "messages": messages,
        "actions": dict(sorted(actions.items())),
        "calls": dict(sorted(calls.items())),
        "points": points,
        "coins": given,
        "spent": spent,
        "suggestions": suggestions,
        "undelivered": waiting + states.get("failed", 0) + states.get("unknown", 0),
        "in_doubt": states.get("unknown", 0),
        "later": later,
        "errors": errors,
        "updates_per_s": round(received / seconds, 1) if seconds else 0.0,
        "p50_ms": stats["p50_ms"],
        "p99_ms": stats["p99_ms"],
    }


def _actions(connection: Any) -> Counter[str]:
    """What rules and moderators did, each decision once."""
    query = select(CASE.c.update_id, CASE.c.person_id, CASE.c.actions).where(CASE.c.mode == "enforce")
    decisions = {(r.update_id, r.person_id): r.actions or [] for r in connection.execute(query)}
    return Counter(action["type"] for actions in decisions.values() for action in actions)


def backlog(store: Store, now: float) -> int:
    """Calls that are due and have not left, and updates that were fetched and are not decided."""
    query = select(func.count()).where(
        OUTBOX.c.state.in_(["pending", "sending"]), OUTBOX.c.not_before <= int(now)
    )
    with store.read() as connection:
        return int(connection.execute(query).scalar_one()) + spool.waiting(connection)[0]


_ACTS = ("delete", "warn", "mute", "kick", "ban")  # the others are counted as one


def told(found: dict[str, Any], language: str, kept: str = "") -> str:
    """A few lines; the last says whether everything adds up. `kept`: the folder that stays."""

    def say(key: str, **values: Any) -> str:
        return plain(language, f"demo-{key}", **values)

    minutes, rest = divmod(round(found["seconds"]), 60)
    acts = {kind: found["actions"].get(kind, 0) for kind in _ACTS}
    acts["other"] = sum(found["actions"].values()) - sum(acts.values())
    named = [say(f"act-{kind}", count=count) for kind, count in acts.items() if count]
    lines = [
        say("over", time=f"{minutes}:{rest:02}"),
        say("talk", messages=found["messages"], received=found["received"]),
        say("acts", acts=say("comma").join(named)) if named else say("no-acts"),
        say("gave", points=found["points"], suggestions=found["suggestions"]),
        *([say("coins", coins=found["coins"], spent=found["spent"])] if found.get("coins") else []),
        say("answered", median=round(found["p50_ms"] or 0), calls=sum(found["calls"].values())),
    ]
    wrong = [n for n in ("lost", "doubled", "dead_letters", "undelivered", "errors") if found[n]]
    lines += [say("wrong", what=say(n.replace("_", "-")), count=found[n]) for n in wrong]
    if not wrong:
        lines.append(say("right"))
    return "\n".join([*lines, *([say("kept", folder=kept)] if kept else [])])
