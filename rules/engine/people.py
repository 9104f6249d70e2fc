"""Tell who is a person: may be credited, listed, suggested to and asked; and whose words are judged."""

from __future__ import annotations

from typing import Protocol

from rules.engine.events import Event, Sender

TELEGRAM = 777000  # posts a linked channel's messages into the group
ANONYMOUS = 1087968824  # @GroupAnonymousBot: some administrator
CHANNEL_BOT = 136817688  # @Channel_Bot: somebody who writes in a channel's name
STAND_INS = frozenset((TELEGRAM, ANONYMOUS, CHANNEL_BOT))  # accounts behind which others act


class Named(Protocol):
    """Somebody as an update or the database names them."""

    @property
    def name(self) -> str:
        """As others see it."""

    @property
    def bot(self) -> bool:
        """Whether it is a bot, or one of those who stand for others."""

    @property
    def channel(self) -> bool:
        """Whether it is a channel."""


def is_person(who: Named) -> bool:
    """Whether this is a person who is there: no bot, stand-in or channel; a deleted account has no name."""
    return not (who.bot or who.channel) and bool(who.name)


def is_channel_voice(event: Event) -> bool:
    """Whether somebody acts in the name of a channel, and not of the linked one."""
    return event.sender is Sender.CHANNEL and event.person is not None and event.person.channel


def is_judged(event: Event) -> bool:
    """Whether rules look at whoever acts: members, and channels in whose name somebody acts."""
    return event.sender is Sender.MEMBER or is_channel_voice(event)
