"""The library: worlds, strategies and moves, what they rest on, and a reader's own beside them."""
