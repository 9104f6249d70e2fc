"""What a message carries."""

from __future__ import annotations

from typing import Annotated

from rules.conditions.base import ONE_OR_SEVERAL, Condition, Look, Options, listed
from rules.engine.decision import Finding
from rules.engine.events import Media as Kinds
from rules.engine.facts import Facts
from rules.engine.index import Part

Kind = Annotated[tuple[Kinds, ...], ONE_OR_SEVERAL]


class Media(Options):
    """The message carries one of these: photo, video, document, sticker, voice, poll, contact … or something
    unknown, of a kind that came up after this program."""

    short = "kinds"
    kinds: Kind


def build(options: Media) -> Look:
    """Compare the kind."""
    wanted, limit = frozenset(options.kinds), listed(options.kinds)

    def look(facts: Facts) -> Finding:
        media = facts.content.media
        hit = media in wanted
        return Finding(hit, {"kind": str(media) or "–", "limit": limit}, matched=str(media) if hit else "")

    return look


def _needs(options: Media) -> Part:
    return Part.NONE if Kinds.NONE in options.kinds else Part.MEDIA


CONDITION = Condition("media", Media, build, "media: [sticker, animation]", _needs)
