"""Check-in camps: some days in a row with a check-in each, boards, reminders and certificates."""
