"""What happened: tables, sessions and one file per aggregate."""
