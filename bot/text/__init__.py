"""What people read: messages in both languages, HTML, durations, the calendar."""
