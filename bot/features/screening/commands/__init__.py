"""Commands about the door and what may be sent."""
