"""Normalize addresses: one spelling for one place, however a link is written."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import ada_url

_LONGEST_HOST = 253
_TELEGRAM = frozenset({"t.me", "telegram.me", "telegram.dog"})
_IN_BROWSERS = ("web.telegram.org", "webk.telegram.org", "weba.telegram.org", "webz.telegram.org")
_SCHEMES = frozenset({"http", "https", "tg", "ton", "ftp", "ws", "wss"})
_CARRIES = ("iv", "share", "share/url", "msg_url")  # what opens another address, in its parameter `url`
_INVITING = ("+", "joinchat/", "addlist/")
_KEPT = 512
_DEEPEST = 3  # addresses inside of addresses


class Address(NamedTuple):
    """Where a link leads. Telegram's other hosts, its own scheme and `name.t.me` are all t.me."""

    host: str = ""  # lower-case and readable; empty when there is none
    path: str = ""  # decoded, without slashes at its ends
    query: str = ""

    @property
    def telegram(self) -> bool:
        """Whether it opens something inside of Telegram."""
        return self.host == "t.me"

    @property
    def invite(self) -> bool:
        """Whether it lets people into a Telegram chat, or into a folder of them."""
        return self.telegram and self.path.lower().startswith(_INVITING)

    @property
    def plain(self) -> str:
        """In one spelling: `t.me/+AbC`."""
        return self.host + (f"/{self.path}" if self.path else "") + (f"?{self.query}" if self.query else "")


_NOWHERE = Address()


@lru_cache(maxsize=_KEPT)
def address_of(url: str) -> Address:
    """Where a link leads; without scheme it is one of the web."""
    return _lead(url, _DEEPEST)


def domain_of(url: str) -> str:
    """The host of a URL, lower-case, in its readable form; empty when there is none."""
    return address_of(url).host


def _lead(url: str, deepest: int) -> Address:
    scheme, colon, behind = url.strip().partition(":")
    scheme = scheme.lower()
    if scheme == "tg" and colon:
        return _of_scheme(behind.lstrip("/"), deepest)
    if not colon or scheme not in _SCHEMES:  # what stands before a colon is a host, its port behind
        url = f"https://{url.strip().lstrip('/')}"
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return Address(_host_at_least(url))
    host, path = _readable(parsed.hostname), _decoded(parsed.pathname)
    query = parsed.search.removeprefix("?")
    if host in _IN_BROWSERS:
        return _in_browser(host, path, query, parsed.hash.removeprefix("#"), deepest)
    name = host.removeprefix("www.")
    if name in _TELEGRAM:
        return _on_telegram(path, query, deepest)
    if host.endswith(".t.me"):
        return _on_telegram(f"{host.removesuffix('.t.me')}/{path}".strip("/"), query, deepest)
    return Address(host, path, query)


def _host_at_least(url: str) -> str:
    """Of an address that is against the rules: its host, for whoever forbids all but some."""
    try:
        return _short(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _readable(host: str) -> str:
    if "xn--" in host and len(host) <= _LONGEST_HOST:
        host = ada_url.idna_to_unicode(host)
    return _short(host)


def _short(host: str) -> str:
    # No host is longer (RFC 1035, 2.3.4): of one that pretends to be, the end says whose it would be.
    return host.rstrip(".")[-_LONGEST_HOST:]


def _decoded(path: str) -> str:
    """Telegram takes a blank at the beginning for the `+` that it may have been."""
    bare = unquote(path).strip("/")
    return f"+{bare[1:]}" if bare.startswith(" ") else bare


def _parameters(query: str) -> dict[str, str]:
    return dict(parse_qsl(query.replace("+", "%2B")))


def _of_scheme(behind: str, deepest: int) -> Address:
    """`tg://` names what to do and with what: the address on t.me that does the same."""
    name, _, query = behind.partition("?")
    name, given = unquote(name).strip("/").lower(), _parameters(query)
    match name:
        case "join":
            return Address("t.me", f"+{given.get('invite', '')}")
        case "addlist":
            return Address("t.me", f"addlist/{given.get('slug', '')}")
        case "resolve" if "phone" in given:
            return Address("t.me", f"+{given['phone']}")
        case "resolve":
            rest = "&".join(part for part in query.split("&") if not part.startswith("domain="))
            return Address("t.me", given.get("domain", ""), rest)
    return _on_telegram(name, query, deepest)


def _on_telegram(path: str, query: str, deepest: int) -> Address:
    inner = _parameters(query).get("url", "") if path.lower() in _CARRIES else ""
    return _lead(inner, deepest - 1) if inner and deepest else Address("t.me", path, query)


def _in_browser(host: str, path: str, query: str, fragment: str, deepest: int) -> Address:
    """Telegram in a browser: the part behind # names a chat, or carries an address of its own."""
    inner = _parameters(f"{query}&{fragment.rpartition('?')[2]}").get("tgaddr", "")
    if inner and deepest:
        return _lead(inner, deepest - 1)
    named = unquote(fragment).strip("/")
    return Address("t.me", named[1:]) if named.startswith("@") else Address(host, path, query)
