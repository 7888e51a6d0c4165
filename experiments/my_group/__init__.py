"""A world made of the dozen things that a strategist knows about the own group, and how well it fits them."""
