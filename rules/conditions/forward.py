"""Where a message was forwarded from."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.events import Forward as Origin
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.normalize import normalize
from rules.sentences import say


class Forward(Options):
    """The message is a forward; with `kind`, from a user, hidden_user, chat or channel; with `any`, from one
    of these names or ids; with `besides`, from any but those."""

    short = "kind"
    listable: ClassVar[tuple[str, ...]] = ("any", "besides")
    kind: Literal["any", "user", "hidden_user", "chat", "channel"] = "any"
    any: Strings = ()
    besides: Strings = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Forward:
        if self.any and self.besides:
            raise ValueError(say("give-forward"))
        return self


def build(options: Forward) -> Look:
    """Look at the origin's kind, name and id."""
    known = frozenset(map(normalize, (*options.any, *options.besides)))
    limit = options.kind if not known else f"{'≠ ' if options.besides else ''}{listed(known)}"

    def comes_from(origin: Origin) -> bool:
        if options.kind not in ("any", origin.kind):
            return False
        if not known:
            return True
        return (normalize(origin.name) in known or str(origin.id) in known) is not bool(options.besides)

    def look(facts: Facts) -> Finding:
        origin = facts.content.forward
        if origin is None:
            return Finding(False, {"kind": "–", "limit": limit})
        hit = comes_from(origin)
        return Finding(hit, {"kind": origin.kind, "limit": limit}, matched=origin.name if hit else "")

    return look


CONDITION = Condition("forward", Forward, build, "forward: channel", lambda _: Part.FORWARD)
