"""Trying rules out: the trace of one message, and a rule book over a whole past."""
