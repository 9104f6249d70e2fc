"""The bot's own HTTP side: health, figures, rules, and the webhook."""
