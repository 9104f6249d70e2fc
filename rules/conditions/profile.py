"""What a member's account shows."""

from __future__ import annotations

from pydantic import model_validator

from rules.conditions.base import Condition, Look, Options, Strings, listed
from rules.engine.decision import Finding
from rules.engine.events import Person
from rules.engine.facts import Facts
from rules.sentences import say

_NOBODY = Person(0)


class Profile(Options):
    """The member's account is like this: with or without a `username`, with or without `premium`, its
    `language` one of these (ru, zh-hans …). Names and bios are looked at by `text: {of: [name, bio]}`."""

    username: bool | None = None
    premium: bool | None = None
    language: Strings = ()

    @model_validator(mode="after")
    def _something(self) -> Profile:
        if self.username is None and self.premium is None and not self.language:
            raise ValueError(say("give-profile"))
        return self


def build(options: Profile) -> Look:
    """Compare what is asked for."""
    languages = tuple(name.lower() for name in options.language)
    parts = [
        f"{name}: {str(wanted).lower()}"
        for name, wanted in (("username", options.username), ("premium", options.premium))
        if wanted is not None
    ]
    limit = ", ".join([*parts, *([f"language: {listed(languages)}"] if languages else [])])

    def look(facts: Facts) -> Finding:
        who = facts.event.person or _NOBODY
        spoken = who.language.lower()
        hit = (
            (options.username is None or bool(who.username) is options.username)
            and (options.premium is None or who.premium is options.premium)
            and (not languages or any(spoken == n or spoken.startswith(f"{n}-") for n in languages))
        )
        has = f"username: {bool(who.username)}, premium: {who.premium}".lower()
        shown = f"{has}, language: {spoken or '–'}"
        return Finding(hit, {"profile": shown, "limit": limit})

    return look


CONDITION = Condition("profile", Profile, build, "profile: {username: false, premium: false}")
