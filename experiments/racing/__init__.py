"""Racing strategies to the best of them, and saying how sure it is that it is."""
