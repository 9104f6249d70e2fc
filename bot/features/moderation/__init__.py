"""Carry decisions out: calls, warnings, notices and alerts."""
