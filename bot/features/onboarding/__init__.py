"""First steps of newcomers: shown in private, ticked by what they do."""
