"""The Replay page: one group, or two that part, day by day."""
