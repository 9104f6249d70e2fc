"""Commands about courses, one family a file."""
