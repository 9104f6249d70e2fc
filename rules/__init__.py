"""What the community has decided: operators' YAML and the pure engine behind it."""
