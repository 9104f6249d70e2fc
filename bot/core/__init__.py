"""The way of an update from its source to the commit, and the routers that hand it to features."""
