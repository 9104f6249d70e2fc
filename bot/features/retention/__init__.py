"""Who is about to go quiet, learned from what members write, whom they talk with and when."""
