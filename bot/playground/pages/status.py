"""What the bot says about its rules, asked over HTTP."""

from __future__ import annotations

from typing import Any

PATIENCE_S = 3.0


async def rules_status(bot_http: str | None) -> dict[str, Any]:
    """The bot's `GET /rules` with `reachable: true`; or `reachable: false` and the reason."""
    if bot_http is None:
        return {"reachable": False, "error": "no bot is known"}
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_S)) as http,
            http.get(f"{bot_http}/rules") as response,
        ):
            response.raise_for_status()
            status = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return {"reachable": False, "error": f"{type(error).__name__}: {error}"}
    if not isinstance(status, dict):
        return {"reachable": False, "error": "the answer is no object"}
    return {"reachable": True, **status}
