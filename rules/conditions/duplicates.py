"""The same text again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from rules.conditions.base import Condition, Duration, Look, Options
from rules.engine.albums import album_of, messages_in
from rules.engine.decision import Finding
from rules.engine.durations import spelled
from rules.engine.facts import Facts
from rules.engine.index import Part
from rules.engine.state import recent
from rules.sentences import say

_SEARCH = 64  # characters that somebody may ask for


class Duplicates(Options):
    """The same text was written `times` times or more `within` a while, by the member or in the chat; with
    `people`, by so many different ones. A command with few words and nothing to follow is no repetition: it
    asks again."""

    short = "times"
    times: int = Field(2, ge=2)
    within: Duration = 600
    by: Literal["member", "chat"] = "member"
    longer_than: int = Field(0, ge=0)
    people: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _people_of_a_chat(self) -> Duplicates:
        if self.people > 1 and self.by == "member":
            raise ValueError(say("people-in-chat"))
        return self


def build(options: Duplicates) -> Look:
    """Count fingerprints in the window, this message included."""
    window = spelled(options.within)

    def look(facts: Facts) -> Finding:
        fingerprint = facts.digest
        command = facts.content.command
        short = command is not None and len(command.arguments) <= _SEARCH
        asks = short and not facts.content.links and not facts.content.mentions
        if not fingerprint or asks or len(facts.squeezed) <= options.longer_than:
            return Finding(False, {"count": 0, "limit": options.times, "within": window})
        past = facts.activity.member if options.by == "member" else facts.activity.chat
        since, own = facts.event.at - options.within, facts.event.message_id
        same = [s for s in recent(past, since) if s.digest == fingerprint and s.message_id != own]
        album = album_of(facts.content)
        if album:
            same = [s for s in same if s.album != album]
        count = messages_in(same) + 1
        messages = tuple(s.message_id for s in same) if options.by == "member" else ()
        values = {"count": count, "limit": options.times, "within": window}
        enough = options.people == 1 or len({facts.state.person, *(s.person for s in same)}) >= options.people
        return Finding(count >= options.times and enough, values, messages=messages)

    return look


CONDITION = Condition(
    "duplicates", Duplicates, build, "duplicates: {times: 3, within: 10m, by: member}", lambda _: Part.AGAIN
)
