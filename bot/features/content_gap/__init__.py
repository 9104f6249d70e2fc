"""The content gap: what members ask about, against what the catalogue covers."""
