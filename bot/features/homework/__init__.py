"""Homework: set by moderators, handed in, graded by buttons."""
