"""What a group likes to hear once in a while: the digest of a week, and anniversaries."""
