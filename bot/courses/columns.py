"""What parts the columns of a table: commas, or what spreadsheets write where those part decimals."""

from __future__ import annotations

_MARKS = ",;\t"


def mark_of(head: str) -> str:
    """The mark between the columns of a table with this first line; empty if there is none."""
    return next((mark for mark in _MARKS if mark in head), "")
