"""The pure engine: events and states in, decisions and ledger entries out."""
