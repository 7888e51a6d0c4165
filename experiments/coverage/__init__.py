"""Coverage: every row of the list of systems, where it lives, which scenario uses it, and that its effect shows."""
