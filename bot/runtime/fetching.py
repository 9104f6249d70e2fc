"""Fetch what stands at an operator's address, within limits: schemes, moves, machines, size, time."""

from __future__ import annotations

import asyncio
import socket
import zlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.runtime.error_messages import network_said
from rules.config.files import size
from rules.sentences import Said, say

LARGEST = 5 << 20  # bytes, unpacked
_SECONDS, _MOVES = 30, 5
_MOVED = (301, 302, 303, 307, 308)
_PIECE = 1 << 16
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 behind NAT64


def is_address(source: str) -> bool:
    """Whether a source is fetched; else it is a file."""
    return "://" in source


async def fetch(
    url: str,
    *,
    private: bool = False,
    secure: bool = False,
    seconds: float = _SECONDS,
    largest: int = LARGEST,
) -> bytes:
    """The content of an http or https address.

    Args:
        private: whether it may lead to this machine or a private network.
        secure: whether it has to be https from its first step; from https, nothing leads back to http.
        seconds: for all of it, however slowly it drips.
        largest: bytes, unpacked.

    Raises:
        ValueError: it cannot be had, or leads where it may not; in a sentence.
    """
    connector = aiohttp.TCPConnector(
        resolver=_Resolver(private=private), use_dns_cache=False, force_close=True, limit=1
    )
    at = url
    try:
        async with (
            asyncio.timeout(seconds),
            aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=seconds),
                auto_decompress=False,
                headers={"User-Agent": "zhiqun", "Accept-Encoding": "gzip"},
            ) as http,
        ):
            for _ in range(_MOVES + 1):
                _check(at, private=private, secure=secure)
                secure = secure or at.lower().startswith("https:")
                async with http.get(at, allow_redirects=False) as response:
                    if response.status in _MOVED and response.headers.get("Location"):
                        at = _moved(at, response.headers["Location"])
                        continue
                    if response.status != 200:
                        raise ValueError(say("fetch-answers", url=at, status=response.status))
                    return await _read(response, largest)
    except TimeoutError:
        raise ValueError(say("fetch-slow", url=url, seconds=f"{seconds:g}")) from None
    except _Refused as reason:
        raise ValueError(_why(at, reason)) from None
    except (aiohttp.ClientError, OSError, zlib.error) as error:
        raise ValueError(_why(at, _cause(error))) from None
    raise ValueError(say("fetch-on-and-on", url=url))


class _Refused(OSError):
    """An address that may not be connected to; as an OSError it ends the attempt and nothing else."""


class _Resolver(AbstractResolver):
    """Looks names up, and gives the addresses alone that may be connected to."""

    def __init__(self, *, private: bool) -> None:
        self._resolver, self._private = ThreadedResolver(), private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not self._private and any(is_private(one["host"]) for one in found):
            raise _Refused
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_private(address: str) -> bool:
    """Whether an address is not one of the open internet, in whatever clothes."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return True  # what nobody can judge is not connected to
    return any(not one.is_global or one.is_multicast or one.is_reserved for one in _worn(found))


def _worn(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """An address, and those of IPv4 that stand for it or hide in it."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _TRANSLATED:
        return [IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address, *([address.sixtofour] if address.sixtofour else [])]


def _check(url: str, *, private: bool, secure: bool) -> None:
    try:
        parts = urlsplit(url)
        # As the client reads it: digits and dots of any script become those of an address.
        host, _ = URL(url).raw_host, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(say("no-address", value=url))
    if secure and parts.scheme != "https":
        raise ValueError(say("fetch-not-https", url=url))
    try:
        ip_address(host)
    except ValueError:
        return  # a name: judged when it is looked up
    if not private and is_private(host):
        raise ValueError(say("fetch-private", url=url))


def _moved(url: str, to: str) -> str:
    try:
        return urljoin(url, to)
    except ValueError:
        raise ValueError(say("fetch-nowhere", url=url, to=to[:80])) from None


def _cause(error: BaseException) -> BaseException:
    """What an error of the library was made of."""
    inner: Any = getattr(error, "os_error", None) or error.__cause__
    return inner if isinstance(inner, _Refused) else error


def _why(url: str, cause: BaseException) -> Said:
    if isinstance(cause, _Refused):
        return say("fetch-private", url=url)
    return say("fetch-away", url=url, why=network_said(cause))


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ValueError(say("fetch-packed", url=response.url, coding=coding[:20]))
    unpacker = zlib.decompressobj(31) if coding != "identity" else None
    found = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        found += piece if unpacker is None else unpacker.decompress(piece, largest + 1 - len(found))
        if len(found) > largest or (unpacker is not None and unpacker.unconsumed_tail):
            raise ValueError(say("file-large", who=f"{response.url} ", limit=size(largest)))
    if unpacker is not None and not unpacker.eof:
        raise ValueError(say("fetch-cut", url=response.url))
    return bytes(found)
