"""Hand services to handlers, commands and jobs: what they use beyond the rows of their transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from bot.core.buttons import Buttons
from bot.core.chat_policy import Owns
from bot.core.long_commands import Beside
from bot.core.rate_limiter import Limiter
from storage.expiry_rules import Keep

if TYPE_CHECKING:
    from bot.core.feature import Registry

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """Handed in once at the start. What a feature brings itself stands in `extras`, by its type."""

    registry: Registry
    extras: dict[type, Any] = field(default_factory=dict)
    open_door: bool = False
    keep_texts_days: int = 30
    keep: Keep = field(default_factory=Keep)
    buttons: Buttons = field(default_factory=Buttons)
    limiter: Limiter = field(default_factory=Limiter)
    own: Owns = field(default_factory=Owns)
    beside: Beside = field(default_factory=Beside)
    keep_evidence_days: int = 90
    fetch_private: bool = False  # whether addresses may lead to this machine or a private network

    def of(self, kind: type[T]) -> T:
        """A feature's own service.

        Raises:
            KeyError: nobody handed it in.
        """
        found: T = self.extras[kind]
        return found
