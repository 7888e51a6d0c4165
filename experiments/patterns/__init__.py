"""Validation: the patterns of real groups, measured on simulated ones the way they were measured on real ones."""
