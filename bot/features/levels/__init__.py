"""Levels and badges: what reached points and deeds bring beside the points themselves."""
