"""What handlers, commands and jobs use beyond the rows of their transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.buttons import Buttons
from bot.core.chat_policy import Owns
from bot.core.limiter import Limiter
from bot.features.pictures.waiting import Pictures
from bot.features.spam.scores import Spam
from storage.expiring import Keep

if TYPE_CHECKING:
    from bot.features.courses.advisor import Advisor
    from bot.features.moderation.hooks import Approve, Learn


@dataclass(frozen=True)
class Services:
    """Handed in once at the start."""

    advisor: Advisor
    open_door: bool = False
    keep_texts_days: int = 30
    keep: Keep = field(default_factory=Keep)
    buttons: Buttons = field(default_factory=Buttons)
    limiter: Limiter = field(default_factory=Limiter)
    spam: Spam = field(default_factory=Spam)
    own: Owns = field(default_factory=Owns)
    pictures: Pictures = field(default_factory=Pictures)
    keep_evidence_days: int = 90
    learn: Learn | None = None  # told of every human word on what a rule took for spam
    approve: Approve | None = None  # lets a member be trusted from now on
    fetch_private: bool = False  # whether addresses may lead to this machine or a private network
