"""The fault suite: what breaks, on purpose, and whether anything of ours is lost or doubled by it."""
