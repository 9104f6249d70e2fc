"""The Bot API as data: updates in, calls out, and what it allows. No framework is imported here."""
