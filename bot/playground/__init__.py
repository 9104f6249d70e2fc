"""A local Telegram: a Bot API server over HTTP, the people who write to it, and a way to watch both."""
