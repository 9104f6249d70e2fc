"""Referrals: members bring others by their own links, and are thanked for those who stay and take part."""
