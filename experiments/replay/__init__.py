"""One group, day by day: what was said and done, who talked with whom, and where two worlds part."""
