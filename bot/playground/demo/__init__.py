"""The demonstration: a world of learners, and what they do in it."""
