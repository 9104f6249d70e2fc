"""Raw JSON in, named calls out: one file per library. A library is imported when its gateway is opened."""

from __future__ import annotations

from contextlib import nullcontext

from bot.platforms.telegram.calls import Gateway

NAMES = ("aiogram", "ptb", "dry")


def open_gateway(name: str, token: str, base_url: str, *, alone: bool = False) -> Gateway:
    """The gateway of this name, talking to the Bot API server at `base_url`.

    `alone`: nobody else in this process uses the library, so that it may be imported in less time.

    Raises:
        ValueError: there is no such gateway.
    """
    if name == "aiogram":
        from bot.platforms.telegram.gateways.deferred import unbuilt_models

        with unbuilt_models() if alone else nullcontext():
            from bot.platforms.telegram.gateways.aiogram import AiogramGateway

        return AiogramGateway(token, base_url)
    if name == "ptb":
        from bot.platforms.telegram.gateways.ptb import PtbGateway

        return PtbGateway(token, base_url)
    if name == "dry":
        from bot.platforms.telegram.gateways.dry import DryGateway

        return DryGateway()
    raise ValueError(f"there is no gateway '{name}': choose {', '.join(NAMES)}")
