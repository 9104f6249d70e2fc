"""What the schedule does about courses."""
