"""What every part of the bot runs on: settings, logs, metrics, the clock. It knows no feature."""
