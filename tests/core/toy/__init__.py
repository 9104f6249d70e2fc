"""A feature outside of the tree, in one folder."""
