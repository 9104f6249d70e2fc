"""Name what goes wrong with databases and networks, by kind; the sentences are `trouble-…` of the locales."""

from __future__ import annotations

from bot.text.messages import plain
from rules.sentences import Elsewhere, Said

# By what drivers say of it, in small letters; the first that fits counts.
_DATABASE = {
    "damaged": ("not a database", "malformed", "disk image", "corrupt"),
    "locked": ("locked", "busy"),
    "read-only": ("readonly", "read-only", "permission denied"),
    "full": ("disk is full", "database or disk is full", "no space left"),
    "behind": ("no such table", "no such column", "undefinedtable", "undefinedcolumn"),
    "unopenable": ("unable to open", "no such file", "not a directory", "is a directory"),
    "password": ("password", "authentication", "role "),
    "unnamed": ("does not exist", "invalidcatalogname"),
    "away": ("refused", "could not connect", "connection", "timeout", "name or service", "getaddrinfo"),
}
_NETWORK = {
    "name": ("name or service", "getaddrinfo", "name resolution", "nodename", "no address", "dns"),
    "certificate": ("certificate", "sslerror", "tlsv1"),
    "down": ("unreachable", "no route"),
    "refused": ("refuse", "connect call failed"),
    "slow": ("timeout", "timed out"),
    "broken": ("disconnected", "reset", "broken pipe", "remoteprotocol", "readerror", "closed", "incomplete"),
}


def database_trouble(error: BaseException, language: str = "en") -> str:
    """What is wrong with a database, and what to do. Values and addresses are left out."""
    cause = getattr(error, "orig", None) or error
    said = f"{type(cause).__name__} {cause}".lower()
    kind = _kind(_DATABASE, said)
    first = (str(cause).splitlines() or [type(cause).__name__])[0]
    return plain(language, f"trouble-database-{kind}", reason=first)


def network_trouble(error: BaseException | str, language: str = "en") -> str:
    """Why a server cannot be asked, in half a sentence."""
    said = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    kind = _kind(_NETWORK, said.lower())
    return plain(language, f"trouble-network-{kind}", reason=said)


def database_said(error: BaseException) -> Said:
    """What is wrong with a database, to be told in any language."""
    return Elsewhere(lambda language: database_trouble(error, language))


def network_said(error: BaseException) -> Said:
    """Why a server cannot be asked, to be told in any language."""
    return Elsewhere(lambda language: network_trouble(error, language))


def reply_said(code: int, text: str) -> Said | str:
    """Why a call failed: what Telegram answered is in its own words; without a code nothing was answered."""
    return text if code else Elsewhere(lambda language: network_trouble(text, language))


def _kind(kinds: dict[str, tuple[str, ...]], said: str) -> str:
    return next((kind for kind, signs in kinds.items() if any(s in said for s in signs)), "other")
