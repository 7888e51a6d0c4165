"""The Experiments page: sweeps with their cost, the stores they fill, a look into these, and what can be judged."""
