"""Single runs as the unit of every study: what a run is made of, its identity, who runs it, and where it is kept."""
