"""Pictures of members without trust: fetched and looked at beside everything else, within limits."""
