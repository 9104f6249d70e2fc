"""What conditions look at: one event and its surroundings, with what is costly computed at most once."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from rules.engine.events import Content, Event
from rules.engine.normalize import digest, normalize, squeeze
from rules.engine.state import Activity, MemberState

_NOTHING = Content()
# Everything that emoji are made of, and a little more.
_SIGN = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff]")


class Facts:
    """One event as conditions see it."""

    def __init__(
        self, event: Event, state: MemberState, activity: Activity, now: int, timezone: str = "UTC"
    ) -> None:
        """`now` is unix seconds; local times are those of `timezone`."""
        self.event, self.state, self.activity = event, state, activity
        self.now, self.timezone = now, timezone
        self.content = event.content or _NOTHING

    @property
    def text(self) -> str:
        """The text or caption as written."""
        return self.content.text

    @cached_property
    def normal(self) -> str:
        """The text with what looks alike made alike."""
        return normalize(self.content.text)

    @cached_property
    def squeezed(self) -> str:
        """Its letters and digits alone."""
        return squeeze(self.content.text)

    @cached_property
    def digest(self) -> int:
        """The fingerprint of the text."""
        return digest(self.content.text)

    @cached_property
    def local(self) -> datetime:
        """When the event happened, in the community's time zone."""
        return datetime.fromtimestamp(self.event.at, ZoneInfo(self.timezone))

    @property
    def may_show_emoji(self) -> bool:
        """False when no character of the text is drawn as an emoji."""
        return not self.content.text.isascii() and _SIGN.search(self.content.text) is not None

    @property
    def joined_for(self) -> int | None:
        """Seconds since the member joined; None for who was there before the bot."""
        return self.event.at - self.state.joined_at if self.state.joined_at else None
