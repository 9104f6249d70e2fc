"""Tell the summary of a demo to whoever watched it; the JSON line is for programs."""

from __future__ import annotations

from typing import Any

from bot.text.messages import plain

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
