"""The desk where payment providers are asked: which there are, and what they need."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bot.features.membership.providers.port import Provider
from rules.config.membership import Membership
from rules.sentences import say

if TYPE_CHECKING:
    from bot.runtime.settings import Settings
    from rules.config.book import RuleBook

NAMES = ("stripe", "wechat")
LIBRARIES = {"stripe": "stripe", "wechat": "wechatpayv3"}
NEEDED = {
    "stripe": ("stripe_key", "stripe_webhook_secret", "public_url"),
    "wechat": (
        *("wechat_merchant", "wechat_appid", "wechat_serial", "wechat_private_key", "wechat_api_key"),
        *("wechat_platform", "wechat_public_key", "public_url"),
    ),
}
PAGE = "/pay/wechat/page"  # opened inside of WeChat
_SLOWEST = 1800  # seconds between two tries


class Unready(ValueError):
    """Why a provider cannot be used, in a sentence that names no secret."""


def path_of(name: str) -> str:
    """The address to which a provider posts its notices."""
    return f"/pay/{name}"


class Desk:
    """The providers, opened when they are first needed, and a bell for when there is something to ask."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: dict[str, Provider] = {}
        self.now: Callable[[], float] = time.time
        self.bell = asyncio.Event()
        self._kept_at = 0.0

    def ring(self) -> None:
        """Something is to be asked."""
        self.bell.set()

    def may_keep(self, now: float, every: float) -> bool:
        """Whether one more of what anybody can send may be kept now; the others are only counted."""
        if 0 <= now - self._kept_at < every:
            return False
        self._kept_at = now
        return True

    def wanted(self, book: RuleBook, name: str) -> bool:
        """Whether the rules in force say that a provider takes money."""
        return name in book.file(Membership).providers

    def missing(self, name: str) -> list[str]:
        """The settings that a provider needs and that are empty."""
        return [f"ZHIQUN_{n.upper()}" for n in NEEDED[name] if not _plain(getattr(self._settings, n))]

    def provider(self, name: str) -> Provider:
        """A provider, ready to be asked.

        Raises:
            Unready: its library, a setting or a key is missing.
        """
        if name not in self._open:
            if find_spec(LIBRARIES[name]) is None:
                raise Unready(say("provider-extra", name=name))
            if missing := self.missing(name):
                raise Unready(say("provider-settings", name=name, names=", ".join(missing)))
            self._open[name] = self._stripe() if name == "stripe" else self._wechat()
        return self._open[name]

    def _stripe(self) -> Provider:
        from bot.features.membership.providers.stripe import Stripe

        s = self._settings
        key, secret = s.stripe_key.get_secret_value(), s.stripe_webhook_secret.get_secret_value()
        return Stripe(key, secret, s.stripe_url)

    def _wechat(self) -> Provider:
        from bot.features.membership.providers.wechat import WeChat
        from bot.features.membership.providers.wechat_keys import Keys, Unreadable

        s = self._settings
        try:
            keys = Keys(
                s.wechat_merchant,
                s.wechat_serial,
                Path(s.wechat_private_key),
                s.wechat_api_key.get_secret_value(),
                s.wechat_platform,
                Path(s.wechat_public_key),
            )
        except Unreadable as error:
            raise Unready(say("provider-key", name="wechat", setting=str(error))) from None
        told_at = s.public_url.rstrip("/") + path_of("wechat")
        more = s.wechat_url, s.wechat_secret.get_secret_value(), s.wechat_accounts_url
        return WeChat(keys, s.wechat_appid, told_at, lambda: self.now(), *more)

    def page_of(self, reference: str) -> str:
        """Where an order is paid inside of WeChat; empty without an official account."""
        if not self._settings.wechat_secret.get_secret_value():
            return ""
        return f"{self._settings.public_url.rstrip('/')}{PAGE}?{urlencode({'order': reference})}"

    async def close(self) -> None:
        """Close connections."""
        for provider in self._open.values():
            await provider.close()
        self._open.clear()


def pause(attempts: int) -> int:
    """Seconds until something is asked again."""
    return min(_SLOWEST, 2 << min(attempts, 16))


def _plain(value: Any) -> str:
    return str(value.get_secret_value() if hasattr(value, "get_secret_value") else value)
