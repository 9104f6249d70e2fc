"""The chat page: what a visitor sees in the browser."""

from bot.playground.pages.router import pages_router

__all__ = ["pages_router"]
