"""Shop: what members get for the coins that their points bring, and coins they give each other."""
