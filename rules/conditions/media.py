"""What a message carries."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from rules.conditions.base import Condition, Look, Options, as_list
from rules.engine.decision import Finding
from rules.engine.events import Media as Kinds
from rules.engine.facts import Facts

Kind = Annotated[tuple[Kinds, ...], BeforeValidator(as_list)]


class Media(Options):
    """The message carries one of these: photo, video, document, sticker, voice, poll, contact …"""

    short = "kinds"
    kinds: Kind


def build(options: Media) -> Look:
    """Compare the kind."""
    wanted = frozenset(options.kinds)

    def look(facts: Facts) -> Finding:
        media = facts.content.media
        hit = media in wanted
        return Finding(hit, {"kind": str(media)}, matched=str(media) if hit else "")

    return look


CONDITION = Condition("media", Media, build, "media: [sticker, animation]")
