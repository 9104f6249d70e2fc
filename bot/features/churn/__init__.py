"""Learn who is about to go quiet, from what members write, whom they talk with and when."""
