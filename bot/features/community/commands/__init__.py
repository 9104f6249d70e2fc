"""Commands of the community, one family a file."""
