"""Compare's panel in which a strategist describes the own group."""
