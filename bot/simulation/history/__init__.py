"""Past chats as files: one event per line (JSON, also gzipped), or Telegram Desktop's export."""
