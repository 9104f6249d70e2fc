"""The command `zhiqun`, one file a group of commands."""

from bot.cli.main import main

__all__ = ["main"]
