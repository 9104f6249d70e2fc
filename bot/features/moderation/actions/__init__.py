"""What each kind of action does, how it is undone, which right it needs and what is said of it."""
