"""Trying the whole thing: a local Telegram and the real bot as processes, with people or a past chat."""
