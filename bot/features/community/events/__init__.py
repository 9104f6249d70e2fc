"""What happens when people write, come and go."""
