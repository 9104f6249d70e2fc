"""What operators do: the doctor, backups, dead letters, the database, the bot's own HTTP address."""
