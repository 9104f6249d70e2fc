"""Operators' YAML, checked and turned into one rule book."""
