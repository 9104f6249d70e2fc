"""Tests of bot/features/pictures."""
