"""Payment providers beside Telegram Stars."""
