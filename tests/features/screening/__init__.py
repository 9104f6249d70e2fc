"""Tests of bot/features/screening."""
