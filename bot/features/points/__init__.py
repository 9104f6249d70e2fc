"""Points: what earns them, who has how many."""
