"""Gather what conditions look at: one event and its surroundings; what is costly is computed at most once."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.engine.edit_diff import new_links, new_mentions
from rules.engine.events import Content, Event, Link, Mention
from rules.engine.normalize import digest, normalize, squeeze
from rules.engine.spam import SpamScore
from rules.engine.state import BEFORE, Activity, MemberState

_NOTHING = Content()
# Everything that emoji are made of, and a little more.
_SIGN = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff]")


class Facts:
    """One event as conditions see it."""

    # Kept by hand: functools.cached_property takes a lock at every first look.
    __slots__ = (
        "_digest",
        "_local",
        "_normal",
        "_squeezed",
        "activity",
        "content",
        "event",
        "found",
        "joined_for",
        "now",
        "spam",
        "state",
        "timezone",
    )

    def __init__(
        self,
        event: Event,
        state: MemberState,
        activity: Activity,
        now: int,
        timezone: str = "UTC",
        spam: SpamScore | None = None,
        digest: int | None = None,
    ) -> None:
        """`now` is unix seconds; local times are those of `timezone`; `spam` as far as it was scored;
        `digest` of the text, if it is known from before."""
        self.event, self.state, self.activity = event, state, activity
        self.now, self.timezone, self.spam = now, timezone, spam
        self.content = event.content or _NOTHING
        # Seconds for which the member has been here; None for who was there before the bot.
        self.joined_for = None if state.since == BEFORE else state.age(event.at)
        self._normal: str | None = None
        self._squeezed: str | None = None
        self._digest = digest
        self._local: datetime | None = None
        self.found: dict[object, int] = {}  # what was found, by who searched for it

    @property
    def text(self) -> str:
        """The text or caption as written."""
        return self.content.text

    @property
    def links(self) -> tuple[Link, ...]:
        """Its links; of an edit, those that it adds."""
        return self.content.links if self.event.before is None else new_links(self.event)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Whom it names; of an edit, whom it adds."""
        return self.content.mentions if self.event.before is None else new_mentions(self.event)

    @property
    def quoted(self) -> str:
        """What was quoted from another chat: words that somebody brought here and did not write."""
        extras = self.content.extras
        return self.content.quote if extras is not None and extras.outside is not None else ""

    @property
    def normal(self) -> str:
        """The text with what looks alike made alike."""
        if self._normal is None:
            self._normal = normalize(self.content.text)
        return self._normal

    @property
    def squeezed(self) -> str:
        """Its letters and digits alone."""
        if self._squeezed is None:
            self._squeezed = squeeze(self.content.text)
        return self._squeezed

    @property
    def digest(self) -> int:
        """The fingerprint of the text."""
        if self._digest is None:
            self._digest = digest(self.content.text)
        return self._digest

    @property
    def local(self) -> datetime:
        """When the event happened, in the community's time zone."""
        if self._local is None:
            self._local = datetime.fromtimestamp(self.event.at, ZoneInfo(self.timezone))
        return self._local

    @property
    def may_show_emoji(self) -> bool:
        """False when no character of the text is drawn as an emoji."""
        return not self.content.text.isascii() and _SIGN.search(self.content.text) is not None
