"""The best messages of a group, picked by moderators."""
