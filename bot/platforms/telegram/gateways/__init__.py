"""Raw JSON in, named calls out: one file per library. A library is imported when its gateway is opened."""

from __future__ import annotations

from bot.platforms.telegram.calls import Gateway

NAMES = ("aiohttp", "aiogram", "ptb", "dry")


def open_gateway(name: str, token: str, base_url: str) -> Gateway:
    """The gateway of this name, talking to the Bot API server at `base_url`.

    Raises:
        ValueError: there is no such gateway.
    """
    if name == "aiohttp":
        from bot.platforms.telegram.gateways.aiohttp import AiohttpGateway

        return AiohttpGateway(token, base_url)
    if name == "aiogram":
        from bot.platforms.telegram.gateways.aiogram import AiogramGateway

        return AiogramGateway(token, base_url)
    if name == "ptb":
        from bot.platforms.telegram.gateways.ptb import PtbGateway

        return PtbGateway(token, base_url)
    if name == "dry":
        from bot.platforms.telegram.gateways.dry import DryGateway

        return DryGateway()
    raise ValueError(f"there is no gateway '{name}': choose {', '.join(NAMES)}")
