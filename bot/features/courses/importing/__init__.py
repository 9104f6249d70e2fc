"""Catalogues from elsewhere: YAML, CSV, RSS and Atom, from a file or an address."""
