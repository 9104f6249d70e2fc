"""Decide by which names a listener may be asked."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9_.-]{1,253}))(?::(?P<port>\d{0,5}))?")
_PORTS = {"http": "80", "https": "443"}

Place = tuple[str, str]  # a name and a port, "" for the usual one


def place_of(host: str) -> Place | None:
    """The name, as it is compared, and the port of a Host header; None when it is none."""
    found = _HOST.fullmatch(host.lower())
    if found is None:
        return None
    port = found["port"] or ""
    if found["six"]:
        try:
            return str(ipaddress.IPv6Address(found["six"])), port
        except ValueError:
            return None
    return found["name"].removesuffix("."), port


def origin_of(url: str) -> Place | None:
    """The place of an Origin or a Referer; None when it has none, as `null`."""
    scheme, _, rest = url.lower().partition("://")
    place = place_of(re.split(r"[/?#]", rest, maxsplit=1)[0]) if scheme in _PORTS else None
    if place is None:
        return None
    return place[0], "" if place[1] == _PORTS[scheme] else place[1]


def names_here() -> frozenset[str]:
    """The names of this machine that no foreign page can have."""
    full = socket.gethostname().lower().removesuffix(".")
    return frozenset({*LOOPBACK, full, full.partition(".")[0]} - {""})


def named(host: str) -> str | None:
    """A name or an address, without a port, as it is compared; None when it is none."""
    try:
        plain = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return None
    place = place_of(plain) or place_of(f"[{plain}]")
    return place[0] if place is not None and not place[1] else None


class NoHost(ValueError):
    """What was to be a host is none; the message is what stands there."""


def hosts_in(setting: str) -> list[str]:
    """The hosts of a setting: names or addresses, separated by commas or blanks.

    Raises:
        NoHost: one of them is none.
    """
    found = []
    for text in re.split(r"[\s,]+", setting.strip(" ,")):
        name = named(text)
        if text and not name:
            raise NoHost(text)
        found += [name] if name else []
    return found


def host_in(url: str) -> list[str]:
    """The host of an address, or nothing."""
    try:
        name = named(urlsplit(url).hostname or "")
    except ValueError:
        return []
    return [name] if name else []


class Names:
    """Those of this machine, the address that somebody connected to, and `further` ones."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        self._allowed = names_here() | frozenset(further)

    def admit(self, name: str, connected_to: str) -> bool:
        """Whether it is one; a connection's own address is always one, because it cannot lead elsewhere."""
        return name in self._allowed or name == connected_to
