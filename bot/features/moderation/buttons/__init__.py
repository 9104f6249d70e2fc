"""Buttons under cards."""
