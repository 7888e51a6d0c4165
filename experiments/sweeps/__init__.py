"""Sweeps that the lab's pages start: plans and stores in the lab's own folder, found again by their names."""
