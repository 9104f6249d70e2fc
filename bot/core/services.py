"""Hand services to handlers, commands and jobs: what they use beyond the rows of their transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.core.beside import Beside
from bot.core.buttons import Buttons
from bot.core.chat_policy import Owns
from bot.core.rate_limiter import Limiter
from storage.expiry_rules import Keep

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """Handed in once at the start. The registry, and what features bring, stand in `extras` by their type."""

    extras: dict[type, Any] = field(default_factory=dict)
    open_door: bool = False
    keep_texts_days: int = 30
    keep: Keep = field(default_factory=Keep)
    buttons: Buttons = field(default_factory=Buttons)
    limiter: Limiter = field(default_factory=Limiter)
    own: Owns = field(default_factory=Owns)
    beside: Beside = field(default_factory=Beside)
    keep_evidence_days: int = 90
    bot_username: str = ""
    fetch_private: bool = False  # whether addresses may lead to this machine or a private network

    def of(self, kind: type[T]) -> T:
        """The registry of features, or a feature's own service.

        Raises:
            KeyError: nobody handed it in.
        """
        found: T = self.extras[kind]
        return found
