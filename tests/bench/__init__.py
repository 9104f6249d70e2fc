"""`make bench`: speed and quality, as ratios measured in one run."""
