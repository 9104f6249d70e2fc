"""Commands of moderators and appeals against them, one family a file."""
