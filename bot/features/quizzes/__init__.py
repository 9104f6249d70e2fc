"""Quizzes by Telegram's own polls: right answers earn points once."""
