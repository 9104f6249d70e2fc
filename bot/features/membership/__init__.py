"""Paid membership: plans, payments, who may be in, and what happens at the end."""
