"""Who gets rich under which rules: members, honest and not, live a month together under a file."""
