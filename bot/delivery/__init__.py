"""The way of a call from the outbox to Telegram, under its limits, and the receipt it leaves."""
