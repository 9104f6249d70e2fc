"""What stands at an address, within limits: http and https, a size, a time, a few redirects."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin, urlsplit

import aiohttp

LARGEST = 5 << 20  # bytes, after decompression
_SECONDS, _REDIRECTS = 30, 5
_MOVED = (301, 302, 303, 307, 308)


async def fetch(url: str, *, seconds: float = _SECONDS, largest: int = LARGEST) -> bytes:
    """The content of an address.

    Raises:
        ValueError: it cannot be had; in a sentence.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with asyncio.timeout(seconds), aiohttp.ClientSession(timeout=timeout) as http:
            for _ in range(_REDIRECTS + 1):
                _check(url)
                async with http.get(url, allow_redirects=False) as response:
                    if response.status in _MOVED and response.headers.get("Location"):
                        url = urljoin(url, response.headers["Location"])
                        continue
                    if response.status != 200:
                        raise ValueError(f"{url} answers {response.status}")
                    return await _read(response, largest)
    except TimeoutError:
        raise ValueError(f"{url} took longer than {seconds:g} seconds") from None
    except (aiohttp.ClientError, OSError) as error:
        raise ValueError(f"{url} cannot be reached: {type(error).__name__}") from None
    raise ValueError(f"{url} leads on and on")


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{url}' is no address: begin with https://")


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    found = bytearray()
    async for piece in response.content.iter_chunked(1 << 16):
        found += piece
        if len(found) > largest:
            raise ValueError(f"{response.url} is larger than {largest >> 20} MB")
    return bytes(found)
